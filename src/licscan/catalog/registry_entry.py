"""One work of the registry: its license, its terms, what it was made from, and how far that can be relied on."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from licscan.catalog.licenses import LicenseTable
from licscan.catalog.registry_files import BASES, GENERAL, Row
from licscan.catalog.terms_algebra import terms_of_all
from licscan.model.license import UNKNOWN_TERMS, Commercial, Confidence, Terms
from licscan.model.subject import SubjectKind, folded_ref

__all__ = ["BASES", "MAX_REF", "RegistryEntry", "RegistryLink", "entry_of", "known_as", "refs_of"]

MAX_REF = 300

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_RELATIONS = {"from": "derived_from", "base": "base_model", "trained_on": "dataset"}
_TERMS_OF_USE: Mapping[str, Terms] = {
    "commercial": Terms(Commercial.YES),
    "conditional": Terms(Commercial.CONDITIONAL, use_restrictions=True),
    "unspecified": UNKNOWN_TERMS,
    "non-commercial": Terms(Commercial.NO, non_commercial=True),
    "academic-only": Terms(Commercial.NO, non_commercial=True, research_only=True),
}


@dataclass(frozen=True, slots=True, order=True)
class RegistryLink:
    """A work that another was made from, and how: `derived_from`, `base_model`, `dataset` (trained on it)."""

    ref: str
    relation: str


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """A well-known work.

    `ref` is its id today, `name` the last part of it. `expression` is None where the terms are no SPDX license.
    `terms` are those of the work itself, without its sources. `generated_by` are the models whose outputs it holds,
    `outputs` the terms that a model's license puts on its outputs (None: it puts none that differ). `basis` says how
    the entry was verified, on the day `date`; `source` is the address of the terms. `part` is the configuration that
    the entry covers, None for the whole; `parts` are those with terms of their own. `file` is the file in rules/.
    """

    ref: str
    name: str
    kind: SubjectKind
    expression: str | None
    terms: Terms
    confidence: Confidence
    basis: str
    source: str | None
    date: date
    gated: bool
    derived_from: tuple[RegistryLink, ...]
    generated_by: tuple[str, ...]
    outputs: Terms | None
    note: str | None
    part: str | None
    parts: tuple[str, ...]
    file: str


def known_as(ref: str) -> str:
    """A ref as the registry looks it up: folded, the words of a `name:` joined by single hyphens."""
    plain = folded_ref(ref.strip()).partition("@")[0]
    if not plain.startswith("name:"):
        return plain
    words = _NOT_A_LETTER.sub("-", plain.removeprefix("name:")).strip("-")
    return f"name:{words.removeprefix('the-')}"


def refs_of(row: Row) -> Iterator[str]:
    """All names of a row, as they are looked up, each once."""
    yield from dict.fromkeys(known_as(ref) for ref in (row.key, *row.texts("also")))


def entry_of(row: Row, part: str | None, licenses: LicenseTable) -> RegistryEntry:
    """The entry of a row, or of one of its parts."""
    own = row.data if part is None else {"gated": row.gated, **row.parts[part]}
    expression, use, url, note = (_text(own, key) for key in ("license", "use", "url", "note"))
    gated = own.get("gated") is True
    outputs = row.text("outputs")
    return RegistryEntry(
        ref=row.key,
        name=row.key.rpartition("/")[2].rpartition(":")[2],
        kind=row.kind,
        expression=expression,
        terms=_terms(expression, use, licenses, gated=gated),
        confidence=_confidence(row, url, expression),
        basis=row.basis,
        source=url or row.text("url"),
        date=row.day,
        gated=gated,
        derived_from=tuple(RegistryLink(ref, how) for key, how in _RELATIONS.items() for ref in row.texts(key)),
        generated_by=row.texts("made_by"),
        outputs=_TERMS_OF_USE[outputs] if outputs else None,
        note=_note(row, note, part),
        part=part,
        parts=tuple(sorted(row.parts)),
        file=f"rules/dataset/{row.path.name}",
    )


def _terms(expression: str | None, use: str | None, licenses: LicenseTable, *, gated: bool) -> Terms:
    """All restrictions of the license and of the use that was verified; a gate can ask for anything."""
    given = [licenses.terms_of(expression)] if expression else []
    given += [_TERMS_OF_USE[use]] if use else []
    terms = terms_of_all(given) if given else UNKNOWN_TERMS
    if gated and terms.commercial is Commercial.YES:
        return replace(terms, commercial=Commercial.CONDITIONAL)
    return terms


def _confidence(row: Row, url: str | None, expression: str | None) -> Confidence:
    """Low where nobody checked or sources disagree; high where a text was checked that stands at a known address."""
    if row.basis == GENERAL or row.text("doubt"):
        return Confidence.LOW
    return Confidence.HIGH if url and expression else Confidence.MEDIUM


def _note(row: Row, note: str | None, part: str | None) -> str | None:
    several = "Its parts have terms of their own; these are the strictest." if row.parts and part is None else None
    return " ".join(said for said in (note, row.text("doubt"), several) if said) or None


def _text(table: Mapping[str, object], key: str) -> str | None:
    value = table.get(key)
    return value if isinstance(value, str) else None
