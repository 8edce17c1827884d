"""What the license file that governs a package says: by its text, its heading and its prose."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice, repeat

from licscan.catalog.licenses import LicenseTable
from licscan.catalog.phrases import Phrase
from licscan.expressions.algebra import normalize
from licscan.license_text.reading import Reading
from licscan.model.license import Confidence
from licscan.scanners.dependencies.metadata.opinion import family
from licscan.scanners.dependencies.metadata.prose import Named, named_under, sentences
from licscan.scanners.dependencies.metadata.statement_places import Places

CHOICE = "OR"
_EXCEPTION = "exception"
_WITH_EXCEPTIONS = {"GPL", "LGPL", "AGPL", "Apache"}
_CLOSED = "LicenseRef-Proprietary"
_FREE = ("permissive", "public-domain", "unknown")
_HEAD = 4_000
_ALL_PROSE = 32_000
_ABOVE = 1_200
_MAX_CHOICE = 3
_HEADING_LINES = 3
_MAX_HEADING = 100
_RULE = re.compile(r"^[\s#*=_>~|/\"'-]+|[\s#*=_~|/\"':-]+$")
_NAME = re.compile(r"licen[sc]e|terms|\d\.\d|commons", re.IGNORECASE)
_IDENTIFIER = re.compile(r"^\W{0,8}SPDX-License-Identifier:[ \t]*(\S[^\n]{0,200})", re.MULTILINE)
_STANZA = re.compile(r"^Files:[ \t]*\*[ \t]*\n(?:[ \t\w][^\n]*\n){0,40}?License:[ \t]*(\S[^\n]{0,200})", re.MULTILINE)
# Sentences on what stands under a license without being the package.
_OF_PARTS = re.compile(
    r"\b(?:portions?|parts?|bundl\w+|includ\w+|vendored|third[- ]part\w+|derived|contain\w*|copied|documentation"
    r"|except\w*|exclud\w+|some|certain|components?|dependenc\w+|based on|adapted|borrowed|taken from|examples?"
    r"|logos?|fonts?|icons?|data|datasets?|models?|weights?|files?)\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"licen[sc]|\bunder\b|public domain", re.IGNORECASE)
_HOLDS = re.compile(
    r"\b(?:portions?|parts?|bundl\w+|includ\w+|vendored|derived|contains?|copied|taken from|adapted)\b", re.IGNORECASE
)
# `These files were part of Foo, released under the GPL` tells where something comes from, not what it is under.
_PAST = re.compile(
    r"\b(?:was|were)\s+(?:once\s+|formerly\s+|originally\s+|previously\s+)?(?:a\s+)?parts?\s+of\b", re.IGNORECASE
)
_ORIGIN = re.compile(r"\b(?:derived from|based on|an? (?:fork|modified version) of)\b", re.IGNORECASE)
_ADDED = re.compile(
    r"^(?:all|any|our)\s+(?:other\s+)?(?:additions?|alterations?|modifications?|changes|enhancements|new code)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\b(?:combin\w+|link\w*|compatib\w+|if you|instead)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """What the prose of a governing file puts under which license.

    `own` are the licenses of the work, `parts` those of something else. `apart` are those of files that are not
    installed: tests, tools, documentation. `origin` are those of what the work was made from, where its authors put
    no more than their own additions under another license: both hold.
    """

    own: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What was read of a governing file.

    `heading` is the license that its first lines or an SPDX identifier name, `said` what its prose puts under which
    license. `restrictions` are what phrases mean.
    """

    reading: Reading
    heading: str | None
    heading_binds: bool
    said: Said
    restrictions: tuple[str, ...]
    hints: tuple[str, ...]
    dual: bool
    exception: str | None


def read_head(text: str, table: LicenseTable, reading: Reading) -> Head:
    """Everything that the text of a governing file says beside the licenses that the matcher recognized."""
    phrases = table.phrases_in(reading.rest, "text")
    ids = tuple(form for name in families_of(reading) if (form := known(name, table)))
    dual = _says_choice(phrases, text, reading)
    said, heading = _prose(text, reading, table, ids, dual=dual)
    return Head(
        reading=reading,
        heading=heading,
        heading_binds=heading is not None and table.terms(heading).category not in _FREE,
        said=said,
        restrictions=tuple(dict.fromkeys(_restrictions(phrases, text, reading))) or _limit(table, reading),
        hints=tuple(dict.fromkeys((*ids, *said.own))),
        dual=dual,
        exception=_exception(text, reading, table),
    )


