"""What the header of a METADATA or PKG-INFO file states about licenses, each with its line.

https://packaging.python.org/en/latest/specifications/core-metadata/
"""

import re
from dataclasses import dataclass
from email.message import Message

from licscan.documents.header import as_message, header_fields, header_span

MAX_HEADER_BYTES = 1_000_000
_MAX_VALUE = 400_000
_MAX_DESCRIPTION = 200_000
_MAX_LICENSE_FILES = 1000
_FIELD = re.compile(r"^(License-Expression|License-File|License|Classifier):(.*)", re.IGNORECASE | re.MULTILINE)
# Before metadata 2.1 the description was a field of the header, its lines indented or behind a bar.
_DESCRIPTION = re.compile(rb"^Description:[ \t]*(.*(?:\n[ \t|].*)*)", re.IGNORECASE | re.MULTILINE)
_FOLDED = re.compile(r"^(?: {7}\||\t?[ ]{0,8})", re.MULTILINE)
_ABSENT = frozenset({"", "unknown", "none", "n/a", "na", "-", "not specified", "tbd"})


@dataclass(frozen=True, slots=True)
class Stated:
    """A value as the author wrote it, and its line in the metadata file."""

    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """The license fields of a package; a field that says nothing (`UNKNOWN`, empty) is None.

    `license_files` are the paths that License-File names (PEP 639). `description` is the README in the metadata, its
    first 200,000 bytes.
    """

    expression: Stated | None = None
    license: Stated | None = None
    classifiers: tuple[Stated, ...] = ()
    license_files: tuple[str, ...] = ()
    description: Stated | None = None


def is_too_large(body: bytes) -> bool:
    """Whether the header is larger than what is read of it, so that a field could be missed."""
    return header_span(body)[0] > MAX_HEADER_BYTES


def parse_header(body: bytes) -> Message:
    """The header of a metadata file; the description below it is not parsed, it can be a megabyte of README."""
    return as_message(header_fields(body[: min(header_span(body)[1], MAX_HEADER_BYTES)]))


def read_fields(body: bytes) -> Fields:
    """The license fields of a metadata file."""
    message = parse_header(body)
    return stated_fields(
        body,
        expression=all_of(message, "License-Expression"),
        license_text=all_of(message, "License"),
        classifiers=license_classifiers(message),
    )


def stated_fields(body: bytes, *, expression: str | None, license_text: str | None, classifiers: list[str]) -> Fields:
    """The fields with the lines at which they stand in `body`."""
    lines, files = _lines(body)
    return Fields(
        expression=_stated(expression, lines.get("license-expression")),
        license=_stated(license_text, lines.get("license")),
        classifiers=tuple(
            Stated(text, lines.get(f"classifier: {text.lower()}")) for text in dict.fromkeys(classifiers)
        ),
        license_files=files,
        description=_description(body),
    )


def values_of(message: Message, name: str) -> list[str]:
    """All values of a header field, unfolded ends trimmed, each capped."""
    return [str(value)[:_MAX_VALUE].strip() for value in message.get_all(name, [])]


def all_of(message: Message, name: str) -> str | None:
    """The value of a field that should stand once; different values of a repeated field are joined by ` / `.

    No value wins in silence, and the joined words name no single license.
    """
    found = tuple(dict.fromkeys(value for value in values_of(message, name) if value.lower() not in _ABSENT))
    return " / ".join(found) if found else None


def license_classifiers(message: Message) -> list[str]:
    """The trove classifiers on licenses, in any case."""
    return [text for text in values_of(message, "Classifier") if text.casefold().startswith("license ::")]


def _stated(text: str | None, line: int | None) -> Stated | None:
    if text is None or text.strip().lower() in _ABSENT:
        return None
    return Stated(text.strip(), line)


def _lines(body: bytes) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where fields stand, and the values of License-File.

    The places are by field name, and for classifiers by the whole line, in lower case: the number of the first line.
    """
    head = body[: min(header_span(body)[0], MAX_HEADER_BYTES)].decode("utf-8", "replace")
    found: dict[str, int] = {}
    files: list[str] = []
    number, counted = 1, 0
    for match in _FIELD.finditer(head):
        number, counted = number + head.count("\n", counted, match.start()), match.start()
        name, value = match[1].lower(), match[2].strip()
        found.setdefault(f"{name}: {value.lower()}" if name == "classifier" else name, number)
        if name == "license-file" and value:
            files.append(value)
    return found, tuple(files[:_MAX_LICENSE_FILES])


def _description(body: bytes) -> Stated | None:
    """The text below the header, or the Description field, with its first line in the file."""
    start = header_span(body)[1]
    text = body[start : start + _MAX_DESCRIPTION].decode("utf-8", "replace")
    if not text.strip():
        field = _DESCRIPTION.search(body[: min(start, MAX_HEADER_BYTES)])
        if field is None:
            return None
        start = field.start(1)
        text = _FOLDED.sub("", field[1][:_MAX_DESCRIPTION].decode("utf-8", "replace"))
    return Stated(text, body.count(b"\n", 0, start) + 1) if text.strip() else None
