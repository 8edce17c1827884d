"""The name that a project below the root states for itself."""

import re
from pathlib import Path

from licscan.documents.document import Document
from licscan.documents.toml_text import read_toml
from licscan.documents.values import as_table
from licscan.model.finding import Gap
from licscan.model.package_name import normalized, proper_name
from licscan.scanners.dependencies.sources.document import read_document
from licscan.scanners.dependencies.sources.requirements.local_path import is_file
from licscan.scanners.dependencies.sources.text_file import read_text

_CFG = re.compile(r"^\[metadata\][^\[]*?^name\s*[=:]\s*(\S+)", re.MULTILINE | re.DOTALL)
_SETUP = re.compile(r"""\bname\s*=\s*["']([^"']+)["']""")


def project_name(root: Path, folder: str) -> str:
    """The normalized name of the project in a folder: as its files state it, else as the folder is called."""
    base = f"{folder}/" if folder else ""
    stated = _in_pyproject(root, f"{base}pyproject.toml")
    for file, pattern in (("setup.cfg", _CFG), ("setup.py", _SETUP)):
        if stated is None and is_file(root / base / file):
            text = read_text(root, base + file)
            match = None if isinstance(text, Gap) else pattern.search(text)
            stated = match[1] if match and proper_name(match[1]) else None
    shown = stated or "-".join(re.findall(r"[A-Za-z0-9]+", folder.rpartition("/")[2])) or "project"
    return normalized(shown)


def own_name(document: Document) -> str | None:
    """The normalized name of the project, by `[project]`, Poetry or Flit."""
    places = (("project",), ("tool", "poetry"), ("tool", "flit", "metadata"))
    stated = [as_table(document.data, *place).get(key) for place in places for key in ("name", "dist-name", "module")]
    return next((name for each in stated if isinstance(each, str) and (name := proper_name(each))), None)


def _in_pyproject(root: Path, path: str) -> str | None:
    if not is_file(root / path):
        return None
    document = read_document(root, path, read_toml)
    return None if isinstance(document, Gap) else own_name(document)
