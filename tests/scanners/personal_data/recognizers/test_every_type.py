"""No entity type that nobody looks for: a column of each, in one table, is found for what it is."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

from licscan.model.finding import PersonalDataFinding
from licscan.scanners.interface import Observation, RecognizersRun
from licscan.scanners.personal_data.recognizers import own_recognizers
from licscan.scanners.personal_data.rules import RecognizerRules
from licscan.scanners.personal_data.scan import entities_looked_for

Write = Callable[..., object]
Scan = Callable[[], list[Observation]]

# Header and value for every category of the vocabulary that is found in cells: what a table of that kind holds.
_COLUMNS = {
    "account_with_code": ("card_number", "4111 1111 1111 1111"),  # beside the password below
    "bank_account": ("iban", "GB82WEST12345698765432"),
    "biometric": ("fingerprint_template", "Rk1SACAyMAAAAADkAA=="),
    "birth_date": ("date_of_birth", "1980-05-03"),
    "business_id": ("cnpj", "16.727.230/0001-97"),
    "child": ("is_minor", "yes"),
    "coarse_location": ("street_address", "12 Orchard Road"),
    "credentials": ("password", "Tr0ub4dor&3"),
    "criminal_record": ("prior_conviction", "burglary"),
    "crypto_wallet": ("wallet_address", "0x52908400098527886E0F7030069857D2E4169EE7"),
    "driver_license": ("driving_licence", "MORGA657054SM9IJ"),
    "email": ("email", "ana.lim@example.org"),
    "ethnic_origin": ("ethnicity", "Hispanic"),
    "finances": ("annual_income", "85000"),
    "gender": ("gender", "female"),
    "genetic": ("genotype", "rs429358(C;T)"),
    "health": ("diagnosis", "type 2 diabetes"),
    "health_id": ("nhs_number", "943 476 5870"),
    "immigration_status": ("visa_status", "work permit"),
    "name": ("full_name", "Grace Tan"),
    "national_id": ("bsn", "111222333"),
    "nationality": ("nationality", "Singaporean"),
    "neural": ("eeg", "0.1;0.4;0.9"),
    "online_id": ("ip_address", "203.0.113.7"),
    "passport": ("passport_number", "533380006"),
    "payment_card": ("card_number", "4111 1111 1111 1111"),
    "phone": ("phone", "+65 9123 4567"),
    "political_opinion": ("political_party", "Democrat"),
    "precise_location": ("gps", "1.28437, 103.85913"),
    "private_message": ("message_text", "see you at eight"),
    "professional_id": ("npi", "1234567893"),
    "religion": ("religion", "Buddhist"),
    "reproductive_health": ("pregnant", "yes"),
    "sex_life": ("sexual_history", "two partners"),
    "sexual_orientation": ("sexual_orientation", "bisexual"),
    "sg_national_id": ("nric", "S1234567D"),
    "social_security": ("ssn", "219-09-9999"),
    "tax_id": ("steuer_id", "36574261809"),
    "union_membership": ("union_member", "yes"),
    "vehicle_id": ("vin", "1M8GDM9AXKP042788"),
}


def _categories(folder: Path) -> dict[str, list[str]]:
    vocabulary = tomllib.loads((folder / "vocabulary.toml").read_text(encoding="utf-8"))
    return {name: category["detects"] for name, category in vocabulary["category"].items()}


def test_a_column_of_every_category_is_found_as_such(write: Write, scan: Scan, rules_folder: Path) -> None:
    columns = dict(_COLUMNS.values())
    write("all.csv", list(columns), [list(columns.values())] * 30)
    found: dict[str, set[str]] = {}
    for each in scan():
        if isinstance(each, PersonalDataFinding) and each.field is not None:
            found.setdefault(each.field, set()).add(each.entity)
    categories = _categories(rules_folder)
    missed = {
        category
        for category, (header, _) in _COLUMNS.items()
        if found.get(header, set()).isdisjoint(categories[category])
    }
    assert missed == set()


def test_an_account_beside_its_code_in_one_cell_is_said_once(write: Write, scan: Scan) -> None:
    note = "caller read out card 4111 1111 1111 1111 exp 04/29 CVV: 123 and asked us to charge it once more today"
    write("calls.csv", ["call_note"], [[note]] * 5)
    found = [each.entity for each in scan() if isinstance(each, PersonalDataFinding)]
    assert found.count("ACCOUNT_WITH_CREDENTIAL") == 1
    assert "CREDIT_CARD" in found


def test_the_audit_says_what_was_looked_for(write: Write, scan: Scan, rules: RecognizerRules) -> None:
    write("a.csv", ["n"], [["1"]])
    (run,) = [each for each in scan() if isinstance(each, RecognizersRun)]
    assert run.entities == entities_looked_for(rules.entities)
    assert {each.entity for each in own_recognizers(rules)} <= set(run.entities)


def test_every_own_type_stands_in_the_vocabulary_and_is_judged(rules: RecognizerRules, rules_folder: Path) -> None:
    named = {entity for entities in _categories(rules_folder).values() for entity in entities}
    for each in own_recognizers(rules):
        assert each.entity in named
        assert each.entity in rules.entities


def test_a_number_that_many_codes_look_like_is_found_under_its_header(write: Write, scan: Scan) -> None:
    columns = {
        "teudat_zehut": "039337423",
        "IRD number": "49-091-850",
        "nik": "3171011708450001",
        "cedula": "1.020.345.678",
        "cccd": "001090123456",
        "huduma_number": "23456789",
        "nhi": "ZAC5361",
        "fødselsnummer": "15108695089",  # its check is wrong: under this header it is one all the same
    }
    write("ids.csv", list(columns), [list(columns.values())] * 30)
    found = {each.field for each in scan() if isinstance(each, PersonalDataFinding)}
    assert found == set(columns)


def test_the_page_names_every_type(rules: RecognizerRules) -> None:
    page = Path(__file__).parents[4].joinpath("docs", "recognizers.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", page, re.MULTILINE))
    assert listed == set(entities_looked_for(rules.entities))
