"""Column names that outputs may show."""

import re
from collections import Counter
from collections.abc import Sequence

_MAX_NAME = 80
_SPACES = re.compile(r"\s+")
_DIGITS = re.compile(r"\d")
_UNSAFE = re.compile(
    "@"
    r"|\d{6}"
    "|[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"  # control, bidi, surrogates
)

# Names of features of genomes, which nobody's number is like: dbSNP, Ensembl, Illumina methylation, Affymetrix probes.
OF_GENOME = re.compile(r"(?:rs\d{3,10}|ENS[A-Z]{0,4}\d{11}|cg\d{8}|\d{4,8}(?:_[a-z])?_at)(?:_[ACGT]+)?\Z")


def is_showable(name: str) -> bool:
    """Whether a name is short, printable and unlike an e-mail address or a number that stands for a person.

    Seven digits in all are refused too: that is the shortest phone number, written with separators.
    """
    if OF_GENOME.match(name):
        return True
    return 0 < len(name) <= _MAX_NAME and not _UNSAFE.search(name) and len(_DIGITS.findall(name)) < 7


def numbered(position: int) -> str:
    """The name of a column that has none to show; `position` counts from 1."""
    return f"column {position}"


def showable_names(header: Sequence[str]) -> list[str]:
    """A distinct showable name for each cell of a header; white space is collapsed."""
    names: list[str] = []
    taken = {numbered(position) for position in range(1, len(header) + 1)}
    counts: Counter[str] = Counter()
    for position, cell in enumerate(header, start=1):
        name = _SPACES.sub(" ", cell.strip())
        if not is_showable(name):
            name = numbered(position)
        elif name in taken:
            name = _distinct(name, taken, counts)
        taken.add(name)
        names.append(name)
    return names


def _distinct(name: str, taken: set[str], counts: Counter[str]) -> str:
    while (numbered_name := f"{name} ({counts[name] + 2})") in taken:
        counts[name] += 1
    return numbered_name
