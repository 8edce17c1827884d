import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.scanners.personal_data.columns.names import NameFit, Names
from licscan.scanners.personal_data.rules import RecognizerRules


@pytest.fixture(scope="module")
def names(rules: RecognizerRules) -> Names:
    return Names(rules)


@pytest.mark.parametrize(
    "text",
    [
        "Ifeoma Adeyemi",
        "Tanaka Haruka",
        "Maria Papadopoulou",
        "OKAFOR, Emeka",
        "J. Kowalski",
        "Nurul Huda binti Ismail",
        "Zhang Xiaoming",
        "Jan van der Berg",
        "王小明",
        "김민수",
    ],
)
def test_names_of_many_cultures_are_whole_names(names: Names, text: str) -> None:
    assert names.fit(text) is NameFit.FULL


@pytest.mark.parametrize(
    "text",
    [
        "Unknown bird - small",
        "Iris setosa",
        "Bank of Scotland",
        "Martin Road",
        "Paris",
        "A4 Paper",
        "",
        "x@example.org",
    ],
)
def test_species_banks_streets_and_places_are_none(names: Names, text: str) -> None:
    assert names.fit(text) is not NameFit.FULL


def test_one_name_alone_is_told_from_a_whole_one(names: Names) -> None:
    assert names.fit("Kowalska") is NameFit.SINGLE
    assert [names.is_place(text) for text in ("Paris", "Osaka, Japan", "Kowalska")] == [True, True, False]


@given(text=st.text(max_size=80))
def test_any_text_is_judged_the_same_with_blanks_around_it(rules: RecognizerRules, text: str) -> None:
    names = Names(rules)
    assert names.fit(text) is names.fit(f" {text.strip()} ")
