"""The column scanner beside Presidio's own way to read a table, with the same recognizers, in one run.

    python benchmarks/personal_data.py [ROWS]

Both sides see the same cells of one invented table of eight mixed columns; loading the engine is not counted.
Prints seconds, cells a second and the ratio: above 1 licscan is the faster one.
"""

import random
import sys
import time
from collections.abc import Callable

from presidio_analyzer import BatchAnalyzerEngine

from licscan.catalog.location import find_rules
from licscan.inputs.readers.interface import Batch, Column, ColumnKind
from licscan.scanners.personal_data.detect import Detector
from licscan.scanners.personal_data.faults import watch
from licscan.scanners.personal_data.field_names import FieldNames
from licscan.scanners.personal_data.headers import Headers
from licscan.scanners.personal_data.presidio import Engine, load_engine
from licscan.scanners.personal_data.profile import Profiler
from licscan.scanners.personal_data.rules import RecognizerRules, load_recognizer_rules
from licscan.scanners.personal_data.table import Judges, Table

_NAMES = ("Mei Tan", "Jorge Novak", "Aisha Ismail", "Liam Walker", "Elena Rossi", "Daniel Okafor")
_WORDS = (
    "delivery",
    "refund",
    "account",
    "please",
    "yesterday",
    "the",
    "customer",
    "order",
    "late",
    "broken",
    "again",
    "and",
    "asked",
)


def invented_table(rows: int) -> dict[str, list[str]]:
    """Eight columns: an id, a name, an e-mail address, a phone, a date, an amount, a category, a note."""
    chance = random.Random(11)  # noqa: S311
    table: dict[str, list[str]] = {
        name: [] for name in ("id", "name", "email", "phone", "joined", "amount", "tier", "note")
    }
    for number in range(rows):
        name = chance.choice(_NAMES)
        note = " ".join(chance.choice(_WORDS) for _ in range(40))
        values = (
            str(number),
            name,
            f"{name.replace(' ', '.').lower()}{number}@example.org",
            f"+65 9{chance.randrange(1000):03d} {chance.randrange(10_000):04d}",
            f"2024-0{chance.randrange(1, 10)}-1{chance.randrange(10)}",
            f"{chance.uniform(1, 500):.2f}",
            chance.choice(("gold", "silver", "none")),
            f"{note} {name} {note}",
        )
        for column, value in zip(table.values(), values, strict=True):
            column.append(value)
    return table


def licscan_side(table: dict[str, list[str]], engine: Engine, rules: RecognizerRules) -> int:
    """Findings of the column scanner with every cell looked at."""
    kinds = {"id": ColumnKind.INTEGER, "amount": ColumnKind.DECIMAL, "note": ColumnKind.PROSE}
    columns = tuple(Column(name, kinds.get(name, ColumnKind.TEXT), cells) for name, cells in table.items())
    detector = Detector(engine)
    judges = Judges(rules, detector, Headers(rules), Profiler(rules), FieldNames(rules, detector))
    with watch() as faults:
        reader = Table("benchmark.csv", judges, faults, sample=None, seed=0)
        reader.absorb(Batch(1, columns))
        return len(list(reader.finish()))


def presidio_side(table: dict[str, list[str]], engine: Engine, batch_size: int) -> int:
    """Columns with a hit in Presidio's analyze_dict."""
    with watch():
        results = BatchAnalyzerEngine(engine.analyzer).analyze_dict(
            dict(table), language="en", batch_size=batch_size, score_threshold=0.4
        )
        return sum(bool(column.recognizer_results) for column in results)


def timed(what: str, cells: int, work: Callable[[], int]) -> float:
    """Run one side and print its speed."""
    begun = time.perf_counter()
    work()
    taken = time.perf_counter() - begun
    print(f"{what:34} {taken:7.2f} s {cells / taken:9.0f} cells/s")
    return taken


def main() -> None:
    """Measure both sides after a warm-up of each."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    rules = load_recognizer_rules(find_rules())
    engine = load_engine(rules)
    warm = invented_table(5)
    licscan_side(warm, engine, rules)
    presidio_side(warm, engine, 64)
    table = invented_table(rows)
    cells = rows * len(table)
    fair = timed("analyze_dict, batch_size=64", cells, lambda: presidio_side(table, engine, 64))
    default = timed("analyze_dict, default batch_size=1", cells, lambda: presidio_side(table, engine, 1))
    ours = timed("licscan, every cell", cells, lambda: licscan_side(table, engine, rules))
    print(f"ratio to batch_size=64: {fair / ours:.2f}   ratio to the default: {default / ours:.2f}")


if __name__ == "__main__":
    main()
