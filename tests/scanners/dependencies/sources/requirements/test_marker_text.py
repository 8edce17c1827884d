import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.markers import Marker

from licscan.scanners.dependencies.sources.requirements.marker_text import any_of, both

_TERMS = st.sampled_from(
    ['os_name == "nt"', 'python_version < "3.9"', 'sys_platform == "or"', "' or ' in sys_platform"]
)
_MARKERS = st.recursive(
    _TERMS,
    lambda inner: st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({t[0]}) {t[1]} ({t[2]})"),
)
_ENVIRONMENTS = st.fixed_dictionaries(
    {
        "sys_platform": st.sampled_from(["linux", "win32", "or"]),
        "os_name": st.sampled_from(["nt", "posix"]),
        "python_version": st.sampled_from(["3.8", "3.12"]),
    }
)


@given(one=_MARKERS, other=_MARKERS, environment=_ENVIRONMENTS)
def test_both_and_any_hold_where_they_say(one: str, other: str, environment: dict[str, str]) -> None:
    held = [Marker(marker).evaluate(dict(environment)) for marker in (one, other)]
    joined, either = both(one, other), any_of([one, other])
    assert joined is not None
    assert either is not None
    assert Marker(joined).evaluate(dict(environment)) is all(held)
    assert Marker(either).evaluate(dict(environment)) is any(held)


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [(None, None, None), ("a == b", None, "a == b"), (None, "a == b", "a == b")],
)
def test_no_marker_holds_always(one: str | None, other: str | None, joined: str | None) -> None:
    assert both(one, other) == joined


def test_any_of_none_is_nothing() -> None:
    assert any_of([]) is None
