"""A Singapore, a German and a US table, each judged under all four laws."""

from collections.abc import Mapping

import pytest

from support.command import Done, findings, licscan
from support.country_tables import write_tables

# What must be found, column by column.
FOUND = {
    "singapore": {
        "patient_name": {"PERSON"},
        "nric": {"SG_NRIC_FIN"},
        "mobile": {"PHONE_NUMBER"},
        "postal": {"LOCATION"},
        "race": {"ETHNIC_ORIGIN"},
        "diagnosis": {"HEALTH_CONDITION"},
        "visit_date": {"DATE_TIME"},
    },
    "germany": {
        "Vorname": {"PERSON"},
        "Nachname": {"PERSON"},
        "Geburtsdatum": {"DATE_OF_BIRTH"},
        "Steuer-ID": {"DE_TAX_ID"},
        "Konfession": {"RELIGION"},
        "Gehalt": {"FINANCIAL_STATUS"},
        "Straße": {"STREET_ADDRESS"},
        "Gewerkschaft": {"UNION_MEMBERSHIP"},
    },
    "united_states": {
        "first": {"PERSON"},
        "last": {"PERSON"},
        "ssn": {"US_SSN"},
        "email": {"EMAIL_ADDRESS"},
        "dob": {"DATE_OF_BIRTH"},
        "party": {"POLITICAL_OPINION"},
        "orientation": {"SEXUAL_ORIENTATION"},
        "lat": {"GEO_COORDINATES"},
        "lon": {"GEO_COORDINATES"},
        "card": {"CREDIT_CARD", "ACCOUNT_WITH_CREDENTIAL"},
        "cvv": {"PASSWORD"},
    },
}

# Rules that what is in the table alone brings up, and rules that nothing in it can bring up.
SPECIAL = {"gdpr/special", "cdpa/sensitive", "ccpa/limit", "gdpr/national-number"}
CREDENTIALS = {"gdpr/credentials", "pdpa/credentials", "ccpa/credentials", "cdpa/credentials"}
OPEN = {
    "singapore": SPECIAL | {"pdpa/nric"},
    "germany": SPECIAL,
    "united_states": SPECIAL | CREDENTIALS | {"cdpa/geolocation-sale"},
}
ABSENT = {
    "singapore": CREDENTIALS | {"cdpa/geolocation-sale", "gdpr/criminal"},
    "germany": CREDENTIALS | {"cdpa/geolocation-sale", "gdpr/criminal", "pdpa/nric"},
    "united_states": {"pdpa/nric", "gdpr/criminal"},
}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    folder = tmp_path_factory.mktemp("countries")
    write_tables(folder)
    return licscan("pii", ".", "--purpose", "commercial", "--as-of", "2026-11-23", "-o", "json", folder=folder)


def _rules(audit: Mapping[str, object], table: str) -> set[str]:
    decisions = audit["decisions"]
    assert isinstance(decisions, list)
    return {
        each["rule"]
        for each in decisions
        if each["subject"] == f"file:{table}.csv" and each["status"] in {"open", "open_assumed"}
    }


@pytest.mark.parametrize("table", sorted(FOUND))
def test_each_column_is_found_as_what_the_law_calls_it(done: Done, table: str) -> None:
    found: dict[str, set[str]] = {}
    for each in findings(done.audit, "personal_data"):
        if each["subject"] == f"file:{table}.csv":
            found.setdefault(str(each["field"]), set()).add(str(each["entity"]))
    assert found == FOUND[table]


@pytest.mark.parametrize("table", sorted(FOUND))
def test_each_table_is_judged_by_all_four_laws(done: Done, table: str) -> None:
    rules = _rules(done.audit, table)
    assert {rule.partition("/")[0] for rule in rules} == {"ccpa", "cdpa", "gdpr", "pdpa"}
    assert rules >= OPEN[table]
    assert not rules & ABSENT[table]


def test_problems_are_told_by_the_exit_code(done: Done) -> None:
    assert done.code == 1
