"""Names of columns that are persons' data themselves: keys of an object, or a first row that was no header."""

import re
from collections.abc import Iterable

from licscan.inputs.readers.column_names import numbered
from licscan.scanners.personal_data.engine.detect import Detector
from licscan.scanners.personal_data.engine.faults import Faults
from licscan.scanners.personal_data.recognizers.letters import fold
from licscan.scanners.personal_data.rules import RecognizerRules, Strength

_TELLING = frozenset({Strength.SURE, Strength.CHECKSUM, Strength.SHAPE})
_LEAST_PERMILLE = 400
_DIGITS = 5  # no number of a person is shorter; `c100` and `feature_4` need not be looked at
_LIKE_A_NAME = re.compile(r"[^\W\d_a-z][^\W\d_]+(?: [^\W\d_a-z][^\W\d_.'-]*){1,3}")
# `rs1426654`, `x100001`: a variant of a gene, or what numbers columns.
_NUMBERED = re.compile(r"[a-z]{1,3}\d{1,12}")
_PARTS = re.compile(r"[\W\d_]+|(?<=[a-z])(?=[A-Z])")


class FieldNames:
    """Tells which parts of column names must not be shown: a pointer has several, a header is one."""

    def __init__(self, rules: RecognizerRules, detector: Detector) -> None:
        self._given = rules.given_names - rules.ordinary_names
        self._names = rules.given_names | rules.family_names
        self._detector = detector
        entities = rules.entities.values()
        phrases = (phrase for rule in entities for phrase in (*rule.headers, *rule.maybe, *rule.contrary))
        self._ordinary = frozenset(fold(word) for phrase in phrases for word in phrase.split())
        self._wanted = frozenset({"PERSON", *(rule.entity for rule in entities if rule.strength in _TELLING)})

    def personal(self, names: Iterable[str], faults: Faults) -> frozenset[str]:
        """The parts of these column names that name or number a person."""
        every = {part for name in names for part in parts(name)}
        by_words = {part for part in every if self._is_person(part)}
        open_ones = sorted(part for part in every - by_words if self._could_be(part))
        found = self._detector.detect(open_ones, faults, wanted=self._wanted)
        seen = {
            part
            for part, detections in zip(open_ones, found, strict=True)
            if any(each.score_permille >= _LEAST_PERMILLE for each in detections)
        }
        # Beside persons' names, what is written like one is one: no dictionary is complete.
        alike = {part for part in open_ones if by_words and _LIKE_A_NAME.fullmatch(part)}
        return frozenset(by_words | seen | alike)

    def _is_person(self, part: str) -> bool:
        words = _words(part)
        ordinary = sum(word in self._ordinary for word in words)
        if len(words) > 1 and ordinary < len(words) and sum(word in self._names for word in words) > 1:
            return True
        return not ordinary and any(word in self._given for word in words)

    def _could_be(self, part: str) -> bool:
        if _NUMBERED.fullmatch(part) is not None:
            return False
        if sum(map(str.isdigit, part)) >= _DIGITS or (" " in part and any(map(str.isdigit, part))):
            return True
        return _LIKE_A_NAME.fullmatch(part) is not None and not any(word in self._ordinary for word in _words(part))


def _words(part: str) -> list[str]:
    return [fold(word) for word in _PARTS.split(part) if word]


def parts(name: str) -> tuple[str, ...]:
    """The keys of a pointer, or a header as a whole."""
    if not name.startswith("/"):
        return (name,)
    keys = (key.replace("~1", "/").replace("~0", "~") for key in name[1:].split("/"))
    return tuple(key for key in keys if key not in {"", "*", "*#"})


def shown(name: str | None, position: int, personal: frozenset[str]) -> str | None:
    """The name without what must not be shown: `*` in a pointer, else the column's number; `position` counts from 1."""
    if name is None or personal.isdisjoint(parts(name)):
        return name
    if not name.startswith("/"):
        return numbered(position)
    return "".join(f"/{'*' if personal.intersection(parts(f'/{key}')) else key}" for key in name[1:].split("/"))
