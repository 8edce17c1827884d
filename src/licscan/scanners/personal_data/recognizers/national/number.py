"""The recognizer that all national numbers share: a form, a check, and how much either says."""

import re
from collections.abc import Callable, Iterator

from licscan.scanners.personal_data.recognizers.interface import Match

WEAK = 150  # the form alone, or a check that fails: counts under a header, or behind a word, that asks for it
_WRITTEN = 150  # what the usual separators add to a bare run of digits
_EDGE = r"(?<![\w/+-])(?<!\d[.,])"
_END = r"(?!\w|[.,+]\d|[-/]\w)"


class NationalNumber:
    """A number that a state gives out.

    `form` is a regular expression without anchors. `check` gets the number in capitals without blanks, dots,
    hyphens and slashes. `score_permille` of a bare number says how rarely a random one of the form passes: 500 for
    one in ten, 600 from one in thirty, 700 from one in eighty, 800 from one in three hundred, 900 from one in two
    thousand; so that of two numbers that both pass the less likely accident is kept. A number that fails, and every
    one where the state has published no check (`check` None), is only `WEAK`.
    """

    def __init__(
        self,
        entity: str,
        form: str,
        check: Callable[[str], bool] | None,
        score_permille: int = WEAK,
        *,
        digits: int,
        context: tuple[str, ...] = (),
    ) -> None:
        self.name = "".join(part.capitalize() for part in entity.split("_"))
        self.entity = entity
        self.context = context
        self.digits = digits
        self.check = check
        self._score = score_permille
        self._form = re.compile(f"{_EDGE}(?:{form}){_END}", re.ASCII | re.IGNORECASE)
        self.patterns = (self._form,)

    def find(self, text: str) -> Iterator[Match]:
        """Yield numbers of the form, those that check with their full score."""
        for found in self._form.finditer(text):
            yield Match(found.start(), found.end(), self._judge(found[0]))

    def _judge(self, written: str) -> int:
        number = compact(written)
        if self.check is None or is_repeated(number) or not self.check(number):
            return WEAK
        if self._score > WEAK and len(number) < len(written):
            return min(self._score + _WRITTEN, 950)
        return self._score


def compact(written: str) -> str:
    """The letters and digits of a number (and `&`, which Mexican ones can hold), in capitals."""
    return "".join(character for character in written if character.isalnum() or character == "&").upper()


def weighted(digits: str, weights: tuple[int, ...]) -> int:
    """The sum of the digits, each times its weight; as many digits are taken as there are weights."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def is_day(day: int, month: int) -> bool:
    """Whether a day can be in a month of some year."""
    return 1 <= month <= 12 and 1 <= day <= (29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31)


def is_birth_year(year: int) -> bool:
    """Whether somebody who is alive, or died within living memory, can have been born in a year."""
    return 1880 <= year <= 2099


def is_repeated(number: str) -> bool:
    """Whether a number is one digit over and over: it passes many checks and was given to nobody."""
    return len(set(number)) == 1
