"""What a Croissant file says of its licenses, its sources and personal data."""

import json
from pathlib import Path

import pytest

from licscan.catalog.licenses import load_licenses
from licscan.errors import DocumentError
from licscan.model.evidence import Location
from licscan.model.license import WorkPart
from licscan.scanners.datasets.cards import croissant
from licscan.scanners.datasets.cards.interface import Card, Origin, PassageKind

TABLE = load_licenses(Path(__file__).resolve().parents[4] / "rules")
CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "conformsTo": "dct:conformsTo",
    "recordSet": "cr:recordSet",
}


def dataset(**members: object) -> dict[str, object]:
    return {"@context": CONTEXT, "@type": "sc:Dataset", "name": "Birds at Dawn", **members}


def read(content: object) -> Card:
    text = content if isinstance(content, str) else json.dumps(content, indent=1)
    card = croissant.read(text, "data/birds/croissant.json", "sha256:0")
    assert card is not None
    return card


def concluded(card: Card) -> list[str | None]:
    meanings = (croissant.meaning(one.words, TABLE) for one in card.statements)
    return [meaning.expression if meaning else None for meaning in meanings]


@pytest.mark.parametrize("key", ["license", "sc:license", "schema:license", "https://schema.org/license", "License"])
@pytest.mark.parametrize(
    "value",
    [
        "cc-by-nc-4.0",
        ["cc-by-nc-4.0"],
        "https://spdx.org/licenses/CC-BY-NC-4.0.html",
        "https://choosealicense.com/licenses/cc-by-nc-4.0/",
        "http://creativecommons.org/licenses/by-nc/4.0/deed.fr",
        "Attribution-NonCommercial 4.0 International (CC BY-NC 4.0)",
        {"@id": "https://creativecommons.org/licenses/by-nc/4.0/"},
        {"@value": "CC BY-NC 4.0"},
        {"@type": "sc:CreativeWork", "name": "CC BY-NC 4.0", "url": "https://creativecommons.org/licenses/by-nc/4.0/"},
        {"@type": "CreativeWork", "name": "CC BY-NC 4.0"},
        {"@type": "CreativeWork", "sc:url": {"@id": "https://creativecommons.org/licenses/by-nc/4.0/"}},
    ],
)
def test_a_license_is_read_in_every_form(key: str, value: object) -> None:
    assert concluded(read(dataset(**{key: value}))) == ["CC-BY-NC-4.0"]


def test_a_license_has_its_line() -> None:
    text = '{"@type": "Dataset",\n "@context": "https://schema.org/",\n "license": "cc0-1.0"}'
    (statement,) = read(text).statements
    assert statement.evidence[0].location == Location("data/birds/croissant.json", 3, 13, 22)
    assert statement.evidence[0].excerpt == ' "license": "cc0-1.0"}'


@pytest.mark.parametrize("words", ["None", "Public", "https://choosealicense.com/licenses/undefined/", "unknown"])
def test_words_that_name_no_license_conclude_none(words: str) -> None:
    assert concluded(read(dataset(license=words))) == [None]


def test_names_of_the_file_itself_are_followed() -> None:
    context = {"s": "https://schema.org/", "rights": "https://schema.org/license"}
    for key in ("s:license", "rights"):
        content = {"@context": context, "@type": "s:Dataset", key: "mit"}
        assert concluded(read(content)) == ["MIT"]


def test_a_context_elsewhere_is_not_asked_for() -> None:
    content = {"@context": "http://127.0.0.1:9/context.jsonld", "@type": "Dataset", "license": "mit"}
    assert concluded(read(content)) == ["MIT"]


def test_the_dataset_of_a_graph_is_found_and_its_references_followed() -> None:
    content = {
        "@context": CONTEXT,
        "@graph": [
            {"@id": "#owner", "@type": "sc:Organization", "license": "mit"},
            {"@id": "#data", "@type": ["sc:Dataset"], "license": {"@id": "#terms"}},
            {"@id": "#terms", "@type": "sc:CreativeWork", "url": "https://creativecommons.org/licenses/by-sa/4.0/"},
        ],
    }
    assert concluded(read(content)) == ["CC-BY-SA-4.0"]


def test_references_in_a_circle_end() -> None:
    content = {
        "@graph": [
            {"@type": "Dataset", "license": {"@id": "#a"}},
            {"@id": "#a", "sameAs": {"@id": "#b"}},
            {"@id": "#b", "url": {"@id": "#a"}},
        ]
    }
    assert [one.words for one in read(content).statements] == ["an entry that names no license"]


def test_the_license_of_the_metadata_is_not_that_of_the_data() -> None:
    card = read(dataset(license="cc-by-nc-4.0", sdLicense="cc0-1.0"))
    assert {one.words: one.part for one in card.statements} == {"cc-by-nc-4.0": None, "cc0-1.0": WorkPart.METADATA}


