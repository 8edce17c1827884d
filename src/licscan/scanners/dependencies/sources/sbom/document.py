"""A software bill of materials as a source of dependencies: CycloneDX and SPDX."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from licscan.documents.document import Document
from licscan.documents.json_text import read_json
from licscan.documents.values import as_table
from licscan.model.finding import Gap, GapReason
from licscan.model.package_name import proper_name
from licscan.scanners.dependencies.excerpt import one_line
from licscan.scanners.dependencies.sources.bounds import MAX_PACKAGES, too_many
from licscan.scanners.dependencies.sources.document import parsed
from licscan.scanners.dependencies.sources.interface import Dependency, Edge, Manifest, file_gap
from licscan.scanners.dependencies.sources.sbom.cyclonedx import read_cyclonedx
from licscan.scanners.dependencies.sources.sbom.part import Bom, Part
from licscan.scanners.dependencies.sources.sbom.spdx import read_spdx
from licscan.scanners.dependencies.sources.sbom.tag_value import read_tag_value
from licscan.scanners.dependencies.sources.text_file import read_text

_CYCLONEDX = tuple(f"1.{minor}" for minor in range(2, 8))
_SPDX = ("SPDX-2.2", "SPDX-2.3")
_MAX_CHARACTERS = 8_000_000
_CONVERT = "convert it to JSON, for example with cyclonedx-cli or the SPDX tools"


class SbomSource:
    """Reads CycloneDX 1.2 to 1.7 as JSON, and SPDX 2.2 and 2.3 as JSON or tag-value.

    What the bill states of licenses is kept as its statement; it is not taken for the truth.
    """

    def read(self, root: Path, path: str) -> Manifest:
        """Read all components with their stated licenses, and what needs what."""
        text = read_text(root, path)
        if isinstance(text, Gap):
            return Manifest(path, gaps=(text,))
        if len(text) > _MAX_CHARACTERS:
            return Manifest(path, gaps=(file_gap(path, GapReason.TOO_LARGE, f"over {_MAX_CHARACTERS} characters"),))
        bom = _bom(text, path)
        return Manifest(path, gaps=(bom,)) if isinstance(bom, Gap) else _manifest(bom, path)


def _bom(text: str, path: str) -> Bom | Gap:
    head = text.lstrip("\ufeff \t\r\n")[:1]
    if head == "<":
        detail = "a bill of materials as XML is not read"
        return file_gap(path, GapReason.UNSUPPORTED_FORMAT, detail, line=1, hint=_CONVERT)
    if head != "{":
        return _tag_value(text, path)
    document = parsed(text, path, read_json)
    return document if isinstance(document, Gap) else _json(document, path)


def _json(document: Document, path: str) -> Bom | Gap:
    data = as_table(document.data)
    if data.get("bomFormat") == "CycloneDX":
        if data.get("specVersion") in _CYCLONEDX:
            return read_cyclonedx(document, path)
        return _version(document, path, "CycloneDX", data.get("specVersion"), "specVersion")
    if "spdxVersion" in data:
        if data["spdxVersion"] in _SPDX:
            return read_spdx(document, path)
        return _version(document, path, "SPDX", data["spdxVersion"], "spdxVersion")
    if "@context" in data:
        return _version(document, path, "SPDX", "3 (JSON-LD)", "@context")
    return file_gap(path, GapReason.UNPARSABLE, "neither a CycloneDX nor an SPDX document", line=1)


def _version(document: Document, path: str, what: str, version: object, key: str) -> Gap:
    position = document.position(key)
    shown = one_line(version) if isinstance(version, str) else "without a number"
    detail = f"{what} {shown} is not read, only CycloneDX 1.2 to 1.7 and SPDX 2.2 and 2.3"
    line = position.line if position else 1
    return file_gap(
        path, GapReason.UNSUPPORTED_VERSION, detail, line=line, hint="write the bill in one of these versions"
    )


def _tag_value(text: str, path: str) -> Bom | Gap:
    bom, version = read_tag_value(text, path)
    if version in _SPDX:
        return bom
    if version is None:
        return file_gap(path, GapReason.UNPARSABLE, "neither JSON nor SPDX tag-value", line=1)
    detail = f"{one_line(version)} is not read, only SPDX-2.2 and SPDX-2.3"
    return file_gap(path, GapReason.UNSUPPORTED_VERSION, detail, line=1)


def _manifest(bom: Bom, path: str) -> Manifest:
    """The parts as dependencies, and the links between them as edges; what the bill is of is no dependency.

    Nor is it the name of the project: a bill that came with a package must not hide that package.
    """
    named: dict[str, Dependency] = {}
    found: list[Dependency] = []
    gaps = list(bom.gaps)
    if len(bom.parts) > MAX_PACKAGES:
        gaps.append(too_many(path, bom.parts[MAX_PACKAGES].reference.line))
    for part in bom.parts[:MAX_PACKAGES]:
        read = _dependency(part, path)
        if isinstance(read, Gap):
            gaps.append(read)
            continue
        if part.ref is not None:
            named.setdefault(part.ref, read)
        if part.ref is None or part.ref not in bom.roots:
            found.append(read)
    edges = tuple(dict.fromkeys(_edges(bom, named)))
    direct: dict[tuple[str, str | None], set[str]] = {}
    for edge in edges:
        if edge.source is None:
            direct.setdefault((edge.target, edge.version), set()).add(edge.scope)
    scoped = tuple(_scoped(each, direct.get((each.name, each.version), set())) for each in found)
    return Manifest(path, scoped, tuple(gaps), complete=True, edges=edges)


def _scoped(dependency: Dependency, scopes: set[str]) -> Dependency:
    return replace(dependency, scopes=tuple(sorted(scopes)))


def _edges(bom: Bom, named: dict[str, Dependency]) -> Iterator[Edge]:
    for link in bom.links:
        target = named.get(link.target)
        if target is None or link.target in bom.roots:
            continue
        if link.source in bom.roots:
            yield Edge(None, target.name, link.scope, target.version)
        elif source := named.get(link.source):
            yield Edge(source.name, target.name, link.scope, target.version, source.version)


def _dependency(part: Part, path: str) -> Dependency | Gap:
    from packageurl import PackageURL

    kind, name, version = "generic", part.name, part.version
    if part.purl is not None:
        try:
            url = PackageURL.from_string(part.purl)
        except ValueError:
            return file_gap(path, GapReason.UNPARSABLE, "a component whose purl is none", line=part.reference.line)
        kind, version = url.type, url.version or part.version
        name = f"{url.namespace}/{url.name}" if url.namespace else url.name
    name = one_line(name or "")
    if kind == "pypi":
        name = proper_name(name) or ""
    if not name:
        return file_gap(path, GapReason.UNPARSABLE, "a component without a proper name", line=part.reference.line)
    shown = one_line(version) if version else None
    return Dependency(
        name,
        shown or None,
        part.reference,
        specifier=f"=={shown}" if shown and kind == "pypi" else "",
        type=kind,
        stated=part.licenses,
    )
