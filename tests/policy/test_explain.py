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


def test_a_license_says_what_it_asks_for_and_by_which_clause(catalog: Catalog) -> None:
    text = "\n".join(explain("license:agpl-3.0", catalog).paragraphs)
    assert "Copyleft: strong, and offering the work over a network counts as handing it on." in text
    assert "Patents: contributors license their patents in words; rights end for those who sue over them." in text
    assert "On network use: Offer the source to everybody who uses the program over a network (s. 13" in text
    assert "Beside" not in text


def test_a_license_is_set_beside_that_of_the_project(catalog: Catalog) -> None:
    found = explain("GPL-3.0-only", catalog, "Apache-2.0")
    [beside] = [line for line in found.paragraphs if line.startswith("Beside Apache-2.0")]
    assert beside.startswith("Beside Apache-2.0, the project's own license: no. ")
    assert beside.endswith("Source: OSADL license compatibility matrix of 2024-05-21 (CC-BY-4.0).")


def test_an_expression_names_the_choice_and_its_parts(catalog: Catalog) -> None:
    found = explain("license:GPL-2.0-only or mit", catalog)
    assert (found.id, found.see) == ("GPL-2.0-only OR MIT", ("license:GPL-2.0-only", "license:MIT"))
    assert found.paragraphs[0] == "Of the choice, MIT asks for least."


def test_a_license_that_nobody_read_says_so(catalog: Catalog) -> None:
    text = "\n".join(explain("LicenseRef-scancode-confluent-community-1.0", catalog).paragraphs)
    assert "Duties without a clause are those usual for such a license" in text
    assert "category, text not read" in text


def test_a_prefix_without_a_license(catalog: Catalog) -> None:
    with pytest.raises(UsageError, match="`license:the usual` names no license"):
        explain("license:the usual", catalog)


def test_classes_of_what_fits_say_which_answer_they_hold(catalog: Catalog) -> None:
    assert explain("license/fit_unknown", catalog).paragraphs[0] == "Holds: licenses for which the answer is unknown."
    assert "no, of what is not handed out" in explain("license/fit_apart", catalog).paragraphs[0]


def test_a_rule_is_known_by_the_name_that_tables_show(catalog: Catalog) -> None:
    assert explain("weak-copyleft", catalog) == explain("license/weak-copyleft", catalog)
    # More than one law has this rule: none of them is meant more than the other.
    with pytest.raises(UsageError) as refused:
        explain("scale", catalog)
    assert "gdpr/scale" in (refused.value.hint or "")
