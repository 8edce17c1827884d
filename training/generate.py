"""Texts with the places of their names, from the templates."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lexicon import word_lists
from pieces import Piece
from slots import Slots

TEMPLATES = Path(__file__).parent / "templates"
_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_MARK = re.compile(r"(?<=\w)([!?,.;:]+)(?=\s|$)")
_SLOT = re.compile(r"\{([a-z.]+)\}")
# How often each kind of template is drawn; posts lose their capitals more often than letters do.
_SHARE = {
    "chat": 14,
    "mail": 15,
    "support": 15,
    "forms": 11,
    "news": 12,
    "tweets": 13,
    "organizations": 11,
    "peoples": 4,
    "nothing": 12,
}
_LOWER = {"tweets": 0.35, "chat": 0.2}
_LOWER_ELSE = 0.09
# In how many texts only the names lack capitals, and how many posts and plain texts get what posts carry around them.
_NAMES_LOWER = 0.04
_DECORATED = {"tweets": 0.4, "nothing": 0.4 / 3, "organizations": 0.4 / 3, "peoples": 0.4 / 3}
_SPACED = 0.25
_UPPER = 0.025
_TITLE = 0.02
_JOINED = 0.2


@dataclass(frozen=True, slots=True)
class Example:
    """A text and its spans: start, end, label."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def templates() -> dict[str, list[str]]:
    """All templates by file."""
    return {
        kind: [
            line.replace("\\n", "\n").replace("\\t", "\t")
            for line in (TEMPLATES / f"{kind}.txt").read_text(encoding="utf-8").splitlines()
            if line and not line.startswith("# ")
        ]
        for kind in _SHARE
    }


class Generator:
    """An endless stream of examples, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._slots = Slots(self._chance)
        self._templates = templates()
        posts = word_lists("posts.txt")
        self._openings = tuple(f"{each} " for each in ("RT @{handle} :", "RT @{handle}:", "@{handle}", "@{handle}"))
        self._openings += tuple(f"{each} " for each in posts["opening"])
        self._closings = tuple(f" {each}" for each in ("#{tag}", "#{tag}", "http://t.co/{hash}", "@{handle}"))
        self._closings += tuple(f" {each}" for each in posts["closing"])

    def __iter__(self) -> Iterator[Example]:
        kinds, weights = list(_SHARE), list(_SHARE.values())
        while True:
            kind = self._chance.choices(kinds, weights)[0]
            pieces = self._pieces(self._chance.choice(self._templates[kind]))
            if kind in {"news", "mail", "chat", "nothing", "support"} and self._chance.random() < _JOINED:
                other = self._chance.choice(("nothing", kind))
                joint = self._chance.choice((" ", " ", "\n"))
                pieces += [Piece(joint, None), *self._pieces(self._chance.choice(self._templates[other]))]
            pieces = self._recased(pieces, kind)
            if kind in _DECORATED and self._chance.random() < _DECORATED[kind]:
                pieces = self._decorated(pieces)
            yield _example(pieces)

    def _pieces(self, template: str) -> list[Piece]:
        while "(" in template and (found := _CHOICE.search(template)):
            template = template[: found.start()] + self._chance.choice(found[1].split("|")) + template[found.end() :]
        pieces: list[Piece] = []
        for number, part in enumerate(_SLOT.split(template)):
            pieces += self._slots.fill(part) if number % 2 else [Piece(part, None)]
        return pieces

    def _decorated(self, pieces: list[Piece]) -> list[Piece]:
        """A text as a post bears it: handles before it, hashtags, signs and links behind it, marks set apart."""
        chance = self._chance
        if chance.random() < _SPACED:
            pieces = [piece if piece.label else Piece(_MARK.sub(r" \1", piece.text), None) for piece in pieces]
        if chance.random() < 0.5:
            pieces = [*self._pieces(chance.choice(self._openings)), *pieces]
        for _ in range(chance.randint(0, 2)):
            pieces = [*pieces, *self._pieces(chance.choice(self._closings))]
        return pieces

    def _recased(self, pieces: list[Piece], kind: str) -> list[Piece]:
        drawn = self._chance.random()
        lower = _LOWER.get(kind, _LOWER_ELSE)
        if drawn < lower:
            return [Piece(piece.text.lower(), piece.label) for piece in pieces]
        if drawn < lower + _UPPER:
            return [Piece(piece.text.upper(), piece.label) for piece in pieces]
        if drawn < lower + _UPPER + _TITLE:
            return [Piece(piece.text.title(), piece.label) for piece in pieces]
        if drawn < lower + _UPPER + _TITLE + _NAMES_LOWER:
            return [Piece(piece.text.lower() if piece.label else piece.text, piece.label) for piece in pieces]
        return pieces


def _example(pieces: list[Piece]) -> Example:
    text, spans = "", []
    for piece in pieces:
        if piece.label is not None:
            inside = piece.text.strip()
            start = len(text) + piece.text.index(inside)
            spans.append((start, start + len(inside), piece.label))
        text += piece.text
    return Example(text, tuple(spans))
