"""One spelling of names, as the `packaging` library has it."""

from hypothesis import given
from hypothesis import strategies as st
from packaging.utils import InvalidName, canonicalize_name

from licscan.model.package_name import normalized, proper_name

NAMES = st.text("aZ09-_. é\u212a\n", max_size=12) | st.text(max_size=8)


@given(NAMES)
def test_names_are_spelled_as_the_reference_library_spells_them(name: str) -> None:
    assert normalized(name) == str(canonicalize_name(name))


@given(NAMES)
def test_a_name_is_proper_where_the_reference_library_takes_it(name: str) -> None:
    try:
        expected: str | None = str(canonicalize_name(name, validate=True))
    except InvalidName:
        expected = None
    # The library compares without case in all of Unicode, where KELVIN SIGN is a k; PEP 508 has ASCII alone.
    assert proper_name(name) == (expected if name.isascii() else None)
