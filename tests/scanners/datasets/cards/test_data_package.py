"""Data packages, citation files, information of the `datasets` library, and license files beside data."""

import json
from pathlib import Path

import pytest

from licscan.catalog.licenses import load_licenses
from licscan.errors import DocumentError
from licscan.model.evidence import Location
from licscan.model.license import WorkPart
from licscan.scanners.datasets.cards import citation, data_package, dataset_info, license_file
from licscan.scanners.datasets.cards.interface import Card, CardKind, Origin

TABLE = load_licenses(Path(__file__).resolve().parents[4] / "rules")


def read(kind: CardKind, content: object) -> Card:
    text = content if isinstance(content, str) else json.dumps(content, indent=1)
    card = kind.read(text, "data/birds/file", "sha256:0")
    assert card is not None
    assert card.subject.ref == "file:data/birds"
    return card


@pytest.mark.parametrize("words", ["original", "found", "N/A", " - ", "Original"])
def test_words_that_name_no_source_are_none(words: str) -> None:
    found = read(data_package, {"name": "x", "sources": [{"title": words}, {"title": "bird atlas"}]})
    assert [origin.ref for origin in found.origins] == ["name:bird atlas"]


def concluded(kind: CardKind, card: Card) -> list[str | None]:
    meanings = (kind.meaning(one.words, TABLE) for one in card.statements)
    return [meaning.expression if meaning else None for meaning in meanings]


@pytest.mark.parametrize(
    ("content", "expression"),
    [
        ({"licenses": [{"name": "CC-BY-NC-4.0", "title": "Attribution-NonCommercial"}]}, "CC-BY-NC-4.0"),
        ({"licenses": [{"name": "ODC-PDDL-1.0", "path": "http://opendatacommons.org/licenses/pddl/"}]}, "PDDL-1.0"),
        ({"licenses": [{"path": "https://creativecommons.org/licenses/by/4.0/"}]}, "CC-BY-4.0"),
        ({"licenses": [{"type": "odc-by", "url": "http://opendatacommons.org/licenses/by/"}]}, "ODC-By-1.0"),
        ({"license": "ODbL-1.0"}, "ODbL-1.0"),
        ({"licenses": [{"name": "other-nc"}]}, "LicenseRef-noncommercial"),
        ({"licenses": [{"name": "notspecified"}]}, None),
        ({"licenses": [{"version": "1"}]}, None),
    ],
)
def test_the_license_of_a_data_package(content: object, expression: str | None) -> None:
    assert concluded(data_package, read(data_package, content)) == [expression]


def test_resources_with_licenses_of_their_own_are_parts() -> None:
    text = json.dumps(
        {
            "title": "Birds at Dawn",
            "licenses": [{"name": "CC0-1.0"}],
            "resources": [
                {"name": "songs", "licenses": [{"name": "CC-BY-NC-4.0"}], "schema": {"fields": [{"name": "id"}]}},
                {"name": "places", "licenses": [{"name": "CC0-1.0"}]},
            ],
            "sources": [
                {"title": "Atlas", "path": "https://example.org/atlas", "email": "jane@example.org"},
                {"title": "Trees", "path": "https://huggingface.co/datasets/acme/trees"},
            ],
        },
        indent=1,
    )
    card = read(data_package, text)
    assert card.subject.name == "Birds at Dawn"
    assert [(one.words, one.part, one.occurrence) for one in card.statements] == [
        ("CC0-1.0", None, 0),
        ("CC-BY-NC-4.0", WorkPart.DATA, 0),
    ]
    location = card.statements[1].evidence[0].location
    assert location is not None
    assert location.line is not None
    assert any("CC-BY-NC-4.0" in line for line in text.split("\n")[location.line - 1 : location.line + 1])
    assert [(one.ref, one.relation) for one in card.origins] == [
        ("hf:acme/trees", "source_dataset"),
        ("name:Atlas", "source_dataset"),
    ]
    assert isinstance(card.origins[0], Origin)


def test_a_citation_of_data_states_its_license() -> None:
    card = read(citation, "cff-version: 1.2.0\ntype: dataset\ntitle: Birds at Dawn\nlicense: CC-BY-NC-4.0\n")
    assert concluded(citation, card) == ["CC-BY-NC-4.0"]
    assert card.statements[0].evidence[0].location == Location("data/birds/file", 4, 10, 22)


def test_several_licenses_of_a_citation_are_a_choice() -> None:
    card = read(citation, "type: dataset\nlicense:\n  - MIT\n  - CC-BY-4.0\n")
    assert concluded(citation, card) == ["MIT OR CC-BY-4.0"]


def test_a_citation_with_an_address_only() -> None:
    card = read(citation, "type: dataset\nlicense-url: https://creativecommons.org/licenses/by-nc/4.0/\n")
    assert concluded(citation, card) == ["CC-BY-NC-4.0"]


def test_a_license_that_a_citation_states_twice_is_two_places() -> None:
    card = read(citation, "type: dataset\nlicense: MIT\nlicense: CC-BY-NC-4.0\n")
    assert [(one.words, one.occurrence) for one in card.statements] == [("MIT", 0), ("CC-BY-NC-4.0", 1)]


@pytest.mark.parametrize("text", ["license: MIT\n", "type: software\nlicense: MIT\n", "", "- a\n"])
def test_a_citation_of_software_is_no_card(text: str) -> None:
    assert citation.read(text, "data/CITATION.cff", "sha256:0") is None


def test_a_citation_that_is_no_yaml_is_an_error() -> None:
    with pytest.raises(DocumentError):
        citation.read("type: dataset\nlicense: [MIT\n", "data/CITATION.cff", "sha256:0")


def test_configurations_that_say_the_same_are_one_label() -> None:
    content = {name: {"license": "CC BY-NC 4.0", "features": {"license": {"dtype": "string"}}} for name in ("a", "b")}
    card = read(dataset_info, {**content, "c": {"license": ""}})
    assert concluded(dataset_info, card) == ["CC-BY-NC-4.0"]
    assert card.statements[0].evidence[0].location is not None
    assert card.statements[0].evidence[0].location.line == 3


def test_a_long_license_field_is_running_text() -> None:
    words = "The recordings may be used for research only. " * 10
    card = read(dataset_info, {"license": words, "description": "x"})
    assert card.statements == ()
    assert [passage.text for passage in card.passages] == [words.strip()]


def test_information_without_a_license_is_no_card() -> None:
    assert dataset_info.read('{"description": "x", "license": ""}', "data/dataset_info.json", "sha256:0") is None


def test_a_license_file_is_a_text_beside() -> None:
    card = read(license_file, "\ufeffPermission is granted\r\nto everybody.\r\n")
    assert card.statements == ()
    (beside,) = card.beside
    assert (beside.path, beside.digest) == ("data/birds/file", "sha256:0")
    assert beside.text == "Permission is granted\r\nto everybody.\r\n"
    assert license_file.read("\n\n", "data/LICENSE", "sha256:0") is None
