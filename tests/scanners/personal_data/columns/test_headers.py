import pytest

from licscan.scanners.personal_data.columns.headers import Headers, Hint, words
from licscan.scanners.personal_data.rules import RecognizerRules


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("PatientNames_2", ("patient", "name", "2")),
        ("dateOfBirth", ("date", "of", "birth")),
        ("E-Mail", ("e", "mail")),
        ("/contact/phoneNumber", ("contact", "phone", "number")),
        ("Teléfono", ("telefono",)),
        ("address", ("address",)),
        ("", ()),
    ],
)
def test_headers_come_apart_into_words(name: str, expected: tuple[str, ...]) -> None:
    assert words(name) == expected


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("full_name", "PERSON"),
        ("customerEmails", "EMAIL_ADDRESS"),
        ("dateofbirth", "DATE_OF_BIRTH"),
        ("DOB", "DATE_OF_BIRTH"),
        ("nric_no", "SG_NRIC_FIN"),
        ("Mobile", "PHONE_NUMBER"),
        ("cc_number", "CREDIT_CARD"),
        ("/patient/diagnosis", "HEALTH_CONDITION"),
        ("religion", "RELIGION"),
        ("api_key", "SECRET_TOKEN"),
        ("cust_nm", "PERSON"),
        ("BorrowerName", "PERSON"),
        ("custname", "PERSON"),
        ("tel_no", "PHONE_NUMBER"),
        ("eml", "EMAIL_ADDRESS"),
        ("BDATE", "DATE_OF_BIRTH"),
        ("Geburtstag", "DATE_OF_BIRTH"),
        ("fecha_nac", "DATE_OF_BIRTH"),
        ("jantina", "GENDER"),
        ("Cognome", "PERSON"),
        ("氏名", "PERSON"),
        ("Adres zamieszkania", "STREET_ADDRESS"),
        ("Konfession", "RELIGION"),
        ("yrs", "AGE"),
        ("Fødd", "DATE_OF_BIRTH"),
        ("Płeć", "GENDER"),
        ("tgl_lhr", "DATE_OF_BIRTH"),
        ("NATO_IL", "DATE_OF_BIRTH"),
        ("ceptel", "PHONE_NUMBER"),
        ("remote_user", "USERNAME"),
        ("RACE_CD", "ETHNIC_ORIGIN"),
        ("GdB", "HEALTH_CONDITION"),
        ("Nebendiagnosen_2", "HEALTH_CONDITION"),
        ("Religionsbek.", "RELIGION"),
        ("sindicalizados", "UNION_MEMBERSHIP"),
        ("Fam.stand", "MARITAL_STATUS"),
        ("medeni hal", "MARITAL_STATUS"),
        ("rs1234567", "GENETIC_DATA"),
        ("iris_tmpl", "BIOMETRIC_ID"),
        ("aufenthaltsgrund", "IMMIGRATION_STATUS"),
    ],
)
def test_headers_ask_clearly(rules: RecognizerRules, name: str, entity: str) -> None:
    assert Headers(rules).hints(name)[entity] is Hint.CLEAR


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("common_name", "PERSON"),
        ("product name", "PERSON"),
        ("duplicate", "US_DRIVER_LICENSE"),
        ("page", "AGE"),
        ("average_age", "AGE"),
        ("password_hash", "PASSWORD"),
        ("ip_address", "STREET_ADDRESS"),
        ("phone_model", "PHONE_NUMBER"),
        ("screen_orientation", "SEXUAL_ORIENTATION"),
        ("yrs_of_service", "AGE"),
        ("median", "HEALTH_CONDITION"),
        ("chosen", "HEALTH_CONDITION"),
        ("carrier", "GENETIC_DATA"),
        ("gender_pred", "GENDER"),
        ("invalid", "HEALTH_CONDITION"),
    ],
)
def test_headers_that_only_look_like_it_do_not_ask(rules: RecognizerRules, name: str, entity: str) -> None:
    assert entity not in Headers(rules).hints(name)


def test_a_name_alone_asks_softly_and_running_text_asks_for_nothing(rules: RecognizerRules) -> None:
    assert Headers(rules).hints("name")["PERSON"] is Hint.MAYBE
    assert Headers(rules).hints(None) == {}


@pytest.mark.parametrize("name", ["column 3", "V1", "field_12", "x7", "Unnamed: 0", "12"])
def test_a_name_that_says_nothing_speaks_neither_for_nor_against(rules: RecognizerRules, name: str) -> None:
    headers = Headers(rules)
    assert (headers.hints(name), headers.contrary(name)) == ({}, frozenset())
