"""What is remembered of a conclusion is all of it, and nothing else is taken for one."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.catalog.licenses import LicenseTable
from licscan.model.evidence import Evidence, Location
from licscan.model.finding import LicenseFile, LicenseFinding, Upstream
from licscan.model.license import UNKNOWN_TERMS, Basis, Commercial, Confidence, LicenseClaim, Terms
from licscan.scanners.dependencies.metadata.opinion import LicenseText
from licscan.scanners.dependencies.metadata.remembered import finding_of, key_of, words_of
from support.license_texts import MIT
from support.packages import judge, package

REF = "pkg:pypi/tinylib@1.0"
_words = st.none() | st.text(max_size=20)
_truth = st.none() | st.booleans()
_number = st.none() | st.integers(1, 10_000)
_place = st.none() | st.builds(Location, st.text(max_size=20), _number, _number, _number)
_evidence = st.builds(Evidence, st.text(max_size=20), _place, _words, _words)
_claims = st.lists(
    st.builds(
        LicenseClaim,
        st.sampled_from(Basis),
        st.sampled_from(Confidence),
        _words,
        _words,
        st.lists(_evidence, max_size=3).map(tuple),
    ),
    max_size=4,
).map(tuple)
_terms = st.builds(Terms, st.sampled_from(Commercial), _truth, _truth, _truth, _truth, _truth, _truth)
_files = st.lists(st.builds(LicenseFile, st.text(max_size=9), st.text(max_size=9)), max_size=3).map(tuple)
_findings = st.builds(
    LicenseFinding,
    subject=st.just(REF),
    declared=_words,
    concluded=_words,
    confidence=st.sampled_from(Confidence),
    terms=_terms,
    claims=_claims,
    conflict=st.booleans(),
    bundled=_claims,
    license_files=_files,
    change_date=_words,
    change_license=_words,
    note=_words,
)
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=12) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=30,
)


@given(_findings)
def test_a_conclusion_comes_back_as_it_was(finding: LicenseFinding) -> None:
    words = words_of(finding)
    assert words is not None
    assert finding_of(words, REF) == finding


@given(_json)
def test_any_other_json_is_no_conclusion_and_no_crash(value: object) -> None:
    found = finding_of(json.dumps(value), REF)
    assert found is None or words_of(found) is not None


@given(_findings, st.data())
def test_a_conclusion_with_one_value_of_another_kind_is_none(finding: LicenseFinding, data: st.DataObject) -> None:
    words = words_of(finding)
    plain = json.loads(words or "")
    plain[data.draw(st.integers(0, len(plain) - 1))] = data.draw(st.floats() | st.just({"a": []}))
    assert finding_of(json.dumps(plain), REF) is None


@pytest.mark.parametrize("words", ["", "[", "[" * 100_000, "null", "{}", "\ud800"])
def test_text_that_is_no_json_is_none(words: str) -> None:
    assert finding_of(words, REF) is None


def test_what_has_no_place_in_the_memory_is_not_kept(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License: MIT")
    assert words_of(finding) is not None
    assert words_of(replace(finding, gated=True)) is None
    assert words_of(replace(finding, lineage=(Upstream("hf:x", "base", None, UNKNOWN_TERMS),))) is None


def test_the_key_tells_apart_all_that_a_conclusion_follows_from() -> None:
    one = package("License: MIT", files={"LICENSE": MIT})
    texts = one.texts or ()
    others = [
        package("License: BSD", files={"LICENSE": MIT}),
        package("License: MIT", files={"LICENSE": MIT + "\nMore."}),
        package("License: MIT", files={"COPYING": MIT}),
        package("License: MIT", inside={"LICENSE": MIT}),
        replace(one, texts=None),
        replace(one, texts=()),
        replace(one, texts=(*texts, LicenseText("NOTICE", "x", "0" * 64))),
        replace(one, place=Location("uv.lock", 3)),
        replace(one, in_metadata=False),
    ]
    keys = [key_of(REF, each) for each in (one, *others)] + [key_of("pkg:pypi/tinylib@1.1", one)]
    assert len(set(keys)) == len(keys)
    assert key_of(REF, package("License: MIT", files={"LICENSE": MIT})) == keys[0]
