"""CycloneDX as JSON (ECMA-424; https://cyclonedx.org/docs/latest/json/)."""

from collections.abc import Iterator

from licscan.documents.document import Document, Key
from licscan.documents.values import as_list, as_table
from licscan.model.finding import Gap, GapReason
from licscan.model.subject import Reference
from licscan.scanners.dependencies.sources.interface import StatedLicense, file_gap
from licscan.scanners.dependencies.sources.sbom.part import HOW, MAX_LICENSE, Bom, Link, Part, text_of

_DECLARED = "SBOM license"
_OBSERVED = "SBOM license evidence"


def read_cyclonedx(document: Document, path: str) -> Bom:
    """All components, nested ones too; `metadata.component` is what the document is of."""
    data = as_table(document.data)
    gaps: list[Gap] = []
    main = as_table(data, "metadata", "component")
    parts = list(_part(document, path, ("metadata", "component"), main, gaps)) if main else []
    roots = frozenset(part.ref for part in parts[:1] if part.ref is not None)
    parts = parts if roots else parts[1:]
    parts.extend(_parts(document, path, ("components",), data.get("components", []), gaps))
    return Bom(tuple(parts), tuple(_links(data.get("dependencies"))), roots, tuple(gaps))


def _parts(document: Document, path: str, key: Key, components: object, gaps: list[Gap]) -> Iterator[Part]:
    if not isinstance(components, list):
        gaps.append(file_gap(path, GapReason.UNPARSABLE, "components is no list", line=document.line(*key)))
        return
    for number, component in enumerate(components):
        place = (*key, number)
        if isinstance(component, dict):
            yield from _part(document, path, place, component, gaps)
        else:
            gaps.append(file_gap(path, GapReason.UNPARSABLE, "no component", line=document.line(*place)))


def _part(document: Document, path: str, key: Key, component: dict[str, object], gaps: list[Gap]) -> Iterator[Part]:
    """A component with all in it; a file belongs to the component around it unless it has licenses of its own."""
    licenses = (
        *_licenses(document, path, (*key, "licenses"), component.get("licenses"), _DECLARED),
        *_licenses(
            document,
            path,
            (*key, "evidence", "licenses"),
            as_table(component, "evidence").get("licenses"),
            _OBSERVED,
        ),
    )
    if component.get("type") != "file" or component.get("purl") or licenses:
        group, name = text_of(component.get("group")), text_of(component.get("name"))
        yield Part(
            text_of(component.get("bom-ref")),
            f"{group}/{name}" if group and name else name,
            text_of(component.get("version")),
            text_of(component.get("purl")),
            Reference(path, document.line(*key), HOW),
            licenses,
        )
    yield from _parts(document, path, (*key, "components"), component.get("components", []), gaps)


def _licenses(document: Document, path: str, key: Key, listed: object, source: str) -> Iterator[StatedLicense]:
    for number, entry in enumerate(as_list(listed)):
        stated = as_table(entry, "license") or as_table(entry)
        text = next((found for name in ("expression", "id", "name") if (found := text_of(stated.get(name)))), None)
        if text is None:
            continue
        acknowledged = as_table(entry).get("acknowledgement") or stated.get("acknowledgement")
        concluded = acknowledged == "concluded" or (source == _OBSERVED and acknowledged != "declared")
        line = document.line(*key, number)
        yield StatedLicense(text.strip()[:MAX_LICENSE], source, Reference(path, line, HOW), concluded)


def _links(dependencies: object) -> Iterator[Link]:
    for entry in as_list(dependencies):
        source, targets = as_table(entry).get("ref"), as_table(entry).get("dependsOn")
        for target in as_list(targets):
            if isinstance(source, str) and isinstance(target, str):
                yield Link(source, target)