def test_a_license_that_stands_twice_is_read_twice() -> None:
    card = read('{"@type": "Dataset", "license": "mit", "license": "cc-by-nc-4.0"}')
    assert [(one.words, one.occurrence) for one in card.statements] == [("mit", 0), ("cc-by-nc-4.0", 1)]


def test_parts_with_licenses_of_their_own_are_told() -> None:
    files = [
        {"@type": "cr:FileObject", "name": "labels", "license": "cc-by-4.0"},
        {"@type": "cr:FileSet", "name": "photos", "encodingFormat": "image/jpeg", "license": "cc-by-nc-4.0"},
        {"@type": "cr:FileObject", "name": "more", "license": "cc0-1.0"},
    ]
    text = json.dumps(dataset(license="cc0-1.0", distribution=files), indent=1)
    card = read(text)
    assert [(one.words, one.part, one.occurrence) for one in card.statements] == [
        ("cc0-1.0", None, 0),
        ("cc-by-4.0", WorkPart.DATA, 0),
        ("cc-by-nc-4.0", WorkPart.MEDIA, 0),
    ]
    location = card.statements[2].evidence[0].location
    assert location is not None
    assert location.line is not None
    assert '"cc-by-nc-4.0"' in text.split("\n")[location.line - 1]


def test_a_page_about_use_stands_behind_the_license_or_alone() -> None:
    page = "https://creativecommons.org/licenses/by-nc/4.0/"
    assert read(dataset(license="mit", usageInfo=page)).statements[0].otherwise == (page,)
    assert concluded(read(dataset(usageInfo=page))) == ["CC-BY-NC-4.0"]


def test_origins_are_read_with_their_lines() -> None:
    card = read(
        dataset(
            **{
                "isBasedOn": ["https://huggingface.co/datasets/acme/birds", {"@id": "https://example.org/atlas"}],
                "prov:wasDerivedFrom": {"@id": "https://www.kaggle.com/datasets/acme/trees"},
            }
        )
    )
    assert [(origin.ref, origin.relation) for origin in card.origins] == [
        ("hf:acme/birds", "isBasedOn"),
        ("kaggle:acme/trees", "derived_from"),
        ("name:https://example.org/atlas", "isBasedOn"),
    ]
    assert all(origin.line for origin in card.origins)
    assert isinstance(card.origins[0], Origin)


@pytest.mark.parametrize(
    "key", ["rai:personalSensitiveInformation", "http://mlcommons.org/croissant/RAI/personalSensitiveInformation"]
)
def test_what_is_said_of_personal_data_is_told_without_addresses(key: str) -> None:
    card = read(dataset(**{key: ["Voices of speakers", "Ask jane.doe@example.org"]}))
    assert [(one.subject, one.property, one.words) for one in card.personal] == [
        ("file:data/birds", "rai:personalSensitiveInformation", "Voices of speakers"),
        ("file:data/birds", "rai:personalSensitiveInformation", "Ask [e-mail]"),
    ]
    assert all(one.evidence[0].location for one in card.personal)


def test_running_text_is_given_flat() -> None:
    card = read(dataset(**{"description": "Line one.\nLine two.", "rai:dataUseCases": "Research only."}))
    assert [(one.kind, one.text, one.flat) for one in card.passages] == [
        (PassageKind.DESCRIPTION, "Line one.\nLine two.", True),
        (PassageKind.DESCRIPTION, "Research only.", True),
    ]


def test_conditions_of_access_are_a_gate_text_and_a_price_is_a_gate() -> None:
    card = read(dataset(conditionsOfAccess="Sign the agreement first.", isAccessibleForFree=False))
    assert card.gated
    assert [one.kind for one in card.passages] == [PassageKind.GATE]
    assert not read(dataset(isAccessibleForFree=True)).gated


@pytest.mark.parametrize("content", [{"@type": "sc:Person"}, [], {}, {"license": "mit"}, 7])
def test_other_json_is_no_card(content: object) -> None:
    assert croissant.read(json.dumps(content), "data/x.json", "sha256:0") is None


@pytest.mark.parametrize("text", ["{", '{"@graph":' + "[" * 20_000, '{"a":' * 20_000, "{" + '"x": [' * 200])
def test_what_is_no_json_is_an_error_with_its_line(text: str) -> None:
    with pytest.raises(DocumentError) as caught:
        croissant.read(text, "data/x.json", "sha256:0")
    assert caught.value.location is not None
    assert caught.value.location.line == 1


def test_long_lists_of_columns_cost_no_license() -> None:
    fields = [{"@type": "cr:Field", "name": f"column_{n}", "dataType": "sc:Text"} for n in range(20_000)]
    card = read(dataset(recordSet=[{"@type": "cr:RecordSet", "field": fields}], license="cc-by-nc-4.0"))
    assert concluded(card) == ["CC-BY-NC-4.0"]
