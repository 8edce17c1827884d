import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.markers import Marker, default_environment

from licscan.scanners.dependencies.graph.markers import by_extra, parse_marker, text_of, without_extras
from support.markers import MARKERS

ENVIRONMENTS = st.fixed_dictionaries(
    {
        "python_version": st.sampled_from(["3.8", "3.10", "3.12"]),
        "python_full_version": st.sampled_from(["3.11.0", "3.11.4"]),
        "sys_platform": st.sampled_from(["linux", "darwin", "win32"]),
        "platform_machine": st.sampled_from(["x86_64", "arm64"]),
        "implementation_name": st.sampled_from(["cpython", "pypy"]),
        "extra": st.sampled_from(["", "web", "data-tools"]),
    }
)


def _holds(marker: str | None, environment: dict[str, str]) -> bool:
    base = {name: str(value) for name, value in default_environment().items()}
    return marker is None or Marker(marker).evaluate({**base, **environment})


@given(MARKERS, ENVIRONMENTS)
def test_the_tree_of_a_marker_means_what_packaging_says(marker: str, environment: dict[str, str]) -> None:
    tree = parse_marker(marker)
    assert tree is not None
    assert _holds(text_of(tree), environment) is _holds(marker, environment)


@given(MARKERS, ENVIRONMENTS)
def test_a_marker_by_extra_holds_where_the_whole_does(marker: str, environment: dict[str, str]) -> None:
    extra = environment["extra"]
    held = [_holds(condition, environment) for name, condition in by_extra(marker) if name in (None, extra)]
    assert any(held) is _holds(marker, environment)
    assert all(condition is None or "extra" not in condition for _, condition in by_extra(marker))


@given(MARKERS, ENVIRONMENTS)
def test_without_extras_nothing_is_lost(marker: str, environment: dict[str, str]) -> None:
    if _holds(marker, environment):
        assert _holds(without_extras(marker), environment)


@pytest.mark.parametrize(
    ("marker", "pairs"),
    [
        (None, ((None, None),)),
        ("extra == 'Foo_Bar'", (("foo-bar", None),)),
        ("python_version < '3.9' and extra == 'x'", (("x", 'python_version < "3.9"'),)),
        ("extra == 'b' or extra == 'a'", (("a", None), ("b", None))),
        ("os_name == 'nt' or extra == 'x'", ((None, 'os_name == "nt"'), ("x", None))),
        ("what is this", ((None, "what is this"),)),
        ("extra is what", ((None, None),)),
        (" or ".join(f"extra == 'e{number}'" for number in range(40)), ((None, None),)),
    ],
)
def test_extras_are_told_from_the_rest(marker: str | None, pairs: tuple[tuple[str | None, str | None], ...]) -> None:
    assert by_extra(marker) == pairs


@pytest.mark.parametrize(
    "text",
    [
        "",
        "python_version",
        "python_version <",
        "python_version < 3.9",
        "python_version < '3.9' and",
        "(python_version < '3.9'",
        "python_version < '3.9')",
        "'a' == 'b'",
        "python_version ~ '3'",
        "(" * 60 + "os_name == 'nt'" + ")" * 60,
        "os_name == 'nt' or " * 2000 + "os_name == 'nt'",
    ],
)
def test_what_is_no_marker_has_no_tree(text: str) -> None:
    assert parse_marker(text) is None
