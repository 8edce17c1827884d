"""SPDX 2.2 and 2.3 as JSON (ISO/IEC 5962; https://spdx.github.io/spdx-spec/v2.3/)."""

from collections.abc import Iterable, Iterator, Mapping

from licscan.documents.document import Document
from licscan.documents.values import as_list, as_table
from licscan.model.finding import Gap, GapReason
from licscan.model.subject import Reference
from licscan.scanners.dependencies.sources.interface import StatedLicense, file_gap
from licscan.scanners.dependencies.sources.sbom.part import (
    HOW,
    MAX_LICENSE,
    SILENT,
    Bom,
    Link,
    Part,
    text_of,
)

DOCUMENT = "SPDXRef-DOCUMENT"
# Relationship types: whether the second element is what the first needs, and for what.
_RELATIONS = {
    "DEPENDS_ON": (True, "runtime"),
    "CONTAINS": (True, "runtime"),
    "DYNAMIC_LINK": (True, "runtime"),
    "STATIC_LINK": (True, "runtime"),
    "DEPENDENCY_OF": (False, "runtime"),
    "CONTAINED_BY": (False, "runtime"),
    "RUNTIME_DEPENDENCY_OF": (False, "runtime"),
    "PROVIDED_DEPENDENCY_OF": (False, "runtime"),
    "OPTIONAL_DEPENDENCY_OF": (False, "extra:optional"),
    "BUILD_DEPENDENCY_OF": (False, "build"),
    "BUILD_TOOL_OF": (False, "build"),
    "DEV_DEPENDENCY_OF": (False, "group:dev"),
    "DEV_TOOL_OF": (False, "group:dev"),
    "TEST_DEPENDENCY_OF": (False, "group:test"),
}


def read_spdx(document: Document, path: str) -> Bom:
    """All packages with declared and concluded license; files and snippets are not looked at."""
    data = as_table(document.data)
    gaps: list[Gap] = []
    extracted = _extracted(data.get("hasExtractedLicensingInfos"))
    parts: list[Part] = []
    packages = data.get("packages", [])
    if not isinstance(packages, list):
        gaps.append(file_gap(path, GapReason.UNPARSABLE, "packages is no list", line=document.line("packages")))
        packages = []
    for number, package in enumerate(packages):
        if isinstance(package, dict):
            parts.append(_part(document, path, number, package, extracted))
        else:
            line = document.line("packages", number)
            gaps.append(file_gap(path, GapReason.UNPARSABLE, "no package", line=line))
    relations = list(_relations(data.get("relationships")))
    stated = data.get("documentDescribes")
    described = {str(ref) for ref in stated} if isinstance(stated, list) else set()
    return assembled(parts, relations, described, gaps)


def assembled(
    parts: list[Part], relations: Iterable[tuple[str, str, str]], described: set[str], gaps: list[Gap]
) -> Bom:
    """A document from its packages and relationships (first element, type, second).

    What alone is described is the project, unless nothing else is in the document.
    """
    links: list[Link] = []
    described = set(described)
    for first, kind, second in relations:
        if kind == "DESCRIBES" and first == DOCUMENT:
            described.add(second)
        elif kind == "DESCRIBED_BY" and second == DOCUMENT:
            described.add(first)
        elif known := _RELATIONS.get(kind):
            source, target = (first, second) if known[0] else (second, first)
            links.append(Link(source, target, known[1]))
    refs = {part.ref for part in parts}
    roots = frozenset(described & {ref for ref in refs if ref is not None})
    if len(roots) != 1 or len(refs) == 1:
        roots = frozenset()
    return Bom(tuple(parts), tuple(links), roots, tuple(gaps))


def stated_licenses(
    declared: str | None, concluded: str | None, extracted: Mapping[str, str], declared_at: Reference, at: Reference
) -> tuple[StatedLicense, ...]:
    """The two statements of a package; a license that only the document knows is given by its name or text."""
    found: list[StatedLicense] = []
    for text, reference, own in ((declared, declared_at, False), (concluded, at, True)):
        if text is not None and text.strip() not in SILENT:
            meant = extracted.get(text.strip(), text.strip())[:MAX_LICENSE]
            source = "SBOM concluded license" if own else "SBOM declared license"
            found.append(StatedLicense(meant, source, reference, own))
    return tuple(found)


def _part(document: Document, path: str, number: int, package: dict[str, object], extracted: Mapping[str, str]) -> Part:
    key = ("packages", number)
    places = [Reference(path, document.line(*key, name), HOW) for name in ("licenseDeclared", "licenseConcluded")]
    references = package.get("externalRefs")
    listed = [as_table(entry) for entry in references] if isinstance(references, list) else []
    purl = next((entry.get("referenceLocator") for entry in listed if entry.get("referenceType") == "purl"), None)
    return Part(
        text_of(package.get("SPDXID")),
        text_of(package.get("name")),
        text_of(package.get("versionInfo")),
        text_of(purl),
        Reference(path, document.line(*key), HOW),
        stated_licenses(
            text_of(package.get("licenseDeclared")), text_of(package.get("licenseConcluded")), extracted, *places
        ),
    )


def _extracted(infos: object) -> dict[str, str]:
    """`LicenseRef-...` to its name, or its text where it has none."""
    found: dict[str, str] = {}
    for info in as_list(infos):
        ref, name, text = (text_of(as_table(info).get(key)) for key in ("licenseId", "name", "extractedText"))
        meant = name if name is not None and name not in SILENT else text
        if ref is not None and meant is not None and meant not in SILENT:
            found[ref] = meant
    return found


def _relations(listed: object) -> Iterator[tuple[str, str, str]]:
    for entry in as_list(listed):
        first, kind, second = (
            as_table(entry).get(key) for key in ("spdxElementId", "relationshipType", "relatedSpdxElement")
        )
        if isinstance(first, str) and isinstance(kind, str) and isinstance(second, str):
            yield first, kind, second
