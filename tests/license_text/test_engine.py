"""The quick way through the matcher gives what the matcher itself gives, whatever the text."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from licenseclassifier import identify_license
from licenseclassifier._engine.scan import Scanner, builtin_scanner

from licscan.license_text.engine import Program, fast_scanner
from support.license_texts import APACHE_2, BSD_2, BSD_3, COMMON, MIT, RESEARCH_ONLY

TEXTS = (MIT, BSD_2, BSD_3, APACHE_2, RESEARCH_ONLY)
ODD = {
    "markup": f"<html><body class='x'>{MIT}</body></html> [terms](https://example.org/a_(b)) {{#id}} &amp; &quot;",
    "copy entity": f"&copy; 2026 Ann &lt;{MIT}",
    "foreign signs": MIT.replace('"', "“").replace("-", "\u2010") + "½ Ⅳ ² ªº ǅ \u017f ß İ Σας café CAFÉ ÀÉÍ",
    "combining": "permissio\u0301n is hereby granted, free of charge, to any perso\u0300n\n" + MIT,
    "copyright runs": "Copyright (c) (C) © copyright Copyright 2026\n" + MIT,
    "plural": MIT.replace("conditions", "condition(s)").replace("copies", "copy(s)") + "name(s)(c)(s)",
    "links": MIT + "\nhttps://www.apache.org/licenses/LICENSE-2.0 HTTP://CreativeCommons.org/licenses/by/4.0/legalcode",
    "misspelled": MIT.replace("Permission", "Permision").replace("warranty", "war ranty").replace("to any", "toany"),
    "joined": re.sub(r"\s+", "", MIT),
    "underscores": MIT.replace(" ", "_"),
    "upper": BSD_3.upper(),
    "controls": MIT.replace(" ", "\x1f").replace(",", "\x00\x85\u2028"),
    "empty": "",
    "signs": "<<<{{{&&&](](](((c)))",
}


@cache
def original() -> Scanner:
    """The matcher as it ships; the quick one is made of a copy of its own."""
    return builtin_scanner()


def same(text: str) -> None:
    assert fast_scanner().dict.split(text) == original().dict.split(text)
    assert fast_scanner().scan(text) == original().scan(text)


def test_the_quick_way_is_taken_and_the_matcher_stays_as_it_is() -> None:
    assert type(fast_scanner().re) is Program
    assert type(original().re) is not Program
    assert [found.id for found in identify_license(MIT)] == ["MIT"]
    assert [found.id for found in fast_scanner().scan(MIT).match] == ["MIT"]


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_are_read_alike(name: str) -> None:
    same(ODD[name])


@pytest.mark.skipif(not COMMON.is_dir(), reason="needs the common licenses of Debian")
def test_long_licenses_are_read_alike() -> None:
    for path in sorted(COMMON.iterdir()):
        same(path.read_text(encoding="utf-8", errors="replace"))


def test_license_texts_of_this_environment_are_read_alike() -> None:
    site = Path(pytest.__file__).parent.parent
    found = sorted(site.glob("*.dist-info/**/LICEN[SC]E*"))[:60]
    assert len(found) > 10
    for path in found:
        same(path.read_text(encoding="utf-8", errors="replace")[:40_000])


_WORDS = st.sampled_from([*{word for text in TEXTS for word in text.split()}, "(c)", "©", "https", "(s)", "\n", "zzz"])
_PIECES = st.sampled_from([text[at : at + 700] for text in TEXTS for at in range(0, min(len(text), 6000), 500)])
_SIGNS = st.text(st.sampled_from("ab Cc()sS©<>&;{}#[]/:.-_\n\t\u0301é½²\u017fİΣ"), max_size=60)


@given(st.lists(st.one_of(_WORDS, _PIECES, _SIGNS, st.text(max_size=20)), max_size=30))
def test_any_text_is_read_alike(parts: Sequence[str]) -> None:
    same(" ".join(parts))
    same("".join(parts))


_EDITS = st.tuples(
    st.integers(0, 5000), st.sampled_from(["drop", "join", "split", "upper", "double", "replace", "letter"]), _WORDS
)


@given(st.sampled_from(TEXTS), st.lists(_EDITS, max_size=25))
def test_license_texts_with_changed_words_are_read_alike(text: str, edits: Sequence[tuple[int, str, str]]) -> None:
    words = text.split()
    for number, kind, other in edits:
        at = number % len(words)
        word = words[at]
        changed = {
            "drop": "",
            "join": word + other,
            "split": f"{word[:2]} {word[2:]}",
            "upper": word.upper(),
            "double": f"{word} {word}",
            "replace": other,
            "letter": f"{word[:-1]}z",
        }
        words[at] = changed[kind]
    same(" ".join(words))
