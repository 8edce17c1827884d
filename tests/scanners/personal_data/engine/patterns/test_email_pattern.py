"""The linear reading of e-mail addresses beside Presidio's own pattern."""

import time
from importlib import import_module
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st
from presidio_analyzer.predefined_recognizers import EmailRecognizer

from licscan.scanners.personal_data.engine.patterns.email_pattern import linear_email, make_linear

_PATTERN = EmailRecognizer.PATTERNS[0].regex
regex = cast("Any", import_module("regex"))
_STOCK = regex.compile(_PATTERN, regex.DOTALL | regex.MULTILINE | regex.IGNORECASE)


@settings(max_examples=2_000, deadline=None)
@given(st.text(alphabet="aB1.@-_ !\u00e9$'\n", max_size=40))
def test_the_same_addresses_as_the_pattern(text: str) -> None:
    assert [found.span() for found in linear_email().finditer(text)] == [
        found.span() for found in _STOCK.finditer(text)
    ]


def test_addresses_in_a_sentence() -> None:
    text = "Write to mei.tan@example.org, or <o'neil+x@mail.example.co.uk>; not to a@b or @home."
    spans = [found.span() for found in linear_email().finditer(text)]
    assert [text[start:end] for start, end in spans] == ["mei.tan@example.org", "o'neil+x@mail.example.co.uk"]


def test_a_hostile_run_takes_linear_time() -> None:
    begun = time.process_time()
    for text in ("a" * 50_000 + "@", "a@" * 25_000, "a.-" * 16_000 + "@a-" + "-a" * 20_000, "@" * 50_000):
        assert not [*linear_email().finditer(text)]
    assert time.process_time() - begun < 5


def test_another_pattern_is_left_as_it_is() -> None:
    from presidio_analyzer import Pattern

    changed = Pattern("ours", r"\S+@example\.org", 0.5)
    make_linear(changed, 0)
    assert changed.compiled_regex is None
