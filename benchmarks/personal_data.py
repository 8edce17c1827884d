"""The engine beside Presidio's BatchAnalyzerEngine: the same recognizers and model, the same cells, in one run.

    python benchmarks/personal_data.py [--rows 200] [--repeats 3] [--model NAME] [--million]

Two invented inputs, made anew from a seed. "mixed table": 17 columns as tables of customers have them, of which the
notes, about 97 words each, are all different, names, addresses and numbers mostly, and cities, countries, tiers,
states, dates and titles repeat as they do in real tables. "long prose": texts of about 97 words, all different.
Presidio reads column by column (analyze_iterator) at its default batch_size=1 and at 64, with the model as spaCy loads
it and with its own code for phone numbers and e-mail addresses, which licscan replaces. Sides take turns; the best time
of each counts. Ratios above 1 say how much faster licscan is; every cell whose
findings (entity, start, end, score) differ from Presidio's is counted. With --million, a table of 1,000,000 cells
whose values repeat runs through the column scanner with every cell looked at.
"""

import argparse
import os
import random
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.pool import Pool
from typing import TYPE_CHECKING, Any

# Two cores, two processes: neither side may borrow the other's core for its matrix products.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from presidio_analyzer import BatchAnalyzerEngine

from licscan.catalog.location import find_rules
from licscan.inputs.readers.interface import Batch, Column, ColumnKind
from licscan.scanners.personal_data.columns.field_names import FieldNames
from licscan.scanners.personal_data.columns.headers import Headers
from licscan.scanners.personal_data.columns.profile import Profiler
from licscan.scanners.personal_data.engine.building import build_recognizers
from licscan.scanners.personal_data.engine.detect import Detector, presidio_findings
from licscan.scanners.personal_data.engine.faults import watch
from licscan.scanners.personal_data.engine.presidio import (
    DEFAULT_MODEL,
    Engine,
    EngineOptions,
    Mode,
    assemble,
    load_engine,
    load_pipeline,
)
from licscan.scanners.personal_data.rules import RecognizerRules, load_recognizer_rules
from licscan.scanners.personal_data.tables.table import Judges, Table

if TYPE_CHECKING:
    from presidio_analyzer import RecognizerResult

Cells = dict[str, list[str]]
_PARTS = 8

_CITIES = ("Singapore", "London", "Berlin", "Leeds", "Austin", "Toronto", "Madrid", "Pune", "Lagos", "Osaka")
_STREETS = ("Orchard Road", "Maple Street", "Elm Lane", "King Street", "Bedok North Avenue")
_TITLES = ("Account manager", "Nurse", "Data engineer", "Driver", "Teacher", "Sales lead")
_COMPANIES = ("Harbour Freight Lines", "Nordlicht GmbH", "Blue Finch Ltd", "Meridian Foods")
_PERSONS = """
Aisha Daniel Elena Farid Grace Hiroshi Ingrid Jorge Kavita Liam Mei Nadia Olga Priya Tomas Yusuf
Tan Lim Fernandez Novak Okafor Schmidt Nguyen Rossi Sharma Johansson Walker Ismail Berg Costa
"""
_GIVEN, _FAMILY = (tuple(line.split()) for line in _PERSONS.strip().splitlines())
_TALK = """
delivery refund account please yesterday the customer order late broken again and asked to speak with a manager about
the invoice of our last visit she said that the package never arrived we sent it from the warehouse last week he will
write back because the address was wrong it is not clear why the label had been changed nobody knew who signed for it
they would like to have a new one by the end of the month if that is possible otherwise they cancel the contract
"""
_WORDS = tuple(_TALK.split())


