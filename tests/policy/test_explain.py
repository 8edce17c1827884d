"""Every id that a report shows can be explained."""

import pytest
import tomli

from licscan.catalog.catalog import Catalog
from licscan.errors import UsageError
from licscan.policy.explain import explain, known_ids


def test_every_known_id_has_an_explanation(catalog: Catalog) -> None:
    for identifier in known_ids(catalog):
        found = explain(identifier, catalog)
        assert found.title
        assert found.id == identifier
        if found.kind == "rule" and not identifier.endswith("/not-scanned"):
            assert found.provisions
            assert found.actions or found.one_of


def test_a_rule_says_what_the_law_says_and_how_to_close_it(catalog: Catalog) -> None:
    found = explain("gdpr/basis", catalog)
    assert found.kind == "rule"
    assert found.title == "Training on personal data needs a legal basis"
    assert found.provisions[0].cite.startswith("GDPR Art. 6(1)")
    assert any("whatever the project does with the data" in line for line in found.paragraphs)
    assert any("EUR 20 million" in line for line in found.paragraphs)
    assert found.close is not None
    dataset = tomli.loads(found.close)["dataset"][0]
    assert (dataset["basis"], list(dataset["evidence"])) == ({"gdpr": "consent"}, ["consent"])
    assert found.note is not None
    assert (
        "legitimate_interests (GDPR Art. 6(1)(f); EDPB Opinion 28/2024), with evidence for balancing_test" in found.note
    )


def test_a_provision_says_how_sure_it_is(catalog: Catalog) -> None:
    assert "not sure" in explain("gdpr/9-neural", catalog).paragraphs[1]


def test_a_license_in_any_case(catalog: Catalog) -> None:
    found = explain("cc-by-nc-4.0", catalog)
    assert (found.id, found.kind) == ("CC-BY-NC-4.0", "license")
    assert found.paragraphs[0].startswith("Commercial use: no.")
    assert "non-commercial use only" in found.paragraphs[1]


def test_an_entity_type_is_sorted_by_each_law(catalog: Catalog) -> None:
    found = explain("SG_NRIC_FIN", catalog)
    assert [line.split(":")[0] for line in found.paragraphs] == ["ccpa", "cdpa", "gdpr", "pdpa"]
    assert "severity critical" in found.paragraphs[3]


def test_what_is_built_in_is_explained_too(catalog: Catalog) -> None:
    assert explain("pdpa/not-scanned", catalog).kind == "rule"
    assert explain("pdpa/scope", catalog).kind == "rule"


@pytest.mark.parametrize(
    ("typed", "meant"), [("gdpr/notcie", "gdpr/notice"), ("EMAIL_ADRESS", "EMAIL_ADDRESS"), ("minimise", "minimize")]
)
def test_an_unknown_id_names_the_nearest(catalog: Catalog, typed: str, meant: str) -> None:
    with pytest.raises(UsageError) as caught:
        explain(typed, catalog)
    assert caught.value.hint is not None
    assert meant in caught.value.hint


def test_a_hostile_id_is_not_echoed_raw(catalog: Catalog) -> None:
    with pytest.raises(UsageError) as caught:
        explain("gdpr/\x1b[31m" + "x" * 500, catalog)
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 120
