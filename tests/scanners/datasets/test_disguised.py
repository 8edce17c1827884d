"""Cards that hide what restricts a work: in keys, forms and files that a quick reader passes over."""

import json
import socket
from collections.abc import Mapping
from pathlib import Path

import pytest

from licscan.catalog.catalog import Catalog
from licscan.inputs.discover import discover
from licscan.model.finding import Gap, GapReason, LicenseFinding, LinkState
from licscan.model.license import Commercial
from licscan.scanners.datasets.scan import DatasetScanner
from licscan.scanners.interface import Observation, ScanContext

CATALOG = Catalog()
DATASET = {"@context": {"@vocab": "https://schema.org/", "cr": "http://mlcommons.org/croissant/"}, "@type": "Dataset"}
OPEN, CLOSED = "cc-by-4.0", "cc-by-nc-4.0"


def scan(root: Path, files: Mapping[str, str | bytes]) -> list[Observation]:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    context = ScanContext(catalog=CATALOG, offline=True, hubs=False)
    return list(DatasetScanner().scan(discover(root), context))


def finding(root: Path, name: str, content: str) -> LicenseFinding:
    (found,) = (one for one in scan(root, {name: content}) if isinstance(one, LicenseFinding))
    return found


def card(*lines: str) -> str:
    return "\n".join(["---", "task_ids: [x]", *lines, "---", "# Birds", ""])


def croissant(**members: object) -> str:
    return json.dumps({**DATASET, "name": "birds", "distribution": [], **members})


def kaggle(**members: object) -> str:
    return json.dumps({"title": "Birds", "id": "ada/birds", **members})


@pytest.mark.parametrize(
    "lines",
    [
        (f"license: {OPEN}", f"License: {CLOSED}"),
        (f"license: {OPEN}", f"license\u200b: {CLOSED}"),
        (f"license: {OPEN}", f"\uff4cicense: {CLOSED}"),
        (f"license: {OPEN}", f'"license ": {CLOSED}'),
        (f"license: {OPEN}", f'"li\\x63ense": {CLOSED}'),
        ("license:", f"  name: {OPEN}", "  note: non-commercial use only"),
        ("license:", f"- name: {OPEN}", "  url: https://creativecommons.org/licenses/by-nc/4.0/"),
        (f"license: {OPEN}", "license_details: for non-commercial research only"),
        (f"license: {OPEN}", "licensing-terms: |", "  non-commercial use only"),
    ],
)
def test_a_restriction_beside_the_label_of_a_card_counts(tmp_path: Path, lines: tuple[str, ...]) -> None:
    found = finding(tmp_path, "data/birds/README.md", card(*lines))
    assert found.terms.commercial is Commercial.NO
    assert found.conflict


def test_a_key_that_begins_like_a_license_points_to_its_line(tmp_path: Path) -> None:
    content = card(f"license: {OPEN}", "license_notes: non-commercial use only")
    found = finding(tmp_path, "data/birds/README.md", content)
    lines = {evidence.location.line for claim in found.claims for evidence in claim.evidence if evidence.location}
    assert 4 in lines


@pytest.mark.parametrize(
    "licenses",
    [
        {"Licenses": [{"name": "CC-BY-NC-SA-4.0"}], "licenses": [{"name": "CC0-1.0"}]},
        {"licenses": [[{"name": "CC-BY-NC-SA-4.0"}], {"name": "CC0-1.0"}]},
    ],
)
def test_a_restriction_in_an_odd_form_of_kaggle_counts(tmp_path: Path, licenses: dict[str, object]) -> None:
    found = finding(tmp_path, "data/birds/dataset-metadata.json", kaggle(**licenses))
    assert found.terms.commercial is Commercial.NO


@pytest.mark.parametrize("odd", [5, True, [7], {"Name": "CC-BY-NC-SA-4.0"}, {"name": ["CC-BY-NC-SA-4.0"]}])
def test_an_entry_that_nobody_can_read_leaves_the_license_of_kaggle_open(tmp_path: Path, odd: object) -> None:
    found = finding(tmp_path, "data/birds/dataset-metadata.json", kaggle(licenses=[{"name": "CC0-1.0"}, odd]))
    assert found.concluded is None
    assert found.terms.commercial is not Commercial.YES


