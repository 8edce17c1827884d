"""National numbers: invented ones, or those that the states print as specimens."""

import random
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.scanners.personal_data.recognizers.checksums import mod11_10, verhoeff
from licscan.scanners.personal_data.recognizers.national import NATIONAL
from licscan.scanners.personal_data.recognizers.national.number import WEAK


def _score(entity: str, text: str) -> int:
    return max(
        (match.score_permille for each in NATIONAL if each.entity == entity for match in each.find(text)), default=0
    )


CHECKED = {
    "AE_EMIRATES_ID": "784-1980-1234567-8",
    "AR_CUIT": "20-05536168-2",
    "AT_SVNR": "1237 010180",
    "BE_NATIONAL_NUMBER": "85.07.30-033.28",
    "BG_EGN": "7523169263",
    "BR_CNPJ": "16.727.230/0001-97",
    "BR_CPF": "390.533.447-05",
    "CH_AHV": "756.9217.0769.85",
    "CL_RUT": "12.531.909-2",
    "CN_RESIDENT_ID": "11010519491231002X",
    "CY_TIC": "00123123T",
    "CZ_RODNE_CISLO": "710319/2745",
    "DE_TAX_ID": "36 574 261 809",
    "DK_CPR": "211062-5629",
    "EE_ISIKUKOOD": "36805280109",
    "ES_CIF": "A13585625",
    "FR_NIR": "2 95 10 99 126 111 93",
    "FR_SPI": "30 23 217 600 053",
    "GR_AMKA": "01013099997",
    "HK_HKID": "A123456(3)",
    "HR_OIB": "33392005961",
    "HU_PERSONAL_ID": "1-890512-1232",
    "HU_TAX_ID": "8071592153",
    "IE_PPSN": "6433435F",
    "IS_KENNITALA": "120174-3399",
    "JP_MY_NUMBER": "1234 5678 9018",
    "LT_ASMENS_KODAS": "33309240064",
    "LU_MATRICULE": "1893120105732",
    "LV_PERSONAS_KODS": "161175-19997",
    "MX_CURP": "BOXW310820HNERXN09",
    "MX_RFC": "GODE561231GR8",
    "NL_BSN": "1112.22.333",
    "NO_FODSELSNUMMER": "151086 95088",
    "PL_PESEL": "44051401359",
    "PT_NIF": "123456789",
    "RO_CNP": "1630615123457",
    "SI_EMSO": "0101006500006",
    "TW_NATIONAL_ID": "A123456789",
    "UK_NHS": "943 476 5870",
}
"""A number of every state whose check says enough for a whole column."""

ASKED_FOR = {
    "AR_DNI": "30.123.456",
    "CO_CEDULA": "1.020.345.678",
    "CO_NIT": "213.123.432-1",
    "EC_CEDULA": "171430710-3",
    "GR_AFM": "094259216",
    "HU_TAJ": "111 222 334",
    "ID_NIK": "3171011708450001",
    "IL_ID_NUMBER": "39337423",
    "KE_NATIONAL_ID": "23456789",
    "MT_ID": "0123456M",
    "NG_BVN": "22123456789",
    "NZ_IRD": "49-091-850",
    "NZ_NHI": "ZAC5361",
    "PE_DNI": "10117410",
    "PH_PHILSYS": "1234-5678-9012-3456",
    "PH_SSS": "34-1234567-8",
    "PK_CNIC": "42201-1234567-1",
    "SA_NATIONAL_ID": "1000000008",
    "UY_CEDULA": "1.234.567-2",
    "VN_CCCD": "001090123456",
}
"""Numbers that many other codes look like: only a header, or words before them, make them count."""


@pytest.mark.parametrize(("entity", "number"), sorted(CHECKED.items()))
def test_a_number_that_checks_is_found_inside_a_sentence(entity: str, number: str) -> None:
    assert _score(entity, f"Our reference: {number}, thank you.") >= 500


@pytest.mark.parametrize(("entity", "number"), sorted(CHECKED.items()))
def test_a_number_with_a_wrong_digit_needs_to_be_asked_for(entity: str, number: str) -> None:
    last = max(place for place, character in enumerate(number) if character.isdigit())
    last -= entity == "IS_KENNITALA"  # its last digit is the century
    changed = [number[:last] + digit + number[last + 1 :] for digit in "0123456789" if digit != number[last]]
    weak = [_score(entity, wrong) <= 300 for wrong in changed]
    # One digit of ten, or one remainder of eleven, can stand for two.
    assert sum(weak) >= len(changed) - 1


