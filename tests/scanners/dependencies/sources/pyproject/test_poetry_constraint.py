import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.markers import Marker
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from licscan.scanners.dependencies.sources.pyproject.poetry_constraint import alternatives, python_marker


@pytest.mark.parametrize(
    ("constraint", "specifiers"),
    [
        ("^1.2.3", ("<2.0.0,>=1.2.3",)),
        ("^1", ("<2,>=1",)),
        ("^0.2.3", ("<0.3.0,>=0.2.3",)),
        ("^0.0.3", ("<0.0.4,>=0.0.3",)),
        ("^0.0", ("<0.1,>=0.0",)),
        ("^0", ("<1,>=0",)),
        ("^1.2.3b1", ("<2.0.0,>=1.2.3b1",)),
        ("^1!2.3", ("<1!3.0,>=1!2.3",)),
        ("~1.2.3", ("<1.3.0,>=1.2.3",)),
        ("~1.2", ("<1.3,>=1.2",)),
        ("~1", ("<2,>=1",)),
        ("~=1.4.2", ("~=1.4.2",)),
        ("~=1", ("<2,>=1",)),
        ("*", ("",)),
        ("", ("",)),
        ("1.2.*", ("==1.2.*",)),
        ("1.2.3", ("==1.2.3",)),
        ("v1.2.3", ("==1.2.3",)),
        ("==1.2.3", ("==1.2.3",)),
        ("=1.2.3", ("==1.2.3",)),
        ("<>1.2", ("!=1.2",)),
        (">= 1.2, < 1.5", ("<1.5,>=1.2",)),
        (">=1.2 <1.5", ("<1.5,>=1.2",)),
        (">=1.2,!=1.3.1", ("!=1.3.1,>=1.2",)),
        ("^1 || ^2.1", ("<2,>=1", "<3.0,>=2.1")),
        ("1.0|2.0", ("==1.0", "==2.0")),
    ],
)
def test_constraints_as_specifiers(constraint: str, specifiers: tuple[str, ...]) -> None:
    assert alternatives(constraint) == specifiers


@pytest.mark.parametrize("constraint", ["newest", "^x", "1.0 please", "@latest", "^" * 500, "9" * 2000, ">=1,,<2"])
def test_what_is_no_constraint(constraint: str) -> None:
    assert alternatives(constraint) is None


@given(parts=st.lists(st.integers(0, 30), min_size=1, max_size=4), sign=st.sampled_from("^~"))
def test_a_caret_or_tilde_allows_its_own_version_and_not_a_next_major(parts: list[int], sign: str) -> None:
    version = ".".join(map(str, parts))
    (specifier,) = alternatives(f"{sign}{version}") or ("",)
    assert SpecifierSet(specifier).contains(version)
    assert not SpecifierSet(specifier).contains(Version(f"{parts[0] + 1}.0.1"))


@pytest.mark.parametrize(
    ("constraint", "python", "holds"),
    [("<3.13", "3.12", True), ("<3.13", "3.13", False), ("^3.11", "3.13", True), ("~3.9 || ^3.11", "3.10", False)],
)
def test_a_constraint_on_python_as_a_marker(constraint: str, python: str, *, holds: bool) -> None:
    marker = python_marker(constraint)
    assert marker is not None
    assert Marker(marker).evaluate({"python_version": python, "python_full_version": f"{python}.0"}) is holds


@given(st.text(max_size=60))
def test_any_text_gives_specifiers_or_none(text: str) -> None:
    for specifier in alternatives(text) or ():
        SpecifierSet(specifier)
