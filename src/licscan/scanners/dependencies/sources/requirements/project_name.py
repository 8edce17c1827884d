"""The name that a project below the root states for itself."""

import re
from pathlib import Path

from licscan.model.finding import Gap
from licscan.scanners.dependencies.sources.requirements.local_path import is_file
from licscan.scanners.dependencies.sources.text_file import read_text

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_CFG = re.compile(r"^\[metadata\][^\[]*?^name\s*[=:]\s*(\S+)", re.MULTILINE | re.DOTALL)
_SETUP = re.compile(r"""\bname\s*=\s*["']([^"']+)["']""")


def project_name(root: Path, folder: str) -> str:
    """The normalized name of the project in a folder: as its files state it, else as the folder is called."""
    from packaging.utils import canonicalize_name

    base = f"{folder}/" if folder else ""
    stated = _in_pyproject(root, f"{base}pyproject.toml")
    for file, pattern in (("setup.cfg", _CFG), ("setup.py", _SETUP)):
        if stated is None and is_file(root / base / file):
            text = read_text(root, base + file)
            match = None if isinstance(text, Gap) else pattern.search(text)
            stated = match[1] if match and _NAME.fullmatch(match[1]) else None
    shown = stated or "-".join(re.findall(r"[A-Za-z0-9]+", folder.rpartition("/")[2])) or "project"
    return str(canonicalize_name(shown))


def _in_pyproject(root: Path, path: str) -> str | None:
    from licscan.scanners.dependencies.sources.pyproject.document import own_name, read_document

    if not is_file(root / path):
        return None
    document = read_document(root, path)
    return None if isinstance(document, Gap) else own_name(document)
