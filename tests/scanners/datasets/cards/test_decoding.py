"""Bytes of cards become text, and a guess says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.scanners.datasets.cards.decoding import decoded

CARD = "---\nlicense: cc-by-nc-4.0\npretty_name: Vögel am Morgen\n---\n\n# 鸟\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_encoding_is_read(encoding: str) -> None:
    assert decoded(CARD.encode(encoding)).text.removeprefix("\ufeff") == CARD
    assert decoded(CARD.encode(encoding)).doubtful_line is None


def test_utf_16_that_begins_with_blank_lines_is_read() -> None:
    assert decoded(("\n\n" + CARD).encode("utf-16-le")).text == "\n\n" + CARD


def test_windows_1252_is_read_and_told() -> None:
    found = decoded("---\nlicense: mit\npretty_name: Vögel \N{EN DASH} am Morgen\n---\n".encode("cp1252"))
    assert "Vögel \N{EN DASH} am Morgen" in found.text
    assert found.doubtful_line == 3


def test_a_few_zero_bytes_do_not_make_a_text_utf_16() -> None:
    assert decoded(b"license: mit\0\nlanguage: en, and more text\n").text.startswith("license: mit\0\n")


@given(st.binary(max_size=500))
def test_any_bytes_are_some_text(content: bytes) -> None:
    found = decoded(content)
    assert isinstance(found.text, str)
    assert found.doubtful_line is None or found.doubtful_line >= 1


@given(st.text(max_size=200))
def test_utf_8_without_zero_bytes_is_itself(text: str) -> None:
    plain = text.replace("\0", " ").encode("utf-8", "replace")
    assert decoded(plain).text == plain.decode().removeprefix("\ufeff")
