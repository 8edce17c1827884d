"""Words of a card on one line: without what identifies people or opens doors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.scanners.datasets.cards.wording import folded_key, one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("write to jane.doe@example.org now", "write to [e-mail] now"),
        ("https://jane:secret@example.org/a", "https://example.org/a"),
        ("https://secret:x-oauth-basic@example.org/a", "https://example.org/a"),
        ("https://example.org/a?token=abc&x=1", "https://example.org/a?token=[secret]&x=1"),
        ("https://example.org/a?X-Amz-Signature=abc", "https://example.org/a?X-Amz-Signature=[secret]"),
        ("Bearer hf_" + "a" * 34, "Bearer [secret]"),
        ("the key=value pairs of hf_hub", "the key=value pairs of hf_hub"),
        ("https://example.org/monkeys?page=1", "https://example.org/monkeys?page=1"),
    ],
)
def test_secrets_are_blanked_and_other_words_stay(text: str, shown: str) -> None:
    assert one_line(text) == shown


@given(st.text(alphabet="ahf_@:/?&=token .\u202e\n", max_size=3_000))
def test_any_text_becomes_one_short_printable_line(text: str) -> None:
    shown = one_line(text)
    assert len(shown) <= 120
    assert shown.isprintable()


@pytest.mark.parametrize("key", ["license", "License", "LICENSE ", "li\u200bcense", "\uff4cicense", "li-cen_se"])
def test_keys_are_the_same_that_look_alike(key: str) -> None:
    assert folded_key(key) == "license"
