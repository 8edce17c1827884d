import importlib
import ipaddress
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def people_module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "examples"))
    return importlib.import_module("synthetic_people")


@pytest.fixture
def values(make_data: ModuleType) -> dict[str, set[str]]:
    """All planted values by kind."""
    by_entity: dict[str, set[str]] = {}
    for group in make_data.planted():
        by_entity.setdefault(group.entity, set()).update(group.values)
    return by_entity


def luhn_holds(number: str) -> bool:
    digits = [int(d) for d in reversed(number.replace(" ", ""))]
    return sum(digits[0::2] + [sum(divmod(2 * d, 10)) for d in digits[1::2]]) % 10 == 0


def test_the_word_lists_are_long_and_have_no_repeats(people_module: ModuleType) -> None:
    for words in (people_module.FIRST_NAMES, people_module.LAST_NAMES):
        assert len(words) == len(set(words)) >= 150


@pytest.mark.parametrize(("digits", "check"), [("7992739871", "3"), ("411111111111111", "1"), ("37828224631000", "5")])
def test_luhn_digit_agrees_with_published_numbers(people_module: ModuleType, digits: str, check: str) -> None:
    assert people_module.luhn_digit(digits) == check


@pytest.mark.parametrize(
    ("prefix", "digits", "letter"), [("S", "0000001", "I"), ("S", "1234567", "D"), ("T", "0000001", "E")]
)
def test_nric_letter_agrees_with_published_numbers(
    people_module: ModuleType, prefix: str, digits: str, letter: str
) -> None:
    assert people_module.nric_letter(prefix, digits) == letter


def test_card_numbers_pass_the_check_and_belong_to_test_series(
    people_module: ModuleType, values: dict[str, set[str]]
) -> None:
    for number in values["CREDIT_CARD"]:
        assert luhn_holds(number)
        assert number.replace(" ", "").startswith(people_module.CARD_SERIES)


def test_bank_accounts_pass_the_check_of_iso_13616_at_banks_that_do_not_exist(values: dict[str, set[str]]) -> None:
    lengths = {"DE": 22, "FR": 27, "SE": 24}
    for account in values["IBAN_CODE"]:
        turned = account[4:] + account[:4]
        assert int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
        assert len(account) == lengths[account[:2]]
        assert account[4:].startswith("000")


def test_identity_numbers_belong_to_people_who_are_not_born_yet(
    people_module: ModuleType, values: dict[str, set[str]]
) -> None:
    for number in values["SG_NRIC_FIN"]:
        assert re.fullmatch(r"T[6-9]\d{6}[A-Z]", number)
        assert number[-1] == people_module.nric_letter("T", number[1:-1])


def test_social_security_numbers_stand_in_areas_that_are_never_issued(values: dict[str, set[str]]) -> None:
    for number in values["US_SSN"]:
        assert re.fullmatch(r"9\d\d-[1-4]\d-\d{4}", number)


def test_addresses_on_the_net_lead_nowhere(values: dict[str, set[str]]) -> None:
    nowhere = [
        ipaddress.ip_network(block) for block in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15")
    ]
    for address in values["IP_ADDRESS"]:
        assert any(ipaddress.ip_address(address) in block for block in nowhere)
    for mail in values["EMAIL_ADDRESS"]:
        assert re.fullmatch(r"[a-z0-9.]+@([a-z]+\.)?example\.(com|org|net)", mail)
    for device in values["MAC_ADDRESS"]:
        assert int(device[:2], 16) & 2, "locally administered, so no maker's"


def test_telephone_numbers_stand_in_ranges_for_fiction(values: dict[str, set[str]]) -> None:
    shapes = (
        r"(\(\d{3}\) |\+1 \d{3} |\d{3}-)555[- ]01\d\d",
        r"\+65 [689]555 01\d\d",
        r"\+49 30 23125 \d{3}",
        r"\+33 1 99 00 \d\d \d\d",
        r"\+46 8 465 004 \d\d",
    )
    for number in values["PHONE_NUMBER"]:
        assert any(re.fullmatch(shape, number) for shape in shapes)
