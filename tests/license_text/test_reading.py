"""The door to the text matcher: what is remembered never changes what is read."""

import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.license_text.reading import (
    _NOTICE,
    MAX_CHARACTERS,
    MAX_TEXT,
    Memory,
    Reading,
    TextReader,
    _without_notices,
    decode,
)
from licscan.net.cache import Cache
from support.license_texts import APACHE_2, BSD_2, MIT

TEXTS = {"Apache-2.0": APACHE_2, "BSD-2-Clause": BSD_2, "MIT": "Copyright (c) 2026 Ann Other\n\n" + MIT}


DIGEST = hashlib.sha256(" ".join(_NOTICE.sub("", MIT).split()).encode()).hexdigest()


def read(memory: Memory | None, text: str) -> Reading:
    """One run that reads one text and keeps what it learned."""
    reader = TextReader(memory)
    reading = reader.identify(text)
    reader.keep()
    return reading


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_recognized_the_same_from_memory(tmp_path: Path, name: str) -> None:
    fresh = TextReader().identify(TEXTS[name])
    first = read(Cache(tmp_path), TEXTS[name])
    again = read(Cache(tmp_path), TEXTS[name])
    assert fresh == first == again
    assert fresh.leading == name
    assert list(tmp_path.rglob("*")), "something was remembered"


def test_a_remembered_text_is_not_matched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = read(Cache(tmp_path), MIT)
    monkeypatch.setitem(sys.modules, "licscan.license_text.engine", None)
    assert read(Cache(tmp_path), MIT) == kept
    with pytest.raises(ImportError):
        read(Cache(tmp_path), BSD_2)


def test_texts_of_several_runs_are_remembered_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = [read(Cache(tmp_path), text) for text in TEXTS.values()]
    monkeypatch.setitem(sys.modules, "licscan.license_text.engine", None)
    assert [read(Cache(tmp_path), text) for text in TEXTS.values()] == kept


class Wrong:
    """A memory that says what nobody kept."""

    def __init__(self, regions: object) -> None:
        self.said: Mapping[str, object] = {"regions": {DIGEST: regions}}

    def record(self, *key: str) -> Mapping[str, object]:
        return self.said

    def keep_record(self, key: tuple[str, ...], value: Mapping[str, object]) -> None:
        self.said = {**value}


@pytest.mark.parametrize("regions", ["MIT", [["MIT", 0]], [["MIT", 5, 2]], [["MIT", 0, 10**9]], [[1, 2, 3]], None, {}])
def test_a_memory_without_the_right_form_is_not_believed(regions: object) -> None:
    assert TextReader(Wrong(regions)).identify(MIT) == TextReader().identify(MIT)


def test_a_memory_with_the_right_form_is_believed() -> None:
    """What proves that the test above asks for the right entry."""
    assert TextReader(Wrong([["Zlib", 0, 900]])).identify(MIT).leading == "Zlib"


def test_copyright_lines_make_no_difference_and_are_prose() -> None:
    notice = "Copyright (c) 2026 Ann Other. All uses but research are prohibited.\n"
    text = MIT.replace("Copyright (c) 2026 The Example Authors\n", notice)
    reading = TextReader().identify(text)
    assert reading.leading == "MIT"
    assert "All uses but research" in reading.rest


@given(
    st.lists(
        st.sampled_from(
            [
                "Copyright (c) A",
                " portions copyright 2020 B",
                "COPYRIGHT © C",
                "See copyright.",
                "",
                "Permission is granted",
                "copyright",
                "İ Copyright 2020 D",
                "Copyright [yyyy]",
            ]
        ),
        max_size=8,
    ),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
)
def test_a_line_of_copyright_is_taken_out_whole(lines: list[str], end: str) -> None:
    text = end.join(lines) + end
    assert _without_notices(text) == (_NOTICE.findall(text), _NOTICE.sub("", text))


def test_prose_far_below_the_license_is_not_lost() -> None:
    """What stands behind the part that is matched is prose to look through."""
    text = APACHE_2 + "x y z\n" * 30_000 + "For non-commercial use only."
    assert len(text) > MAX_CHARACTERS
    reading = TextReader().identify(decode(text.encode()))
    assert reading.leading == "Apache-2.0"
    assert reading.rest.endswith("For non-commercial use only.")


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfMIT", b"MIT", "Licen\u00e7a".encode("latin-1"), b"M\0IT", b""])
def test_any_bytes_become_text(content: bytes) -> None:
    assert "\0" not in decode(content)
    assert not decode(content).startswith("\ufeff")


def test_a_huge_file_is_cut() -> None:
    assert len(decode(b"a" * 3_000_000)) == MAX_TEXT
