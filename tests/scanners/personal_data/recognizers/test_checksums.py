import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.scanners.personal_data.recognizers.checksums import luhn, mod97, nric, singapore_plate, vin


@pytest.mark.parametrize("number", ["4111 1111 1111 1111", "5555-5555-5555-4444", "378282246310005"])
def test_test_numbers_of_card_issuers_check(number: str) -> None:
    assert luhn(number)


@given(st.text(alphabet="0123456789", min_size=12, max_size=19).filter(lambda text: any(map(int, text))))
def test_a_changed_digit_breaks_a_card_number(head: str) -> None:
    right = [digit for digit in "0123456789" if luhn(head + digit)]
    assert len(right) == 1


def test_zeros_are_no_number() -> None:
    assert not luhn("0000 0000 0000 0000")
    assert not luhn("")


@pytest.mark.parametrize("number", ["S1234567D", "s1234567d", "T1234567J", "F1234567N", "G1234567X", "M1234567K"])
def test_check_letters_of_every_series(number: str) -> None:
    assert nric(number)


@given(st.sampled_from("STFGM"), st.integers(0, 9_999_999))
def test_each_number_has_one_check_letter(series: str, number: int) -> None:
    right = [letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if nric(f"{series}{number:07d}{letter}")]
    assert len(right) == 1


@pytest.mark.parametrize("text", ["", "S123456D", "X1234567D", "S12345678", "S12a4567D"])
def test_other_forms_are_no_identity_number(text: str) -> None:
    assert not nric(text)


def test_iban_examples_of_the_registry_check_in_any_case() -> None:
    assert mod97("GB82 WEST 1234 5698 7654 32")
    assert mod97("gb82west12345698765432")
    assert not mod97("GB83 WEST 1234 5698 7654 32")
    assert not mod97("GB82")


def test_vehicle_numbers() -> None:
    assert vin("1M8GDM9AXKP042788")
    assert not vin("1M8GDM9A1KP042788")
    assert not vin("1M8GDM9AXKP04278")
    assert singapore_plate("SBA", "1234", "G")
    assert not singapore_plate("SBA", "1234", "H")
