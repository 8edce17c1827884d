"""What the dataset scanner says about cards in a tree."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from licscan.catalog.catalog import Catalog
from licscan.inputs.inventory import FileKind, InputFile, Inventory
from licscan.model.evidence import Location
from licscan.model.finding import Concern, Gap, GapReason, LicenseFinding, LinkState
from licscan.model.license import UNKNOWN_TERMS, Commercial, Confidence
from licscan.model.subject import Subject, SubjectKind
from licscan.scanners.datasets.scan import DatasetScanner
from licscan.scanners.interface import Observation, ScanContext

CATALOG = Catalog()


def scan(root: Path, files: Mapping[str, str | bytes]) -> list[Observation]:
    """Write the files below a root and scan them as discovery would list them."""
    inputs = []
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        kind = FileKind.KAGGLE_METADATA if name.endswith(".json") else FileKind.HUGGING_FACE_CARD
        inputs.append(InputFile(name, kind))
    inventory = Inventory(root, tuple(sorted(inputs)))
    return list(DatasetScanner().scan(inventory, ScanContext(catalog=CATALOG)))


def one(root: Path, content: str | bytes, name: str = "data/birds/README.md") -> tuple[Subject, LicenseFinding]:
    """Subject and finding of a single card that reads without a gap."""
    subject, finding = scan(root, {name: content})
    assert isinstance(subject, Subject)
    assert isinstance(finding, LicenseFinding)
    assert finding.subject == subject.ref
    return subject, finding


def card(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", "", "# Birds", "", "Recordings of birds.", ""])


# --- Hugging Face


def test_a_noncommercial_card_is_found_with_its_line(tmp_path: Path) -> None:
    text = card("pretty_name: Birds at Dawn", "license: cc-by-nc-4.0", "task_categories:", "- audio-classification")
    subject, finding = one(tmp_path, text)
    assert subject == Subject("file:data/birds", SubjectKind.DATASET, "Birds at Dawn", path="data/birds/README.md")
    assert finding.declared == finding.concluded == "CC-BY-NC-4.0"
    assert finding.confidence is Confidence.HIGH
    assert finding.terms.commercial is Commercial.NO
    assert not finding.conflict
    assert finding.note is None
    (claim,) = finding.claims
    (evidence,) = claim.evidence
    assert claim.expression == "CC-BY-NC-4.0"
    assert evidence.source == "card license"
    assert evidence.location == Location("data/birds/README.md", 3, 10, 22)
    assert evidence.excerpt == "license: cc-by-nc-4.0"
    assert evidence.digest == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def test_a_card_at_the_root_is_the_root(tmp_path: Path) -> None:
    subject, _ = one(tmp_path, card("license: mit"), "README.md")
    assert subject.ref == "file:."
    assert subject.name == "dataset"


@pytest.mark.parametrize("before", ["\n\n", "\ufeff", "\ufeff\n", "   \n"])
def test_blank_lines_and_byte_order_marks_before_the_fence_do_not_hide_a_license(tmp_path: Path, before: str) -> None:
    _, finding = one(tmp_path, before + card("license: cc-by-nc-sa-4.0"))
    assert finding.concluded == "CC-BY-NC-SA-4.0"
    location = finding.claims[0].evidence[0].location
    assert location is not None
    assert location.line == 2 + before.count("\n")


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    _, finding = one(tmp_path, card("license: odbl").replace("\n", "\r\n"))
    assert finding.concluded == "ODbL-1.0"


def test_utf_16_is_read(tmp_path: Path) -> None:
    _, finding = one(tmp_path, card("license: odbl").encode("utf-16"))
    assert finding.concluded == "ODbL-1.0"


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        (["license: mit", "base_model: acme/tiny"], SubjectKind.MODEL),
        (["license: mit", "library_name: transformers"], SubjectKind.MODEL),
        (["license: mit", "pipeline_tag: text-generation"], SubjectKind.MODEL),
        (["license: mit", "model-index:", "- name: tiny"], SubjectKind.MODEL),
        (["license: mit", "task_categories: [translation]"], SubjectKind.DATASET),
    ],
)
def test_models_are_told_from_datasets(tmp_path: Path, keys: list[str], kind: SubjectKind) -> None:
    assert one(tmp_path, card(*keys))[0].kind is kind


@pytest.mark.parametrize(
    "text",
    [
        card("layout: page", "title: Start"),
        card("title: Demo", "sdk: gradio", "license: mit"),
        "---\n\nA line, and text.\n\n---\n",
        "---\n",
        "# Birds\n\n---\nlicense: mit\n---\n",
        "",
    ],
)
def test_a_readme_that_is_no_card_is_left_alone(tmp_path: Path, text: str) -> None:
    assert scan(tmp_path, {"README.md": text}) == []


def test_a_list_of_labels_governs_as_a_whole(tmp_path: Path) -> None:
    _, finding = one(tmp_path, card("license:", "- apache-2.0", "- cc-by-nc-4.0"))
    assert finding.concluded == "Apache-2.0 AND CC-BY-NC-4.0"
    assert finding.terms.commercial is Commercial.NO
    assert finding.confidence is Confidence.MEDIUM
    assert not finding.conflict
    assert finding.note == "The card lists several licenses; all of them are taken to govern."
    assert [claim.evidence[0].location for claim in finding.claims] == [
        Location("data/birds/README.md", 3, 3, 13),
        Location("data/birds/README.md", 4, 3, 15),
    ]


def test_a_list_of_one_is_that_one(tmp_path: Path) -> None:
    _, finding = one(tmp_path, card("licenses:", "- cc-by-2-0"))
    assert finding.concluded == "CC-BY-2.0"
    assert finding.confidence is Confidence.HIGH
    assert finding.note is None


def test_old_cards_with_labels_by_configuration_are_read(tmp_path: Path) -> None:
    _, finding = one(tmp_path, card("licenses:", "  en:", "  - cc-by-4.0", "  fr:", "  - other-research-only"))
    assert finding.concluded == "CC-BY-4.0 AND LicenseRef-research-only"
    assert finding.terms.research_only is True
    assert finding.terms.commercial is Commercial.NO


def test_two_license_keys_are_a_conflict_and_both_stay(tmp_path: Path) -> None:
    _, finding = one(tmp_path, card("license: cc-by-nc-4.0", "pretty_name: Birds", "license: mit"))
    assert finding.conflict
    assert finding.concluded == "CC-BY-NC-4.0 AND MIT"
    assert finding.terms.commercial is Commercial.NO
    assert finding.confidence is Confidence.LOW
    assert [claim.expression for claim in finding.claims] == ["CC-BY-NC-4.0", "MIT"]
    lines = [location.line for claim in finding.claims if (location := claim.evidence[0].location)]
    assert lines == [2, 4]
    assert "different licenses in two places" in str(finding.note)


def test_the_same_license_twice_is_no_conflict(tmp_path: Path) -> None:
    _, finding = one(tmp_path, card("license: MIT", "license: mit"))
    assert not finding.conflict
    assert finding.concluded == "MIT"


def test_old_and_new_key_with_different_licenses_are_a_conflict(tmp_path: Path) -> None:
    _, finding = one(tmp_path, card("license: mit", "licenses:", "- cc-by-nc-4.0"))
    assert finding.conflict
    assert finding.terms.commercial is Commercial.NO


def test_other_with_a_name_that_is_known_is_that_license(tmp_path: Path) -> None:
    text = card("license: other", "license_name: flux-1-dev-non-commercial-license", "license_link: LICENSE.md")
    _, finding = one(tmp_path, text)
    assert finding.concluded == "LicenseRef-scancode-flux-1-nc"
    assert finding.terms.commercial is Commercial.NO
    assert [evidence.source for evidence in finding.claims[0].evidence] == [
        "card license",
        "card license_name",
        "card license_link",
    ]
    assert finding.confidence is Confidence.LOW
    assert "check its text" in str(finding.note)


def test_other_with_a_link_to_a_known_license_is_that_license(tmp_path: Path) -> None:
    link = "license_link: https://creativecommons.org/licenses/by-nc-nd/3.0/"
    _, finding = one(tmp_path, card("license: other", link))
    assert finding.concluded == "CC-BY-NC-ND-3.0"


def test_a_link_to_another_license_than_the_label_is_a_conflict(tmp_path: Path) -> None:
    link = "license_link: https://creativecommons.org/licenses/by-nc/4.0/"
    _, finding = one(tmp_path, card("license: cc-by-4.0", link))
    assert finding.conflict
    assert finding.terms.commercial is Commercial.NO
    assert [claim.expression for claim in finding.claims] == ["CC-BY-4.0", "CC-BY-NC-4.0"]


def test_a_name_and_a_link_that_agree_with_the_label_are_no_conflict(tmp_path: Path) -> None:
    named = ["license_name: The MIT License", "license_link: LICENSE"]
    _, finding = one(tmp_path, card("license: mit", *named))
    assert not finding.conflict
    assert finding.concluded == "MIT"


def test_other_with_a_name_that_nobody_knows_stays_unknown(tmp_path: Path) -> None:
    _, finding = one(tmp_path, card("license: other", "license_name: moonlight-community-2"))
    assert finding.declared is None
    assert finding.concluded is None
    assert finding.terms == UNKNOWN_TERMS
    assert finding.claims[0].unrecognized == "moonlight-community-2"
    assert finding.note == '"moonlight-community-2" is not a license that licscan knows.'


def test_missing_unknown_and_unrecognized_are_told_apart(tmp_path: Path) -> None:
    _, missing = one(tmp_path, card("pretty_name: Birds"), "a/README.md")
    _, empty = one(tmp_path, card("pretty_name: Birds", "license:"), "b/README.md")
    _, unknown = one(tmp_path, card("license: unknown"), "c/README.md")
    _, strange = one(tmp_path, card("license: moonlight"), "d/README.md")
    assert {finding.concluded for finding in (missing, empty, unknown, strange)} == {None}
    assert {finding.terms.commercial for finding in (missing, empty, unknown, strange)} == {Commercial.UNKNOWN}
    assert (missing.claims, missing.note) == ((), "The card states no license.")
    assert (empty.claims, empty.note) == (missing.claims, missing.note)
    assert unknown.claims[0].unrecognized == "unknown"
    assert unknown.note == '"unknown": the author says that the license is unknown.'
    assert strange.note == '"moonlight" is not a license that licscan knows.'


def test_a_family_is_not_guessed_but_its_common_terms_hold(tmp_path: Path) -> None:
    _, finding = one(tmp_path, card("license: CC 4.0 Non-Commercial"))
    assert finding.concluded is None
    assert finding.terms.commercial is Commercial.NO
    assert finding.terms.non_commercial is True
    assert finding.terms.share_alike is None
    assert "CC-BY-NC-SA-4.0" in str(finding.note)


def test_an_unknown_label_beside_a_known_one_leaves_the_whole_open(tmp_path: Path) -> None:
    _, finding = one(tmp_path, card("license: [mit, moonlight]"))
    assert finding.concluded is None
    assert finding.terms.commercial is Commercial.UNKNOWN
    _, restricted = one(tmp_path, card("license: [cc-by-nc-4.0, moonlight]"))
    assert restricted.concluded is None
    assert restricted.terms.commercial is Commercial.NO


def test_labels_that_are_picked_by_mistake_are_remarked(tmp_path: Path) -> None:
    _, finding = one(tmp_path, card("license: bsl-1.0"))
    assert finding.concluded == "BSL-1.0"
    assert "BUSL-1.1" in str(finding.note)


def test_gates_are_seen(tmp_path: Path) -> None:
    assert one(tmp_path, card("license: mit", "extra_gated_prompt: Ask first."))[1].gated
    assert not one(tmp_path, card("license: mit"))[1].gated


def test_sources_are_lineage_with_what_the_registry_knows(tmp_path: Path) -> None:
    sources = ["source_datasets:", "- original", "- extended|squad", "- extended|other-my news", "- acme/owls"]
    _, finding = one(tmp_path, card("license: mit", *sources))
    said = [(one.ref, one.relation, one.concluded, one.state) for one in finding.lineage]
    assert said == [
        ("hf:acme/owls", "source_dataset", None, LinkState.MISSING),
        ("hf:rajpurkar/squad", "extended", "CC-BY-SA-4.0", LinkState.KNOWN),
        ("name:my news", "extended", None, LinkState.MISSING),
        ("hf:wikimedia/wikipedia", "derived_from", "CC-BY-SA-4.0", LinkState.KNOWN),
    ]
    owls = finding.lineage[0]
    assert owls.path == ("file:data/birds", "hf:acme/owls")
    assert owls.terms == UNKNOWN_TERMS
    assert [place.location for place in owls.evidence] == [Location("data/birds/README.md", 7)]


def test_a_source_that_a_second_card_of_the_folder_names_stands_in_that_file(tmp_path: Path) -> None:
    metadata = '{\n "title": "Birds",\n\n\n "userSpecifiedSources": "https://www.kaggle.com/datasets/acme/owls"\n}\n'
    files = {"data/birds/README.md": card("license: mit"), "data/birds/dataset-metadata.json": metadata}
    (finding,) = (one for one in scan(tmp_path, files) if isinstance(one, LicenseFinding))
    (owls,) = finding.lineage
    assert [place.location for place in owls.evidence] == [Location("data/birds/dataset-metadata.json", 5)]


def test_the_base_of_a_model_and_its_training_data_are_lineage(tmp_path: Path) -> None:
    keys = ["license: mit", "base_model: acme/tiny", "base_model_relation: finetune", "datasets: [acme/owls]"]
    _, finding = one(tmp_path, card(*keys))
    assert [(upstream.ref, upstream.relation) for upstream in finding.lineage] == [
        ("hf:acme/owls", "dataset"),
        ("hf:acme/tiny", "finetune"),
    ]


def test_names_and_quotes_are_one_printable_line_without_addresses(tmp_path: Path) -> None:
    name = '"Birds\\e[31m by jane.doe@example.org \\u202Eand\\n' + "x" * 200 + '"'
    subject, finding = one(tmp_path, card(f"pretty_name: {name}", "license: mit # ask jane.doe@example.org"))
    assert subject.name.isprintable()
    assert len(subject.name) <= 80
    assert "jane" not in subject.name
    assert finding.claims[0].evidence[0].excerpt == "license: mit # ask [e-mail]"


def test_words_nobody_knows_are_quoted_without_addresses_and_not_at_length(tmp_path: Path) -> None:
    _, finding = one(tmp_path, card(f"license: ask jane.doe@example.org {'please ' * 60}"))
    words = finding.claims[0].unrecognized
    assert words is not None
    assert words.startswith("ask [e-mail] please")
    assert len(words) <= 120
    assert "jane" not in repr(finding)


# --- front matter that cannot be read


def _only_gap(root: Path, content: str | bytes, name: str = "data/birds/README.md") -> Gap:
    subject, gap = scan(root, {name: content})
    assert isinstance(subject, Subject)
    assert isinstance(gap, Gap)
    assert gap.subject == subject.ref == "file:data/birds"
    assert gap.concern is Concern.LICENSE
    assert gap.hint
    return gap


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (["license: mit", "pretty_name: Birds: at Dawn"], "data/birds/README.md:3:19"),
        (["license: {{ license }}"], "data/birds/README.md:2:11"),
        (["license: mit", "tags: [a, b"], "data/birds/README.md:4:1"),
        (["license: mit", "x: *nowhere"], "data/birds/README.md:3:4"),
        (["license: mit", "x: " + "[" * 60], "data/birds/README.md:3:53"),
    ],
)
def test_front_matter_that_is_not_yaml_is_a_gap_beside_what_can_be_read(
    tmp_path: Path, lines: list[str], place: str
) -> None:
    observed = scan(tmp_path, {"data/birds/README.md": card(*lines)})
    gap = next(item for item in observed if isinstance(item, Gap))
    finding = next(item for item in observed if isinstance(item, LicenseFinding))
    assert finding.concluded == ("MIT" if "license: mit" in lines else None)
    assert gap.reason is GapReason.UNPARSABLE
    assert str(gap.location) == place


def test_a_fence_that_is_never_closed_is_a_gap(tmp_path: Path) -> None:
    observed = scan(tmp_path, {"data/birds/README.md": "---\nlicense: cc-by-nc-4.0\n\n# Birds\n"})
    gap = next(item for item in observed if isinstance(item, Gap))
    finding = next(item for item in observed if isinstance(item, LicenseFinding))
    assert finding.concluded == "CC-BY-NC-4.0"
    assert gap.reason is GapReason.UNPARSABLE
    assert "not closed" in gap.detail


def test_bytes_that_are_not_utf_8_are_a_gap_beside_the_finding(tmp_path: Path) -> None:
    text = card("license: cc-by-nc-4.0", "pretty_name: Vögel").encode("latin-1")
    observed = scan(tmp_path, {"data/birds/README.md": text})
    gap = next(item for item in observed if isinstance(item, Gap))
    finding = next(item for item in observed if isinstance(item, LicenseFinding))
    assert gap.reason is GapReason.ENCODING
    assert gap.location == Location("data/birds/README.md", 3)
    assert finding.concluded == "CC-BY-NC-4.0"


def test_a_card_that_is_gone_or_a_folder_is_a_gap(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    files = (InputFile("data", FileKind.KAGGLE_METADATA), InputFile("gone/README.md", FileKind.HUGGING_FACE_CARD))
    observed = list(DatasetScanner().scan(Inventory(tmp_path, files), ScanContext(catalog=CATALOG)))
    gaps = [item for item in observed if isinstance(item, Gap)]
    assert [(gap.reason, str(gap.location)) for gap in gaps] == [
        (GapReason.UNREADABLE, "data"),
        (GapReason.UNREADABLE, "gone/README.md"),
    ]
    assert all(str(tmp_path) not in gap.detail for gap in gaps)


def test_a_huge_card_is_a_gap(tmp_path: Path) -> None:
    gap = _only_gap(tmp_path, card("license: mit") + "x" * 8_000_000)
    assert gap.reason is GapReason.TOO_LARGE


@pytest.mark.parametrize("key", ["license", "source_datasets"])
def test_a_list_without_end_is_a_gap_and_not_cut_off(tmp_path: Path, key: str) -> None:
    gap = _only_gap(tmp_path, card("pretty_name: Birds", f"{key}:", *(f"- cc-{n}" for n in range(1_001))))
    assert gap.reason is GapReason.UNPARSABLE
    assert "more than" in gap.detail


def test_one_bad_card_does_not_stop_the_others(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a/README.md": card("license: [mit"),
        "b/README.md": card("license: mit"),
        "c/README.md": b"---\n\xff\xfe\n",
    }
    observed = scan(tmp_path, files)
    concluded = {item.subject: item.concluded for item in observed if isinstance(item, LicenseFinding)}
    assert concluded == {"file:a": None, "file:b": "MIT"}
    assert sorted(item.subject for item in observed if isinstance(item, Gap)) == ["file:a", "file:c"]


# --- Kaggle


def test_kaggle_metadata_is_found_with_its_line(tmp_path: Path) -> None:
    text = (
        '{\n  "title": "Harbour traffic",\n  "id": "portdata/harbour-traffic",\n'
        '  "licenses": [{"name": "CC-BY-NC-SA-4.0"}]\n}\n'
    )
    subject, finding = one(tmp_path, text, "data/harbour/dataset-metadata.json")
    assert subject.ref == "kaggle:portdata/harbour-traffic"
    assert subject.name == "Harbour traffic"
    assert finding.concluded == "CC-BY-NC-SA-4.0"
    assert finding.terms.commercial is Commercial.NO
    (evidence,) = finding.claims[0].evidence
    assert evidence.location == Location("data/harbour/dataset-metadata.json", 4, 25, 42)
    assert evidence.excerpt == '  "licenses": [{"name": "CC-BY-NC-SA-4.0"}]'


@pytest.mark.parametrize(
    "licenses",
    [
        '[{"nameNullable": "CC BY 4.0", "hasName": true}]',
        '[{"name": "Attribution 4.0 International (CC BY 4.0)"}]',
        '["CC-BY-4.0"]',
        '{"name": "CC-BY-4.0"}',
        '"CC-BY-4.0"',
    ],
)
def test_every_form_of_a_kaggle_license_is_read(tmp_path: Path, licenses: str) -> None:
    _, finding = one(tmp_path, f'{{"id": "a/b", "licenses": {licenses}}}', "data/harbour/dataset-metadata.json")
    assert finding.concluded == "CC-BY-4.0"


def test_downloaded_kaggle_metadata_one_level_deeper_is_read(tmp_path: Path) -> None:
    text = '{"info": {"title": "Harbour", "licenses": [{"name": "CC0-1.0"}]}}'
    subject, finding = one(tmp_path, text, "data/harbour/dataset-metadata.json")
    assert subject.name == "Harbour"
    assert finding.concluded == "CC0-1.0"


def test_the_template_of_kaggle_is_no_decision(tmp_path: Path) -> None:
    text = '{"title": "INSERT_TITLE_HERE", "id": "me/INSERT_SLUG_HERE", "licenses": [{"name": "CC0-1.0"}]}'
    subject, finding = one(tmp_path, text, "data/harbour/dataset-metadata.json")
    assert subject.ref == "file:data/harbour"
    assert finding.declared == "CC0-1.0"
    assert finding.concluded is None
    assert finding.terms == UNKNOWN_TERMS
    assert finding.confidence is Confidence.LOW
    assert "placeholders" in str(finding.note)


def test_kaggle_metadata_without_a_license_says_so(tmp_path: Path) -> None:
    _, finding = one(tmp_path, '{"id": "portdata/harbour"}', "data/harbour/dataset-metadata.json")
    assert finding.claims == ()
    assert finding.note == "The card states no license."


def test_two_licenses_keys_in_kaggle_metadata_are_a_conflict(tmp_path: Path) -> None:
    text = '{"licenses": [{"name": "CC0-1.0"}],\n "licenses": [{"name": "CC-BY-NC-4.0"}]}'
    _, finding = one(tmp_path, text, "data/harbour/dataset-metadata.json")
    assert finding.conflict
    assert finding.concluded == "CC0-1.0 AND CC-BY-NC-4.0"
    assert finding.terms.commercial is Commercial.NO


def test_two_names_in_one_kaggle_license_both_stay(tmp_path: Path) -> None:
    text = '{"licenses": [{"name": "CC0-1.0", "name": "CC-BY-NC-4.0"}]}'
    _, finding = one(tmp_path, text, "data/harbour/dataset-metadata.json")
    assert finding.concluded == "CC0-1.0 AND CC-BY-NC-4.0"


@pytest.mark.parametrize(
    ("text", "line"), [('{"id": "a/b",\n "licenses": [', 2), ("[]", 1), ("", 1), ('{"a": NaN}', 1)]
)
def test_kaggle_metadata_that_cannot_be_read_is_a_gap(tmp_path: Path, text: str, line: int) -> None:
    subject, gap = scan(tmp_path, {"data/harbour/dataset-metadata.json": text})
    assert isinstance(subject, Subject)
    assert isinstance(gap, Gap)
    assert gap.reason is GapReason.UNPARSABLE
    assert gap.location is not None
    assert gap.location.line == line


def test_a_long_line_is_quoted_at_the_license(tmp_path: Path) -> None:
    text = '{"description": "' + "waves " * 100 + '", "licenses": [{"name": "CC-BY-NC-4.0"}]}'
    _, finding = one(tmp_path, text, "data/harbour/dataset-metadata.json")
    assert finding.claims[0].evidence[0].excerpt == '"CC-BY-NC-4.0"}]}'


# --- the scanner as a whole


def test_cards_come_in_the_order_of_the_inventory_whatever_the_root(tmp_path: Path) -> None:
    files = {
        "b/README.md": card("license: mit"),
        "a/README.md": card("license: cc-by-nc-4.0"),
        "c/dataset-metadata.json": '{"licenses": [{"name": "CC0-1.0"}]}',
    }
    first = scan(tmp_path / "one", files)
    second = scan(tmp_path / "two" / "deeper", files)
    assert first == second
    assert [item.ref for item in first if isinstance(item, Subject)] == [
        "file:a",
        "file:b",
        "file:c",
    ]


@pytest.mark.parametrize("key", ["License", "LICENSE", "Licence", "Licenses"])
def test_the_key_of_a_license_is_read_in_any_case(tmp_path: Path, key: str) -> None:
    _, finding = one(tmp_path, card(f"{key}: cc-by-nc-4.0"))
    assert finding.concluded == "CC-BY-NC-4.0"
    _, finding = one(tmp_path, card("license: mit", f"{key}2: x", f"{key.upper()}: cc-by-nc-4.0"))
    assert (finding.terms.commercial, finding.conflict) == (Commercial.NO, True)


@pytest.mark.parametrize(
    "line",
    [
        "license_name: cc-by-nc-4.0",
        "license-name: cc-by-nc-4-0",
        "licenseName: CC BY-NC 4.0",
        "License_Name: [cc-by-nc-4.0]",
        "license_link: [https://creativecommons.org/licenses/by-nc/4.0/]",
        "license_url: https://creativecommons.org/licenses/by-nc/4.0/",
    ],
)
def test_other_is_named_under_any_spelling_of_the_key(tmp_path: Path, line: str) -> None:
    _, finding = one(tmp_path, card("license: Other", line))
    assert finding.concluded == "CC-BY-NC-4.0"


@pytest.mark.parametrize("between", ["", "\n\n"])
def test_a_second_front_matter_does_not_hide_a_license(tmp_path: Path, between: str) -> None:
    text = f"---\nlicense: mit\n---\n{between}---\nlicense: cc-by-nc-4.0\n---\n# Birds\n"
    _, finding = one(tmp_path, text)
    assert finding.concluded == "MIT AND CC-BY-NC-4.0"
    assert finding.conflict
    assert finding.claims[1].evidence[0].location == Location("data/birds/README.md", text[:40].count("\n") + 1, 10, 22)


def test_text_between_rules_behind_the_front_matter_is_no_second_one(tmp_path: Path) -> None:
    _, finding = one(tmp_path, "---\nlicense: mit\n---\n---\nlicense: it: depends\n---\n---\nAbout birds.\n---\n")
    assert (finding.concluded, finding.conflict) == ("MIT", False)


def test_what_stands_behind_a_gate_is_under_conditions(tmp_path: Path) -> None:
    _, finding = one(tmp_path, card("license: cc0-1.0", "extra_gated_prompt: You agree to our terms."))
    assert (finding.gated, finding.terms.commercial) == (True, Commercial.CONDITIONAL)
    _, finding = one(tmp_path, card("license: cc-by-nc-4.0", "extra_gated_prompt: You agree to our terms."))
    assert finding.terms.commercial is Commercial.NO


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read(tmp_path: Path, encoding: str) -> None:
    _, finding = one(tmp_path, card("license: cc-by-nc-4.0").encode(encoding))
    assert finding.concluded == "CC-BY-NC-4.0"


@pytest.mark.parametrize(
    ("content", "concluded"),
    [
        ({"licenses": [{"name": "CC0-1.0", "nameNullable": "CC-BY-NC-4.0"}]}, "CC0-1.0 AND CC-BY-NC-4.0"),
        (
            {"licenses": [{"name": "CC0-1.0"}], "info": {"licenses": [{"name": "CC-BY-NC-4.0"}]}},
            "CC0-1.0 AND CC-BY-NC-4.0",
        ),
        ({"license": "CC-BY-NC-4.0"}, "CC-BY-NC-4.0"),
        ({"licenseName": "Attribution-NonCommercial 4.0 International (CC BY-NC 4.0)"}, "CC-BY-NC-4.0"),
        ({"licenses": [{"name": "CC0-1.0"}, {"title": "CC-BY-NC-4.0"}]}, None),
        ({"licenses": [{"name": 7}]}, None),
    ],
)
def test_nothing_in_kaggle_metadata_wins_in_silence(
    tmp_path: Path, content: Mapping[str, object], concluded: str | None
) -> None:
    _, finding = one(tmp_path, json.dumps(content), "data/birds/dataset-metadata.json")
    assert finding.concluded == concluded
    assert finding.terms.commercial is not Commercial.YES