def note(chance: random.Random) -> str:
    """About 97 words in sentences, some with a person, a place or a number."""
    words: list[str] = []
    while len(words) < 97:
        sentence = [chance.choice(_WORDS) for _ in range(chance.randrange(7, 18))]
        if chance.random() < 0.25:
            sentence.insert(2, f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)}")
        if chance.random() < 0.15:
            sentence.append(f"in {chance.choice(_CITIES)}")
        if chance.random() < 0.08:
            sentence.append(f"{chance.randrange(10**7, 10**8)}")
        words += [sentence[0].capitalize(), *sentence[1:-1], sentence[-1] + "."]
    return " ".join(words)


def mixed_table(rows: int, *, with_notes: bool = True) -> Cells:
    """Seventeen columns, or sixteen without the notes."""
    chance = random.Random(11)  # noqa: S311
    table: Cells = {}
    for number in range(rows):
        given, family = chance.choice(_GIVEN), chance.choice(_FAMILY)
        row = {
            "id": str(100_000 + number),
            "name": f"{given} {family}",
            "email": f"{given}.{family}{number % 5_000}@example.org".lower(),
            "phone": f"+65 9{chance.randrange(1000):03d} {chance.randrange(10_000):04d}",
            "street": f"{chance.randrange(1, 200)} {chance.choice(_STREETS)}",
            "city": chance.choice(_CITIES),
            "country": chance.choice(("SG", "GB", "DE", "US")),
            "postcode": f"{chance.randrange(10_000, 99_999)}",
            "born": f"{chance.randrange(1950, 2004)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}",
            "title": chance.choice(_TITLES),
            "company": chance.choice(_COMPANIES),
            "tier": chance.choice(("gold", "silver", "none")),
            "amount": f"{chance.uniform(1, 500):.2f}",
            "joined": f"2024-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}",
            "active": chance.choice(("true", "false")),
            "ip": f"203.0.113.{chance.randrange(1, 255)}",
        }
        if with_notes:
            row["note"] = note(chance)
        for name, value in row.items():
            table.setdefault(name, []).append(value)
    return table


@dataclass(frozen=True, slots=True)
class Side:
    """One way to read a table; `terms` brings its answers, cell after cell, into Presidio's terms, off the clock."""

    name: str
    run: Callable[[Cells], list[object]]
    terms: Callable[[Any], frozenset[tuple[str, int, int, int]]]


def presidio(engine: Engine, batch_size: int) -> Side:
    """BatchAnalyzerEngine, column by column."""
    batch = BatchAnalyzerEngine(engine.analyzer)

    def run(table: Cells) -> list[object]:
        with watch():
            return [
                one
                for cells in table.values()
                for one in batch.analyze_iterator(cells, "en", batch_size=batch_size, score_threshold=0)
            ]

    def terms(results: "list[RecognizerResult]") -> frozenset[tuple[str, int, int, int]]:
        return frozenset((each.entity_type, each.start, each.end, round(each.score * 1000)) for each in results)

    return Side(f"Presidio batch_size={batch_size}", run, terms)


def licscan(engine: Engine) -> Side:
    """The detector, column by column."""
    detector = Detector(engine)

    def run(table: Cells) -> list[object]:
        with watch() as faults:
            return [one for cells in table.values() for one in detector.detect(cells, faults)]

    return Side(f"licscan {engine.mode}", run, presidio_findings)


_IN_CHILD: dict[Mode, Detector] = {}


def _in_child(task: tuple[Mode, list[str]]) -> list[object]:
    mode, texts = task
    with watch() as faults:
        return [*_IN_CHILD[mode].detect(texts, faults)]


def on_two_cores(engine: Engine, pool: Pool) -> Side:
    """The detector in two processes that take texts and give tuples; what repeats is sent once."""

    def run(table: Cells) -> list[object]:
        texts = sorted({text for cells in table.values() for text in cells}, key=lambda text: (len(text), text))
        # Every part gets its share of long texts.
        parts = [texts[start::_PARTS] for start in range(_PARTS)]
        answers = pool.map(_in_child, [(engine.mode, part) for part in parts], chunksize=1)
        known = {
            text: one for part, each in zip(parts, answers, strict=True) for text, one in zip(part, each, strict=True)
        }
        return [known[text] for cells in table.values() for text in cells]

    return Side(f"licscan {engine.mode}, 2 cores", run, presidio_findings)