@pytest.mark.parametrize("place", ["hasPart", "isPartOf", "@included", "schema:hasPart"])
def test_a_dataset_inside_or_around_another_counts(tmp_path: Path, place: str) -> None:
    inner = {"@type": "Dataset", "name": "songs", "license": CLOSED}
    for value in (inner, [inner]):
        found = finding(tmp_path, "data/birds/croissant.json", croissant(license=OPEN, **{place: value}))
        assert found.terms.commercial is Commercial.NO


def test_every_dataset_of_a_graph_counts(tmp_path: Path) -> None:
    nodes = [{"@type": "Dataset", "name": name, "license": words} for name, words in (("a", OPEN), ("b", CLOSED))]
    content = json.dumps({"@context": DATASET["@context"], "@graph": [*nodes, {"distribution": []}]})
    found = finding(tmp_path, "data/birds/croissant.json", content)
    assert found.terms.commercial is Commercial.NO


@pytest.mark.parametrize("odd", [{"@type": "CreativeWork"}, {"@list": [CLOSED]}, {"@set": [CLOSED]}, [CLOSED]])
def test_a_license_without_a_name_leaves_that_of_a_dataset_open(tmp_path: Path, odd: object) -> None:
    found = finding(tmp_path, "data/birds/croissant.json", croissant(license=[OPEN, odd]))
    assert found.terms.commercial is not Commercial.YES


NAMES = (
    "facebook/opt-66b/",
    "facebook/opt-66b@main",
    "FACEBOOK/OPT-66B",
    "models/facebook/opt-66b",
    "hf:models/facebook/opt-66b",
    "huggingface.co/facebook/opt-66b",
    "HTTPS://HuggingFace.co/facebook/opt-66b/",
    "https://hf-mirror.com/facebook/opt-66b/tree/main?x=1#a",
    "https://user:secret@huggingface.co/facebook/opt-66b",
    '"facebook/opt-66b\\u200b"',
    "[null, facebook/opt-66b]",
    "[[facebook/opt-66b]]",
    "{name: facebook/opt-66b}",
    "[{model: facebook/opt-66b, weight: 1}]",
    "{facebook/opt-66b: 0.5}",
    "{left: facebook/opt-66b}",
    "a/b, facebook/opt-66b",
    '"a/b facebook/opt-66b"',
)


@pytest.mark.parametrize("words", NAMES)
def test_a_base_model_is_known_however_it_is_written(tmp_path: Path, words: str) -> None:
    lines = ("license: apache-2.0", "pipeline_tag: text-generation", f"base_model: {words}")
    found = finding(tmp_path, "models/mine/README.md", card(*lines))
    (source,) = (one for one in found.lineage if one.ref == "hf:facebook/opt-66b")
    assert source.terms.commercial is Commercial.NO


@pytest.mark.parametrize(
    "line",
    [
        "source_dataset: imagenet-1k",
        "Source-Datasets: [imagenet-1k]",
        "source_datasets: imagenet",
        "source_datasets: hf:datasets/imagenet-1k",
        "source_datasets: datasets/imagenet-1k",
        "source_datasets: https://huggingface.co/datasets/imagenet-1k",
        "source_datasets: https://huggingface.co/datasets/imagenet-1k/viewer/default/train",
        "source_datasets: ['original', 'extended|https://huggingface.co/datasets/ILSVRC/imagenet-1k']",
        "source_datasets: 'imagenet-1k, cifar10'",
        "source_datasets: https://www.kaggle.com/c/imagenet-object-localization-challenge",
    ],
)
def test_a_source_is_known_however_it_is_written(tmp_path: Path, line: str) -> None:
    found = finding(tmp_path, "data/birds/README.md", card(f"license: {OPEN}", line))
    assert any(one.ref == "hf:ILSVRC/imagenet-1k" and one.terms.commercial is Commercial.NO for one in found.lineage)


@pytest.mark.parametrize("words", ["https://huggingface.co/spaces/x/y", "https://huggingface.co/docs/hub", "../x/y"])
def test_what_is_no_work_of_the_hub_is_a_name_only(tmp_path: Path, words: str) -> None:
    found = finding(tmp_path, "data/birds/README.md", card(f"license: {OPEN}", f"source_datasets: {words}"))
    assert [one.ref for one in found.lineage] == [f"name:{words}"]


