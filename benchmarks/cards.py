"""How often the license of a card is told right, and how long that takes.

    python benchmarks/cards.py --corpus FILE.jsonl [--corpus ...] [--predictions FILE] [--misses]
    python benchmarks/cards.py --speed [--cards N] [--repeats N]

A corpus has one case a line: `case_id`, `kind` (hf_dataset_card, hf_model_card, hf_card_excerpt, kaggle_metadata,
croissant), `text`, `expected` {`spdx_accept`: globs, " AND " for a set; `commercial_use`: yes, no or unknown;
`conflict`} and `scored` {`spdx`, `commercial`}. Each card goes the way that a scan takes: reader of its kind, prose,
resolution. The answer is `concluded`, else `declared`; `conditional` counts as yes.

    exact            the set of ids is one of those accepted; AND and OR make no difference
    NC recall        of the cards whose truth is no, those that are told no; precision: of those told no, the true ones
    NC as commercial of the cards whose truth is no, those that are told yes: the dangerous error
    conflict         label and text contradict each other

The speed mode writes cards of about 6,000 characters itself, and reads them in a process that starts cold.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import cast

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.processes import SOURCE, Side, in_turns

sys.path.insert(0, str(SOURCE))
from licscan.catalog.catalog import Catalog
from licscan.errors import DocumentError
from licscan.inputs.inventory import FileKind
from licscan.model.finding import LicenseFinding
from licscan.model.license import Commercial
from licscan.scanners.datasets.cards import huggingface, kind_of
from licscan.scanners.datasets.cards.interface import Card
from licscan.scanners.datasets.resolve import resolve

KINDS = {
    "hf_dataset_card": (FileKind.HUGGING_FACE_CARD, "README.md"),
    "hf_model_card": (FileKind.HUGGING_FACE_CARD, "README.md"),
    "hf_card_excerpt": (FileKind.HUGGING_FACE_CARD, "README.md"),
    "kaggle_metadata": (FileKind.KAGGLE_METADATA, "dataset-metadata.json"),
    "croissant": (FileKind.CROISSANT, "croissant.json"),
}
NOBODY_KNOWS = "noassertion"
_UNKNOWN = frozenset({"none", "unknown", "other", "null", "licenseref-unknown", NOBODY_KNOWS})
_JOINTS = re.compile(r"\s+(?:AND|OR|WITH)\s+|[(),&/|]", re.IGNORECASE)


@dataclass(frozen=True)
class Case:
    """One card with its answer; an answer is None where it is not scored."""

    case_id: str
    kind: str
    text: str
    accepted: tuple[str, ...] | None
    commercial: str | None
    conflict: bool


@dataclass(frozen=True)
class Answer:
    """What licscan says of a card."""

    spdx: str
    commercial: str
    conflict: bool

    def line(self, case: Case) -> str:
        """The prediction as one line of JSON."""
        told = {"spdx": self.spdx, "commercial_use": self.commercial, "conflict": self.conflict}
        return json.dumps({"case_id": case.case_id, **told})


def cases_of(path: Path) -> Iterator[Case]:
    """The cases of a corpus file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = cast("dict[str, str]", json.loads(line))
        truth = cast("Mapping[str, object]", row["expected"])
        scored = cast("Mapping[str, bool]", row["scored"])
        yield Case(
            row["case_id"],
            row["kind"],
            row["text"],
            tuple(cast("list[str]", truth["spdx_accept"])) if scored["spdx"] else None,
            str(truth["commercial_use"]) if scored["commercial"] else None,
            bool(truth.get("conflict")),
        )


def card_of(kind: str, text: str) -> tuple[Card | None, FileKind]:
    """The card in a text; a README of a hub is a card even without front matter. None where it cannot be read."""
    file_kind, path = KINDS[kind]
    try:
        if file_kind is FileKind.HUGGING_FACE_CARD:
            return huggingface.read_hub(text, path, ""), file_kind
        return kind_of(file_kind).read(text, path, ""), file_kind
    except DocumentError:
        return None, file_kind


def finding_of(case: Case, catalog: Catalog) -> LicenseFinding | None:
    """The finding of a case by the way that a scan takes."""
    card, file_kind = card_of(case.kind, case.text)
    return resolve(card, kind_of(file_kind).meaning, catalog.licenses) if card else None


def answer_of(finding: LicenseFinding | None) -> Answer:
    """A finding as an answer."""
    if finding is None:
        return Answer(NOBODY_KNOWS.upper(), Commercial.UNKNOWN.value, conflict=False)
    told = finding.concluded or finding.declared or NOBODY_KNOWS.upper()
    return Answer(told, finding.terms.commercial.value, finding.conflict)


def is_exact(told: str, accepted: Sequence[str]) -> bool:
    """Whether an expression has the ids of one of the accepted ones."""
    ids = {part.strip().casefold() for part in _JOINTS.split(told) if part.strip()} or {NOBODY_KNOWS}
    ids = {NOBODY_KNOWS if name in _UNKNOWN else name for name in ids}
    return any(_same(ids, {part.strip().casefold() for part in entry.split(" AND ")}) for entry in accepted)


