"""Spans of running text: cut, joined and told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.scanners.personal_data.columns.prose_spans import refine
from licscan.scanners.personal_data.engine.detection import Detection


def _at(text: str, value: str, entity: str, score: int = 850, recognizer: str = "SpacyRecognizer") -> Detection:
    start = text.index(value)
    return Detection(start, start + len(value), entity, score, recognizer)


def _values(text: str, *found: Detection) -> list[tuple[str, str]]:
    return [(each.entity, text[each.start : each.end]) for each in refine(text, found)]


@pytest.mark.parametrize(
    ("text", "seen", "left"),
    [
        ("ask Dr. Okafor about it", "Dr. Okafor", "Okafor"),
        ("Mei Tan's order is late", "Mei Tan's", "Mei Tan"),
        ("Name: Jorge Novak\nPhone: none", "Jorge Novak\nPhone", "Jorge Novak"),
        ("> Elena Rossi, again", "> Elena Rossi,", "Elena Rossi"),
        ("signed, J. R. Walker!", "J. R. Walker!", "J. R. Walker"),
    ],
)
def test_a_person_is_the_name_alone(text: str, seen: str, left: str) -> None:
    assert _values(text, _at(text, seen, "PERSON")) == [("PERSON", left)]


@pytest.mark.parametrize("value", ["@meitan", "#monday", "https://example.org/jorge", "user_name"])
def test_what_no_name_is_made_of_is_no_person(value: str) -> None:
    text = f"see {value} now"
    assert _values(text, _at(text, value, "PERSON")) == []


@pytest.mark.parametrize("value", ["3 May 1980", "2024-05-03", "1999", "Tuesday morning", "5:30 pm"])
def test_a_date_of_the_calendar_is_kept(value: str) -> None:
    text = f"on {value} we met"
    assert _values(text, _at(text, value, "DATE_TIME")) == [("DATE_TIME", value)]


@pytest.mark.parametrize("value", ["yesterday", "two weeks", "30 days", "the 1990s", "last May", "annual"])
def test_a_time_that_is_nobodys_is_dropped(value: str) -> None:
    text = f"it took {value} or so"
    assert _values(text, _at(text, value, "DATE_TIME")) == []


def test_a_day_and_its_time_found_apart_are_one() -> None:
    text = "sent 2024-05-03 10:15:00 by mail"
    day, both = (
        _at(text, "2024-05-03", "DATE_TIME", 600, "DateRecognizer"),
        _at(text, "2024-05-03 10:15:00", "DATE_TIME"),
    )
    assert _values(text, day, both) == [("DATE_TIME", "2024-05-03 10:15:00")]


def test_an_address_inside_a_sentence_is_one_over_its_lines() -> None:
    text = "please send it to 12 Elm Lane\nSuite 4\nNovi Grad, soon"
    found = [
        _at(text, "12 Elm Lane", "STREET_ADDRESS", 600),
        _at(text, "Suite 4", "LOCATION"),
        _at(text, "Novi Grad", "LOCATION"),
    ]
    assert _values(text, *found) == [("STREET_ADDRESS", "12 Elm Lane\nSuite 4\nNovi Grad")]


def test_the_lines_of_a_label_stand_for_themselves() -> None:
    text = "Mei Tan\n4021 Lindenweg 7\nNovi Grad"
    found = [_at(text, "4021 Lindenweg 7", "LOCATION"), _at(text, "Novi Grad", "LOCATION")]
    assert _values(text, *found) == [("LOCATION", "4021"), ("LOCATION", "Lindenweg 7"), ("LOCATION", "Novi Grad")]


def test_towns_in_a_row_are_not_one_address() -> None:
    text = "we saw Lyon, Turin and Basel"
    found = [_at(text, town, "LOCATION") for town in ("Lyon", "Turin", "Basel")]
    assert [value for _, value in _values(text, *found)] == ["Lyon", "Turin", "Basel"]


def test_what_the_text_calls_a_number_wins_over_its_form() -> None:
    text = "passport no. 518820346 shown"
    stated = _at(text, "518820346", "PASSPORT", 700, "StatedPassport")
    phone = _at(text, "518820346", "PHONE_NUMBER", 400, "PhoneRecognizer")
    assert _values(text, phone, stated) == [("PASSPORT", "518820346")]


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 79), st.integers(1, 40), st.integers(0, 4))))
def test_spans_stay_inside_what_was_pointed_at(text: str, drawn: list[tuple[int, int, int]]) -> None:
    entities = ("PERSON", "LOCATION", "STREET_ADDRESS", "DATE_TIME", "ORGANIZATION")
    found = [
        Detection(start, min(len(text), start + length), entities[kind], 850, "SpacyRecognizer")
        for start, length, kind in drawn
        if start < len(text)
    ]
    refined = refine(text, found)
    assert refined == sorted(refined) == refine(text, list(reversed(found)))
    least = min((each.start for each in found), default=0)
    most = max((each.end for each in found), default=0)
    assert all(least <= each.start < each.end <= most for each in refined)
    assert {each.entity for each in refined} <= {each.entity for each in found} | {"LOCATION"}