@pytest.mark.parametrize(("entity", "number"), sorted(ASKED_FOR.items()))
def test_a_number_without_a_telling_check_is_found_weakly(entity: str, number: str) -> None:
    if entity == "IL_ID_NUMBER":
        number = f"0{number}"
    assert WEAK <= _score(entity, number) < 400


def test_every_number_has_an_example() -> None:
    assert {each.entity for each in NATIONAL} == {*CHECKED, *ASKED_FOR, "MY_MYKAD", "EG_NATIONAL_ID"}


def test_a_malaysian_number_counts_in_its_written_form() -> None:
    assert _score("MY_MYKAD", "IC 880214-14-5566") >= 500
    assert _score("MY_MYKAD", "880214145566") < 400
    assert _score("MY_MYKAD", "881314-14-5566") == WEAK  # no thirteenth month
    assert _score("MY_MYKAD", "880214-00-5566") == WEAK  # no such state


def test_an_egyptian_number_needs_a_date_and_a_governorate() -> None:
    assert _score("EG_NATIONAL_ID", "29001011234567") >= 400
    assert _score("EG_NATIONAL_ID", "29013011234567") == WEAK


def test_special_series() -> None:
    assert _score("NO_FODSELSNUMMER", "51086995055") in {WEAK, 800}
    assert _score("BE_NATIONAL_NUMBER", "00.01.01-001.05") >= 500  # born in 2000: a 2 stands before the nine digits
    assert _score("FR_NIR", "1 85 05 2A 123 456 " + f"{97 - int('1850519123456') % 97:02d}") >= 900
    assert _score("NZ_NHI", "ALU18KZ") == 300
    assert _score("BR_CNPJ", "12.ABC.345/01DE-35") >= 700
    assert _score("LV_PERSONAS_KODS", _completed("LV_PERSONAS_KODS", "32123456789")) >= 500


def _completed(entity: str, number: str) -> str:
    """The number with the last digit that checks."""
    return next(number[:-1] + digit for digit in "0123456789" if _score(entity, number[:-1] + digit) > WEAK)


@pytest.mark.parametrize(
    "text", ["id-12345678909", "390.533.447-05.12", "x39053344705", "39053344705.5", "7.39053344705"]
)
def test_a_part_of_a_longer_code_is_no_number(text: str) -> None:
    assert _score("BR_CPF", text) == 0


@pytest.mark.parametrize("entity", ["BR_CPF", "HR_OIB", "NL_BSN", "UK_NHS", "PL_PESEL", "DE_TAX_ID"])
def test_one_digit_over_and_over_is_no_number(entity: str) -> None:
    for length in (9, 10, 11):
        for digit in "0123456789":
            assert _score(entity, digit * length) <= WEAK


_TIERS = ((900, 2000), (850, 2000), (800, 300), (700, 80), (600, 30), (500, 9))


@pytest.mark.parametrize("each", [one for one in NATIONAL if one.check is not None], ids=lambda one: one.entity)
def test_a_score_says_how_rarely_random_digits_pass(each: object) -> None:
    from licscan.scanners.personal_data.recognizers.national.number import NationalNumber

    assert isinstance(each, NationalNumber)
    chance = random.Random(3)  # noqa: S311
    scores = []
    for _ in range(12_000):
        text = "".join(chance.choice("0123456789") for _ in range(max(each.digits, 7)))
        scores += [match.score_permille for match in each.find(text)]
    for score, times in _TIERS:
        # Half of the promise is granted to chance.
        assert sum(one >= score for one in scores) <= max(12_000 * 2 / times, 6)


@given(st.text(alphabet="0123456789", min_size=2, max_size=20))
def test_each_number_has_one_check_digit(head: str) -> None:
    for check in (verhoeff, mod11_10):
        assert sum(check(head + digit) for digit in "0123456789") == 1


@given(st.text(alphabet="0123456789-./ ABKX()", max_size=60))
def test_no_text_breaks_a_check(text: str) -> None:
    for each in NATIONAL:
        for match in each.find(text):
            assert 0 <= match.start < match.end <= len(text)
            assert WEAK <= match.score_permille <= 1000


@pytest.mark.parametrize("unit", ["1", "1-", "1 ", "12.", "A1", "1/", "22 33 ", "AAAA000101"])
def test_hostile_cells_take_linear_time(unit: str) -> None:
    text = (unit * 2000)[:2000]
    start = time.perf_counter()
    for each in NATIONAL:
        list(each.find(text))
    assert time.perf_counter() - start < 1


def test_names_are_those_of_presidio_s_kind() -> None:
    assert all(re.fullmatch(r"[A-Z]{2}(?:_[A-Z]+)+", each.entity) for each in NATIONAL)