def _same(ids: set[str], wanted: set[str]) -> bool:
    return all(any(fnmatchcase(name, glob) for glob in wanted) for name in ids) and all(
        any(fnmatchcase(name, glob) for name in ids) for glob in wanted
    )


def count(case: Case, answer: Answer, tally: Counter[str]) -> None:
    """Add one case to the tally."""
    told = "yes" if answer.commercial == Commercial.CONDITIONAL else answer.commercial
    if case.accepted is not None:
        tally["exact of"] += 1
        tally["exact"] += is_exact(answer.spdx, case.accepted)
    if case.commercial is not None:
        tally["NC true"] += case.commercial == "no"
        tally["NC told"] += told == "no"
        tally["NC both"] += told == case.commercial == "no"
        tally["NC as commercial"] += case.commercial == "no" and told == "yes"
    tally["conflict true"] += case.conflict
    tally["conflict told"] += answer.conflict
    tally["conflict both"] += answer.conflict and case.conflict


def share(tally: Counter[str], part: str, whole: str) -> str:
    """A share in percent with its counts."""
    of = tally[whole]
    return f"{tally[part] / of:7.1%} ({tally[part]} of {of})" if of else "      - (0 of 0)"


def measure(corpus: Sequence[Path], predictions: Path | None, *, misses: bool) -> None:
    """Answer all cases, print the shares, and write the predictions where they are asked for."""
    catalog = Catalog()
    tally: Counter[str] = Counter()
    lines: list[str] = []
    for case in (case for path in corpus for case in cases_of(path)):
        answer = answer_of(finding_of(case, catalog))
        count(case, answer, tally)
        lines.append(answer.line(case))
        if misses and case.accepted is not None and not is_exact(answer.spdx, case.accepted):
            print(f"  {case.case_id}: {answer.spdx}, truth {' or '.join(case.accepted)}")
    if predictions:
        predictions.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"exact license        {share(tally, 'exact', 'exact of')}")
    print(f"NC recall            {share(tally, 'NC both', 'NC true')}")
    print(f"NC precision         {share(tally, 'NC both', 'NC told')}")
    print(f"NC as commercial     {share(tally, 'NC as commercial', 'NC true')}")
    print(f"conflict recall      {share(tally, 'conflict both', 'conflict true')}")
    print(f"conflict precision   {share(tally, 'conflict both', 'conflict told')}")


def synthetic(number: int) -> str:
    """A card of about 6,000 characters: front matter, the sections of the template, a license in one of five ways."""
    label, words = (
        ("mit", "This collection is released under CC BY-NC-SA 4.0."),
        ("cc-by-4.0", "[Creative Commons Attribution 4.0](https://creativecommons.org/licenses/by/4.0/)"),
        ("other", "The recordings may be used for academic research only."),
        ("cc-by-sa-3.0", "[More Information Needed]"),
        ("apache-2.0", "The code is under the Apache License 2.0, the labels under CC BY 4.0."),
    )[number % 5]
    story = " ".join(f"Station {number + turn} heard {turn * 7 % 93} calls on day {turn}." for turn in range(20))
    titles = (
        "Summary",
        "Languages",
        "Structure",
        "Source Data",
        "Annotations",
        "Personal Information",
        "Biases",
        "Curators",
    )
    body = "\n".join(f"## Dataset {title}\n\n{story}\n" for title in titles)
    front = (
        f"---\npretty_name: Harbour {number}\nlanguage:\n- en\nlicense: {label}\nsource_datasets:\n- original\n---\n"
    )
    example = '```\n{"id": 1, "text": "a call", "license": "cc-by"}\n```\n'
    return f"{front}\n# Harbour Birds {number}\n\n{body}\n{example}\n## Licensing Information\n\n{words}\n"


def read_all(cards: int) -> None:
    """Read so many cards of our own making, and print the mean and the slowest."""
    catalog = Catalog()
    times: list[float] = []
    for number in range(cards):
        text = synthetic(number)
        began = time.perf_counter()
        finding_of(Case(str(number), "hf_dataset_card", text, None, None, conflict=False), catalog)
        times.append(time.perf_counter() - began)
    mean, slowest = sum(times) / len(times) * 1000, max(times[1:]) * 1000
    print(f"{cards} cards of {len(synthetic(0))} characters: {mean:.2f} ms a card")
    print(f"the slowest behind the first, which loads the rules: {slowest:.1f} ms")


def main() -> None:
    """Measure what the command line asks for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--corpus", type=Path, action="append", default=[])
    options.add_argument("--predictions", type=Path)
    options.add_argument("--misses", action="store_true")
    options.add_argument("--speed", action="store_true")
    options.add_argument("--cards", type=int, default=1_000)
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--read-all", action="store_true", help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.read_all:
        read_all(asked.cards)
    elif asked.speed:
        read_all(asked.cards)
        side = Side(
            "licscan", [sys.executable, str(Path(__file__).resolve()), "--read-all", "--cards", str(asked.cards)]
        )
        in_turns([side], asked.repeats)
    else:
        measure(asked.corpus, asked.predictions, misses=asked.misses)


if __name__ == "__main__":
    main()
