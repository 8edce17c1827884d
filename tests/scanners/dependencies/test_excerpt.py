"""What of a package's own words is shown: one short printable line, and no address of a person."""

from hypothesis import given
from hypothesis import strategies as st

from licscan.scanners.dependencies.excerpt import one_line


def test_shown_label_is_one_printable_line_without_addresses() -> None:
    shown = one_line("\n  \x1b[31mMIT\x07 by jane.doe@example.org\u202e " + "x" * 300 + "\nsecond")
    assert len(shown) <= 120
    assert shown.isprintable()
    assert "jane" not in shown
    assert "second" not in shown


@given(text=st.text(max_size=400))
def test_shown_label_is_always_short_and_printable(text: str) -> None:
    shown = one_line(text)
    assert len(shown) <= 120
    assert "\n" not in shown
    assert "\x1b" not in shown
