"""Where the metadata of a package says that its source lies.

https://packaging.python.org/en/latest/specifications/well-known-project-urls/
"""

import re
from collections.abc import Iterator
from email.message import Message
from urllib.parse import urlsplit

from licscan.scanners.dependencies.metadata.fields import values_of

_MAX = 300
# The well-known labels, normalized, in the order of how surely the source lies there.
_LABELS = ("source", "sourcecode", "repository", "github", "code", "homepage", "home", "download")


def source_link(header: Message) -> str | None:
    """The best web address of a package, or None; one with credentials or of another kind is not given on."""
    found: dict[str, str] = {}
    for label, address in _stated(header):
        if label in _LABELS and _is_plain(address):
            found.setdefault(label, address)
    return next((found[label] for label in _LABELS if label in found), None)


def _stated(header: Message) -> Iterator[tuple[str, str]]:
    for value in values_of(header, "Project-URL"):
        label, _, address = value.partition(",")
        yield re.sub(r"[\W_]+", "", label).lower(), address.strip()
    for value in values_of(header, "Home-page"):
        yield "homepage", value
    for value in values_of(header, "Download-URL"):
        yield "download", value


def _is_plain(address: str) -> bool:
    if len(address) > _MAX or not address.isascii() or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc and not parts.query
