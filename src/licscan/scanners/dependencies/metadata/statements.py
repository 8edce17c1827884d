"""Opinions of the metadata's own fields: License-Expression, License, classifiers."""

import re
from dataclasses import replace

from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.catalog.terms_algebra import terms_in_common
from licscan.expressions.algebra import normalize
from licscan.model.evidence import Evidence, Location
from licscan.model.license import Basis, Confidence
from licscan.scanners.dependencies.excerpt import one_line
from licscan.scanners.dependencies.metadata.fields import Stated
from licscan.scanners.dependencies.metadata.opinion import Opinion, Package, Rank

LONG_FIELD = 200
_MAX_HEADING = 80
_DUAL_HEAD = re.compile(r"^\W*(?:dual|triple|multi)[- ]?licen[cs]\w*\W*(?:under\W+)?(?:the\W+)?", re.IGNORECASE)
_HOLDER = re.compile(r"\W*(?:copyright|\(c\)|©).*$", re.IGNORECASE)
_EITHER = re.compile(r"\s+or\s+", re.IGNORECASE)
_BARE = "License :: OSI Approved"
_GNU_PLAIN = re.compile(r"(?:a|l)?gpl|general public", re.IGNORECASE)
_SAYS_WHICH = re.compile(r"only|later|newer|\+|>=", re.IGNORECASE)


def expression_opinion(package: Package) -> Opinion | None:
    """What License-Expression says (PEP 639); text that is no SPDX expression is kept and decides nothing."""
    stated = package.fields.expression
    if stated is None:
        return None
    evidence = _evidence(package, stated, "License-Expression")
    expression = normalize(stated.text)
    if expression is None:
        return _unrecognized(evidence, stated.text, unknown_words=True)
    return Opinion(Rank.EXPRESSION, Basis.DECLARED, Confidence.HIGH, evidence, expression)


def is_long(text: str) -> bool:
    """Whether a License field holds a license text rather than a name."""
    return len(text) > LONG_FIELD or text.count("\n") > 3


def field_opinion(package: Package, table: LicenseTable) -> Opinion | None:
    """What a short License field says: SPDX, a known spelling, a phrase, or words that nobody knows."""
    stated = package.fields.license
    if stated is None:
        return None
    evidence = _evidence(package, stated, "License")
    if is_long(stated.text):
        return _heading_opinion(stated.text, evidence, table)
    text = " ".join(stated.text.split())
    if meaning := table.spelling(text):
        return _of_meaning(meaning, evidence, Rank.FIELD, text)
    if expression := normalize(text):
        return Opinion(Rank.FIELD, Basis.DECLARED, Confidence.HIGH, evidence, expression)
    return _prose_opinion(text, evidence, table)


def _prose_opinion(text: str, evidence: Evidence, table: LicenseTable) -> Opinion:
    """What a field says in other words than a name."""
    if expression := _choice(text, table) or _restriction(text, table):
        return Opinion(Rank.FIELD, Basis.DECLARED, Confidence.MEDIUM, evidence, expression)
    if vague := _one_of(_HOLDER.sub("", text), table):
        return _of_meaning(vague, evidence, Rank.FIELD, text)
    return _unrecognized(evidence, text, unknown_words=True)


def _heading_opinion(text: str, evidence: Evidence, table: LicenseTable) -> Opinion | None:
    """What the first line of a whole license text in the field says; without a known heading the matcher reads it."""
    heading = next((line.strip() for line in text.splitlines() if line.strip()), "")
    meaning = table.spelling(heading) if len(heading) <= _MAX_HEADING else None
    return _of_meaning(meaning, evidence, Rank.FIELD, heading) if meaning and meaning.expression else None


def _choice(text: str, table: LicenseTable) -> str | None:
    """The licenses of prose like `Dual licensed: A or B`, each by its spelling or by a phrase."""
    if not any(phrase.means == "OR" for phrase in table.phrases_in(text, "field")):
        return None
    parts = re.split(r"\s+or\s+|\s*[|/]\s*|\s+and\s+", _DUAL_HEAD.sub("", text), flags=re.IGNORECASE)
    names = [meaning.expression if (meaning := table.spelling(part)) else _restriction(part, table) for part in parts]
    if names.count(None) == 1:
        # `A or B Commercial License`: the phrase that names the restriction can span the whole sentence.
        names[names.index(None)] = _restriction(text, table)
    known = [name for name in names if name]
    return normalize(" OR ".join(f"({name})" for name in known)) if len(known) == len(names) > 1 else None


