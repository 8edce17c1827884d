"""A file has the same ref whether a hook names it or a check of the project finds it."""

from pathlib import Path

import pytest

from licscan.errors import UsageError
from licscan.pipeline.root import find_root


def test_one_folder_is_the_root(tmp_path: Path) -> None:
    assert find_root((tmp_path,)) == (tmp_path, ())


def test_files_belong_to_the_project_around_them(tmp_path: Path) -> None:
    (tmp_path / "licscan.toml").touch()
    deep = tmp_path / "data" / "deep"
    deep.mkdir(parents=True)
    files = (deep / "a.csv", deep / "b.csv")
    for file in files:
        file.touch()
    assert find_root(files) == (tmp_path, files)
    assert find_root(files[:1]) == (tmp_path, files[:1])


def test_a_missing_path_is_a_usage_error_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist") as caught:
        find_root((tmp_path / "nowhere",))
    assert caught.value.hint


def test_a_folder_of_data_belongs_to_the_project_around_it(tmp_path: Path) -> None:
    (tmp_path / "licscan.toml").touch()
    exports = tmp_path / "exports"
    exports.mkdir()
    assert find_root((exports,), folders_are_data=True) == (tmp_path, (exports,))