def _prose(
    text: str, reading: Reading, table: LicenseTable, ids: tuple[str, ...], *, dual: bool
) -> tuple[Said, str | None]:
    """What prose puts under which license, and the heading.

    A text that is hardly anything but one license has no prose, as nearly all license files.
    """
    if reading.sure and reading.leading and len(ids) == 1 and not _SPEAKS.search(reading.rest):
        return Said(), None
    said = _statements(text, reading, table, ids, dual=dual)
    identifier = _identifier(text)
    return replace(said, own=(identifier,)) if identifier else said, identifier or _heading(text, table)


def parts_in_notice(text: str, table: LicenseTable) -> tuple[str, ...]:
    """The licenses that the prose of a NOTICE file puts on what the package bundles."""
    return _statements(text, Reading(), table, (), dual=False).parts


def governing_expression(head: Head, table: LicenseTable) -> tuple[str | None, Confidence]:
    """The license of the file as a whole, and how sure that is; a choice where the prose offers one.

    A heading of a license that restricts is believed over a text that nobody knows, one of a free license is not.
    """
    reading = head.reading
    families = families_of(reading)
    leading = reading.leading or (reading.ids[0] if reading.sure and len(families) == 1 else None)
    binding = head.heading if head.heading_binds and family(head.heading or "") not in map(family, families) else None
    if binding is not None:
        return binding, Confidence.LOW
    if leading is None or not reading.likely:
        return _by_prose(head)
    if leading in head.said.own and (both := _with_origin(leading, head.said)):
        return both, Confidence.MEDIUM
    sure = reading.sure and len(families) == 1 and not is_gnu_text(leading)
    names = families if head.dual and len(families) <= _MAX_CHOICE else (leading,)
    forms = [form for name in names if (form := known(name, table))]
    return (normalize(" OR ".join(forms)) if forms else None), Confidence.MEDIUM if sure else Confidence.LOW


def _with_origin(leading: str, said: Said) -> str | None:
    return normalize(" AND ".join(f"({name})" for name in (leading, *said.origin))) if said.origin else None


def _by_prose(head: Head) -> tuple[str | None, Confidence]:
    named = head.said.own
    if not named:
        return None, Confidence.LOW
    joined = normalize((" OR " if head.dual else " AND ").join(f"({name})" for name in named))
    plain = len(named) == 1 and not head.restrictions
    return joined, Confidence.MEDIUM if plain else Confidence.LOW


def known(name: str, table: LicenseTable) -> str | None:
    """An id of the matcher as SPDX names it, or as the tables do where SPDX has no such id."""
    if found := normalize(name):
        return found
    meaning = table.spelling(name)
    return meaning.expression if meaning else None


def families_of(reading: Reading) -> tuple[str, ...]:
    """The ids of a reading, one a family: the GPL's own appendix says `or later` of a program, not of this one."""
    first: dict[str, str] = {}
    for name in reading.ids:
        first.setdefault(family(name), name)
    return tuple(first.values())


def is_gnu_text(name: str) -> bool:
    """Whether the matcher saw the text of a GNU license itself, which says nothing of later versions."""
    return "GPL" in name and family(name) == name


def _says_choice(phrases: tuple[Phrase, ...], text: str, reading: Reading) -> bool:
    """Whether prose offers a choice of the package's licenses; a file of many texts also speaks of its parts'."""
    offers = [phrase for phrase in phrases if phrase.means == CHOICE]
    if len(families_of(reading)) <= _MAX_CHOICE:
        return bool(offers)
    start = " ".join(text[:_HEAD].casefold().split())
    return any(phrase.text in start for phrase in offers)


def _restrictions(phrases: tuple[Phrase, ...], text: str, reading: Reading) -> Iterator[str]:
    """What prose restricts; that something is proprietary is said of parts too, further down in a file of many."""
    start = " ".join(text[:_HEAD].casefold().split())
    for phrase in phrases:
        many = len(families_of(reading)) > 1 and phrase.means == _CLOSED
        if phrase.means != CHOICE and (not many or phrase.text in start):
            yield phrase.means


