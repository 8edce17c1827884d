"""Styled lines as bytes: wrapped at a width, nothing lost."""

from hypothesis import given
from hypothesis import strategies as st

from licscan.formats.lines import Span, line
from licscan.formats.paint import columns, cut, paint, wrapped

WORDS = st.text(st.sampled_from("abc dé漢字"), max_size=120)


@given(WORDS, st.integers(min_value=4, max_value=60))
def test_wrapping_loses_nothing_but_blanks_and_keeps_the_width(text: str, width: int) -> None:
    rows = wrapped((Span(text),), width)
    assert "".join("".join(span.text for span in row) for row in rows).replace(" ", "") == text.replace(" ", "")
    assert all(sum(columns(span.text) for span in row) <= width for row in rows)


@given(WORDS, st.integers(min_value=1, max_value=60))
def test_a_cut_text_fits_and_says_so(text: str, width: int) -> None:
    shown = cut(text, width)
    assert columns(shown) <= width
    assert shown == text or shown.endswith("…")


def test_rows_after_the_first_hang() -> None:
    shown = paint([line("one two three four five six", indent=2, hang=3)], width=24, color=False).decode()
    assert shown == "  one two three four five\n     six\n"


def test_styles_are_escape_sequences_only_where_color_is_asked_for() -> None:
    styled = line(Span("a", "bold red"), Span(" b"))
    assert paint([styled], width=80, color=True) == b"\x1b[1;31ma\x1b[0m b\n"
    assert paint([styled], width=80, color=False) == b"a b\n"


def test_a_foreign_escape_sequence_is_defused() -> None:
    assert b"\x1b" not in paint([line("\x1b[31mred")], width=80, color=False)


def test_a_sign_in_another_style_does_not_leave_its_word() -> None:
    rows = wrapped((Span("compatibility-open", "yellow"), Span(","), Span(" "), Span("weak-copyleft")), 18)
    assert ["".join(span.text for span in row) for row in rows] == ["compatibility-open", ", weak-copyleft"]
    rows = wrapped((Span("share-alike", "yellow"), Span(","), Span(" "), Span("conflict", "red"), Span("]")), 19)
    assert ["".join(span.text for span in row).strip() for row in rows] == ["share-alike,", "conflict]"]
