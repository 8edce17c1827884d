"""SPDX 2.2 and 2.3 as tag-value text (https://spdx.github.io/spdx-spec/v2.3/conformance/)."""

import re
from collections.abc import Iterator

from licscan.model.subject import Reference
from licscan.scanners.dependencies.sources.sbom.part import HOW, SILENT, Bom, Part
from licscan.scanners.dependencies.sources.sbom.spdx import assembled, stated_licenses

_TAG = re.compile(r"([A-Za-z0-9]+):[ \t]*(.*)")
_START = "<text>"
_END = "</text>"
# A tag by its value and line; of equal tags the first counts.
_Tags = dict[str, tuple[str, int]]


def read_tag_value(text: str, path: str) -> tuple[Bom, str | None]:
    """The packages of a document, and the version of SPDX that it states, None where it states none."""
    version: str | None = None
    packages: list[_Tags] = []
    licenses: list[_Tags] = []
    relations: list[tuple[str, str, str]] = []
    current: _Tags = {}
    for tag, value, line in _tags(text):
        if tag == "SPDXVersion":
            version = version or value
        elif tag == "Relationship":
            words = value.split()
            relations.extend([(words[0], words[1], words[2])] if len(words) >= 3 else [])
        elif tag in ("PackageName", "LicenseID", "FileName", "SnippetSPDXID"):
            current = {}
            listed = {"PackageName": packages, "LicenseID": licenses}.get(tag)
            if listed is not None:
                listed.append(current)
        _note(current, tag, value, line)
    extracted = dict(_extracted(licenses))
    parts = [_part(tags, extracted, path) for tags in packages]
    return assembled(parts, relations, set(), []), version


def _note(current: _Tags, tag: str, value: str, line: int) -> None:
    if tag == "ExternalRef":
        words = value.split()
        if len(words) >= 3 and words[1] == "purl":
            current.setdefault("purl", (words[2], line))
    else:
        current.setdefault(tag, (value, line))


def _tags(text: str) -> Iterator[tuple[str, str, int]]:
    """Tag, value and line; a value in `<text>` goes on over lines."""
    lines = re.split(r"\r\n|\r|\n", text)
    at = 0
    while at < len(lines):
        match = _TAG.fullmatch(lines[at])
        first = at + 1
        at += 1
        if match is None:
            continue
        value = match[2].strip()
        if value.startswith(_START):
            parts = [value.removeprefix(_START)]
            while _END not in parts[-1] and at < len(lines):
                parts.append(lines[at])
                at += 1
            value = "\n".join(parts).partition(_END)[0].strip()
        yield match[1], value, first


def _extracted(licenses: list[_Tags]) -> Iterator[tuple[str, str]]:
    for tags in licenses:
        ref, name, text = (tags.get(tag, ("", 0))[0] for tag in ("LicenseID", "LicenseName", "ExtractedText"))
        meant = text if name in SILENT else name
        if meant not in SILENT:
            yield ref, meant


def _part(tags: _Tags, extracted: dict[str, str], path: str) -> Part:
    def place(tag: str) -> Reference:
        return Reference(path, tags.get(tag, tags["PackageName"])[1], HOW)

    def value(tag: str) -> str | None:
        return tags.get(tag, ("", 0))[0] or None

    return Part(
        value("SPDXID"),
        value("PackageName"),
        value("PackageVersion"),
        value("purl"),
        place("PackageName"),
        stated_licenses(
            value("PackageLicenseDeclared"),
            value("PackageLicenseConcluded"),
            extracted,
            place("PackageLicenseDeclared"),
            place("PackageLicenseConcluded"),
        ),
    )
