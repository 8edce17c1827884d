"""Secrets, devices, places, wallets and codes in texts."""

import time
from collections.abc import Iterator
from hashlib import sha256

import pytest

from licscan.scanners.personal_data.recognizers.account_code import AccountWithCode
from licscan.scanners.personal_data.recognizers.clinical_code import ClinicalCode
from licscan.scanners.personal_data.recognizers.connection_string import ConnectionString
from licscan.scanners.personal_data.recognizers.cookie import CookieId
from licscan.scanners.personal_data.recognizers.coordinates import Coordinates
from licscan.scanners.personal_data.recognizers.crypto_wallet import CryptoWallet
from licscan.scanners.personal_data.recognizers.device import DeviceId
from licscan.scanners.personal_data.recognizers.genotype import Genotype
from licscan.scanners.personal_data.recognizers.interface import ValueRecognizer
from licscan.scanners.personal_data.recognizers.ip_address import IpAddress

_ALL: tuple[ValueRecognizer, ...] = (
    AccountWithCode(),
    ClinicalCode(),
    ConnectionString(),
    CookieId(),
    Coordinates(),
    CryptoWallet(),
    DeviceId(),
    Genotype(),
    IpAddress(),
)


def _found(text: str, least: int = 400) -> Iterator[tuple[str, str]]:
    for each in _ALL:
        for match in each.find(text):
            if match.score_permille >= least:
                yield each.entity, text[match.start : match.end]


_KEY = "wJalrXUtnFEMIK7MDENGbPxRfiCYzQ9aB3cD5eF7"


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("from 203.0.113.7 at noon", "IP_ADDRESS", "203.0.113.7"),
        ("peer 2001:db8::7 left", "IP_ADDRESS", "2001:db8::7"),
        ("_ga=GA1.2.1033501218.1368477899;", "COOKIE_ID", "GA1.2.1033501218.1368477899"),
        ("fb.1.1596403881668.1116446470", "COOKIE_ID", "fb.1.1596403881668.1116446470"),
        ("Cookie: PHPSESSID=298zf09hf012fh2csrv", "COOKIE_ID", "298zf09hf012fh2csrv"),
        ("postgres://app:s3cretPw@db.local:5432/main", "SECRET_TOKEN", "s3cretPw"),
        (f"AWS_SECRET_ACCESS_KEY={_KEY}", "SECRET_TOKEN", _KEY),
        (f"AccountKey={_KEY};EndpointSuffix=core", "SECRET_TOKEN", _KEY),
        ("token whsec_" + "a1B2" * 8, "SECRET_TOKEN", "whsec_" + "a1B2" * 8),
        ("card 4111 1111 1111 1111 exp 04/29 CVV: 123", "ACCOUNT_WITH_CREDENTIAL", "CVV"),
        ("account no. 12345678, PIN: 4821", "ACCOUNT_WITH_CREDENTIAL", "PIN"),
        ("sent to 0x52908400098527886E0F7030069857D2E4169EE7", "CRYPTO", "0x52908400098527886E0F7030069857D2E4169EE7"),
        ("rs429358(C;T)", "GENETIC_DATA", "rs429358(C;T)"),
        ("carries BRCA1 c.68_69delAG", "GENETIC_DATA", "BRCA1 c.68_69delAG"),
        ("POINT (103.85913 1.28437)", "GEO_COORDINATES", "POINT (103.85913 1.28437)"),
        ('{"type":"Point","coordinates":[103.85913,1.28437]}', "GEO_COORDINATES", '"coordinates":[103.85913,1.28437]'),
        ("at 1°17'03.7\"N 103°51'32.9\"E", "GEO_COORDINATES", "1°17'03.7\"N 103°51'32.9\"E"),
        ("meet at 6PH57VM5+QM", "GEO_COORDINATES", "6PH57VM5+QM"),
        ("lat: 1.28437, lon: 103.85913", "GEO_COORDINATES", "lat: 1.28437, lon: 103.85913"),
        ("///filled.count.soap", "GEO_COORDINATES", "///filled.count.soap"),
        ("ICD-9: 250.00", "HEALTH_CONDITION", "250.00"),
        ("SNOMED CT 44054006", "HEALTH_CONDITION", "44054006"),
        ("ATC: A10BA02", "HEALTH_CONDITION", "A10BA02"),
        ("blood group: O+", "HEALTH_CONDITION", "O+"),
        ("android_id=9774d56d682e549c", "DEVICE_ID", "9774d56d682e549c"),
        ("IDFA: 6D92078A-8246-4BA4-AE5B-76104861E7DC", "DEVICE_ID", "6D92078A-8246-4BA4-AE5B-76104861E7DC"),
    ],
)
def test_found(text: str, entity: str, value: str) -> None:
    assert (entity, value) in set(_found(text))


def _base58(raw: bytes) -> str:
    alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    number, text = int.from_bytes(raw + sha256(sha256(raw).digest()).digest()[:4], "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = alphabet[rest] + text
    return text


@pytest.mark.parametrize("version", [0x30, 0x1E, 0x41, 0x4C])
def test_a_wallet_counts_where_its_checksum_is_right(version: int) -> None:
    address = _base58(bytes([version]) + b"\x11" * 20)
    assert ("CRYPTO", address) in set(_found(f"pay {address}"))
    assert not list(_found(f"pay {address[:-1]}{'2' if address[-1] != '2' else '3'}"))


@pytest.mark.parametrize(
    "text",
    [
        "version 1.2.3.4 of the library",
        "Chrome/98.0.4758.102",
        "listens on 127.0.0.1 and ::1",
        "0.0.0.0 or 255.255.255.0 as mask",
        "10.0.0.7 behind the router",  # of a private network: only where it is asked for
        "at 12:30:45 or 08:15",
        "https://example.org/a:b",
        "postgres://user:${PASSWORD}@db/main",
        "API_KEY=your_api_key_goes_here",
        "the rs429358 locus",
        "order 4111 1111 1111 1112 CVV 123",
        "0x0000000000000000000000000000000000000000",
        "POINT (103 1)",
        "f47ac10b-58cc-4372-a567-0e02b2c3d479",
        "d41d8cd98f00b204e9800998ecf8427e",
        "C++ and 6PH5+2",
        "S/N ratio of 12",
        "u4pruydqqvj",
    ],
)
def test_left_alone(text: str) -> None:
    assert not list(_found(text))


@pytest.mark.parametrize(
    "unit",
    [
        "1.",
        ":1",
        "://a:",
        "4111 ",
        "lat: 1.",
        "A_",
        "rs1",
        "icd ",
        "1°1'",
        "session_id=",
        "POINT(",
        "L1",
        "a.",
        "x@",
        "account 1",
    ],
)
def test_hostile_cells_take_linear_time(unit: str) -> None:
    text = (unit * 2000)[:2000]
    start = time.perf_counter()
    for each in _ALL:
        list(each.find(text))
    assert time.perf_counter() - start < 1
