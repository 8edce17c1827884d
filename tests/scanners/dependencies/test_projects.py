import pytest

from licscan.model.subject import Reference
from licscan.scanners.dependencies.projects import projects
from licscan.scanners.dependencies.sources.interface import Dependency, Manifest


def _named(path: str, *names: str, project: str | None = None) -> Manifest:
    dependencies = tuple(Dependency(name, None, Reference(path, 1, "test")) for name in names)
    return Manifest(path, dependencies, project=project)


def _lock(path: str, *pins: tuple[str, str], members: tuple[str, ...] = ()) -> Manifest:
    dependencies = tuple(Dependency(name, version, Reference(path, 1, "test")) for name, version in pins)
    return Manifest(path, dependencies, complete=True, members=members)


@pytest.mark.parametrize(
    ("lock", "manifest"),
    [
        ("uv.lock", "pyproject.toml"),
        ("app/poetry.lock", "app/pyproject.toml"),
        ("pylock.dev.toml", "pyproject.toml"),
        ("Pipfile.lock", "Pipfile"),
        ("gpu.conda-lock.yml", "environment.yml"),
    ],
)
def test_a_lock_file_governs_the_manifest_beside_it(lock: str, manifest: str) -> None:
    (project,) = projects([_lock(lock), _named(manifest, "a")])
    assert project.lock is not None
    assert (project.lock.path, [each.path for each in project.named]) == (lock, [manifest])


def test_a_lock_file_of_another_folder_governs_only_members_of_its_workspace() -> None:
    lock = _lock("uv.lock", members=("root", "inner"))
    inner, stranger = _named("inner/pyproject.toml", project="inner"), _named("other/pyproject.toml", project="other")
    alone, locked = projects([lock, inner, stranger])
    assert (locked.lock, locked.named, alone.named) == (lock, (inner,), (stranger,))
    assert locked.members == {"root", "inner"}


def test_a_lock_file_that_could_not_be_read_governs_nothing() -> None:
    broken = Manifest("uv.lock")
    assert [project.lock for project in projects([broken, _named("pyproject.toml", "a")])] == [None, None]


def test_every_manifest_is_in_a_project() -> None:
    listed = [_lock("uv.lock"), _lock("poetry.lock"), _named("pyproject.toml", "a"), _named("setup.cfg", "b")]
    found = projects(listed)
    assert {each.path for project in found for each in (*project.named, *([project.lock] if project.lock else []))} == {
        each.path for each in listed
    }
