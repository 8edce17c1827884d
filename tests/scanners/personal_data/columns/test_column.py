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


_BORN = ("03.05.1941", "17.11.1958", "29.02.1964", "08.09.1977", "21.01.1986", "12.12.1999")
_HIRED = ("03.05.2019", "17.11.2021", "29.02.2024", "08.09.2016", "21.01.2023", "12.12.2018")


@pytest.mark.parametrize(
    ("values", "entity"),
    [
        (_BORN, "DATE_OF_BIRTH"),
        (("F", "M", "M"), "GENDER"),
        (("H", "F"), "GENDER"),
        (("weiblich", "männlich", "divers"), "GENDER"),
        (("Hindu", "Sikh", "Muslim"), "RELIGION"),
        (("Malay", "Chinese", "Indian"), "ETHNIC_ORIGIN"),
        (("12 Acacia Gardens", "4 rue de Bretagne", "191 Long Meadow Rise"), "STREET_ADDRESS"),
    ],
)
def test_beside_people_the_values_of_a_column_without_a_name_are_enough(
    write: Write, scan: Scan, by_field: Found, values: tuple[str, ...], entity: str
) -> None:
    write("a.csv", ["c1", "c2"], _rows(_PEOPLE, values))
    assert entity in by_field(scan())["c2"]


def test_dates_of_the_last_years_are_nobodys_birthday(write: Write, scan: Scan, by_field: Found) -> None:
    write("a.csv", ["c1", "c2"], _rows(_PEOPLE, _HIRED))
    assert "DATE_OF_BIRTH" not in by_field(scan()).get("c2", set())


@pytest.mark.parametrize(
    "values",
    [
        ("03-May-2011", "17-Nov-2009"),
        ("3 de mayo de 1980", "17 de noviembre de 1979"),
        ("昭和55年3月4日", "平成2年11月30日"),
        ("**/**/1957", "**/**/1988"),
        ("1980.05.03.", "1979.11.17."),
        ("03051980", "17111979"),
    ],
)
def test_a_date_of_birth_is_one_however_it_is_written(
    write: Write, scan: Scan, by_field: Found, values: tuple[str, ...]
) -> None:
    write("a.csv", ["full_name", "dob"], _rows(_PEOPLE, values))
    assert "DATE_OF_BIRTH" in by_field(scan())["dob"]


@pytest.mark.parametrize("values", [("Ze**** Ko****", "Em*** Ok****"), ("Z***** Kowalska", "Emeka O*****")])
def test_masked_names_are_names_where_the_header_may_ask_for_them(
    write: Write, scan: Scan, by_field: Found, values: tuple[str, ...]
) -> None:
    write("a.csv", ["cust", "spend"], _rows(values, ("12.10", "3.40")))
    assert by_field(scan()) == {"cust": {"PERSON"}}


def test_names_of_passengers_are_written_with_a_slash(write: Write, scan: Scan, by_field: Found) -> None:
    write("a.csv", ["pax_name", "seat"], _rows(("OKAFOR/EMEKA MR", "TANAKA/HARUKA MS"), ("12A", "14C")))
    assert by_field(scan())["pax_name"] == {"PERSON"}


@pytest.mark.parametrize(
    ("headers", "columns"),
    [
        (("horse", "sex", "age"), (("Sir Winston", "King Albert"), ("mare", "gelding"), ("4", "9"))),
        (("river", "fish_sex", "fish_age"), (("Tay", "Dee"), ("M", "F"), ("3", "4"))),
        (("region", "age_group", "sex", "population"), (("A", "B"), ("0-17", "18-64"), ("M", "F"), ("4200", "3100"))),
        (("state", "race", "count"), (("Ohio", "Utah"), ("White", "Black"), ("4200", "3100"))),
        (("school", "age", "salary"), (("A", "B"), ("94", "150"), ("42000", "51000"))),
        (("Weight Waist Pulse", "n"), (("191 36 50", "189 37 52"), ("1", "2"))),
        (("race", "device"), (("1", "2", "3"), ("pad", "phone"))),
    ],
)
def test_animals_things_and_groups_of_people_have_ages_and_sexes_too(
    write: Write, scan: Scan, by_field: Found, headers: tuple[str, ...], columns: tuple[tuple[str, ...], ...]
) -> None:
    write("a.csv", headers, _rows(*columns))
    assert by_field(scan()) == {}