def compare(what: str, table: Cells, sides: Sequence[Side], repeats: int) -> None:
    """Run the sides in turns and print best times, ratios and differing cells."""
    best: dict[str, float] = {}
    found: dict[str, list[object]] = {}
    for _ in range(repeats):
        for side in sides:
            begun = time.perf_counter()
            found[side.name] = side.run(table)
            best[side.name] = min(best.get(side.name, 1e9), time.perf_counter() - begun)
    cells = sum(map(len, table.values()))
    print(f"\n{what}: {cells} cells, {sum(len(set(each)) for each in table.values())} different ones")
    rivals = sides[:2]
    truth = [rivals[0].terms(one) for one in found[rivals[0].name]]
    for side in sides:
        seconds = best[side.name]
        ratios = "  ".join(f"{best[rival.name] / seconds:5.2f}x to {rival.name.split()[-1]}" for rival in rivals)
        differing = sum(side.terms(one) != other for one, other in zip(found[side.name], truth, strict=True))
        print(f"  {side.name:24} {seconds:7.2f} s {cells / seconds:8.0f} cells/s  {ratios}  differing {differing}")


def million(rules: RecognizerRules, engine: Engine) -> None:
    """1,000,000 cells in 16 columns through the column scanner, every cell looked at."""
    rows = 62_500
    table = mixed_table(rows, with_notes=False)
    numbers = {"id": ColumnKind.INTEGER, "amount": ColumnKind.DECIMAL}
    detector = Detector(engine)
    judges = Judges(rules, detector, Headers(rules), Profiler(rules), FieldNames(rules, detector))
    begun = time.perf_counter()
    with watch() as faults:
        reader = Table("benchmark.csv", judges, faults, sample=None, seed=0)
        for first in range(0, rows, 5_000):
            columns = tuple(
                Column(name, numbers.get(name, ColumnKind.TEXT), cells[first : first + 5_000])
                for name, cells in table.items()
            )
            reader.absorb(Batch(first + 1, columns))
        findings = len(list(reader.finish()))
    taken = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n1,000,000 cells, {engine.mode}: {taken:.1f} s, {findings} findings, {memory:.0f} MiB at most")


def main(arguments: Sequence[str] | None = None) -> None:
    """Load the engines and measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--million", action="store_true")
    chosen = parser.parse_args(arguments)
    rules = load_recognizer_rules(find_rules())
    begun = time.perf_counter()
    exact = load_engine(rules, EngineOptions(chosen.model, Mode.EXACT))
    print(f"engine in {time.perf_counter() - begun:.2f} s, imports of spaCy and Presidio not counted")
    fast = assemble(exact.nlp, exact.recognizers, EngineOptions(mode=Mode.FAST))
    if chosen.million:
        million(rules, fast)
        million(rules, exact)
        return
    stock = assemble(load_pipeline(chosen.model, faster=False), build_recognizers(rules, faster=False), EngineOptions())
    _IN_CHILD.update({each.mode: Detector(each) for each in (exact, fast)})
    with get_context("fork").Pool(2) as pool:
        ours = (licscan(exact), licscan(fast), on_two_cores(exact, pool), on_two_cores(fast, pool))
        measure((presidio(stock, 64), presidio(stock, 1), *ours), chosen.rows, chosen.repeats)


def measure(sides: Sequence[Side], rows: int, repeats: int) -> None:
    """Both inputs, after a warm-up of every side."""
    for side in sides:
        side.run(mixed_table(40))
    compare("mixed table", mixed_table(rows), sides, repeats)
    chance = random.Random(5)  # noqa: S311
    compare("long prose", {"text": [note(chance) for _ in range(rows)]}, sides, repeats)


if __name__ == "__main__":
    main()