def test_sources_behind_the_last_link_that_is_followed_are_a_gap(tmp_path: Path) -> None:
    files = {}
    for number in range(10):
        words = "CC0-1.0" if number < 9 else "CC-BY-NC-SA-4.0"
        named = {"id": f"ada/d{number}", "userSpecifiedSources": f"https://www.kaggle.com/datasets/ada/d{number + 1}"}
        content = kaggle(licenses=[{"name": words}], **named)
        files[f"data/d{number}/dataset-metadata.json"] = content
    found = scan(tmp_path, files)
    (first,) = (one for one in found if isinstance(one, LicenseFinding) and one.subject == "kaggle:ada/d0")
    assert first.lineage[-1].state is LinkState.TOO_DEEP
    (gap,) = (one for one in found if isinstance(one, Gap) and one.subject == "kaggle:ada/d0")
    assert gap.reason is GapReason.TRUNCATED


@pytest.mark.parametrize("name", ["LICENSE.pdf", "TERMS.docx", "license.html"])
def test_a_license_text_in_a_form_that_is_not_read_is_a_gap(tmp_path: Path, name: str) -> None:
    found = scan(tmp_path, {"data/birds/README.md": card(f"license: {OPEN}"), f"data/birds/{name}": b"%PDF-1.7\0"})
    (gap,) = (one for one in found if isinstance(one, Gap))
    assert gap.reason is GapReason.UNSUPPORTED_FORMAT
    assert gap.location is not None
    assert gap.location.path == f"data/birds/{name}"


def test_more_license_files_than_are_read_are_a_gap(tmp_path: Path) -> None:
    texts = {f"data/birds/LICENSE.{number:02}": "Text of nobody." for number in range(25)}
    found = scan(tmp_path, {"data/birds/README.md": card(f"license: {OPEN}"), **texts})
    (gap,) = (one for one in found if isinstance(one, Gap))
    assert gap.reason is GapReason.TRUNCATED
    assert gap.location is not None
    assert gap.location.path == "data/birds/LICENSE.20"


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:1/LICENSE",
        "http://2130706433/LICENSE",
        "http://[::1]/LICENSE",
        "file:///etc/passwd",
        "ftp://example.org/LICENSE",
        "https://example.org/LICENSE",
    ],
)
def test_no_address_of_a_card_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    asked: list[object] = []

    def note(*arguments: object, **_: object) -> None:
        asked.append(arguments)
        raise OSError("no network here")

    monkeypatch.delenv("HF_HUB_OFFLINE")
    monkeypatch.setattr(socket, "getaddrinfo", note)
    monkeypatch.setattr(socket.socket, "connect", note)
    remote = {"@context": address, "@type": "Dataset", "license": address, "distribution": [], "url": address}
    files = {
        "data/a/README.md": card("license: other", f"license_link: {address}", f"license_name: {address}"),
        "data/b/croissant.json": json.dumps({**remote, "cr": "http://mlcommons.org/croissant/"}),
        "data/c/datapackage.json": json.dumps({"licenses": [{"path": address}], "sources": [{"path": address}]}),
        "data/d/dataset-metadata.json": kaggle(licenses=[{"name": address}], userSpecifiedSources=address),
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    found = list(DatasetScanner().scan(discover(tmp_path), ScanContext(catalog=CATALOG)))
    assert len([one for one in found if isinstance(one, LicenseFinding)]) == len(files)
    assert asked == []


DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
WORDS = "This dataset is for non-commercial use only."


@pytest.mark.parametrize(
    "text",
    [
        "This dataset is for non&#45;commercial use only.",
        "This dataset is for non&hyphen;commercial&nbsp;use only.",
        "This dataset is for non-com&shy;mercial use only.",
        "This dataset is for non-com\u00admercial use only.",
        "This dataset is for non\u200b-\u200bcommercial use only.",
        "This dataset is for non<span>-</span>com<wbr>mercial use only.",
        "This dataset is for **non**-com*mer*cial use only.",
        "This dataset is for non\\-commercial use only.",
        "This dataset is for non-<br>commercial use only.",
        "This dataset is for non-\ncommercial use only.",
        "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" and sign != "." else sign for sign in WORDS),
        f'<p title="{WORDS}">More</p>',
        f'<img src="a.png" alt="{WORDS}">',
        f'[More](a.html "{WORDS}")',
        "| License |\n|---|\n| For non-commercial use only |",
        "[Here](https://creativecommons.org/licenses/by%2Dnc/4.0/)",
        "<a href=//creativecommons.org/licenses/by-nc/4.0/>Here</a>",
        "[Here](https://web.archive.org/web/2020/https://creativecommons.org/licenses/by-nc/4.0/)",
        "This dataset is for n\u043en-commercial use only.",
        "This dataset is for non-\u0441ommer\u0441ial use only.",
        "This dataset is for n&#1086;n-commercial use only.",
        "This dataset is for n\u03bfn-commercial use only.",
        "\u0421\u0421-BY-NC-4.0",
        "This dataset is for non - commercial use only.",
        "This dataset is for **non** - commercial use only.",
        "This dataset is for non &ndash; commercial use only.",
        "This dataset is for non -\ncommercial use only.",
        *(f"This dataset is for non{dash}commercial use only." for dash in DASHES),
        *(f"This dataset is for non {dash} commercial use only." for dash in DASHES),
        "\u4ec5\u9650 \u975e \u5546 \u4e1a \u7528\u9014\u3002",
        "This dataset is for non-<!-- x -->commercial use only.",
        "This dataset is for non-com<!-- x\n -->mercial use only.",
        "```python\nimport birds\n```\n```text\nFor non-commercial use only.\n```",
        "```\nFor non-commercial use only.\n```",
        "```text\n[1] For non-commercial use only.\n```",
        "```json\n{}\n```\nFor non-commercial use only.",
        *(f"{'w' * (960 + shift)} dataset is for non-commercial use only." for shift in range(0, 40, 5)),
    ],
)
def test_a_restriction_in_disguise_counts(tmp_path: Path, text: str) -> None:
    found = finding(tmp_path, "data/birds/README.md", f"{card(f'license: {OPEN}')}\n## License\n\n{text}\n")
    assert found.terms.commercial is Commercial.NO
    assert found.conflict