def _limit(table: LicenseTable, reading: Reading) -> tuple[str, ...]:
    """The limit that a sentence sets; in a file of many licenses it may be of a part, and says nothing of the whole."""
    means = table.limit_in(reading.rest) if len(families_of(reading)) <= 1 else None
    return (means,) if means else ()


def _statements(text: str, reading: Reading, table: LicenseTable, ids: tuple[str, ...], *, dual: bool) -> Said:
    """What the sentences of the head say; a file without a license text tells of parts all the way down."""
    found: dict[str, dict[str, None]] = {"own": {}, "parts": {}, "apart": {}, "origin": {}}
    added = False
    places = Places()
    head = _ABOVE if reading.leading else _HEAD
    below = () if reading.ids else sentences(text[head:_ALL_PROSE])
    for sentence, heard in chain(zip(sentences(text[:head]), repeat(True)), zip(below, repeat(False))):
        installed = places.are_installed(sentence.text)
        named = named_under(sentence.text, table)
        if named is None:
            continue
        added = added or bool(_ADDED.match(sentence.text))
        kind = _kind_of(sentence.text, installed=installed)
        if kind is None or (kind == "own" and not heard):
            continue
        for expression in _settled(named, ids, dual=dual):
            found[kind].setdefault(expression)
            if kind == "parts" and _ORIGIN.search(sentence.text):
                found["origin"].setdefault(expression)
    own = tuple(found["own"])
    elsewhere = {*own, *found["parts"]}
    return Said(
        own,
        tuple(name for name in found["parts"] if name not in own),
        tuple(name for name in found["apart"] if name not in elsewhere),
        tuple(name for name in found["origin"] if name not in own) if added else (),
    )


def _kind_of(sentence: str, *, installed: bool) -> str | None:
    """What a sentence that names a license is about; None where it says nothing of the work as it is."""
    if not installed:
        return "apart"
    if _PAST.search(sentence):
        return None
    if not _OF_PARTS.search(sentence):
        return "own"
    return "parts" if _HOLDS.search(sentence) and not _BESIDE.search(sentence) else None


def _settled(named: Named, ids: tuple[str, ...], *, dual: bool) -> tuple[str, ...]:
    """What is meant: of vague words what the text confirms, of licenses listed as a choice all of them."""
    if named.expression is not None:
        return (named.expression,)
    if dual and len({family(name) for name in named.candidates}) == len(named.candidates) <= _MAX_CHOICE:
        return named.candidates
    meant = tuple(name for name in named.candidates if name in ids)
    return meant if len(meant) == 1 else ()


def _exception(text: str, reading: Reading, table: LicenseTable) -> str | None:
    """The exception that a file grants beside its license; the phrase means a license of that kind WITH it."""
    kinds = {_kind(name) for name in reading.ids} & _WITH_EXCEPTIONS
    if reading.ids and not kinds:
        return None
    # Of a file with many texts only the head is about the first of them.
    for phrase in table.phrases_in(text if len(families_of(reading)) <= 1 else text[:_HEAD], _EXCEPTION):
        base, _, exception = phrase.means.partition(" WITH ")
        if phrase.scope == _EXCEPTION and (not kinds or _kind(base) in kinds):
            return exception
    return None


def _kind(name: str) -> str:
    return name.partition("-")[0]


def _identifier(text: str) -> str | None:
    """The license in an SPDX tag, or in the stanza for all files of a Debian copyright file (DEP 5)."""
    for pattern in (_IDENTIFIER, _STANZA):
        if match := pattern.search(text[:_HEAD]):
            return normalize(match[1].strip(" \t\r*#>-/"))
    return None


def _heading(text: str, table: LicenseTable) -> str | None:
    lines = (_RULE.sub("", line) for line in text[:_HEAD].splitlines())
    for line in islice((line for line in lines if line), _HEADING_LINES):
        meaning = table.spelling(line) if len(line) <= _MAX_HEADING else None
        # `All rights reserved` stands at the head of free licenses too: a heading has to be a name.
        if meaning is not None and meaning.expression and (_NAME.search(line) or normalize(line)):
            return meaning.expression
    return None
