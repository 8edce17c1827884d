"""The text matcher at a third of its time, with the same answers.

licenseclassifier spends its time on two things: it cuts a text into words sign by sign, and it builds a state for every
word that it follows through a license, even where there is one way on. Both are done here in bulk; the patterns, their
order and the measure of misspelling are the matcher's own. This holds for the version that is pinned, and rests on
parts that it does not publish. Import this module only where a text is to be matched.
"""

import gzip
import marshal
import re
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from unicodedata import category

from licenseclassifier._engine.dictionary import (  # noqa: TID253 - this module is what is imported late
    _CANON,
    BAD_WORD,
    Dict,
    _html_entity_size,
    _html_tag_size,
    _markdown_anchor_size,
    _markdown_link_size,
    to_fold,
)
from licenseclassifier._engine.matcher import (  # noqa: TID253
    INST_ANY,
    INST_MATCH,
    INST_WORD,
    MultiRE,
    _add,
    _can_misspell,
    _can_misspell_join,
    _trim,
)
from licenseclassifier._engine.scan import (  # noqa: TID253
    _ARTIFACT_PATH,
    FORMAT_VERSION,
    Scanner,
    builtin_scanner,
)

# A word with a sign before and behind it: its number in the dictionary, and the characters from start to end.
Word = tuple[int, int, int]
State = tuple[int, ...]
# What a state knows: the license that ends there, the words that lead on, where each leads, where any word leads.
Steps = tuple[int, list[int], dict[int, State], State | None]
_WORDS = re.compile(r"([^\W_]+(?:\(s\))?|©)")
_MARKUP = re.compile(r"[<{&]|\]\(")
_SIZES = {"<": _html_tag_size, "{": _markdown_anchor_size, "&": _html_entity_size, "](": _markdown_link_size}
_SIGNS = frozenset("cC")
_BRACKETED = ("(c)", "(C)")
_FEW = 12
_MAX_REMEMBERED = 100_000


class Words(Dict):
    """The matcher's dictionary, which cuts a text into words in one pass of a regular expression."""

    def __init__(self, original: Dict) -> None:
        self._map = original._map
        self.list = original.list
        self._slow = original
        self._numbers: dict[str, int] = {}
        self._copyright = original.lookup("copyright")

    def _split(self, text: str, insert: bool) -> list[Word]:
        plain = None if insert else _plain(text)
        if plain is None:
            return self._slow._split(text, insert)
        parts = _WORDS.split(plain)
        ends = list(accumulate(map(len, parts)))
        starts, stops, found = ends[0::2], ends[1::2], parts[1::2]
        numbers = list(self._looked_up(found))
        if "(c)" in plain or "(C)" in plain:
            for at in [at for at, word in enumerate(found) if word in _SIGNS]:
                if plain.startswith(_BRACKETED, starts[at] - 1 if starts[at] else 0):
                    numbers[at], starts[at], stops[at] = self._copyright, starts[at] - 1, stops[at] + 1
        words = list(zip(numbers, starts, stops, strict=False))
        return _single(words, numbers, self._copyright)

    def _looked_up(self, found: Sequence[str]) -> Iterator[int]:
        numbers = self._numbers
        if len(numbers) > _MAX_REMEMBERED:
            numbers.clear()
        for word in set(found).difference(numbers):
            numbers[word] = self._number(word)
        return map(numbers.__getitem__, found)

    def _number(self, word: str) -> int:
        """The number of one word that stands alone; `(c)` is seen to elsewhere."""
        if word.isascii():
            lower = word.lower().replace("(s)", "s")
            return self._map.get("http" if lower == "https" else _CANON.get(lower, lower), BAD_WORD)
        ((number, _, _),) = self._slow._split(word, False)
        return number


def _single(words: list[Word], numbers: list[int], number: int) -> list[Word]:
    """The words with one for a run of the same: `Copyright (c)` and `Copyright ©` count once."""
    places = [at for at, other in enumerate(numbers) if other == number] if numbers.count(number) > 1 else []
    for before, at in reversed(list(pairwise(places))):
        if at == before + 1:
            del words[at]
    return words


def _plain(text: str) -> str | None:
    """The text with markup and foreign signs as spaces, none moved; None where only the matcher itself can cut it."""
    if not text.isascii():
        foreign = {sign for sign in set(text) if sign > "\x7f"}
        if any(category(sign) == "Mn" for sign in foreign):
            return None
        blank = [sign for sign in foreign if not (sign.isalpha() or sign.isdigit() or sign == "©")]
        plain = text
        for sign in blank if len(blank) <= _FEW else ():
            plain = plain.replace(sign, " ")
        if len(blank) > _FEW:
            plain = text.translate(dict.fromkeys(map(ord, blank), " "))
    else:
        plain = text
    return _without_markup(text, plain) if any(sign in text for sign in _SIZES) else plain


def _without_markup(text: str, plain: str) -> str | None:
    done: list[str] = []
    at = 0
    for match in _MARKUP.finditer(text):
        start = match.start()
        if start < at:
            continue
        size = _SIZES[match[0]](text, start)
        if not size:
            continue
        if text.startswith("&copy;", start):
            return None
        done.extend((plain[at:start], " " * size))
        at = start + size
    return "".join((*done, plain[at:])) if done else plain


def _folded(word: str) -> str:
    """A word as the matcher compares the spelling of words."""
    return word.lower().replace("(", "").replace(")", "") if word.isascii() else to_fold(word)


