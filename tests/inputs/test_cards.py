"""Which files are cards or terms of data, by name, place and beginning."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from licscan.inputs.discover import discover

CARD = "---\nlicense: mit\n---\n# Birds\n"
CROISSANT = {
    "@context": {"@vocab": "https://schema.org/", "recordSet": "cr:recordSet"},
    "@type": "sc:Dataset",
    "conformsTo": "http://mlcommons.org/croissant/1.0",
}


def kinds(root: Path, files: Mapping[str, str | bytes]) -> dict[str, list[str]]:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found: dict[str, list[str]] = {}
    for file in discover(root).files:
        found.setdefault(file.path, []).append(str(file.kind))
    return found


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("data/birds/README.md", CARD, "hugging-face-card"),
        ("birds/README.md", CARD.encode("utf-16"), "hugging-face-card"),
        ("data/birds/README.md", "# Birds\n\nLicense: CC BY.\n", "hugging-face-card"),
        ("data/birds/README", "Copyright by nobody.\n", "hugging-face-card"),
        ("data/birds/README_zh.md", "仅供学术研究,许可见下。\n", "hugging-face-card"),
        ("data/birds/README.txt", "For non-commercial use.\n", "hugging-face-card"),
        ("x/dataset-metadata.json", "{}", "kaggle-metadata"),
        ("x/model-metadata.json", '{"ownerSlug": "acme"}', "kaggle-model"),
        ("x/model-instance-metadata.json", "{}", "kaggle-model"),
        ("x/datapackage.json", "{}", "data-package"),
        ("x/dataset_infos.json", "{}", "dataset-info"),
        ("CITATION.cff", "type: dataset\n", "citation"),
        ("x/croissant.json", json.dumps(CROISSANT), "croissant"),
        ("x/metadata.json", json.dumps(CROISSANT, indent=2), "croissant"),
        ("x/birds.jsonld", json.dumps(CROISSANT), "croissant"),
        ("data/LICENSE", "Terms", "data-license"),
        ("data/birds/LICENSE.txt", "Terms", "data-license"),
        ("data/birds/LICENCE-CC-BY-4.0", "Terms", "data-license"),
        ("data/birds/DATA_LICENSE.md", "Terms", "data-license"),
        ("data/birds/UNLICENSE", "Terms", "data-license"),
        ("data/birds/MIT-LICENSE.txt", "Terms", "data-license"),
        ("data/birds/Terms of Use.txt", "Terms", "data-license"),
        ("data/birds/EULA", "Terms", "data-license"),
        ("data/birds/COPYING", "Terms", "data-license"),
        ("data/birds/COPYRIGHT", "Terms", "data-license"),
        ("data/birds/LICENSE.pdf", "x", "data-license"),
        ("data/birds/terms_of_use.html", "x", "data-license"),
    ],
)
def test_a_card_or_terms_of_data(tmp_path: Path, name: str, content: str | bytes, kind: str) -> None:
    assert kind in kinds(tmp_path, {name: content})[name]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("README.md", "# Project\n\nLicense: MIT.\n"),
        ("docs/README.md", "License: MIT.\n"),
        ("data/birds/README.md", "# Birds\n\nSongs.\n"),
        ("LICENSE", "MIT"),
        ("src/LICENSE", "MIT"),
        ("x/model-metadata.json", '{"layers": 3}'),
        ("x/metadata.json", '{"license": "mit"}'),
        ("x/page.jsonld", '{"@context": "https://schema.org", "@type": "Person"}'),
        ("data/license.py", "x = 1"),
        ("data/LICENSE.png", "x"),
    ],
)
def test_other_files_are_neither(tmp_path: Path, name: str, content: str) -> None:
    of_cards = {"hugging-face-card", "kaggle-model", "croissant", "data-license", "data-package"}
    assert not of_cards & set(kinds(tmp_path, {name: content}).get(name, []))


def test_license_files_are_columns_or_terms_by_their_form(tmp_path: Path) -> None:
    found = kinds(tmp_path, {"data/licenses.csv": "a,b\n", "data/usage.txt": "Do not sell.\n"})
    assert found == {"data/licenses.csv": ["data"], "data/usage.txt": ["data", "data-license"]}


@pytest.mark.parametrize(
    ("beside", "is_terms"),
    [
        ({"birds/README.md": CARD}, True),
        ({"birds/datapackage.json": "{}"}, True),
        ({"birds/songs.csv": "a,b\n"}, False),
        ({"birds/main.py": ""}, False),
    ],
)
def test_a_license_file_speaks_of_data_beside_a_card(tmp_path: Path, beside: dict[str, str], is_terms: bool) -> None:
    found = kinds(tmp_path, {"birds/LICENSE": "Terms", **beside})
    assert ("birds/LICENSE" in found) is is_terms


@pytest.mark.parametrize(
    ("readme", "is_terms"),
    [
        (CARD, True),
        ("---\nsdk: gradio\nlicense: mit\n---\n", False),
        ("---\nlayout: page\n---\n", False),
        ("# Project\n", False),
    ],
)
def test_the_license_of_the_root_is_of_data_where_the_root_is_a_card(
    tmp_path: Path, readme: str, is_terms: bool
) -> None:
    found = kinds(tmp_path, {"README.md": readme, "LICENSE": "Terms", "songs.csv": "a,b\n"})
    assert ("LICENSE" in found) is is_terms


def test_a_readme_beside_data_files_is_a_card_where_it_speaks_of_rights(tmp_path: Path) -> None:
    files = {"birds/songs.csv": "a,b\n", "birds/README.md": "Licensed under CC BY 4.0.\n"}
    assert kinds(tmp_path, files)["birds/README.md"] == ["hugging-face-card"]
