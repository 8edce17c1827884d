"""rules/license/prose*.toml in memory: how running text names licenses and terms of use, language by language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from licscan.catalog.prose_words import Elements, Pattern, Prefixes, Sentence, Span, Words
from licscan.catalog.record import Record, read_record
from licscan.model.license import WorkPart

LANGUAGES = ("en", "de", "es", "fr", "ja", "zh")
HEADINGS = ("license", "terms", "source", "cited", "ignored")
WHOLE = "whole"

_LISTED = re.compile(r"<(\w+)>")
_STEPS = re.compile(r"\s*\.\.\s*")


@dataclass(frozen=True, slots=True)
class UsePhrase:
    """Patterns of sentences that grant or restrict the use: `means` is an SPDX expression.

    `weak`: names a use and shuts no other one out. `mild`: where it is only an intent, it is weak.
    """

    means: str
    grants: bool
    weak: bool
    mild: bool
    section: tuple[Pattern, ...]
    anywhere: tuple[Pattern, ...]

    def spans(self, sentence: Sentence, *, strong: bool) -> Iterator[Span]:
        """Where it stands, one place a pattern; `strong` places are sections on licenses and gates."""
        for pattern in (*self.anywhere, *self.section) if strong else self.anywhere:
            if span := pattern.find(sentence):
                yield span


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """What one language has."""

    name: str
    lead: Words
    own: Words
    told: Words
    under: Words
    nobody: Words
    elsewhere: Words
    both: Words
    opens: Words
    compares: Words
    refused: Words
    undone: Words
    intent: Words
    binding: Words
    advice: Words
    others: tuple[Pattern, ...]
    former: tuple[Pattern, ...]
    now: Words
    addressed: Words
    relative: Words
    states: Words
    variants: Words
    headings: Mapping[str, Words]
    parts: tuple[tuple[WorkPart | None, Words], ...]
    behind: Words
    choice: Words
    denied_before: Words
    denied_after: Words
    uses: tuple[UsePhrase, ...]
    website: Words
    per_record: Words
    hints: tuple[str, ...]
    use_hints: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ProseRules:
    """All languages, first words of names, and what is picked by mistake."""

    languages: tuple[Language, ...]
    strong: frozenset[str]
    weak: frozenset[str]
    inside: frozenset[str]
    plain: frozenset[str]
    badges: tuple[str, ...]
    elements: Elements
    prefixes: Prefixes
    mistaken: Mapping[str, str]
    families: Mapping[str, tuple[str, ...]]
    hints: tuple[str, ...]


def load_prose(folder: Path) -> ProseRules:
    """The rules for prose of a rules folder. Raises RulesError where a file is missing or malformed."""
    record = read_record(folder, "license/prose.toml")
    names = record.table("names")
    strong, weak, inside, plain = (frozenset(names.texts(key)) for key in ("strong", "weak", "inside", "plain"))
    names.done()
    badges, listed = record.texts("badges"), record.table("mistaken")
    mistaken = {name: listed.text(name) for name in listed.data}
    words = record.table("elements")
    elements = Elements({name: words.texts(name) for name in words.data})
    prefixes = Prefixes(record.texts("prefixes"))
    kinds = record.table("families")
    families = {name: kinds.texts(name) for name in kinds.data}
    record.done()
    languages = tuple(_language(read_record(folder, f"license/prose_{name}.toml")) for name in LANGUAGES)
    hints = dict.fromkeys(hint for language in languages for hint in language.hints)
    return ProseRules(
        languages, strong, weak, inside, plain, badges, elements, prefixes, mistaken, families, tuple(hints)
    )


def _language(record: Record) -> Language:
    lists = {name: Words(words.texts(name)) for words in [record.table("words")] for name in words.data}
    headings, denied, smell = record.table("headings"), record.table("denied"), record.table("smell")
    part = record.table("part")
    uses = tuple(
        _use(row, lists, grants=kind == "grant") for kind in ("restriction", "grant") for row in record.listed(kind)
    )
    made = Language(
        name=record.text("language"),
        lead=Words(record.texts("lead")),
        own=Words(record.texts("own")),
        told=Words(record.texts("told")),
        under=Words(record.texts("under")),
        nobody=Words(record.texts("nobody")),
        elsewhere=Words(record.texts("elsewhere")),
        both=Words(record.texts("both")),
        opens=Words(record.texts("opens")),
        compares=Words(record.texts("compares")),
        refused=Words(record.texts("refused")),
        undone=Words(record.texts("undone")),
        intent=Words(record.texts("intent")),
        binding=Words(record.texts("binding")),
        advice=Words(record.texts("advice")),
        others=_patterns(record, lists, "others"),
        former=_patterns(record, lists, "former"),
        now=Words(record.texts("now")),
        addressed=Words(record.texts("addressed")),
        relative=Words(record.texts("relative")),
        states=Words(record.texts("states")),
        variants=Words(record.texts("variants")),
        headings={kind: Words(headings.texts(kind)) for kind in HEADINGS},
        parts=tuple(_parts(part)),
        behind=Words(record.texts("behind")),
        choice=Words(record.texts("choice")),
        denied_before=Words(denied.texts("before")),
        denied_after=Words(denied.texts("after")),
        uses=uses,
        website=Words(smell.texts("website")),
        per_record=Words(smell.texts("per_record")),
        hints=record.texts("hints"),
        use_hints=record.texts("use_hints"),
    )
    for table in (headings, denied, smell, part, record):
        table.done()
    return made


def _parts(record: Record) -> Iterator[tuple[WorkPart | None, Words]]:
    known = {part.value for part in WorkPart}
    for name in record.data:
        if name != WHOLE and name not in known:
            record.fail(f"unknown part `{name}`", name)
        yield None if name == WHOLE else WorkPart(name), Words(record.texts(name))


def _use(row: Record, lists: Mapping[str, Words], *, grants: bool) -> UsePhrase:
    section, anywhere = _patterns(row, lists, "section"), _patterns(row, lists, "anywhere")
    phrase = UsePhrase(row.text("means"), grants, row.flag("weak"), row.flag("mild"), section, anywhere)
    row.done()
    return phrase


def _patterns(row: Record, lists: Mapping[str, Words], key: str) -> tuple[Pattern, ...]:
    return tuple(_pattern(row, lists, key, number, text) for number, text in enumerate(row.texts(key)))


def _pattern(row: Record, lists: Mapping[str, Words], place: str, number: int, text: str) -> Pattern:
    parts: list[Words] = []
    near: list[bool] = []
    for step in _STEPS.split(text):
        # Every second piece is the name of a list.
        pieces = [(piece.strip(), at % 2 == 1) for at, piece in enumerate(_LISTED.split(step)) if piece.strip()]
        for at, (piece, listed) in enumerate(pieces):
            if listed and piece not in lists:
                row.fail(f"`<{piece}>` is no list of [words]", place, number)
            parts.append(lists[piece] if listed else _single(piece))
            near.append(at > 0)
    if not parts:
        row.fail("a pattern is not empty", place, number)
    return Pattern(tuple(parts), tuple(near))


@lru_cache(maxsize=4096)
def _single(words: str) -> Words:
    return Words((words,))
