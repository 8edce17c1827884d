"""Numbers and codes that are nobody's, under headers that ask for nothing, flag no column."""

import hashlib
import random
import uuid
from collections.abc import Callable

from licscan.model.finding import PersonalDataFinding
from licscan.scanners.interface import Observation

_ROWS = 120
_COMPANIONS = {"DATE_TIME", "UUID"}


def _check(head: str, weights: tuple[int, ...], modulo: int, letters: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(head, weights, strict=True))
    return head + letters[-total % modulo]


def _columns() -> dict[str, list[str]]:
    chance = random.Random(11)  # noqa: S311

    def digits(count: int) -> str:
        return str(chance.randrange(1, 10)) + "".join(str(chance.randrange(10)) for _ in range(count - 1))

    makers: dict[str, Callable[[int], str]] = {
        "seq": lambda row: str(10_000 + row),
        "seq9": lambda row: str(400_000_000 + 7 * row),
        "seq10": lambda row: str(3_000_000_000 + row),
        "seq12": lambda row: str(700_000_000_000 + row),
        "epoch": lambda row: str(1_700_000_000 + 3_601 * row),
        "epoch_ms": lambda row: str(1_700_000_000_000 + 3_600_123 * row),
        "epoch_us": lambda row: str(1_700_000_000_000_000 + 3_600_123_457 * row),
        "ean": lambda _: _check("40" + digits(10), (1, 3) * 6, 10, "0123456789"),
        "book": lambda _: _check(digits(9), (10, 9, 8, 7, 6, 5, 4, 3, 2), 11, "0123456789X"),
        "book13": lambda _: _check("978" + digits(9), (1, 3) * 6, 10, "0123456789"),
        "ref": lambda row: f"ORD-2024-{row:06d}",
        "batch": lambda _: f"{chance.choice('ABCDEFGHJK')}{digits(6)}",
        "lot": lambda _: f"{digits(3)}-{digits(5)}",
        "digest": lambda row: hashlib.sha256(str(row).encode()).hexdigest(),
        "md5": lambda row: hashlib.md5(str(row).encode(), usedforsecurity=False).hexdigest(),
        "value": lambda _: f"{chance.gauss(0, 3):.6f}",
        "ratio": lambda _: f"{chance.random():.16f}",
        "uid4": lambda _: str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        "release": lambda _: ".".join(str(chance.randrange(20)) for _ in range(3)),
        "amount": lambda _: f"{chance.randrange(1, 90_000)}.{chance.randrange(100):02d}",
        "year": lambda _: str(chance.randrange(1950, 2025)),
    }
    columns = {f"col{size}": [digits(size) for _ in range(_ROWS)] for size in range(6, 19)}
    for name, make in makers.items():
        columns[name] = [make(row) for row in range(_ROWS)]
    return columns


def test_numbers_of_things_are_no_persons(write: Callable[..., object], scan: Callable[[], list[Observation]]) -> None:
    columns = _columns()
    write("things.csv", list(columns), list(zip(*columns.values(), strict=True)))
    flagged = {
        (each.field, each.entity)
        for each in scan()
        if isinstance(each, PersonalDataFinding) and each.entity not in _COMPANIONS
    }
    assert flagged == set()