@pytest.mark.parametrize("heading", ["## License: non-commercial use only", "## License (CC BY-NC 4.0)"])
def test_a_heading_that_names_the_license_counts(tmp_path: Path, heading: str) -> None:
    found = finding(tmp_path, "data/birds/README.md", f"{card(f'license: {OPEN}')}\n{heading}\n\nSee there.\n")
    assert found.terms.commercial is Commercial.NO


NC_BADGE = "https://img.shields.io/badge/License-CC%20BY--NC%204.0-lightgrey.svg"
NC_PAGE = "https://creativecommons.org/licenses/by-nc/4.0/"


@pytest.mark.parametrize(
    "text",
    [
        "This dataset is for n\u043en-\u0441\u043emmercial use only.",
        "This dataset is for non \u2013 commercial use only.",
        "\u672c\u6570\u636e\u96c6\u4ec5\u9650 \u975e \u5546 \u4e1a \u4f7f\u7528\u3002",
        "| x | License |\n|---|---|\n| data | CC BY-NC 4.0 |",
        "| x | License |\n| data | CC BY-NC 4.0 |",
        "x | License\n--- | ---\ndata | CC BY-NC 4.0",
        "| License | Size |\n|---|---|\n| CC BY-NC 4.0 | 3 |",
        "| Part | Terms of use |\n|---|---|\n| images | non-commercial |",
        "| Name | License |\n|---|---|\n| Birds | CC BY-NC 4.0 |",
        f"[![License: CC BY-NC 4.0]({NC_BADGE})]({NC_PAGE})\n\nGulls and terns.",
        f"![x]({NC_BADGE})\n\nGulls and terns.",
        f"[![CC](https://i.creativecommons.org/l/by-nc/4.0/88x31.png)]({NC_PAGE})",
        f"[![terms](nc.png)]({NC_PAGE})",
        f'<a href="{NC_PAGE}"><img alt="CC" src="{NC_BADGE}"></a>',
        "# CC BY-NC 4.0",
        "# [CC BY-NC 4.0](terms.md)",
        "## CC BY-NC 4.0 License",
        "Creative Commons Attribution-NonCommercial 4.0 International\n---",
    ],
)
def test_a_restriction_outside_of_a_section_on_licenses_counts(tmp_path: Path, text: str) -> None:
    found = finding(tmp_path, "data/birds/README.md", f"{card(f'license: {OPEN}')}\n{text}\n")
    assert found.terms.commercial is Commercial.NO
    assert found.conflict
    lines = {evidence.location.line for claim in found.claims for evidence in claim.evidence if evidence.location}
    assert lines & set(range(7, 10))


