"""Addresses of license texts: which license an address names."""

import re
from collections.abc import Mapping
from pathlib import Path

from licscan.catalog.license_data import Label, read_labels
from licscan.catalog.license_words import creative_commons

MAX_CHARACTERS = 200
# What stands in the place of this sign is the name of the license.
NAME = "*"
_SCHEME = re.compile(r"(?:https?:)?//|(?=[a-z0-9-]+(?:\.[a-z0-9-]+)+/)")
_TAIL = re.compile(r"(?:(?:\.[a-z]{2})?\.html?|\.(?:txt|php|md|json|jsonld|rdf|ttl))?[/.,;:)>\]\"']*\Z")
_CREATIVE_COMMONS = re.compile(
    r"creativecommons\.org/(?:licen[sc]es/([a-z+-]+)(?:/(\d(?:\.\d)?)(/.*)?)?|publicdomain/(zero|mark)\b.*)/?"
)


def folded_address(text: str) -> str | None:
    """An address for comparison: host and path in lower case, without `www.`, suffix and query; None for other text."""
    plain = text.strip().strip("<>()[]\"'").casefold()
    scheme = _SCHEME.match(plain)
    if scheme is None or len(plain) > MAX_CHARACTERS or any(map(str.isspace, plain)):
        return None
    address = re.split("[?#]", plain[scheme.end() :], maxsplit=1)[0].rpartition("@")[2]
    return _TAIL.sub("", address.removeprefix("www."))


class Addresses:
    """The addresses of rules/license/addresses.toml."""

    def __init__(self, labels: Mapping[str, Label]) -> None:
        self._labels = labels

    def find(self, text: str) -> Label | str | None:
        """What an address means: a label of the table, or the words that it has for the license; None for others."""
        address = folded_address(text)
        if address is None or NAME in address:
            return None
        if found := _CREATIVE_COMMONS.fullmatch(address):
            return _creative_commons(found)
        parts = address.split("/")
        for length in range(len(parts), 0, -1):
            above = "/".join(parts[:length])
            if label := self._labels.get(above):
                return label
            # spdx.org/licenses/MIT-0.html: the suffix is cut, `opensource.org/license/apache-2-0` is a spelling.
            if length < len(parts) and f"{above}/{NAME}" in self._labels:
                return parts[length]
        return None


def _creative_commons(found: re.Match[str]) -> Label | None:
    """What an address of Creative Commons means; without a version all that have these elements."""
    elements, version, rest, public = found.groups()
    if public:
        names = creative_commons(f"https://creativecommons.org/publicdomain/{public}/1.0/")
    elif version is None:
        names = creative_commons(f"cc {elements}")
    else:
        dotted = version if "." in version else f"{version}.0"
        names = creative_commons(f"https://creativecommons.org/licenses/{elements}/{dotted}{rest or '/'}")
    return Label(None, names, None) if names else None


def load_addresses(folder: Path) -> Addresses:
    """The addresses in a folder of license rules. Raises RulesError where the file is missing or malformed."""
    return Addresses(read_labels(folder / "addresses.toml", "address", "written", _folded_pattern))


def _folded_pattern(written: str) -> str:
    return _TAIL.sub("", written.casefold())
