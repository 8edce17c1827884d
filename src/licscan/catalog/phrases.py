"""Phrases that decide where no license text matches, found without looking for each of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain


@dataclass(frozen=True, slots=True)
class Phrase:
    """Prose that decides where no license text matches.

    `text` is folded: lower case, single spaces. `means` is an SPDX expression, or `OR` where the prose offers a
    choice of licenses. `scope` is `field` (metadata), `text` (license files), `readme` (the description in the
    metadata), `exception` (what a license file adds to a GNU license) or `any`.
    """

    text: str
    means: str
    scope: str


class PhraseTable:
    """Phrases by scope; rows are text, meaning and scope."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        self._phrases = tuple(Phrase(" ".join(text.casefold().split()), means, scope) for text, means, scope in rows)
        self._by_scope: dict[str, tuple[tuple[Phrase, ...], _Index]] = {}

    def found_in(self, text: str, scope: str) -> tuple[Phrase, ...]:
        """The phrases of a scope and those of any that stand in a text, in the order of the rows."""
        phrases, index = self._of(scope)
        return tuple(phrases[number] for number in index.numbers(text.casefold().split()))

    def _of(self, scope: str) -> tuple[tuple[Phrase, ...], "_Index"]:
        if scope not in self._by_scope:
            phrases = tuple(phrase for phrase in self._phrases if phrase.scope in {scope, "any"})
            self._by_scope[scope] = phrases, _Index([phrase.text for phrase in phrases])
        return self._by_scope[scope]


class _Index:
    """Phrases of words with single spaces between them, numbered in their order.

    A word inside a phrase, with others around it, is a whole word of any text that holds the phrase. So nearly all
    phrases are ruled out by the set of a text's words, and only the rest is looked for.
    """

    def __init__(self, phrases: Sequence[str]) -> None:
        self._phrases = tuple(phrases)
        self._inside = tuple(frozenset(phrase.split(" ")[1:-1]) for phrase in phrases)
        self._anyway = tuple(number for number, inside in enumerate(self._inside) if not inside)
        self._by_word: dict[str, list[int]] = {}
        for number, inside in enumerate(self._inside):
            if inside:
                # The longest word is mostly the rarest.
                self._by_word.setdefault(max(sorted(inside), key=len), []).append(number)

    def numbers(self, words: Sequence[str]) -> list[int]:
        """The numbers of the phrases that stand in a text of these words, in their order."""
        text = " ".join(words)
        known = frozenset(words)
        fitting = (
            number
            for word in self._by_word.keys() & known
            for number in self._by_word[word]
            if self._inside[number] <= known
        )
        return sorted(number for number in chain(self._anyway, fitting) if self._phrases[number] in text)
