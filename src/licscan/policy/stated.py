"""The license that a pyproject.toml states for the project itself (PEP 621, PEP 639, Poetry)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.documents.document import Document
from licscan.documents.toml_text import read_toml
from licscan.errors import DocumentError
from licscan.expressions.algebra import normalize
from licscan.model.evidence import Location
from licscan.policy.find import PYPROJECT

MAX_BYTES = 1_000_000
_TROVE = "License ::"
Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Stated:
    """What is stated, with its place: an expression, or None where the words do not name one license."""

    expression: str | None
    words: str
    place: Location


def stated_license(root: Path, licenses: LicenseTable) -> Stated | None:
    """The license of the project in the pyproject.toml of a folder; None where there is none, or none can be read.

    The order is that of PEP 639: `license` of [project] as an expression or a known spelling, then its classifiers;
    then `license` of [tool.poetry].
    """
    document = _document(root / PYPROJECT)
    if document is None:
        return None
    project = _table(document.data, "project")
    own = _spelled(document, licenses, ("project", "license"), project.get("license"))
    if own is not None and own.expression is not None:
        return own
    poetry = _table(_table(document.data, "tool"), "poetry").get("license")
    return (
        _classified(document, licenses, project.get("classifiers"))
        or own
        or _spelled(document, licenses, ("tool", "poetry", "license"), poetry)
    )


def _document(path: Path) -> Document | None:
    try:
        content = path.read_bytes() if path.is_file() and path.stat().st_size <= MAX_BYTES else b""
        return read_toml(content.decode("utf-8"), shown=PYPROJECT)
    except (OSError, UnicodeDecodeError, DocumentError):
        return None  # the scanner of dependencies reads the same file, and says what is wrong with it


def _spelled(document: Document, licenses: LicenseTable, key: tuple[str, ...], value: object) -> Stated | None:
    text = cast("Table", value).get("text") if isinstance(value, dict) else value
    if not isinstance(text, str) or not text.strip():
        return None
    if expression := normalize(text):
        return _stated(document, LabelMeaning(expression), text, *key)
    return _stated(document, licenses.spelling(text), text, *key)


def _classified(document: Document, licenses: LicenseTable, value: object) -> Stated | None:
    """The license classifiers: one that names one license counts, several leave it open."""
    listed = value if isinstance(value, list) else []
    troves = [(index, item) for index, item in enumerate(listed) if isinstance(item, str) and item.startswith(_TROVE)]
    if len(troves) != 1:
        return None
    index, trove = troves[0]
    return _stated(document, licenses.classifier(trove), trove, "project", "classifiers", index)


def _stated(document: Document, meaning: LabelMeaning | None, words: str, *key: str | int) -> Stated:
    position = document.position(*key)
    place = Location(PYPROJECT, position.line, position.column) if position else Location(PYPROJECT)
    return Stated(meaning.expression if meaning else None, " ".join(words.split()), place)


def _table(value: object, key: str) -> Table:
    found = cast("Table", value).get(key) if isinstance(value, dict) else None
    return cast("Table", found) if isinstance(found, dict) else {}
