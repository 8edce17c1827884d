"""Canonical bytes are those of RFC 8785, whichever way they are made."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from licscan.formats.plain import Json, canonical

_VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(_VALUES)
def test_bytes_are_those_of_the_reference(value: Json) -> None:
    assert canonical(value) == rfc8785.dumps(value)


def test_keys_are_ordered_by_utf_16() -> None:
    value: Json = {"\ufb33": 1, "\U0001f600": 2, "\u20ac": 3, "\r": 4, "1": 5, "\x7f": 6}
    assert canonical(value) == rfc8785.dumps(value)


def test_half_a_sign_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogate"):
        canonical("\ud800")