class Nexts(dict[int, State]):
    """Where each word leads from a state, worked out for the words that come."""

    __slots__ = ("_always", "_leading", "_program")

    def __init__(self, program: "Program", leading: dict[int, list[int]], always: list[int]) -> None:
        self._program = program
        self._leading = leading
        self._always = always

    def get(self, word: int, _: object = None) -> State | None:  # type: ignore[override]
        """The state behind a word that leads on, else None."""
        return self[word] if word in self._leading else None

    def __missing__(self, word: int) -> State:
        places = self._leading[word]
        found = self[word] = self._program.reached((*self._always, *places))
        return found


class _States(dict[State, Steps]):
    """What each state knows, worked out when the search first comes there."""

    __slots__ = ("_program",)

    def __init__(self, program: "Program") -> None:
        self._program = program

    def __missing__(self, state: State) -> Steps:
        steps = self[state] = self._program.steps(state)
        return steps


class Program(MultiRE):
    """The matcher's program, with short ways through the states that it mostly is in."""

    def __init__(self, original: MultiRE, words: Words) -> None:
        self._init(original.ops, original.args, original.start, original._start_state, words)
        self._states = _States(self)

    def _match_dfa(self, text: str, words: list[Word], start: int) -> tuple[int, int]:
        """The license that stands from a word on, and of how many words; the longest, or -1 and 0."""
        state, at, found = self._start_state, start, (-1, 0)
        while True:
            if len(state) == 1:
                state, at = self._along(state, words, at)
            ended, _, nexts, other = self._states[state]
            if ended >= 0:
                found = ended, min(at, len(words)) - start
            if at >= len(words):
                return found
            following = nexts.get(words[at][0])
            if following is None:
                respelled = self._respelled(state, text, words, at)
                if respelled is not None:
                    following, skipped, ended = respelled
                    at += skipped
                    found = found if ended < 0 else (ended, at - start)
                elif other is None:
                    return found
                else:
                    following = other
            state = following
            at += 1

    def _along(self, state: State, words: list[Word], at: int) -> tuple[State, int]:
        """Where a row of words that follow each other without any choice is left, and at which word."""
        ops, args = self.ops, self.args
        first = place = state[0]
        while ops[place] == INST_WORD and at < len(words) and args[place] == words[at][0]:
            place += 1
            at += 1
        if ops[place] == INST_WORD or place == first:
            return (place,), at
        return self._states[(place - 1,)][2][args[place - 1]], at

    def _respelled(self, state: State, text: str, words: list[Word], at: int) -> tuple[State, int, int] | None:
        """The state behind a word that is written otherwise than the licenses do, by the matcher's own measure.

        With it come how many more words that took, and the license that ended before the second half of a word.
        """
        have = _folded(text[words[at][1] : words[at][2]])
        more = _folded(text[words[at + 1][1] : words[at + 1][2]]) if at + 1 < len(words) else ""
        _, waiting, nexts, _ = self._states[state]
        for number in waiting:
            want = self.dict.list[number]
            if _can_misspell_join(want, have, more):
                return nexts[number], 1, -1
            if len(have) > len(want) and have.startswith(want):
                ended, second = self._second(nexts[number], have[len(want) :])
                if second is not None:
                    return second, 0, ended
            if _can_misspell(want, have):
                return nexts[number], 0, -1
        return None

    def _second(self, state: State, rest: str) -> tuple[int, State | None]:
        """The license that ends at a state, and where the rest of a word leads that holds two words."""
        ended, waiting, nexts, other = self._states[state]
        number = next((number for number in reversed(waiting) if self.dict.list[number] == rest), None)
        return ended, other if number is None else nexts[number]

    def steps(self, state: State) -> Steps:
        """What a state knows; mostly it is one word that waits for the next."""
        ops, args = self.ops, self.args
        place = state[0] if state else -1
        if len(state) == 1 and ops[place] == INST_WORD:
            word = args[place]
            return -1, [word], {word: (place + 1,) if ops[place + 1] == INST_WORD else self.reached(state)}, None
        ended = min((args[at] for at in state if ops[at] == INST_MATCH), default=-1)
        always = [at for at in state if ops[at] == INST_ANY]
        leading: dict[int, list[int]] = {}
        for at in state:
            if ops[at] == INST_WORD:
                leading.setdefault(args[at], []).append(at)
        return ended, sorted(leading), Nexts(self, leading, always), self.reached(always) if always else None

    def reached(self, places: Sequence[int]) -> State:
        """The state behind some instructions."""
        if len(places) == 1 and self.ops[places[0] + 1] == INST_WORD:
            # Mostly a word follows a word.
            return (places[0] + 1,)
        reached: list[int] = []
        seen: set[int] = set()
        for place in places:
            _add(self.ops, self.args, reached, seen, place + 1)
        state: State = _trim(self.ops, self.args, reached)
        return state


@cache
def fast_scanner() -> Scanner:
    """The matcher's scanner of licenses with the two parts exchanged."""
    scanner = _prebuilt() or builtin_scanner()
    scanner.dict = Words(scanner.dict)
    scanner.re = Program(scanner.re, scanner.dict)
    return scanner


def _prebuilt() -> Scanner | None:
    """The compiled patterns that the matcher ships, read in one piece, which takes half as long as in many."""
    try:
        packed = _ARTIFACT_PATH.read_bytes()
        data = marshal.loads(gzip.decompress(packed))  # noqa: S302 - a file of the installed package, as its code is
    except (OSError, EOFError, ValueError, TypeError, zlib.error):
        return None
    return Scanner.from_compiled(data) if data.get("version") == FORMAT_VERSION else None
