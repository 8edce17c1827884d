"""Numbered lines of bounded length out of a text stream."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)  # not frozen: one is made for every line, and freezing trebles that
class Line:
    """A line with its end; `complete` is false where it was longer than the limit and its rest was dropped."""

    number: int
    text: str
    complete: bool


def lines(stream: io.TextIOWrapper, *, limit: int) -> Iterator[Line]:
    """The lines of a stream, numbered from 1, NUL characters removed, at most `limit` characters each."""
    number = 0
    while text := stream.readline(limit):
        number += 1
        complete = len(text) < limit or text.endswith(("\n", "\r"))
        if not complete:
            complete = not _drop_rest(stream, limit)
        yield Line(number, text.replace("\0", ""), complete)


def _drop_rest(stream: io.TextIOWrapper, limit: int) -> bool:
    # Whether anything but a line end was dropped.
    dropped = False
    while rest := stream.readline(limit):
        dropped = dropped or bool(rest.strip("\r\n"))
        if rest.endswith(("\n", "\r")):
            break
    return dropped


def without_surrogates(text: str) -> str:
    """The text with lone surrogates replaced, so that every later step can encode it."""
    if text.isascii():
        return text
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)
