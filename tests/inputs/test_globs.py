"""Globs of the policy file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licscan.inputs.globs import Globs


@pytest.mark.parametrize(
    ("pattern", "path", "covered"),
    [
        ("*.csv", "a.csv", True),
        ("*.csv", "data/deep/a.csv", True),
        ("data/*.csv", "data/a.csv", True),
        ("data/*.csv", "data/deep/a.csv", False),
        ("data/*.csv", "other/data/a.csv", False),
        ("data/**/*.csv", "data/a.csv", True),
        ("data/**/*.csv", "data/b/c/a.csv", True),
        ("**/raw/**", "raw/a", True),
        ("**/raw/**", "x/raw/y/a", True),
        ("**/raw/**", "x/raw", False),
        ("data/**", "data/a/b", True),
        ("data/**", "data", False),
        ("data/", "data/a/b", True),
        ("data", "x/data/a", True),
        ("./data/old", "data/old/a.csv", True),
        ("data/old", "data/older/a.csv", False),
        ("DATA/*", "data/a", False),
        ("data/part-[0-4]?.csv", "data/part-3x.csv", True),
        ("data/part-[0-4]?.csv", "data/part-5x.csv", False),
        ("**", "anything/at/all", True),
        ("", "a", False),
    ],
)
def test_what_a_pattern_covers(pattern: str, path: str, covered: bool) -> None:
    assert Globs((pattern,)).cover(path) is covered


def test_no_pattern_covers_nothing() -> None:
    assert not Globs(())
    assert not Globs(()).cover("a")


PART = st.text("ab", min_size=1, max_size=3)


@settings(deadline=None)
@given(parts=st.lists(PART, min_size=1, max_size=5), stars=st.integers(0, 4))
def test_a_path_covers_itself_and_all_below(parts: list[str], stars: int) -> None:
    path = "/".join(parts)
    pattern = "/".join([*(["**"] * stars), *parts]) if stars else f"./{path}"
    assert Globs((pattern,)).cover(path)
    assert Globs((pattern,)).cover(f"{path}/below/file")


def test_many_stars_take_no_time() -> None:
    assert not Globs(("/".join(["**", "a"] * 40) + "/z",)).cover("/".join(["a"] * 400))


def test_members_of_an_archive_are_covered_as_they_are_shown_and_with_their_archive() -> None:
    member = "data/a.zip!/inner/x.csv"
    for glob in ("data/a.zip!/inner/x.csv", "data/*.zip!/**", "*.csv", "data/a.zip", "a.zip", "data/**", "**/inner/*"):
        assert Globs((glob,)).cover(member), glob
    for glob in ("data/*.csv", "data/b.zip", "inner/x.csv", "data/a.zip!/x.csv", "zip"):
        assert not Globs((glob,)).cover(member), glob
    assert not Globs(("odd",)).cover("odd!/x.csv")
