"""Conclusions of an earlier run, by everything that they follow from, so that nothing is concluded twice.

What is kept is a record of the cache: whole and unchanged, or absent. A key says what was read (digests of metadata and
license texts, where they stand, what others state), and the record what it was concluded with: the code, the libraries
that know license names and texts, and the rules. So a conclusion that is taken from the cache is the one that this run
would reach.
"""

import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from licscan.license_text.reading import Memory
from licscan.model.evidence import Evidence, Location
from licscan.model.finding import LicenseFile, LicenseFinding
from licscan.model.license import Basis, Commercial, Confidence, LicenseClaim, Terms
from licscan.scanners.dependencies.metadata.fields import Fields
from licscan.scanners.dependencies.metadata.opinion import Package
from licscan.version import VERSION

_LIBRARIES = ("license-expression", "licenseclassifier", "packaging", "pip-licenses")
_MAX_CONCLUSIONS = 5_000
_MAX_CHARACTERS = 16_000_000
_CONFIDENCES = {each.value: each for each in Confidence}
_BASES = {each.value: each for each in Basis}
_COMMERCIAL = {each.value: each for each in Commercial}
Plain = None | bool | int | str | Sequence["Plain"]


class Conclusions:
    """The conclusions on the packages of one place (`scanned`: the folders of a run), remembered in a cache."""

    def __init__(self, memory: Memory, rules: str, scanned: Sequence[str]) -> None:
        self._memory = memory
        self._made_with = _made_with(rules)
        self._name = ("conclusions", _digest(sorted(scanned)))
        self._before: Mapping[str, object] | None = None
        self._now: dict[str, str] = {}
        self._changed = False

    def recall(self, key: str, subject: str) -> LicenseFinding | None:
        """What was concluded for a key, or None."""
        if self._before is None:
            self._before = self._read()
        kept = self._before.get(key)
        finding = finding_of(kept, subject) if isinstance(kept, str) else None
        if isinstance(kept, str) and finding is not None:
            self._now[key] = kept
        return finding

    def note(self, key: str, finding: LicenseFinding) -> None:
        """Have a conclusion kept."""
        if (words := words_of(finding)) is not None:
            self._now[key] = words
            self._changed = True

    def keep(self) -> None:
        """Keep what this run concluded for the next one; what concerns nothing that is still there is dropped."""
        if not self._changed or not self._made_with:
            return
        kept: dict[str, str] = {}
        room = _MAX_CHARACTERS
        for key in sorted(self._now)[:_MAX_CONCLUSIONS]:
            room -= len(self._now[key])
            if room >= 0:
                kept[key] = self._now[key]
        self._memory.keep_record(self._name, {"made_with": self._made_with, "findings": kept})
        self._changed = False

    def _read(self) -> Mapping[str, object]:
        record = self._memory.record(*self._name) if self._made_with else None
        findings = record.get("findings") if record and record.get("made_with") == self._made_with else None
        return findings if isinstance(findings, dict) else {}


def key_of(subject: str, package: Package) -> str:
    """The name of everything that the conclusion on a package follows from; its fields follow from its digest."""
    place = package.place
    read = (
        subject,
        package.digest,
        str(place) if place else None,
        package.in_metadata,
        None if package.texts is None else [(text.name, text.digest, text.in_package) for text in package.texts],
        # Statements of others have a digest too, and no fields.
        not package.in_metadata and package.fields == Fields(),
        [repr(each) for each in package.stated],
    )
    return _digest(read)


def words_of(finding: LicenseFinding) -> str | None:
    """A conclusion without its subject, as text; None for one that would not come back as it is."""
    terms = finding.terms
    plain: Plain = (
        finding.declared,
        finding.concluded,
        finding.confidence.value,
        (
            terms.commercial.value,
            terms.non_commercial,
            terms.research_only,
            terms.no_derivatives,
            terms.share_alike,
            terms.attribution,
            terms.use_restrictions,
        ),
        [_plain_claim(claim) for claim in finding.claims],
        finding.conflict,
        [_plain_claim(claim) for claim in finding.bundled],
        [(file.path, file.digest) for file in finding.license_files],
        finding.change_date,
        finding.change_license,
        finding.note,
    )
    words = json.dumps(plain, separators=(",", ":"))
    return words if finding_of(words, finding.subject) == finding else None


def finding_of(words: str, subject: str) -> LicenseFinding | None:
    """The conclusion that a text holds; None for any other text."""
    try:
        plain = json.loads(words)
        declared, concluded, confidence, terms, claims, conflict, bundled, files, day, then, note = plain
        return LicenseFinding(
            subject=subject,
            declared=_text_or_none(declared),
            concluded=_text_or_none(concluded),
            confidence=_CONFIDENCES[confidence],
            terms=Terms(_COMMERCIAL[terms[0]], *map(_truth_or_none, terms[1:])),
            claims=tuple(map(_claim, claims)),
            conflict=_truth(conflict),
            bundled=tuple(map(_claim, bundled)),
            license_files=tuple(LicenseFile(_text(path), _text(digest)) for path, digest in files),
            change_date=_text_or_none(day),
            change_license=_text_or_none(then),
            note=_text_or_none(note),
        )
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        return None


def _plain_claim(claim: LicenseClaim) -> Plain:
    return (
        claim.basis.value,
        claim.confidence.value,
        claim.expression,
        claim.unrecognized,
        [(each.source, _plain_place(each.location), each.digest, each.excerpt) for each in claim.evidence],
    )


def _plain_place(place: Location | None) -> Plain:
    return (place.path, place.line, place.column, place.end_column) if place else None


def _claim(plain: Sequence[object]) -> LicenseClaim:
    basis, confidence, expression, unrecognized, evidence = plain
    if not isinstance(evidence, list):
        raise TypeError(evidence)
    return LicenseClaim(
        _BASES[_text(basis)],
        _CONFIDENCES[_text(confidence)],
        _text_or_none(expression),
        _text_or_none(unrecognized),
        tuple(
            Evidence(_text(source), _place(place), _text_or_none(digest), _text_or_none(excerpt))
            for source, place, digest, excerpt in evidence
        ),
    )


def _place(plain: Sequence[object] | None) -> Location | None:
    if plain is None:
        return None
    path, *numbers = plain
    line, column, end = (None if number is None else _number(number) for number in numbers)
    return Location(_text(path), line, column, end)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise TypeError(value)


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _number(value: object) -> int:
    if type(value) is int:
        return value
    raise TypeError(value)


def _truth(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise TypeError(value)


def _truth_or_none(value: object) -> bool | None:
    return None if value is None else _truth(value)


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()


def _made_with(rules: str) -> str:
    """What concludes: this code, the libraries that it asks, the Python whose letters it folds; empty for unknown."""
    code = _code()
    try:
        libraries = [version(name) for name in _LIBRARIES] if code else []
    except PackageNotFoundError:
        return ""
    return _digest((VERSION, code, libraries, sys.version, rules)) if code else ""


@cache
def _code() -> str:
    """The modules of licscan by size and time of change, as Python itself tells whether compiled code is current."""
    top = Path(__file__).parents[3]
    seen: list[tuple[str, int, int]] = []
    folders = [os.fspath(top)]
    try:
        while folders:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.name.endswith(".py"):
                        about = entry.stat()
                        seen.append((entry.path, about.st_size, about.st_mtime_ns))
                    elif entry.name not in ("__pycache__", "_rules") and entry.is_dir():
                        folders.append(entry.path)
    except OSError:
        return ""
    return _digest(sorted(seen)) if seen else ""
