"""What a whole cell looks like, under a header that asks for it."""

import re
from collections.abc import Mapping

from licscan.scanners.personal_data.recognizers.birth_date import DATE
from licscan.scanners.personal_data.recognizers.letters import fold
from licscan.scanners.personal_data.recognizers.terms import whole_words
from licscan.scanners.personal_data.rules import RecognizerRules, Strength

_MAX_CHARS = 300
_NAME_WORD = r"[^\W\d_](?:[^\W\d_]|['\u2019`.-]){0,30}"

# The names stand in rules/recognizers/entities.toml. A shape says that a cell can be the thing, no more.
SHAPES: Mapping[str, re.Pattern[str]] = {
    "person_name": re.compile(rf"{_NAME_WORD},?(?: {_NAME_WORD},?){{0,5}}"),
    "phone": re.compile(r"\+?(?=(?:\D*\d){7,15}\D*$)[\d(][\d ().x/-]{5,24}(?: ?(?:x|ext\.?) ?\d{1,6})?", re.IGNORECASE),
    "street": re.compile(r"(?=.{0,200}\d)(?=.{0,200}[^\W\d_]{2}).{6,200}", re.DOTALL),
    "place": re.compile(
        r"[A-Z0-9][A-Z0-9 -]{2,9}"
        r"|[^\W_][^\W_ .,'\u2019()/-]{1,40}(?:[ .,'\u2019()/-]{1,3}[^\W_]{1,40}){0,6}\)?",
        re.IGNORECASE,
    ),
    "date": re.compile(rf"{DATE}(?:[T ][\d:.Z+-]{{4,20}})?|(?:19|20)\d{{2}}|(?:19|20)\d{{6}}", re.IGNORECASE),
    "age": re.compile(
        r"(?:1[01]\d|\d{1,2})(?:\.0)?(?: ?(?:years?|yrs?|y/?o))?"
        r"|\d{1,3} ?(?:-|\u2013|to) ?\d{1,3}|(?:\d{2} ?\+|[<>]=? ?\d{2})",
        re.IGNORECASE,
    ),
    "filled": re.compile(r"\S.*", re.DOTALL),
    "password": re.compile(r"(?!\$2[aby]\$)(?![0-9a-f]{32,128}$)\S{3,64}"),
    "amount": re.compile(r"(?:[$€£]|S\$|[A-Z]{3} )?-?\d[\d,. ]{1,15}(?:k| ?[A-Z]{3})?", re.IGNORECASE),
    "identifier": re.compile(r"(?=.{0,80}\d)[A-Za-z0-9][\w.:-]{4,80}"),
    "username": re.compile(r"@?[A-Za-z0-9][\w.-]{2,39}"),
    "token": re.compile(r"(?=.{0,250}\d)[\w.+/=-]{12,250}"),
    "plate": re.compile(r"(?=.{0,20}\d)[A-Z0-9][A-Z0-9 -]{2,18}", re.IGNORECASE),
}

# Where every filled cell counts, these still say nothing of a person.
_EMPTY_WORDS = frozenset(
    {"n/a", "na", "nan", "nil", "none", "null", "-", "--", "no", "false", "0", "unknown", "not applicable", "negative"}
)
_INITIALED = re.compile(r"[^\W\d_]\.?")
_AGE_YEARS = re.compile(r"(\d{1,3})(?:\.0)?(?: ?(?:years?|yrs?|y/?o))?", re.IGNORECASE)


class Cells:
    """Whole cells against the shape or words of an entity type."""

    def __init__(self, rules: RecognizerRules) -> None:
        self._rules = rules
        self._names = rules.given_names | rules.family_names
        self._terms = {
            entity: whole_words(terms.sure + terms.plain)
            for entity, terms in rules.terms.items()
            if terms.sure or terms.plain
        }

    def fits(self, entity: str, text: str) -> bool:
        """Whether a whole cell can be of an entity type that the header asks for."""
        text = text.strip()
        rule = self._rules.entities[entity]
        if not text or len(text) > _MAX_CHARS:
            return False
        if rule.strength is Strength.VALUE and text.casefold() in _EMPTY_WORDS:
            return False
        if entity in self._terms and self._terms[entity].search(text) is not None:
            return True
        shape = None if rule.cell is None else SHAPES[rule.cell]
        return shape is not None and shape.fullmatch(text) is not None

    def is_named(self, text: str) -> bool:
        """Whether a cell in the shape of a name holds a common given or family name."""
        if SHAPES["person_name"].fullmatch(text.strip()) is None:
            return False
        parts = [
            part for part in re.split(r"[\s,.\u2019'-]+", fold(text)) if part and _INITIALED.fullmatch(part) is None
        ]
        return any(part in self._names for part in parts)

    @staticmethod
    def is_minor(text: str) -> bool:
        """Whether a cell of a column of ages is an age below 18."""
        stated = _AGE_YEARS.fullmatch(text.strip())
        return stated is not None and int(stated[1]) < 18
