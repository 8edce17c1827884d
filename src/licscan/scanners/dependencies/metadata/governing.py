"""What the license file that governs a package says: by its text, its heading and its prose."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from licscan.catalog.licenses import LicenseTable, Phrase
from licscan.expressions.algebra import normalize
from licscan.model.license import Confidence
from licscan.scanners.dependencies.metadata.opinion import family
from licscan.scanners.dependencies.metadata.prose import Named, named_under, sentences
from licscan.scanners.dependencies.metadata.text import Reading

CHOICE = "OR"
_EXCEPTION = "exception"
_WITH_EXCEPTIONS = {"GPL", "LGPL", "AGPL", "Apache"}
_CLOSED = "LicenseRef-Proprietary"
_FREE = ("permissive", "public-domain", "unknown")
_HEAD = 4_000
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
_BESIDE = re.compile(r"\b(?:combin\w+|link\w*|compatib\w+|if you|instead)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """What was read of a governing file.

    `heading` is the license that its first lines or an SPDX identifier name, `named` those of which its prose says that
    the work is under them, `parts` those of which it says so of something else. `restrictions` are what phrases mean.
    """

    reading: Reading
    heading: str | None
    heading_binds: bool
    named: tuple[str, ...]
    parts: tuple[str, ...]
    restrictions: tuple[str, ...]
    hints: tuple[str, ...]
    dual: bool
    exception: str | None


def read_head(text: str, table: LicenseTable, reading: Reading) -> Head:
    """Everything that the text of a governing file says beside the licenses that the matcher recognized."""
    phrases = table.phrases_in(reading.rest, "text")
    ids = tuple(form for name in families_of(reading) if (form := known(name, table)))
    dual = _says_choice(phrases, text, reading)
    own, parts, heading = _prose(text, reading, table, ids, dual=dual)
    return Head(
        reading=reading,
        heading=heading,
        heading_binds=heading is not None and table.terms(heading).category not in _FREE,
        named=own,
        parts=parts,
        restrictions=tuple(dict.fromkeys(_restrictions(phrases, text, reading))) or _limit(table, reading),
        hints=tuple(dict.fromkeys((*ids, *own))),
        dual=dual,
        exception=_exception(text, reading, table),
    )


def _prose(
    text: str, reading: Reading, table: LicenseTable, ids: tuple[str, ...], *, dual: bool
) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
    """What prose names as the work's licenses and as those of something else, and the heading.

    A text that is hardly anything but one license has no prose, as nearly all license files.
    """
    if reading.sure and reading.leading and len(ids) == 1 and not _SPEAKS.search(reading.rest):
        return (), (), None
    own, parts = _statements(text, reading, table, ids, dual=dual)
    identifier = _identifier(text)
    return (identifier,) if identifier else own, parts, identifier or _heading(text, table)


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
    sure = reading.sure and len(families) == 1 and not is_gnu_text(leading)
    names = families if head.dual and len(families) <= _MAX_CHOICE else (leading,)
    forms = [form for name in names if (form := known(name, table))]
    return (normalize(" OR ".join(forms)) if forms else None), Confidence.MEDIUM if sure else Confidence.LOW


def _by_prose(head: Head) -> tuple[str | None, Confidence]:
    if not head.named:
        return None, Confidence.LOW
    joined = normalize((" OR " if head.dual else " AND ").join(f"({name})" for name in head.named))
    plain = len(head.named) == 1 and not head.restrictions
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


def _statements(
    text: str, reading: Reading, table: LicenseTable, ids: tuple[str, ...], *, dual: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The licenses that prose says the work is under, and those of what it says is something else."""
    own: dict[str, None] = {}
    parts: dict[str, None] = {}
    for sentence in sentences(text[: _ABOVE if reading.leading else _HEAD]):
        named = named_under(sentence.text, table)
        for expression in _settled(named, ids, dual=dual) if named else ():
            if not _OF_PARTS.search(sentence.text):
                own.setdefault(expression)
            elif _HOLDS.search(sentence.text) and not _BESIDE.search(sentence.text):
                parts.setdefault(expression)
    return tuple(own), tuple(name for name in parts if name not in own)


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
    for line in [line for line in lines if line][:_HEADING_LINES]:
        meaning = table.spelling(line) if len(line) <= _MAX_HEADING else None
        # `All rights reserved` stands at the head of free licenses too: a heading has to be a name.
        if meaning is not None and meaning.expression and (_NAME.search(line) or normalize(line)):
            return meaning.expression
    return None
