"""Whole tables, judged column by column, as `licscan pii` judges them."""

import pytest

from support.planted_people import Found, Scan, Write

_PEOPLE = ("Ifeoma Adeyemi", "Emeka Okafor", "Haruka Tanaka", "Zofia Kowalska", "Ravi Subramaniam", "Lucia Moretti")


def _rows(*columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    longest = max(map(len, columns))
    return [tuple(column[row % len(column)] for column in columns) for row in range(longest * 5)]


def test_names_are_told_by_their_values_whatever_the_header(write: Write, scan: Scan, by_field: Found) -> None:
    write("a.csv", ["attr1", "amount", "Salary"], _rows(("12", "17", "9"), _PEOPLE, ("3100", "4200")))
    assert by_field(scan())["amount"] == {"PERSON"}


def test_first_and_last_names_side_by_side_need_no_header(write: Write, scan: Scan, by_field: Found) -> None:
    first, last = zip(*(name.split() for name in _PEOPLE), strict=True)
    write("a.csv", ["field_1", "field_2", "field_3"], _rows(first, last, ("7", "8")))
    found = by_field(scan())
    assert found == {"field_1": {"PERSON"}, "field_2": {"PERSON"}}


@pytest.mark.parametrize(
    ("header", "values", "entity"),
    [
        ("agama", ("Islam", "Buddha", "Kristian"), "RELIGION"),
        ("race", ("B", "W", "H"), "ETHNIC_ORIGIN"),
        ("Partei", ("Rote Liste", "Blaue Liste"), "POLITICAL_OPINION"),
        ("lesion", ("esguince", "ninguna"), "HEALTH_CONDITION"),
        ("passport_no", ("ZZ91827364", "QQ18273645", "KX55512345"), "GENERIC_PII_ENTITY"),
        ("avatar_url", ("https://img.example.org/1.png", "https://img.example.org/2.png"), "FACE_IMAGE"),
        ("wert3", ("A+", "0-", "AB+", "0+"), "HEALTH_CONDITION"),
    ],
)
def test_beside_people_the_header_or_the_form_is_enough(
    write: Write, scan: Scan, by_field: Found, header: str, values: tuple[str, ...], entity: str
) -> None:
    write("a.csv", ["full_name", header], _rows(_PEOPLE, values))
    assert entity in by_field(scan())[header]


@pytest.mark.parametrize(
    ("headers", "columns"),
    [
        (("plot", "treatment", "yield"), (("1", "2"), ("mulch", "none"), ("4.1", "3.8"))),
        (("year", "union", "members"), (("1990", "1991"), ("82.1", "80.4"), ("110", "120"))),
        (("species", "sex", "bill_length_mm"), (("Adelie", "Gentoo"), ("male", "female"), ("39.1", "40.2"))),
        (("tree", "age", "circumference"), (("1", "2"), ("18", "48"), ("30.5", "58.1"))),
        (("part", "lot"), (("A-1", "A-2"), ("957 510 7515", "270 569 8001"))),
        (("bird", "count"), (("Unknown bird - small", "Unknown bird - medium"), ("3", "4"))),
        (("phone", "illness_rate"), (("1995.8643", "1820.1534"), ("0.1", "0.3"))),
    ],
)
def test_tables_about_things_stay_quiet(
    write: Write, scan: Scan, by_field: Found, headers: tuple[str, ...], columns: tuple[tuple[str, ...], ...]
) -> None:
    write("a.csv", headers, _rows(*columns))
    assert by_field(scan()) == {}


def test_a_number_below_one_header_is_no_other_number(write: Write, scan: Scan, by_field: Found) -> None:
    rows = _rows(_PEOPLE, ("7326623288", "8884099779", "9049158612"))
    write("a.csv", ["full_name", "passport_number"], rows)
    assert "PHONE_NUMBER" not in by_field(scan()).get("passport_number", set())