def _one_of(text: str, table: LicenseTable) -> LabelMeaning | None:
    """A name without the holder of the copyright behind it, or `BSD or MIT`: several of which some are vague."""
    if plain := table.spelling(text):
        return plain
    parts = [table.spelling(part) for part in _EITHER.split(text)]
    names = [name for part in parts if part for name in (part.expression, *part.candidates) if name]
    if None in parts or len(parts) < 2 or len(names) < len(parts):
        return None
    return LabelMeaning(None, tuple(dict.fromkeys(names)), terms_in_common(table.terms_of(name) for name in names))


def _restriction(text: str, table: LicenseTable) -> str | None:
    stated = next((phrase.means for phrase in table.phrases_in(text, "field") if phrase.means != "OR"), None)
    return stated or table.limit_in(text)


def classifier_opinions(package: Package, table: LicenseTable) -> list[Opinion]:
    """What each license classifier says; `OSI Approved` alone says nothing."""
    found: list[Opinion] = []
    for stated in package.fields.classifiers:
        meaning = table.classifier(stated.text)
        evidence = _evidence(package, stated, "classifier")
        if meaning is not None and (meaning.expression or meaning.candidates):
            found.append(_of_meaning(meaning, evidence, Rank.CLASSIFIER, stated.text))
        elif stated.text != _BARE:
            found.append(_unrecognized(evidence, stated.text))
    return found


def leaves_version_open(package: Package) -> bool:
    """Whether the License field names a GNU license without saying `only` or `or later`."""
    stated = package.fields.license
    return stated is not None and bool(_GNU_PLAIN.search(stated.text)) and not _SAYS_WHICH.search(stated.text)


def speaks_of_exception(package: Package) -> bool:
    """Whether the License field says that the license has an exception, as it may without naming it."""
    stated = package.fields.license
    return stated is not None and "exception" in stated.text[:LONG_FIELD].casefold()


def stated_opinions(package: Package, table: LicenseTable) -> list[Opinion]:
    """What others than the author state: the license in an SBOM, in the record of a conda package."""
    found: list[Opinion] = []
    for each in package.stated:
        place = Location(each.reference.path, each.reference.line)
        evidence = Evidence(each.source, place, None, one_line(each.text))
        basis = Basis.CONCLUDED if each.concluded else Basis.DECLARED
        text = " ".join(each.text.split())
        meaning = table.spelling(text)
        expression = meaning.expression if meaning else normalize(text)
        if expression is not None:
            found.append(Opinion(Rank.OTHERS, basis, Confidence.MEDIUM, evidence, expression))
        elif meaning is not None and meaning.candidates:
            vague = _of_meaning(meaning, evidence, Rank.OTHERS, text)
            found.append(replace(vague, basis=basis))
        elif meaning is None and text:
            found.append(replace(_unrecognized(evidence, text, unknown_words=True), basis=basis))
    return found


def _of_meaning(meaning: LabelMeaning, evidence: Evidence, rank: Rank, text: str) -> Opinion:
    if meaning.expression is not None:
        confidence = Confidence.HIGH if rank is Rank.FIELD and meaning.note is None else Confidence.MEDIUM
        return Opinion(rank, Basis.DECLARED, confidence, evidence, meaning.expression)
    return Opinion(
        Rank.AMBIGUOUS,
        Basis.DECLARED,
        Confidence.LOW,
        evidence,
        candidates=meaning.candidates,
        terms=meaning.terms,
        unrecognized=one_line(text),
    )


def _unrecognized(evidence: Evidence, text: str, *, unknown_words: bool = False) -> Opinion:
    words = one_line(text)
    return Opinion(
        Rank.AMBIGUOUS, Basis.DECLARED, Confidence.LOW, evidence, unrecognized=words, unknown_words=unknown_words
    )


def long_field_opinion(package: Package) -> Opinion | None:
    """The first line of a License field that holds more than a name: for where nothing else could be made of it."""
    stated = package.fields.license
    if stated is None or not is_long(stated.text):
        return None
    return _unrecognized(_evidence(package, stated, "License"), stated.text)


def _evidence(package: Package, stated: Stated, source: str) -> Evidence:
    return Evidence(source, package.at(stated.line), f"sha256:{package.digest}", one_line(stated.text))
