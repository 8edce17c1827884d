"""Phrases are found as if each had been looked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.catalog.phrases import PhraseTable

_WORDS = ("non", "commercial", "use", "only", "for", "research", "SS", "ß", "-")
_sentences = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=5).map(" ".join)
_rows = st.lists(st.tuples(_sentences, st.sampled_from(("A", "B")), st.sampled_from(("text", "readme", "any"))))
_texts = st.lists(st.sampled_from((*_WORDS, "\n", "\u00a0", "us", "e")), max_size=40).map(" ".join) | st.text()


@given(_rows, _texts, st.sampled_from(("text", "readme", "field")))
def test_the_index_finds_what_looking_for_each_phrase_finds(
    rows: list[tuple[str, str, str]], text: str, scope: str
) -> None:
    folded = " ".join(text.casefold().split())
    expected = [
        (" ".join(words.casefold().split()), means, where)
        for words, means, where in rows
        if where in {scope, "any"} and folded and " ".join(words.casefold().split()) in folded
    ]
    found = PhraseTable(rows).found_in(text, scope)
    assert [(phrase.text, phrase.means, phrase.scope) for phrase in found] == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("For Research\n  use only.", True),
        ("(for research use only)", True),
        ("therefore\tfor research use onlyness", True),
        ("for research reuse only", False),
        ("use for research only", False),
        ("", False),
    ],
)
def test_a_phrase_may_begin_and_end_inside_a_word_and_break_over_lines(text: str, found: bool) -> None:
    assert bool(PhraseTable([("for research use only", "X", "text")]).found_in(text, "text")) is found
