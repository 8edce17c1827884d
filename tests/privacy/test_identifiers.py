"""The numbers that the laws name are found in small tables, and ordinary tables stay clean."""

import csv
import hashlib
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from support.command import Done, findings, licscan
from support.identifiers import COUNTRIES, NATIONAL, NETWORKS, card, iban, nric

Rows = Sequence[Sequence[object]]
ROWS = 30


def tables() -> dict[str, tuple[str, str, list[str]]]:
    """Table -> entity type, header, values; behind `coded` the header says nothing."""
    chance = random.Random(11)  # noqa: S311
    made: dict[str, tuple[str, str, list[str]]] = {}
    for entity, (make, header) in NATIONAL.items():
        values = [make(chance) for _ in range(ROWS)]
        made[f"named-{entity}"] = (entity, header, values)
        if entity != "US_ITIN":  # without its name it cannot be told from an SSN
            made[f"coded-{entity}"] = (entity, "field_c", values)
    for series in "STFGM":
        made[f"nric-{series}"] = ("SG_NRIC_FIN", "field_c", [nric(chance, series) for _ in range(ROWS)])
    for country in COUNTRIES:
        made[f"iban-{country}"] = ("IBAN_CODE", "field_c", [iban(chance, country) for _ in range(ROWS)])
    for number, network in enumerate(NETWORKS):
        cards = [card(chance, network) for _ in range(ROWS)]
        made[f"card-{number}"] = ("CREDIT_CARD", "field_c", cards)
        grouped = [f"{one[:4]} {one[4:8]} {one[8:12]} {one[12:]}" for one in cards]
        if len(cards[0]) == 16:
            made[f"card-grouped-{number}"] = ("CREDIT_CARD", "field_c", grouped)
    return made


TABLES = tables()


def write(folder: Path, name: str, header: Sequence[str], rows: Rows) -> None:
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(rows)


def pii(folder: Path) -> Done:
    return licscan("pii", ".", "--offline", "-v", "-o", "json", folder=folder)


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> Done:
    folder = tmp_path_factory.mktemp("numbers")
    for name, (_, header, values) in TABLES.items():
        rows = [[index, "green" if index % 3 else "blue", value] for index, value in enumerate(values)]
        write(folder, name, ("order_no", "color", header), rows)
    return pii(folder)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_column_of_numbers_of_persons_is_found(numbers: Done, name: str) -> None:
    entity, header, _ = TABLES[name]
    found = [one for one in findings(numbers.audit, "personal_data") if one["subject"] == f"file:{name}.csv"]
    assert (header, entity) in {(one["field"], one["entity"]) for one in found}
    assert {one["field"] for one in found} == {header}, "the other columns stay clean"


def test_no_number_and_no_hash_of_one_comes_out(numbers: Done) -> None:
    shown = numbers.out + numbers.err
    for _, _, values in TABLES.values():
        for value in values:
            raw = value.encode()
            plain = (hashlib.new(name, raw).hexdigest() for name in ("md5", "sha1", "sha256"))
            assert not [form for form in (value, raw.hex(), *plain) if form in shown]


def _ordinary() -> dict[str, tuple[Sequence[str], Callable[[random.Random, int], Sequence[object]]]]:
    def digits(chance: random.Random, count: int) -> str:
        return "".join(str(chance.randrange(10)) for _ in range(count))

    return {
        "prices": (
            ("item", "price", "currency", "total"),
            lambda r, _: (r.choice(("bolt", "nut")), f"{r.uniform(1, 900):.2f}", "EUR", f"{r.uniform(1, 90_000):.2f}"),
        ),
        "ratings": (
            ("product_id", "rating", "votes", "verified"),
            lambda r, _: (r.randrange(10**6, 10**7), r.randrange(1, 6), r.randrange(300), r.choice("YN")),
        ),
        "sensors": (
            ("timestamp", "sensor", "temperature", "pressure", "ticks"),
            lambda r, k: (
                f"2024-03-{k % 28 + 1:02d}T10:{k % 60:02d}:00Z",
                f"s{r.randrange(9)}",
                f"{r.gauss(20, 5):.4f}",
                f"{r.uniform(980, 1040):.5f}",
                r.randrange(10**5, 10**9),
            ),
        ),
        "skus": (
            ("sku", "ean", "upc", "warehouse", "stock"),
            lambda r, _: (f"ABC-{digits(r, 5)}-X", digits(r, 13), digits(r, 12), "W1", r.randrange(900)),
        ),
        "versions": (
            ("package", "version", "build", "released"),
            lambda r, k: ("core", f"{r.randrange(9)}.{k}.{r.randrange(30)}", digits(r, 8), f"2023-04-{k % 28 + 1:02d}"),
        ),
        "hashes": (
            ("file", "md5", "sha256", "size"),
            lambda r, k: (
                f"part-{k:05d}.bin",
                f"{r.getrandbits(128):032x}",
                f"{r.getrandbits(256):064x}",
                r.randrange(10**9),
            ),
        ),
        "epochs": (
            ("event", "epoch", "epoch_ms"),
            lambda r, _: ("boot", 1_700_000_000 + r.randrange(10**7), 1_700_000_000_000 + r.randrange(10**10)),
        ),
        "shops": (
            ("shop", "lat", "lon", "category"),
            lambda r, k: (f"Shop {k}", f"{r.uniform(1.2, 1.4):.5f}", f"{r.uniform(103, 104):.5f}", "books"),
        ),
        "labels": (
            ("image", "label", "split", "score"),
            lambda r, k: (f"img_{k:06d}.jpg", r.choice(("cat", "dog")), "train", f"{r.random():.6f}"),
        ),
        "orders": (
            ("order_id", "invoice", "tracking", "amount"),
            lambda r, _: (digits(r, 10), f"INV-{digits(r, 7)}", digits(r, 12), digits(r, 4)),
        ),
        "ids": (
            ("id", "part", "batch"),
            lambda r, _: (digits(r, 9), digits(r, 8), digits(r, 10)),
        ),
    }


ORDINARY = _ordinary()


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> Done:
    folder = tmp_path_factory.mktemp("ordinary")
    chance = random.Random(12)  # noqa: S311
    for name, (header, make) in ORDINARY.items():
        write(folder, name, header, [make(chance, number) for number in range(120)])
    return pii(folder)


@pytest.mark.parametrize("name", sorted(ORDINARY))
def test_an_ordinary_table_stays_clean(ordinary: Done, name: str) -> None:
    found = findings(ordinary.audit, "personal_data")
    # A date says something of a person only beside one; alone it is no more than a date.
    assert [
        (one["field"], one["entity"])
        for one in found
        if one["subject"] == f"file:{name}.csv" and one["confidence"] != "low"
    ] == []
    assert f"{name}.csv" in {one["path"] for one in ordinary.audit["coverage"]["files"]}
    assert ordinary.code == 0
