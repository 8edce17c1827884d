"""Mail: single messages (RFC 5322) and mailboxes (RFC 4155)."""

import email
import email.message
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header, make_header

from licscan.inputs.readers.defects import Defects, guarded
from licscan.inputs.readers.interface import Batch, Column, ColumnKind, Part
from licscan.inputs.readers.lines import without_surrogates
from licscan.inputs.readers.markup import tokens
from licscan.inputs.readers.page import Page
from licscan.inputs.readers.running_text import text_batches
from licscan.inputs.sources import Source
from licscan.model.finding import Gap, GapReason

_HEADERS = ("From", "Reply-To", "To", "Cc", "Bcc", "Subject", "Date")
_MESSAGE = 16_000_000  # bytes of one message that are held in memory
_LINE = 1_000_000
_HEADER_LENGTH = 20_000
_PARTS = 1_000
_LONG = "messages of over 16 MB: {count}; their ends were not read"
_ATTACHED = "attachments that are no text: {count}; they were not looked at"


class MailReader:
    """Reads messages: each gives a record of its headers and its text as prose; a row is a message or a paragraph."""

    media = "message/rfc822"

    def read(self, source: Source, ref: str, part: Part | None = None) -> Iterator[Batch | Gap]:  # noqa: ARG002 - the protocol's shape
        """Yield message by message."""
        defects = Defects(ref, source.shown)
        return guarded(defects, _batches(source, defects))

    def parts(self, source: Source) -> tuple[Part, ...]:  # noqa: ARG002 - the protocol's shape
        """None: where a message begins, only reading from the front tells."""
        return ()


def _batches(source: Source, defects: Defects) -> Iterator[Batch]:
    for row, raw in enumerate(_messages(source, defects), start=1):
        try:
            message = email.message_from_bytes(raw)
        except (MessageError, ValueError, RecursionError, LookupError):
            defects.note(GapReason.UNPARSABLE, "messages that cannot be read: {count}")
            continue
        headers = [Column(name, ColumnKind.TEXT, [text]) for name in _HEADERS if (text := _header(message, name))]
        if headers:
            yield Batch(row, tuple(headers))
        yield from _body(message, defects)


def _messages(source: Source, defects: Defects) -> Iterator[bytes]:
    """The messages of a mailbox, or the one of a plain file, each without the line that divides them."""
    held: list[bytes] = []
    size, blank = 0, True
    with source.open() as stream:
        while line := stream.readline(_LINE):
            if blank and line.startswith(b"From "):
                if held:
                    yield b"".join(held)
                held, size = [], 0
                continue
            blank = not line.strip()
            size += len(line)
            if size <= _MESSAGE:
                held.append(line)
            elif size - len(line) <= _MESSAGE:
                defects.note(GapReason.TOO_LARGE, _LONG)
    if held:
        yield b"".join(held)


def _header(message: email.message.Message, name: str) -> str:
    found = [str(value)[:_HEADER_LENGTH] for value in (message.get_all(name) or ())[:20]]
    return without_surrogates(", ".join(map(_decoded, found))).replace("\0", "").strip()


def _decoded(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (MessageError, ValueError, LookupError):  # an encoding that nobody knows
        return value


def _body(message: email.message.Message, defects: Defects) -> Iterator[Batch]:
    for count, part in enumerate(message.walk()):
        if count >= _PARTS:
            defects.note(GapReason.TRUNCATED, f"messages of over {_PARTS:,} parts: {{count}}; the rest was not read")
            return
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if kind == "text/html":
            yield from Page().take(tokens(_text(part))).batches(defects)
        elif kind.startswith("text/"):
            yield from text_batches(_text(part).replace("\r\n", "\n").split("\n\n"))
        else:
            defects.note(GapReason.UNSUPPORTED_FORMAT, _ATTACHED)


def _text(part: email.message.Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return str(part.get_payload())
    try:
        return content.decode(part.get_content_charset("utf-8"))
    except (LookupError, ValueError):  # unknown or wrong: every byte has a meaning in this one
        return content.decode("latin-1")