def test_latitude_and_longitude_are_told_in_other_languages(write: Write, scan: Scan, by_field: Found) -> None:
    rows = _rows(_PEOPLE, ("48.23296", "50.49698"), ("8.66639", "9.37333"))
    write("a.csv", ["Fahrer", "Breite", "Länge"], rows)
    found = by_field(scan())
    assert (found["Breite"], found["Länge"]) == ({"GEO_COORDINATES"}, {"GEO_COORDINATES"})


def test_one_or_two_names_among_many_columns_are_brands(write: Write, scan: Scan, by_field: Found) -> None:
    header = ["month", "Heinz", "Kelly", "price", "stores", "total"]
    write("a.csv", header, _rows(("1", "2"), *[(f"{column}.1", f"{column}.2") for column in range(3, 8)]))
    assert by_field(scan()) == {}


def test_a_row_of_figures_whose_separator_is_not_known_holds_no_card(write: Write, scan: Scan, by_field: Found) -> None:
    figures = (
        "Ayr 142 136 100 96.8 275 712 186 116 914 0611 1217 222 135 105",
        "Elgin 533 902 928 71297 643 631 836 113",
    )
    write("a.csv", ["figures", "k"], _rows(figures, ("1", "2")))
    assert by_field(scan()).get("figures", set()).isdisjoint({"CREDIT_CARD", "PHONE_NUMBER", "US_SSN"})


def test_a_few_long_titles_of_films_are_no_notes_about_people(write: Write, scan: Scan, by_field: Found) -> None:
    titles = (
        "Dust",
        "The River",
        "Night Train",
        "The Long and Lonely Voyage of Emeka Okafor and His Brother to the South Sea",
    )
    write("a.csv", ["title", "year"], _rows(titles, ("1990", "1991")))
    assert by_field(scan()).get("title", set()) == set()


def test_a_cohort_is_read_below_names_of_snps(write: Write, scan: Scan, by_field: Found) -> None:
    header = ["sample", "sexF1", "yob", "rs429358", "BRCA1_var", "ancestry", "dx"]
    rows = [[f"GC{n:05}", str(n % 2), str(1940 + n), "T/T", "c.68_69del", "Somali", "Alzheimer"] for n in range(40)]
    write("cohort.csv", header, rows)
    found = by_field(scan())
    assert found["BRCA1_var"] == {"GENETIC_DATA"}
    assert (found["sexF1"], found["yob"], found["dx"]) == ({"GENDER"}, {"DATE_OF_BIRTH"}, {"HEALTH_CONDITION"})


@pytest.mark.parametrize(
    ("header", "values", "entity"),
    [
        ("Status", ("Married", "Divorced", "Widowed", "n/a"), "MARITAL_STATUS"),
        ("Status", ("verheiratet", "ledig", "geschieden"), "MARITAL_STATUS"),
        ("Cat", ("OBC", "SC", "GEN", "ST"), "ETHNIC_ORIGIN"),
        ("code 1", ("E11.9", "I10", "J45.0", "none"), "HEALTH_CONDITION"),
        ("liste", ("Ramipril 5 mg", "Metoprolol 47,5 mg", "Ibuprofen 400 mg"), "HEALTH_CONDITION"),
        ("typ", ("A", "AB", "O", "B"), "HEALTH_CONDITION"),
        ("call", ("AA", "AG", "GG"), "GENETIC_DATA"),
        ("change", ("c.68_69del", "c.181T>G", "none"), "GENETIC_DATA"),
        ("tpl", ("Rk1SACAyMAAAAAEsAAABPAH0", "Rk1SACAyMAAAAAFQAAABPAH1"), "BIOMETRIC_ID"),
        ("title", ("Visit visa", "Work permit", "Pending"), "IMMIGRATION_STATUS"),
        ("annual_income", ("5-7 LPA", "under 3 LPA", "20+ LPA"), "FINANCIAL_STATUS"),
    ],
)
def test_beside_people_words_and_codes_tell_below_any_header(
    write: Write, scan: Scan, by_field: Found, header: str, values: tuple[str, ...], entity: str
) -> None:
    write("a.csv", ["full_name", header], _rows(_PEOPLE, values))
    assert entity in by_field(scan())[header]


