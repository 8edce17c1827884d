"""What the header of a METADATA or PKG-INFO file states about licenses, each with its line.

https://packaging.python.org/en/latest/specifications/core-metadata/
"""

import re
import unicodedata
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from email.policy import compat32

MAX_HEADER_BYTES = 1_000_000
_MAX_VALUE = 400_000
_MAX_EXCERPT = 120
_END = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(r"^(License-Expression|License|Classifier):", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s<>@]+@[^\s<>@]+")
_ABSENT = frozenset({"", "unknown", "none", "n/a", "na", "-", "not specified", "tbd"})


@dataclass(frozen=True, slots=True)
class Stated:
    """A value as the author wrote it, and its line in the metadata file."""

    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """The license fields of a package; a field that says nothing (`UNKNOWN`, empty) is None."""

    expression: Stated | None = None
    license: Stated | None = None
    classifiers: tuple[Stated, ...] = ()


def is_too_large(body: bytes) -> bool:
    """Whether the header is larger than what is read of it, so that a field could be missed."""
    end = _END.search(body)
    return (end.start() if end else len(body)) > MAX_HEADER_BYTES


def parse_header(body: bytes) -> Message:
    """The header of a metadata file; the description below it is not parsed, it can be a megabyte of README."""
    end = _END.search(body)
    head = body[: end.end() if end else None][:MAX_HEADER_BYTES]
    return HeaderParser(policy=compat32).parsestr(head.decode("utf-8", "replace"), headersonly=True)


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
    lines = _lines(body)
    return Fields(
        expression=_stated(expression, lines.get("license-expression")),
        license=_stated(license_text, lines.get("license")),
        classifiers=tuple(
            Stated(text, lines.get(f"classifier: {text.lower()}")) for text in dict.fromkeys(classifiers)
        ),
    )


def value_of(message: Message, name: str) -> str | None:
    """The first value of a header field, or None."""
    found = values_of(message, name)
    return found[0] if found else None


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


def one_line(text: str) -> str:
    """A label as outputs may show it: one printable line of at most 120 characters, e-mail addresses blanked."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")[: 4 * _MAX_EXCERPT]
    printable = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in _EMAIL.sub("…", first))
    folded = " ".join(printable.split())
    return folded if len(folded) <= _MAX_EXCERPT else folded[: _MAX_EXCERPT - 1] + "…"


def _stated(text: str | None, line: int | None) -> Stated | None:
    if text is None or text.strip().lower() in _ABSENT:
        return None
    return Stated(text.strip(), line)


def _lines(body: bytes) -> dict[str, int]:
    """Field name, and for classifiers the whole line, in lower case, to the number of its first line."""
    end = _END.search(body)
    head = body[: end.start() if end else None][:MAX_HEADER_BYTES].decode("utf-8", "replace")
    found: dict[str, int] = {}
    for number, line in enumerate(head.split("\n"), start=1):
        if match := _FIELD.match(line):
            name = match[1].lower()
            value = line[match.end() :].strip().lower()
            found.setdefault(f"{name}: {value}" if name == "classifier" else name, number)
    return found
