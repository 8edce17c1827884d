"""The license tables: what labels mean, what licenses let people do, and that unknown is never permission."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.catalog import license_data
from licscan.catalog.license_words import fold
from licscan.catalog.licenses import LicenseTable, load_licenses
from licscan.catalog.terms_algebra import terms_in_common, terms_of_all, terms_of_best
from licscan.errors import RulesError
from licscan.expressions.algebra import leaves, normalize, parse
from licscan.model.license import UNKNOWN_TERMS, Commercial, Confidence, Terms

RULES = Path(__file__).resolve().parents[2] / "rules"
LABEL_FILES = (
    ("labels_huggingface.toml", "label", "tag", license_data.folded_label),
    ("labels_kaggle.toml", "label", "written", license_data.folded_label),
    ("spellings.toml", "spelling", "written", fold),
    ("classifiers.toml", "classifier", "name", str.casefold),
)


@pytest.fixture(scope="module")
def table() -> LicenseTable:
    return load_licenses(RULES)


# --- the data


def test_every_current_spdx_license_is_placed(table: LicenseTable) -> None:
    from packaging.licenses._spdx import LICENSES

    current = {entry["id"] for entry in LICENSES.values() if normalize(entry["id"]) == entry["id"]}
    rows = {row.id for row in license_data.read_terms(RULES / "license").values()}
    assert not current - rows


def test_ids_in_the_terms_table_are_in_canonical_form() -> None:
    for row in license_data.read_terms(RULES / "license").values():
        assert normalize(row.id) == row.id


@pytest.mark.parametrize(("file", "entry", "key", "folding"), LABEL_FILES)
def test_labels_mean_canonical_licenses_whose_terms_are_placed(
    table: LicenseTable, file: str, entry: str, key: str, folding: object
) -> None:
    assert callable(folding)
    for written, label in license_data.read_labels(RULES / "license" / file, entry, key, folding).items():
        for expression in filter(None, (label.expression, *label.candidates)):
            assert normalize(expression) == expression, written
            for leaf in leaves(parse(expression)):
                assert table.terms(leaf.id).basis
                assert table.terms(leaf.id).id == leaf.id, f"{written}: {leaf.id} has no terms of its own"


def test_phrases_mean_a_choice_or_a_license_whose_terms_are_placed(table: LicenseTable) -> None:
    for text, means, _scope in license_data.read_phrases(RULES / "license" / "phrases.toml"):
        assert text == " ".join(text.casefold().split())
        assert means == "OR" or table.terms(means).id == means


def test_each_file_says_what_it_is_and_how_to_correct_it() -> None:
    for path in sorted((RULES / "license").glob("*.toml")):
        head = path.read_text(encoding="utf-8").split("\n\n[[", 1)[0]
        assert "To correct:" in head, path.name
        assert "2026" in head, path.name


def test_no_license_that_says_noncommercial_or_research_may_be_used_commercially(table: LicenseTable) -> None:
    for row in license_data.read_terms(RULES / "license").values():
        if row.terms.non_commercial or row.terms.research_only:
            assert row.terms.commercial in {Commercial.NO, Commercial.CONDITIONAL}, row.id
        if "-NC-" in row.id or "oncommercial" in row.id or "esearch" in row.id:
            assert row.terms.commercial is Commercial.NO, row.id


def test_terms_that_nobody_read_carry_less_confidence(table: LicenseTable) -> None:
    assert table.terms("MIT").confidence is Confidence.HIGH
    assert table.terms("Zimbra-1.4").basis == "category, text not read"
    assert table.terms("Zimbra-1.4").confidence is Confidence.MEDIUM
    assert table.terms("LicenseRef-OPT-175B").confidence is Confidence.LOW


# --- terms


@pytest.mark.parametrize(
    ("license_id", "category", "commercial"),
    [
        ("MIT", "permissive", "yes"),
        ("CC0-1.0", "public-domain", "yes"),
        ("LGPL-2.1-or-later", "weak-copyleft", "yes"),
        ("GPL-3.0-only", "strong-copyleft", "yes"),
        ("AGPL-3.0-only", "network-copyleft", "yes"),
        ("SSPL-1.0", "network-copyleft", "conditional"),
        ("BUSL-1.1", "source-available", "conditional"),
        ("Elastic-2.0", "source-available", "conditional"),
        ("PolyForm-Noncommercial-1.0.0", "source-available", "no"),
        ("LicenseRef-scancode-prosperity-3.0", "source-available", "no"),
        ("LicenseRef-Commons-Clause", "source-available", "conditional"),
        ("CC-BY-NC-4.0", "data", "no"),
        ("ODbL-1.0", "data", "yes"),
        ("C-UDA-1.0", "data", "conditional"),
        ("LicenseRef-scancode-llama-3.1-license-2024", "model", "conditional"),
        ("LicenseRef-scancode-gemma-tou-2024-04-01", "model", "conditional"),
        ("LicenseRef-scancode-bigscience-open-rail-m", "model", "yes"),
        ("LicenseRef-Proprietary", "proprietary", "unknown"),
        ("LicenseRef-Never-Heard-Of", "unknown", "unknown"),
    ],
)
def test_licenses_are_where_a_lawyer_would_look(
    table: LicenseTable, license_id: str, category: str, commercial: str
) -> None:
    assert table.terms(license_id).category == category
    assert table.terms(license_id).terms.commercial == commercial


def test_the_elements_of_creative_commons_are_its_terms(table: LicenseTable) -> None:
    for row in license_data.read_terms(RULES / "license").values():
        elements = row.id.split("-")
        if elements[:2] == ["CC", "BY"]:
            assert row.terms.non_commercial is ("NC" in elements), row.id
            assert row.terms.no_derivatives is ("ND" in elements), row.id
            assert row.terms.share_alike is ("SA" in elements), row.id


def test_an_id_in_any_case_has_its_terms(table: LicenseTable) -> None:
    assert table.terms("cc-by-nc-4.0").id == "CC-BY-NC-4.0"


def test_a_retired_id_has_the_terms_of_the_one_that_took_its_place(table: LicenseTable) -> None:
    assert table.terms("GPL-2.0+").id == "GPL-2.0-or-later"
    assert table.terms("MPL-1.1+").id == "MPL-1.1"
    assert table.terms("LGPL-2.1").category == "weak-copyleft"


def test_an_exception_that_is_listed_has_its_own_category_else_that_of_its_license(table: LicenseTable) -> None:
    assert table.terms("GPL-2.0-only WITH Classpath-exception-2.0").category == "weak-copyleft"
    assert table.terms("GPL-2.0-only WITH GPL-CC-1.0").category == "strong-copyleft"


def test_an_addition_that_nobody_knows_can_take_away_as_well(table: LicenseTable) -> None:
    assert table.terms_of("MIT WITH AdditionRef-no-selling") == UNKNOWN_TERMS


def test_every_restriction_of_an_and_holds(table: LicenseTable) -> None:
    terms = table.terms_of("MIT AND CC-BY-NC-SA-4.0")
    assert terms.commercial is Commercial.NO
    assert terms.non_commercial is True
    assert terms.share_alike is True


def test_the_best_choice_of_an_or_holds(table: LicenseTable) -> None:
    assert table.terms_of("GPL-3.0-only OR LicenseRef-Commercial").commercial is Commercial.YES
    assert table.terms_of("CC-BY-NC-4.0 OR Apache-2.0") == table.terms_of("Apache-2.0")


@pytest.mark.parametrize("expression", [None, "", "LicenseRef-Mystery", "MIT AND LicenseRef-Mystery", "MIT AND ("])
def test_unknown_is_never_permission(table: LicenseTable, expression: str | None) -> None:
    assert table.terms_of(expression).commercial is Commercial.UNKNOWN


FLAG = st.sampled_from([True, False, None])
TERMS = st.builds(Terms, st.sampled_from(list(Commercial)), FLAG, FLAG, FLAG, FLAG, FLAG, FLAG)


@given(st.lists(TERMS, min_size=1, max_size=4), TERMS)
def test_a_further_license_never_lifts_a_restriction(governing: list[Terms], added: Terms) -> None:
    before, after = terms_of_all(governing), terms_of_all([*governing, added])
    assert after.commercial == Commercial.NO or before.commercial != Commercial.NO
    assert after.commercial != Commercial.YES or before.commercial == Commercial.YES
    assert not (before.non_commercial is True and after.non_commercial is not True)
    assert not (before.share_alike is None and after.share_alike is False)


@given(st.lists(TERMS, min_size=1, max_size=4))
def test_order_of_licenses_does_not_matter(governing: list[Terms]) -> None:
    assert terms_of_all(governing) == terms_of_all(reversed(governing))
    assert terms_in_common(governing) == terms_in_common(reversed(governing))


@given(st.lists(TERMS, min_size=1, max_size=4))
def test_the_best_choice_is_one_of_the_choices(choices: list[Terms]) -> None:
    assert terms_of_best(choices) in choices


# --- Hugging Face and Kaggle


@pytest.mark.parametrize(
    ("tag", "expression"),
    [
        ("apache-2.0", "Apache-2.0"),
        ("cc-by-nc-4.0", "CC-BY-NC-4.0"),
        ("CC-BY-NC-SA-4.0", "CC-BY-NC-SA-4.0"),
        ("cc_by_nc_4.0", "CC-BY-NC-4.0"),
        (" cc-by-2-0 ", "CC-BY-2.0"),
        ("agpl-3.0", "AGPL-3.0-only"),
        ("gnu-gpl-v3.0", "GPL-3.0-only"),
        ("Apache License 2.0", "Apache-2.0"),
        ("bsl-1.0", "BSL-1.0"),
        ("ms-pl", "MS-PL"),
        ("odbl", "ODbL-1.0"),
        ("llama3.1", "LicenseRef-scancode-llama-3.1-license-2024"),
        ("other-C-UDA", "C-UDA-1.0"),
        ("other-research-only", "LicenseRef-research-only"),
        ("other-Public Domain Mark 1.0", "CC-PDM-1.0"),
        ("cc-by-nc-sa-2.5", "CC-BY-NC-SA-2.5"),
        ("other-cc-by-nc-nd-4.0", "CC-BY-NC-ND-4.0"),
    ],
)
def test_tags_of_today_and_of_old_are_known(table: LicenseTable, tag: str, expression: str) -> None:
    meaning = table.hugging_face(tag)
    assert meaning is not None
    assert meaning.expression == expression


@pytest.mark.parametrize("tag", ["unknown", "other", "unknown-", "other-unk", "custom", "other-my-license"])
def test_tags_that_say_nothing_are_told_from_tags_nobody_knows(table: LicenseTable, tag: str) -> None:
    meaning = table.hugging_face(tag)
    assert meaning is not None
    assert (meaning.expression, meaning.candidates) == (None, ())
    assert meaning.note
    assert table.hugging_face("moonlight-license") is None


def test_family_tags_keep_every_candidate_and_only_the_terms_they_share(table: LicenseTable) -> None:
    family = table.hugging_face("cc")
    assert family is not None
    assert family.expression is None
    assert {"CC0-1.0", "CC-BY-NC-4.0"} <= set(family.candidates)
    assert family.terms is not None
    assert family.terms.commercial is Commercial.UNKNOWN
    gpl = table.hugging_face("gpl")
    assert gpl is not None
    assert gpl.terms is not None
    assert gpl.terms.share_alike is True


def test_labels_that_are_often_picked_by_mistake_say_so(table: LicenseTable) -> None:
    for tag, word in (("bsl-1.0", "BUSL"), ("ms-pl", "Microsoft Research")):
        meaning = table.hugging_face(tag)
        assert meaning is not None
        assert meaning.note is not None
        assert word in meaning.note


@pytest.mark.parametrize(
    ("name", "expression"),
    [
        ("CC0-1.0", "CC0-1.0"),
        ("CC0: Public Domain", "CC0-1.0"),
        ("CC BY-NC-SA 4.0", "CC-BY-NC-SA-4.0"),
        ("Attribution-NonCommercial 4.0 International (CC BY-NC 4.0)", "CC-BY-NC-4.0"),
        ("Database: Open Database, Contents: Database Contents", "ODbL-1.0 AND LicenseRef-scancode-dbcl-1.0"),
        ("DbCL-1.0", "ODbL-1.0 AND LicenseRef-scancode-dbcl-1.0"),
        ("US-Government-Works", "LicenseRef-scancode-us-govt-public-domain"),
        ("GPL 2", "GPL-2.0-only"),
        ("FDL-1.3", "GFDL-1.3-only"),
        ("copyright-authors", "LicenseRef-kaggle-copyright-authors"),
        ("apache 2.0", "Apache-2.0"),
        ("CC-BY-SA-4.0", "CC-BY-SA-4.0"),
    ],
)
def test_names_of_the_kaggle_api_and_pages_are_known(table: LicenseTable, name: str, expression: str) -> None:
    meaning = table.kaggle(name)
    assert meaning is not None
    assert meaning.expression == expression


def test_rights_that_stay_with_authors_grant_nothing(table: LicenseTable) -> None:
    meaning = table.kaggle("Data files © Original Authors")
    assert meaning is not None
    assert meaning.terms is not None
    assert meaning.terms.commercial is Commercial.UNKNOWN


# --- spellings in the wild


@pytest.mark.parametrize(
    ("written", "expression"),
    [
        ("MIT License", "MIT"),
        ("The MIT License (MIT)", "MIT"),
        ("mit", "MIT"),
        ("Apache 2.0", "Apache-2.0"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("Apache Software License 2.0", "Apache-2.0"),
        ("BSD (3-clause)", "BSD-3-Clause"),
        ('BSD 3-Clause "New" or "Revised" License', "BSD-3-Clause"),
        ("GPLv3+", "GPL-3.0-or-later"),
        ("GNU GPL v3 or later", "GPL-3.0-or-later"),
        ("GNU General Public License v2 or later (GPLv2+)", "GPL-2.0-or-later"),
        ("GNU General Public License version 3", "GPL-3.0-only"),
        ("GPL (>= 2)", "GPL-2.0-or-later"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("GNU AFFERO GPL 3.0", "AGPL-3.0-only"),
        ("AGPLv3 or later", "AGPL-3.0-or-later"),
        ("LGPLv2.1+", "LGPL-2.1-or-later"),
        ("GNU Lesser General Public License v3 (LGPLv3)", "LGPL-3.0-only"),
        ("GNU Free Documentation License 1.3", "GFDL-1.3-only"),
        ("GNU GPLv3 with linking exception", "GPL-3.0-only"),
        ("MPL 2.0", "MPL-2.0"),
        ("Python Software Foundation License", "PSF-2.0"),
        ("UNLICENSED", "LicenseRef-Proprietary"),
        ("Unlicense", "Unlicense"),
        ("Proprietary", "LicenseRef-Proprietary"),
        ("Business Source License 1.1", "BUSL-1.1"),
        ("Free for non-commercial use", "LicenseRef-noncommercial"),
        ("Non-Commercial Use Only", "LicenseRef-noncommercial"),
        ("Research only.", "LicenseRef-research-only"),
        ("Apache 2.0 with Commons Clause", "Apache-2.0 AND LicenseRef-Commons-Clause"),
        ("MIT OR Apache-2.0", "MIT OR Apache-2.0"),
        ("BSD 3-Clause or Apache 2.0", "BSD-3-Clause OR Apache-2.0"),
        ("MIT License and BSD-3-Clause", "MIT AND BSD-3-Clause"),
        ("GPL v2 or GPL v3", "GPL-2.0-only OR GPL-3.0-only"),
        ("CC0 1.0 Universal (CC0 1.0) Public Domain Dedication", "CC0-1.0"),
        ("https://creativecommons.org/licenses/by-nc-sa/4.0/", "CC-BY-NC-SA-4.0"),
        ("http://creativecommons.org/licenses/by-nc/3.0/igo/legalcode", "LicenseRef-CC-BY-NC-3.0-IGO"),
        ("CC0", "CC0-1.0"),
        ("CC Zero 1.0", "CC0-1.0"),
        ("Creative Commons Zero v1.0 Universal", "CC0-1.0"),
        ("CC BY-NC 4.0 (https://creativecommons.org/licenses/by-nc/4.0/)", "CC-BY-NC-4.0"),
        ("https://creativecommons.org/licenses/by/4.0/deed.de", "CC-BY-4.0"),
        ("CC BY-NC-SA 2.5 ZA", "LicenseRef-CC-BY-NC-SA-2.5-ZA"),
        ("Creative Commons Attribution 3.0 DE", "CC-BY-3.0-DE"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
    ],
)
def test_spellings_in_the_wild_are_read(table: LicenseTable, written: str, expression: str) -> None:
    meaning = table.spelling(written)
    assert meaning is not None
    assert meaning.expression == expression


@pytest.mark.parametrize(
    ("written", "expression"),
    [
        ("EPLv1", "EPL-1.0"),
        ("EPLv2.0", "EPL-2.0"),
        ("GPLv2 | EPLv1", "GPL-2.0-only OR EPL-1.0"),
        ("MPLv1.1", "MPL-1.1"),
        ("EUPLv1.2", "EUPL-1.2"),
        ("CDDLv1.1", "CDDL-1.1"),
        ("AFLv3.0", "AFL-3.0"),
        ("OSLv3", "OSL-3.0"),
        ("ZPLv2.1", "ZPL-2.1"),
        ("CPLv1.0", "CPL-1.0"),
        ("OFLv1.1", "OFL-1.1"),
        ("SSPLv1", "SSPL-1.0"),
        ("ApacheV2", "Apache-2.0"),
        ("apache-2-0", "Apache-2.0"),
        ("lgpl-2-1", "LGPL-2.1-only"),
    ],
)
def test_a_version_glued_to_a_name_or_written_with_hyphens_is_read(
    table: LicenseTable, written: str, expression: str
) -> None:
    meaning = table.spelling(written)
    assert meaning is not None
    assert meaning.expression == expression


def test_a_glued_version_of_a_name_that_several_licenses_bear_stays_unknown(table: LicenseTable) -> None:
    # OPL-1 is a proprietary license of a vendor, OPL-1.0 is an open one.
    assert table.spelling("OPLv1") is None


def test_a_port_that_spdx_does_not_list_keeps_the_terms_of_its_elements(table: LicenseTable) -> None:
    assert table.terms("LicenseRef-CC-BY-NC-SA-2.5-ZA").terms == table.terms("CC-BY-NC-SA-2.5").terms
    assert table.terms("LicenseRef-CC-BY-XX-2.5-ZA").terms == UNKNOWN_TERMS


@pytest.mark.parametrize(
    ("written", "some"),
    [
        ("BSD", {"BSD-2-Clause", "BSD-3-Clause"}),
        ("BSD License", {"BSD-2-Clause", "BSD-3-Clause"}),
        ("GPL", {"GPL-2.0-only", "GPL-3.0-or-later"}),
        ("LGPL with exceptions", {"LGPL-2.1-or-later", "LGPL-3.0-only"}),
        ("GNU Library or Lesser General Public License (LGPL)", {"LGPL-2.0-only", "LGPL-3.0-or-later"}),
        ("MIT, BSD-3-Clause", {"MIT", "BSD-3-Clause"}),
        ("LGPL/MIT", {"LGPL-2.1-only", "MIT"}),
        ("GPL v3 or later, MIT", {"GPL-3.0-or-later", "MIT"}),
        ("BSL", {"BSL-1.0", "BUSL-1.1"}),
        ("CC BY-NC", {"CC-BY-NC-3.0", "CC-BY-NC-4.0"}),
        ("CC 4.0 Non-Commercial", {"CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-NC-ND-4.0"}),
    ],
)
def test_what_fits_several_licenses_is_not_guessed(table: LicenseTable, written: str, some: set[str]) -> None:
    meaning = table.spelling(written)
    assert meaning is not None
    assert meaning.expression is None
    assert some <= set(meaning.candidates)


@pytest.mark.parametrize(
    "written",
    [
        "Moonlight Public License",
        "MIT with a few changes",
        "MIT (see also the vendor terms)",
        "MIT or Moonlight",
        "cc by nc 4.0 with extra terms",
        "not CC BY",
        "GPL 7",
        "0 1.0",
        "MIT, but not https://creativecommons.org/licenses/by/4.0/",
        "x" * 201,
        "",
        "  ",
    ],
)
def test_words_that_nobody_knows_stay_unknown(table: LicenseTable, written: str) -> None:
    assert table.spelling(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "CC BY-NC 4.0",
        "cc-by-nc-4.0",
        "CC-BY-NC 4.0 International",
        "Creative Commons Attribution-NonCommercial 4.0",
        "Creative Commons Attribution Non Commercial 4.0 International License",
        "creativecommons by nc v4.0",
        "NonCommercial Attribution CC 4.0",
        "Attribution-NonCommercial 4.0 International",
        "CC 4.0 BY Non-Commerical",
        "(CC) BY-NC, version 4.0",
        "cc-by-nc-4-0",
        "cc_by_nc_4_0",
        "CC-BY-NC4.0",
        "CC BYNC 4.0",
    ],
)
def test_cc_by_nc_is_read_in_every_spelling_and_order(table: LicenseTable, written: str) -> None:
    meaning = table.spelling(written)
    assert meaning is not None
    assert meaning.expression == "CC-BY-NC-4.0"


ELEMENTS = {
    "NC": ["NC", "NonCommercial", "Non-Commercial", "non commercial", "noncommercial"],
    "SA": ["SA", "ShareAlike", "share alike", "Share-Alike"],
    "ND": ["ND", "NoDerivatives", "no derivatives", "NoDerivs"],
    "BY": ["BY", "Attribution", "by"],
}


@given(
    st.sampled_from([("BY", "NC"), ("BY", "NC", "SA"), ("BY", "NC", "ND"), ("BY", "SA"), ("BY", "ND"), ("BY",)]),
    st.sampled_from(["1.0", "2.0", "2.5", "3.0", "4.0"]),
    st.sampled_from(["-", " ", "_", ", "]),
    st.data(),
)
def test_elements_versions_and_order_can_be_written_freely(
    elements: tuple[str, ...], version: str, separator: str, data: st.DataObject
) -> None:
    words = [data.draw(st.sampled_from(ELEMENTS[element])) for element in elements]
    parts = data.draw(st.permutations([*words, version]))
    meaning = TABLE.spelling(separator.join(["CC", *parts]))
    assert meaning is not None
    stem = "-".join(sorted(elements, key=["BY", "NC", "SA", "ND"].index))
    assert meaning.expression == f"CC-{stem}-{version}"


@given(st.text(max_size=220))
def test_any_words_are_read_without_error(text: str) -> None:
    for read in (TABLE.spelling, TABLE.hugging_face, TABLE.kaggle):
        meaning = read(text)
        if meaning and meaning.expression:
            assert normalize(meaning.expression) == meaning.expression


@given(st.text(max_size=40))
def test_folding_once_is_enough(text: str) -> None:
    assert fold(fold(text)) == fold(text)


TABLE = load_licenses(RULES)


# --- classifiers and phrases


def test_every_license_classifier_has_a_meaning(table: LicenseTable) -> None:
    trove = pytest.importorskip("trove_classifiers")
    licenses = [name for name in trove.sorted_classifiers if name.startswith("License ::")]
    assert len(licenses) > 80
    assert [name for name in licenses if table.classifier(name) is None] == []


@pytest.mark.parametrize(
    ("trove", "expression"),
    [
        ("License :: OSI Approved :: MIT License", "MIT"),
        ("license :: osi approved :: mit license", "MIT"),
        ("License :: OSI Approved :: GNU General Public License v3 or later (GPLv3+)", "GPL-3.0-or-later"),
        ("License :: OSI Approved :: GNU Affero General Public License v3", "AGPL-3.0-only"),
        ("License :: Other/Proprietary License", "LicenseRef-Proprietary"),
        ("License :: Free for non-commercial use", "LicenseRef-noncommercial"),
        ("License :: OSI Approved :: BSD License", None),
        ("License :: OSI Approved", None),
    ],
)
def test_classifiers_mean_what_they_say_and_no_more(table: LicenseTable, trove: str, expression: str | None) -> None:
    meaning = table.classifier(trove)
    assert meaning is not None
    assert meaning.expression == expression


def test_osi_approved_alone_decides_nothing(table: LicenseTable) -> None:
    meaning = table.classifier("License :: OSI Approved")
    assert meaning is not None
    assert meaning.candidates == ()
    assert table.classifier("Topic :: Software Development") is None


def test_phrases_find_terms_that_no_license_text_has(table: LicenseTable) -> None:
    text = "You may use the Software for  non-commercial\nscientific research purposes.\n"
    assert {phrase.means for phrase in table.phrases_in(text, "text")} == {"LicenseRef-noncommercial-research"}


@pytest.mark.parametrize(
    "text",
    [
        "Permission is granted for any purpose, commercial or non-commercial, without fee.",
        "Free for both commercial and non-commercial use.",
        "This license does not restrict commercial use.",
        "This alternative is allowed only for noncommercial distribution and only if you received the program so.",
        "You may distribute under the terms of either this License or such Secondary License(s).",
        "All end user license agreements (excluding distributors) shall survive termination.",
        "It may be included in commercial software and sold under a proprietary license.",
        "No license is granted to the trademarks of Licensor.",
    ],
)
def test_sentences_of_open_licenses_are_no_restriction(table: LicenseTable, text: str) -> None:
    assert table.phrases_in(text, "text") == ()


def test_an_offer_to_buy_a_license_is_a_choice(table: LicenseTable) -> None:
    found = table.phrases_in("Available under the AGPL. A commercial license is available from us.", "text")
    assert {phrase.means for phrase in found} == {"OR", "LicenseRef-Commercial"}


# --- malformed rules, and speed


@pytest.mark.parametrize(
    ("file", "content", "word"),
    [
        ("terms.toml", '[[license]]\nid = "X"\ncolour = "red"\n', "colour"),
        ("terms.toml", '[[license]]\nid = "X"\ncategory = "free"\ncommercial = "yes"\nbasis = "none"\n', "free"),
        ("terms.toml", "[[license\n", "cannot be read"),
        ("terms.toml", "[law]\n", "[[license]]"),
        ("spellings.toml", '[[spelling]]\nwritten = 3\nmeans = "MIT"\n', "written"),
        (
            "spellings.toml",
            '[[spelling]]\nwritten = "MIT"\nmeans = "MIT"\n[[spelling]]\nwritten = "mit license"\nmeans = "ISC"\n',
            "two things",
        ),
        ("phrases.toml", '[[phrase]]\ntext = "x"\nmeans = "OR"\nscope = "all"\n', "scope"),
    ],
)
def test_malformed_rules_name_the_file_and_the_defect(tmp_path: Path, file: str, content: str, word: str) -> None:
    folder = tmp_path / "license"
    folder.mkdir()
    for path in (RULES / "license").glob("*.toml"):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / file).write_text(content, encoding="utf-8")
    table = load_licenses(tmp_path)
    with pytest.raises(RulesError, match=word.replace("[", r"\[")) as caught:
        (table.terms("MIT"), table.spelling("Foo"), table.phrases_in("x", "text"))
    assert caught.value.location is not None
    assert caught.value.location.path == f"rules/license/{file}"


def test_an_id_with_terms_in_two_places_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "license"
    folder.mkdir()
    row = '[[license]]\nid = "MIT"\ncategory = "permissive"\ncommercial = "yes"\nbasis = "text clause read"\n'
    (folder / "terms.toml").write_text(row, encoding="utf-8")
    (folder / "terms_by_category.toml").write_text(row.replace('"MIT"', '"mit"'), encoding="utf-8")
    with pytest.raises(RulesError, match="twice"):
        load_licenses(tmp_path).terms("MIT")


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    table = load_licenses(tmp_path)
    with pytest.raises(RulesError):
        table.terms("MIT")


def test_known_labels_need_no_heavy_library() -> None:
    program = (
        "import sys; from pathlib import Path; from licscan.catalog.licenses import load_licenses; "
        f"table = load_licenses(Path({str(RULES)!r})); assert table.hugging_face('cc-by-nc-4.0'); "
        "table.classifier('License :: OSI Approved :: MIT License'); table.spelling('Apache 2.0'); table.terms('MIT'); "
        "heavy = {'license_expression', 'msgspec', 'yaml', 'requests'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
