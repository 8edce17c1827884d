"""What licscan's own recognizers find, without Presidio."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licscan.scanners.personal_data.recognizers import own_recognizers
from licscan.scanners.personal_data.rules import RecognizerRules


def _found(rules: RecognizerRules, text: str, least: int = 400) -> set[tuple[str, str]]:
    return {
        (recognizer.entity, text[match.start : match.end])
        for recognizer in own_recognizers(rules)
        for match in recognizer.find(text)
        if match.score_permille >= least
    }


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("She is 34 years old.", "AGE", "34"),
        ("Age: 61, male", "AGE", "61"),
        ("born on 3 May 1980 in Ipoh", "DATE_OF_BIRTH", "3 May 1980"),
        ("DOB: 1980-05-03", "DATE_OF_BIRTH", "1980-05-03"),
        ("seen at 1.28437, 103.85913", "GEO_COORDINATES", "1.28437, 103.85913"),
        ("IMEI: 490154203237518", "DEVICE_ID", "490154203237518"),
        ("mail mei.tan@intranet.local", "EMAIL_ADDRESS", "mei.tan@intranet.local"),
        ("Gender: female", "GENDER", "female"),
        ("diagnosis: E11.9", "HEALTH_CONDITION", "E11.9"),
        ("an annual salary of $85,000", "FINANCIAL_STATUS", "$85,000"),
        ("my iban is gb82west12345698765432", "IBAN_CODE", "gb82west12345698765432"),
        ("Phone: 72 128 827", "PHONE_NUMBER", "72 128 827"),
        ("WhatsApp +65 9123 4567", "PHONE_NUMBER", "+65 9123 4567"),
        ("password: Tr0ub4dor&3", "PASSWORD", "Tr0ub4dor&3"),
        ("leaked: kim@example.org / W1nter!24", "PASSWORD", "W1nter!24"),
        ("Dear Mdm Siti Rahim,", "PERSON", "Siti Rahim"),
        ("Call Mei Tan back", "PERSON", "Mei Tan"),
        ("-----BEGIN RSA PRIVATE KEY-----", "PRIVATE_KEY", "-----BEGIN RSA PRIVATE KEY-----"),
        ("NRIC S1234567D on file", "SG_NRIC_FIN", "S1234567D"),
        ("lives at 12 Orchard Road", "STREET_ADDRESS", "12 Orchard Road"),
        ("Blk 45 Tampines Street 11 #03-12", "STREET_ADDRESS", "Blk 45 Tampines Street 11 #03-12"),
        ("Singapore 238823", "STREET_ADDRESS", "Singapore 238823"),
        ("Hauptstraße 5", "STREET_ADDRESS", "Hauptstraße 5"),
        ("diagnosed with Type 2 Diabetes in May", "HEALTH_CONDITION", "Type 2 Diabetes"),
        ("a trade union member since 1990", "UNION_MEMBERSHIP", "trade union member"),
        ("has a criminal record", "CRIMINAL_RECORD", "criminal record"),
        ("carries a BRCA1 mutation", "GENETIC_DATA", "BRCA1 mutation"),
        ("Jane Novak, 52, slipped on the stairs", "AGE", "52"),
        ("two children, aged 6 and 11", "AGE", "11"),
        ("68F, short of breath", "AGE", "68"),
        ("retired, 71 years, from Ipoh", "AGE", "71"),
        ("text +52 55 8437 2201 tonight", "PHONE_NUMBER", "+52 55 8437 2201"),
        ("his passport number EX564912 and more", "PASSPORT", "EX564912"),
        ("my driver's license number is 2270-66-1551", "US_DRIVER_LICENSE", "2270-66-1551"),
        ("pension to a/c 30214466871.", "ACCOUNT_NUMBER", "30214466871"),
        ("closed account 889-002-4415 in error", "ACCOUNT_NUMBER", "889-002-4415"),
        ("Patient ID AHC-0933289 was mixed up", "GENERIC_PII_ENTITY", "AHC-0933289"),
        ("MRN 00481932, wound clean", "GENERIC_PII_ENTITY", "00481932"),
        ("employee no. E-40917 locked", "GENERIC_PII_ENTITY", "E-40917"),
        ("left at 17:30 by the back door", "DATE_TIME", "17:30"),
        ("sent 2024-05-03 10:15:00 by mail", "DATE_TIME", "2024-05-03 10:15:00"),
        ("username: mtan88", "USERNAME", "mtan88"),
        ("VIN 1M8GDM9AXKP042788", "VEHICLE_ID", "1M8GDM9AXKP042788"),
    ],
)
def test_found(rules: RecognizerRules, text: str, entity: str, value: str) -> None:
    assert (entity, value) in _found(rules, text)


def test_a_token_with_its_issuers_mark_is_found(rules: RecognizerRules) -> None:
    token = "ghp_" + "a1B2" * 9
    assert ("SECRET_TOKEN", token) in _found(rules, f"export TOKEN={token}")


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("part S1234567A in stock", "SG_NRIC_FIN"),
        ("order 91234567 shipped", "PHONE_NUMBER"),
        ("react@18.2.0 and left-pad@1.3.0", "EMAIL_ADDRESS"),
        ("the password is required", "PASSWORD"),
        ("page 34 of 61", "AGE"),
        ("May 3, 24 pages, of which 2 are blank", "AGE"),
        ("the account was opened in 2019", "ACCOUNT_NUMBER"),
        ("employee of the year 2024", "GENERIC_PII_ENTITY"),
        ("the passport office is closed", "PASSPORT"),
        ("a ratio of 3:2 in 10:15:20:30", "DATE_TIME"),
        ("17:30", "DATE_TIME"),
        ("between 12.5, 103.8 and 14.1", "GEO_COORDINATES"),
        ("room A10.2 is booked", "HEALTH_CONDITION"),
        ("item 4111111111111112", "CREDIT_CARD"),
        ("The Battle of Blenheim", "PERSON"),
        ("VIN 1M8GDM9A1KP042788", "VEHICLE_ID"),
        ("the reunion member list", "UNION_MEMBERSHIP"),
    ],
)
def test_left_alone(rules: RecognizerRules, text: str, entity: str) -> None:
    assert entity not in {found for found, _ in _found(rules, text)}


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_matches_lie_inside_any_text_and_gates_lose_none(rules: RecognizerRules, text: str) -> None:
    digits = sum(map(str.isdigit, text))
    for recognizer in own_recognizers(rules):
        matches = list(recognizer.find(text))
        assert all(0 <= match.start < match.end <= len(text) and 0 < match.score_permille <= 1000 for match in matches)
        assert not matches or digits >= recognizer.digits


@pytest.mark.parametrize(
    "unit",
    [
        "a@",
        "1 ",
        "A ",
        "9",
        "a.",
        "password ",
        "12 Ab ",
        "eyJ",
        "-",
        "Mr A",
        "+65",
        "#",
        "(",
        "dx:",
        "account 1",
        "passport ",
        "+1 ",
        "Ab, 20",
        "1:",
    ],
)
def test_hostile_repetition_takes_no_time(rules: RecognizerRules, unit: str) -> None:
    text = (unit * 2000)[:2000]
    begun = time.process_time()
    for recognizer in own_recognizers(rules):
        list(recognizer.find(text))
    assert time.process_time() - begun < 1.0
