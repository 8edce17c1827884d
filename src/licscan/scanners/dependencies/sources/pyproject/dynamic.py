"""Dependencies that pyproject.toml leaves to the build (`dynamic`), where setuptools reads them from files."""

from licscan.documents.document import Key
from licscan.documents.values import as_table
from licscan.model.finding import Gap, GapReason
from licscan.model.scope import RUNTIME, extra_scope
from licscan.scanners.dependencies.sources.pyproject.scopes import Scoped
from licscan.scanners.dependencies.sources.requirements.file import Requirements
from licscan.scanners.dependencies.sources.requirements.local_path import is_file
from licscan.scanners.dependencies.sources.text_file import read_text

_SETUPTOOLS = ("tool", "setuptools", "dynamic")
_LISTS = {"dependencies": "install_requires", "optional-dependencies": "extras_require"}


def read_dynamic(scoped: Scoped) -> None:
    """Follow `{file = [...]}` tables; what is computed elsewhere is a Gap."""
    data = scoped.document.data
    dynamic = as_table(data, "project").get("dynamic")
    stated = dynamic if isinstance(dynamic, list) else [dynamic]
    computed = [name for name in _LISTS if name in stated and not _read(scoped, name)]
    unknown = [name for name in computed if not _elsewhere(scoped, name)]
    if unknown:
        detail = f"{' and '.join(unknown)} are computed when the project is built"
        scoped.gap(("project", "dynamic"), GapReason.UNRESOLVED, detail, "scan its environment")


def _read(scoped: Scoped, name: str) -> bool:
    """Whether a setuptools table says in which files a list stands; they are read."""
    entry = as_table(scoped.document.data, *_SETUPTOOLS).get(name)
    if not isinstance(entry, dict):
        return False
    if name == "dependencies":
        _files(scoped, (*_SETUPTOOLS, name), entry, RUNTIME)
    else:
        for extra, files in entry.items():
            _files(scoped, (*_SETUPTOOLS, name, extra), files, extra_scope(extra))
    return True


def _files(scoped: Scoped, key: Key, entry: object, scope: str) -> None:
    stated = as_table(entry).get("file")
    files = [stated] if isinstance(stated, str) else stated
    if not isinstance(files, list) or not all(isinstance(file, str) for file in files):
        scoped.unparsable(key)
        return
    reading = Requirements(scoped.root, scopes=(scope,))
    for file in files:
        reading.follow(scoped.path, scoped.document.line(*key), str(file), constraint=False)
    for dependency in reading.dependencies():
        scoped.add(dependency)
    scoped.gaps.extend(reading.gaps)


def _elsewhere(scoped: Scoped, name: str) -> bool:
    """Whether another source reads the list: Poetry's table, or setup.cfg or setup.py beside the file."""
    if as_table(scoped.document.data, "tool", "poetry").get("dependencies"):
        return True
    folder = scoped.path.rpartition("/")[0]
    for file in ("setup.cfg", "setup.py"):
        path = f"{folder}/{file}" if folder else file
        text = read_text(scoped.root, path) if is_file(scoped.root / path) else ""
        if not isinstance(text, Gap) and _LISTS[name] in text:
            return True
    return False
