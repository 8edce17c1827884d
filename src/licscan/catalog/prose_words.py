"""Lists of words, and patterns of such lists, found in sentences in time linear in their length."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_MAX_GAP = 60
_MARKS = str.maketrans(
    dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63_\t\n\r\u00a0\u3000", " ")
    | dict.fromkeys("\u2018\u2019\u02bc", "'")
)

Span = tuple[int, int]


def lowered(text: str) -> str:
    """A text for comparison, sign by sign as long as the text: lower case, hyphens and other white space as blanks."""
    return lower(text).translate(_MARKS)


def lower(text: str) -> str:
    """A text in lower case, sign by sign as long as the text."""
    plain = text.lower()
    return plain if len(plain) == len(text) else "".join(_lower_sign(sign) for sign in text)


def _lower_sign(sign: str) -> str:
    plain = sign.lower()
    return plain if len(plain) == 1 else sign


class Words:
    """A list of words and phrases, found as whole words in a text that was `lowered`."""

    __slots__ = ("_words",)

    def __init__(self, words: Sequence[str]) -> None:
        # The longest first, so that of two that begin at one place the longer is told.
        folded = dict.fromkeys(" ".join(lowered(word).split()) for word in words)
        self._words = tuple(sorted(folded, key=lambda word: (-len(word), word)))

    @property
    def words(self) -> tuple[str, ...]:
        """The words as they are compared."""
        return self._words

    def spans(self, text: str) -> list[Span]:
        """Where they stand, in order; a shorter one inside a longer one is not told."""
        found = [span for word in self._words if word in text for span in _places(word, text)]
        if len(found) < 2:
            return found
        found.sort(key=lambda span: (span[0], -span[1]))
        kept = [found[0]]
        kept.extend(span for before, span in pairwise(found) if span[0] != before[0])
        return kept

    def __contains__(self, text: str) -> bool:
        """Whether one of them stands in a text."""
        return any(word in text and next(_places(word, text), None) for word in self._words)


def _places(word: str, text: str) -> Iterator[Span]:
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (_joins(text, at - 1) and _joins(text, at)) and not (_joins(text, end - 1) and _joins(text, end)):
            yield at, end
        at = text.find(word, at + 1)


def _joins(text: str, at: int) -> bool:
    """Whether the sign at a place goes on with a word; Chinese and Japanese are written without blanks."""
    return 0 <= at < len(text) and text[at].isalnum() and text[at] < "\u2e80"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Lists of words that follow each other in one sentence; `near[i]`: part i right behind the last."""

    parts: tuple[Words, ...]
    near: tuple[bool, ...]

    def find(self, sentence: "Sentence") -> Span | None:
        """The first place, None where the sentence does not hold them in order."""
        reached = [(span[0], span[1]) for span in sentence.spans(self.parts[0])]
        for words, near in zip(self.parts[1:], self.near[1:], strict=True):
            if not reached:
                return None
            reached = list(_next(sentence.text, reached, sentence.spans(words), 1 if near else _MAX_GAP))
        return reached[0] if reached else None


def _next(text: str, reached: Sequence[Span], spans: Sequence[Span], gap: int) -> Iterator[Span]:
    """Each place of the next part that a chain reaches, with where the nearest such chain began; none over a `;`."""
    ended = sorted(reached, key=lambda span: span[1])
    at = -1
    for start, end in spans:
        while at + 1 < len(ended) and ended[at + 1][1] <= start:
            at += 1
        if at >= 0 and start - ended[at][1] <= gap and ";" not in text[ended[at][1] : start]:
            yield ended[at][0], end


class Sentence:
    """A sentence that was `lowered`; remembers what was looked for in it."""

    __slots__ = ("_known", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._known: dict[Words, list[Span]] = {}

    def spans(self, words: Words) -> list[Span]:
        """Where words of a list stand."""
        found = self._known.get(words)
        if found is None:
            found = self._known[words] = words.spans(self.text)
        return found


class Prefixes:
    """Words that a dash joins to the next one, with blanks around the dash or none (`non - commercial`)."""

    __slots__ = ("_pattern", "_words")

    def __init__(self, words: Sequence[str]) -> None:
        self._words = tuple(lower(word) for word in words)
        either = "|".join(map(re.escape, self._words))
        dash = "[-\u2010-\u2015\u2212\ufe58\ufe63]"
        # A letter, in this line or the next one.
        after = r"(?=[*_]{0,3}[^\W\d_]|\r?\n[ \t>]{0,8}[^\W\d_])"
        self._pattern = re.compile(
            rf"(?<![^\W_])({either})([*_]{{0,3}})[ \t]{{0,8}}{dash}[ \t]{{0,8}}{after}", re.IGNORECASE
        )

    def joined(self, text: str) -> str:
        """A text with such words joined by a hyphen; no line ends are added or taken away."""
        low = text.lower()
        return self._pattern.sub(r"\1\2-", text) if any(word in low for word in self._words) else text


class Elements:
    """Elements of license names in other languages, put into English."""

    __slots__ = ("_pattern", "_words")

    def __init__(self, translations: Mapping[str, Sequence[str]]) -> None:
        self._words = {lower(word): english for english, words in translations.items() for word in words}
        longest = sorted(self._words, key=lambda word: (-len(word), word))
        self._pattern = re.compile("|".join(map(re.escape, longest)), re.IGNORECASE) if longest else None

    def english(self, text: str) -> str:
        """A text with the elements in English, with blanks around them."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda match: f" {self._words.get(lower(match[0]), match[0])} ", text)