@pytest.mark.parametrize(
    "text",
    [
        "| Source | License |\n|---|---|\n| Harbour calls | CC BY-NC 4.0 |",
        "## References\n\n| x | License |\n|---|---|\n| data | CC BY-NC 4.0 |",
        "```\n| x | License |\n| data | CC BY-NC 4.0 |\n```",
        "[![Code License](https://img.shields.io/badge/Code%20License-GPL--3.0-green.svg)](LICENSE)",
        f"Gulls.\n\n## Splits\n\n## Similar\n\n![x]({NC_BADGE})",
        "## Source Data\n\n### CC BY-NC 4.0\n\nHarbour calls",
        "This dataset is free - commercial use is allowed.",
        "# MIT\n\nBirds of an institute.",
        "# Llama 3\n\nThe animal.",
        '## License\n\nCC BY 4.0\n\n```json\n{"license": "CC BY-NC 4.0"}\n```',
        "## License\n\nCC BY 4.0\n\n```\n@misc{a, note = {CC BY-NC 4.0}}\n```",
    ],
)
def test_what_is_said_of_other_works_does_not_restrict_this_one(tmp_path: Path, text: str) -> None:
    found = finding(tmp_path, "data/birds/README.md", f"{card(f'license: {OPEN}')}\n{text}\n")
    assert found.terms.commercial is Commercial.YES
    assert not found.conflict


@pytest.mark.parametrize("words", ["For non-commercial research use only.", "Calls. For non-commercial use only."])
def test_a_description_without_a_subject_speaks_of_the_work(tmp_path: Path, words: str) -> None:
    files = {
        "data/a/croissant.json": croissant(license=OPEN, description=words),
        "data/b/dataset-metadata.json": kaggle(licenses=[{"name": "CC-BY-4.0"}], description=words),
    }
    found = [one for one in scan(tmp_path, files) if isinstance(one, LicenseFinding)]
    assert [(one.terms.commercial, one.conflict) for one in found] == [(Commercial.NO, True)] * 2


def test_words_of_one_script_keep_their_letters(tmp_path: Path) -> None:
    words = "\u041b\u0438\u0446\u0435\u043d\u0437\u0438\u044f IT-\u0434\u0430\u043d\u043d\u044b\u0445: CC BY-NC 4.0"
    found = finding(tmp_path, "data/birds/README.md", f"{card()}\n## License\n\n{words}\n")
    assert words in {evidence.excerpt for claim in found.claims for evidence in claim.evidence}


def test_a_card_that_is_read_in_part_is_not_said_to_state_no_license(tmp_path: Path) -> None:
    whole = finding(tmp_path / "a", "data/birds/README.md", card("tags: [x]"))
    assert whole.note is not None
    assert "The card states no license." in whole.note
    odd = finding(tmp_path / "b", "data/birds/README.md", card("tags: [x", "oops: }"))
    assert odd.note is not None
    assert "What could be read of the card states no license." in odd.note


def test_metadata_further_down_that_restricts_counts(tmp_path: Path) -> None:
    late = f"\n---\nlicense: {CLOSED}\n---\n"
    found = finding(tmp_path, "data/birds/README.md", card(f"license: {OPEN}") + late)
    assert found.conflict
    assert found.terms.commercial is Commercial.NO
    quoted = finding(tmp_path, "data/birds/README.md", card(f"license: {OPEN}") + f"\n```yaml{late}```\n")
    assert not quoted.conflict


@pytest.mark.parametrize(
    "text",
    [
        f"## License\n\n{'The license is good. ' * 150}{WORDS}\n",
        f"{'Nothing to see here, move on please. ' * 2_000}{WORDS}{' Nothing to see here.' * 3_000}\n",
    ],
)
def test_text_that_is_too_long_to_be_read_is_a_gap(tmp_path: Path, text: str) -> None:
    found = scan(tmp_path, {"data/birds/README.md": card(f"license: {OPEN}") + text})
    (gap,) = (one for one in found if isinstance(one, Gap))
    assert gap.reason is GapReason.TRUNCATED
    assert gap.location is not None
    assert gap.location.line is not None