@pytest.mark.parametrize(
    ("headers", "columns"),
    [
        (("area", "offence", "incidents"), (("North", "South"), ("burglary", "assault"), ("31", "12"))),
        (("gene", "hgvs", "chrom"), (("TP53", "CFTR"), ("c.743G>A", "c.1521_1523del"), ("17", "7"))),
        (("mouse", "genotype", "sex", "age_wk"), (("M1", "M2"), ("WT", "KO"), ("M", "F"), ("8", "12"))),
        (("dog", "sex", "dob", "diagnosis"), (("Bella", "Max"), ("F", "M"), ("2019-04-02",), ("otitis", "arthritis"))),
        (("land", "party_in_power", "median_income", "union_density"), (("A", "B"), ("Labour",), ("31", "28"), ("9",))),
        (("asset", "diagnosis", "treatment"), (("MX1", "MX2"), ("overheat", "bearing"), ("replace", "none"))),
    ],
)
def test_rules_animals_machines_and_counts_are_no_people(
    write: Write, scan: Scan, by_field: Found, headers: tuple[str, ...], columns: tuple[tuple[str, ...], ...]
) -> None:
    write("a.csv", list(headers), _rows(*columns))
    assert not {entity for found in by_field(scan()).values() for entity in found} - {"DATE_TIME", "LOCATION"}


@pytest.mark.parametrize(
    ("headers", "columns", "field", "entity"),
    [
        (
            ("admission_id", "ward", "admission_date", "diagnosis", "los_days"),
            (("A1", "A2"), ("W1", "ICU"), ("2025-03-04",), ("pneumonia", "sepsis", "hip fracture"), ("3", "12")),
            "diagnosis",
            "HEALTH_CONDITION",
        ),
        (
            ("claim_id", "icd10", "amount"),
            (("51", "52"), ("E11.9", "I10", "J45.909"), ("80.5",)),
            "icd10",
            "HEALTH_CONDITION",
        ),
        (
            ("record", "hiv_status", "regimen"),
            (("1", "2"), ("positive", "negative"), ("TDF/3TC/DTG",)),
            "hiv_status",
            "HEALTH_CONDITION",
        ),
        (
            ("case_no", "court", "offence", "year"),
            (("CR-1", "CR-2"), ("North",), ("burglary", "theft"), ("2024",)),
            "offence",
            "CRIMINAL_RECORD",
        ),
        (("id", "union_member", "plant"), (("1", "2"), ("yes", "no"), ("A", "B")), "union_member", "UNION_MEMBERSHIP"),
        (
            ("application_no", "visa_type", "decision"),
            (("V1", "V2"), ("asylum", "work permit", "student visa"), ("granted",)),
            "visa_type",
            "IMMIGRATION_STATUS",
        ),
        (("sample_id", "rs429358", "rs7412"), (("S1", "S2"), ("TT", "CT"), ("CC", "CT")), "rs429358", "GENETIC_DATA"),
    ],
)
def test_what_people_want_kept_most_is_found_though_nobody_is_named(
    write: Write,
    scan: Scan,
    by_field: Found,
    headers: tuple[str, ...],
    columns: tuple[tuple[str, ...], ...],
    field: str,
    entity: str,
) -> None:
    write("a.csv", list(headers), _rows(*columns))
    assert entity in by_field(scan()).get(field, set())
