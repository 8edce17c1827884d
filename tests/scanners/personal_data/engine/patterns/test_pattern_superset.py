"""What stands for a pattern in RE2 must match wherever the pattern does; where it says nothing, the gate stays open."""

import re
from importlib import import_module
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licscan.scanners.personal_data.engine.patterns.gates import Gated, PatternGates, PatternSet, count_digits
from licscan.scanners.personal_data.engine.patterns.pattern_superset import WILD, superset
from licscan.scanners.personal_data.engine.presidio import Engine

regex = cast("Any", import_module("regex"))
_FLAGS = re.DOTALL | re.MULTILINE | re.IGNORECASE
_ALPHABET = "0123456789ABCDEFGHKSXYZabdiknsz @.-:/+()#_,\n\t\x1c\u00e9\u0130\u0131\u017f\u212a\u0663\u00a0"


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(?<![\w-])\d{3}(?!\d)", "no 123 here"),
        (r"(\w)\1", "book"),
        (r"^\s*id$", "x\n\vID"),
        (r"\d\S\d", "1\x1c2"),
        (r"\d[^\s-]\d", "1\x1c2"),
        (r"[^\d\s]{40}", "x" * 40),
        (r"k+", "\u212a"),
        (r"\bsa\b", "\u017fa"),
        (r"(?>a|ab)c", "ac"),
        (r"(a)?(?(1)b|c)", "c"),
        (r".\d", "\u00e9\u0663"),
    ],
)
def test_a_match_stays_a_match(pattern: str, text: str) -> None:
    assert regex.search(pattern, text, flags=regex.DOTALL | regex.MULTILINE | regex.IGNORECASE)
    known = superset(pattern, _FLAGS, wild=not text.isascii())
    assert known is not None
    shown = "".join(each if each.isascii() else WILD for each in text)
    assert PatternSet([(0, known.pattern)]).owners(shown) == frozenset({0})


@pytest.mark.parametrize("pattern", [r"\p{L}+", r"(?:cats){e<=1}", r"(?<n>a)", "[[a-z]--[aeiou]]", r"(?-i:a)", "("])
def test_of_what_regex_alone_understands_nothing_is_known(pattern: str) -> None:
    assert superset(pattern, _FLAGS, wild=False) is None


def test_a_pattern_states_the_digits_that_it_needs() -> None:
    found = superset(r"\b(?:\d{3}-\d{2}|[0-9]{4}x)(?=\d)", _FLAGS, wild=False)
    assert found is not None
    assert found.digits == 4


def test_a_set_that_runs_out_of_memory_closes_no_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    from licscan.scanners.personal_data.engine.patterns import gates

    patterns = [(place, rf"(?:a|b|{place})[ab]{{9}}[cd]{{9}}x") for place in range(12)]
    text = "ababababababbbbaaabcdcdcd" * 400 + "7" + "ab" * 4 + "a" + "c" * 9 + "x"
    right = PatternSet(patterns).owners(text)
    assert right is not None
    assert 7 in right
    for memory in range(4_000, 60_000, 4_000):
        monkeypatch.setattr(gates, "_STATES_BYTES", memory)
        assert PatternSet(patterns).owners(text) in (None, right)


def _matching(gated: Gated, text: str) -> bool:
    return any(regex.search(pattern, text, flags=_flags(flags)) for pattern, flags in gated.patterns)


def _flags(plain: int) -> int:
    return sum(
        int(getattr(regex, name))
        for name in ("IGNORECASE", "MULTILINE", "DOTALL", "ASCII")
        if plain & int(getattr(re, name))
    )


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_recognizer_that_can_match_is_left_out(engine: Engine, data: st.DataObject) -> None:
    """Texts made after one of the patterns, with anything around it, and texts of odd characters."""
    place = data.draw(st.sampled_from(sorted(engine.gates.gated)))
    pattern, flags = data.draw(st.sampled_from(engine.recognizers[place].patterns))
    odd = st.text(alphabet=_ALPHABET, max_size=12)
    try:
        made = data.draw(st.from_regex(re.compile(pattern, flags)))
    except re.error:
        made = ""
    text = data.draw(odd) + made[:200] + data.draw(odd)
    closed = engine.gates.closed(text, count_digits(text))
    assert not [engine.recognizers[each].name for each in closed if _matching(engine.recognizers[each], text)]


def test_most_of_presidios_patterns_are_gated_and_what_others_supply_is_not(engine: Engine) -> None:
    from presidio_analyzer import Pattern, PatternRecognizer

    assert len(engine.gates.gated) >= 75
    theirs = PatternRecognizer("BADGE", patterns=[Pattern("badge", r"B-\d{6}", 0.6)], name="Badge")
    assert PatternGates([Gated("Badge", theirs)]).closed("nothing", 0) == frozenset()
