"""Installed packages: those of any interpreter or site-packages folder, read through pip-licenses.

pip-licenses is the field's reference for reading the metadata of an installed package, so its functions choose the
fields and classifiers. It looks through each RECORD three times for files; that part is done by `installed.files`,
which reads it once.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.message import Message
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from licscan.documents.header import as_message, header_fields, header_span
from licscan.model.evidence import Location
from licscan.model.finding import Gap, GapReason
from licscan.model.package_name import proper_name
from licscan.net.cache import sha256_of
from licscan.scanners.dependencies.excerpt import one_line
from licscan.scanners.dependencies.metadata.fields import (
    MAX_HEADER_BYTES,
    Fields,
    all_of,
    license_classifiers,
    stated_fields,
)
from licscan.scanners.dependencies.metadata.opinion import Package
from licscan.scanners.dependencies.sources.installed.files import license_texts, read_regular
from licscan.scanners.dependencies.sources.interface import file_gap

HOW = "environment"
_MAX_METADATA = 8 * 1024 * 1024
_MAX_REQUIRES = 5000
_LICENSE_FIELDS = frozenset({"license-expression", "license", "classifier"})
_SUFFIXES = (".dist-info", ".egg-info")
_ASK_PATH = "import json, sys; print(json.dumps([entry for entry in sys.path if entry]))"
_ASK_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class Installed:
    """A package as it is installed: `name` is normalized, `shown` the metadata file as evidence names it.

    `body` is the metadata file, `stated` are the fields of its header that can speak of licenses, `requires` its
    requirements as written (Requires-Dist), PEP 508.
    """

    name: str
    version: str
    shown: str
    folder: Path
    digest: str
    body: bytes = field(repr=False)
    stated: tuple[tuple[str, str], ...] = ()
    requires: tuple[str, ...] = ()

    def package(self) -> Package:
        """Its fields and license files; the files are read now."""
        return replace(self.outline(), fields=self.fields)

    def outline(self) -> Package:
        """The package with all but its fields, which follow from its digest."""
        return Package(Fields(), self.digest, license_texts(self.folder), Location(self.shown), in_metadata=True)

    @property
    def fields(self) -> Fields:
        """What its metadata states of licenses, read anew each time."""
        return _fields(self.body, as_message([*self.stated]))


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
    found: list[tuple[str, str]] = []
    for folder in dict.fromkeys(folders):
        try:
            with os.scandir(folder) as entries:
                listed = [(entry.name.lower(), entry.path) for entry in entries]
        except NotADirectoryError:
            yield from _zipped(folder)
            continue
        except (OSError, ValueError):
            continue
        # Eggs of before PEP 376 hold their metadata in a folder of this name.
        egg = folder.lower().rstrip("/").endswith(".egg")
        found.extend((name, path) for name, path in listed if name.endswith(_SUFFIXES) or (egg and name == "egg-info"))
    for _, path in sorted(found):
        yield read_installed(Path(path))


def _zipped(file: str) -> Iterator[Gap]:
    """A Gap for each package in a zip archive on the search path; most interpreters name one that is not there."""
    from importlib import metadata

    for distribution in metadata.distributions(path=[file]):
        # The path is what tells packages in an archive apart; importlib offers no public name for it.
        shown = one_line(Path(str(getattr(distribution, "_path", file))).name)
        yield file_gap(shown, GapReason.UNSUPPORTED_FORMAT, "a package inside a zip archive is not read")


def read_installed(folder: Path) -> Installed | Gap:
    """The package of one `.dist-info` or `.egg-info`, or the Gap that says why it cannot be read."""
    name = folder.name
    file, body = _metadata(folder)
    shown = f"{name}/{file}" if file else name
    if body is None:
        return file_gap(shown, GapReason.UNREADABLE, "the metadata of an installed package cannot be read")
    head, below = header_span(body)
    if head > MAX_HEADER_BYTES:
        return file_gap(shown, GapReason.TOO_LARGE, "the metadata of an installed package has an oversized header")
    fields = header_fields(body[:below])
    stated, version = _first(fields, "name"), _first(fields, "version")
    normalized = proper_name(stated)
    if normalized is None or not version:
        return file_gap(shown, GapReason.UNPARSABLE, "an installed package states no proper name and version")
    requires = tuple(value.strip() for key, value in fields if key.lower() == "requires-dist")[:_MAX_REQUIRES]
    licenses = tuple((key, value) for key, value in fields if key.lower() in _LICENSE_FIELDS)
    return Installed(normalized, one_line(version), shown, folder, sha256_of(body), body, licenses, requires)


def _first(fields: list[tuple[str, str]], name: str) -> str:
    return next((value.strip() for key, value in fields if key.lower() == name), "")


def _metadata(folder: Path) -> tuple[str | None, bytes | None]:
    """The name and the content of the metadata file in a folder; an old `.egg-info` is itself the file."""
    for name in ("METADATA", "PKG-INFO"):
        body = read_regular(f"{folder}/{name}", _MAX_METADATA)
        if body is not None or (folder / name).exists():
            return name, body
    return None, read_regular(str(folder), _MAX_METADATA)


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
