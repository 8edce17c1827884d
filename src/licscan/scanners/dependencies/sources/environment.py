"""Installed packages: those of any interpreter or site-packages folder, read through pip-licenses.

pip-licenses is the field's reference for reading the metadata of an installed package, so its functions choose the
fields and classifiers. It looks through each RECORD three times for files; that part is done here, by listing the
metadata folder once.
"""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from importlib import import_module, metadata
from pathlib import Path
from typing import Protocol, cast

from licscan.model.evidence import Location
from licscan.model.finding import Gap, GapReason
from licscan.net.cache import sha256_of
from licscan.net.core_metadata import is_license_name, is_list_of_people
from licscan.scanners.dependencies.metadata.fields import (
    Fields,
    all_of,
    is_too_large,
    license_classifiers,
    one_line,
    parse_header,
    stated_fields,
    value_of,
)
from licscan.scanners.dependencies.metadata.opinion import LicenseText, Package
from licscan.scanners.dependencies.metadata.text import decode
from licscan.scanners.dependencies.sources.interface import file_gap

HOW = "environment"
_MAX_METADATA = 8 * 1024 * 1024
_MAX_LICENSE = 256 * 1024
_MAX_LICENSES = 60
_ASK_PATH = "import json, sys; print(json.dumps([entry for entry in sys.path if entry]))"
_ASK_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class Installed:
    """A package as it is installed: `name` is normalized, `shown` the metadata file as evidence names it."""

    name: str
    version: str
    shown: str
    folder: Path
    fields: Fields
    digest: str

    def package(self) -> Package:
        """Its fields and license files; the files are read now."""
        texts = tuple(_license_texts(self.folder))
        return Package(self.fields, self.digest, texts, Location(self.shown), in_metadata=True)


def search_path(python: Path) -> tuple[str, ...] | Gap:
    """The `sys.path` of an interpreter, asked of itself in isolated mode; this process's own is not asked."""
    if python == Path(sys.executable):
        return tuple(entry for entry in sys.path if entry)
    try:
        done = subprocess.run(  # noqa: S603 - the interpreter that the user named
            [str(python), "-I", "-c", _ASK_PATH], capture_output=True, timeout=_ASK_TIMEOUT_S, check=True
        )
        entries = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return _no_python(python)
    if not isinstance(entries, list):
        return _no_python(python)
    return tuple(entry for entry in entries if isinstance(entry, str))


def _no_python(python: Path) -> Gap:
    detail = "this Python interpreter cannot be asked where its packages lie"
    return file_gap(python.name, GapReason.UNREADABLE, detail, hint="name a Python executable that runs")


def installed_in(folders: Sequence[str]) -> Iterator[Installed | Gap]:
    """All packages in the folders of a search path, sorted by name, version and folder."""
    found: list[tuple[str, Path]] = []
    for distribution in metadata.distributions(path=list(folders)):
        # The folder is what every part below starts from; importlib offers no public name for it.
        path = cast("object", getattr(distribution, "_path", None))
        if isinstance(path, Path):
            found.append((path.name.lower(), path))
        else:
            shown = one_line(Path(str(path)).name)
            yield file_gap(shown, GapReason.UNSUPPORTED_FORMAT, "a package inside a zip archive is not read")
    for _, path in sorted(found, key=lambda entry: (entry[0], str(entry[1]))):
        yield read_installed(path)


def read_installed(folder: Path) -> Installed | Gap:
    """The package of one `.dist-info` or `.egg-info`, or the Gap that says why it cannot be read."""
    from packaging.utils import InvalidName, canonicalize_name

    file = next((name for name in ("METADATA", "PKG-INFO") if (folder / name).exists()), None)
    shown = f"{folder.name}/{file}" if file else folder.name
    body = _read(folder / file if file else folder, _MAX_METADATA)
    if body is None:
        return file_gap(shown, GapReason.UNREADABLE, "the metadata of an installed package cannot be read")
    if is_too_large(body):
        return file_gap(shown, GapReason.TOO_LARGE, "the metadata of an installed package has an oversized header")
    message = parse_header(body)
    name, version = value_of(message, "Name"), value_of(message, "Version")
    try:
        normalized = str(canonicalize_name(name or "", validate=True))
    except InvalidName:
        normalized = ""
    if not normalized or not version:
        return file_gap(shown, GapReason.UNPARSABLE, "an installed package states no proper name and version")
    return Installed(normalized, one_line(version), shown, folder, _fields(body, message), sha256_of(body))


class _PipLicenses(Protocol):
    """The part of pip-licenses that is used; the package has no types of its own."""

    METADATA_KEYS: Mapping[str, Sequence[Callable[[Message], str | None]]]

    def find_license_from_classifier(self, classifiers: list[str]) -> list[str]:
        """The names of license classifiers, without the one that only says `OSI Approved`."""
        ...


def _fields(body: bytes, message: Message) -> Fields:
    """The fields as pip-licenses reads them."""
    pip_licenses = cast("_PipLicenses", import_module("piplicenses"))
    select = pip_licenses.METADATA_KEYS
    # The function compares `License` to the letter; a classifier in another case restricts all the same.
    classifiers = [
        text
        for text in license_classifiers(message)
        if not text.startswith("License") or pip_licenses.find_license_from_classifier([text])
    ]
    return stated_fields(
        body,
        expression=_chosen(select["license_expression"], message, "License-Expression"),
        license_text=_chosen(select["license"], message, "License"),
        classifiers=classifiers,
    )


def _chosen(selectors: Sequence[Callable[[Message], str | None]], message: Message, name: str) -> str | None:
    """The field where pip-licenses sees one, with all its values where it stands more than once."""
    return all_of(message, name) if any(selector(message) for selector in selectors) else None


def _license_texts(folder: Path) -> Iterator[LicenseText]:
    """License files of a metadata folder: by name at its top, all of `licenses/` (PEP 639), in name order."""
    found = [path for path in _listed(folder) if is_license_name(path.name)]
    for inside in ("licenses", "license_files"):
        found.extend(path for path in _walked(folder / inside) if not is_list_of_people(path.name))
    for path in sorted(found, key=lambda path: (len(path.parts), str(path)))[:_MAX_LICENSES]:
        content = _read(path, _MAX_LICENSE, cut=True)
        if content is not None:
            name = path.relative_to(folder).as_posix()
            yield LicenseText(name, decode(content), sha256_of(content))


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _walked(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders.sort()
        yield from (Path(parent) / name for name in sorted(files))


def _read(path: Path, max_bytes: int, *, cut: bool = False) -> bytes | None:
    """The content of a regular file up to a size; a larger one is cut or refused."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return None
            content = stream.read(max_bytes + 1)
    except OSError:
        return None
    return content[:max_bytes] if cut or len(content) <= max_bytes else None
