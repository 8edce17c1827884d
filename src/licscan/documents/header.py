"""The header of a metadata file, cut into fields at once.

The format is that of e-mail (https://packaging.python.org/specifications/core-metadata/), and `email` reads it rightly
and slowly. Nearly every header is plain: fields, and lines that continue them. Those are cut by one regular expression;
whatever else stands in a header is left to `email` itself, and both give the same fields.
"""

import re
from email.message import Message

_FIELDS = re.compile(r"([!-9;-~]+):[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)|([^\n]+\n?|\n)")


def header_span(body: bytes) -> tuple[int, int]:
    """Where the text of the header ends, and where what stands below it starts: both the length without a body."""
    plain = body.find(b"\n\n")
    other = body.find(b"\n\r\n", 0, plain + 1 if plain >= 0 else len(body))
    at, size = (other, 3) if other >= 0 else (plain, 2)
    if at < 0:
        return len(body), len(body)
    return at - body.startswith(b"\r", at - 1) if at else at, at + size


def header_fields(head: bytes) -> list[tuple[str, str]]:
    """Names and values in their order, of a header that ends with its text or an empty line."""
    text = head.decode("utf-8", "replace")
    fields = None if "\r" in text else _plain(text)
    if fields is None:
        from email.parser import HeaderParser

        message = HeaderParser().parsestr(text, headersonly=True)
        return [(name, str(value)) for name, value in message.items()]
    return fields


def as_message(fields: list[tuple[str, str]]) -> Message:
    """Fields in the form in which other libraries take them."""
    message = Message()
    for name, value in fields:
        message.set_raw(name, value)
    return message


def _plain(text: str) -> list[tuple[str, str]] | None:
    """The fields, or None where a line is neither the start of a field nor the rest of one."""
    found = _FIELDS.findall(text[:-1] if text.endswith("\n\n") else text)
    if any(other for _, _, other in found):
        return None
    return [(name, value) for name, value, _ in found]
