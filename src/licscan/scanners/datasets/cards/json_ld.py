"""The little of JSON-LD that metadata of datasets needs (https://www.w3.org/TR/json-ld11/): names, nodes, values."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from licscan.documents.document import Document, Key, Value
from licscan.scanners.datasets.cards.members import Member, members

MAX_NODES = 2_000
_NAMESPACE = re.compile(
    r"https?://(?:www\.)?(?:schema\.org/|mlcommons\.org/(?:croissant|schema)/(?:RAI/|1\.[01]/)?|w3\.org/ns/prov#"
    r"|purl\.org/dc/terms/)",
    re.IGNORECASE,
)
_PREFIXES = re.compile(r"(?:sc|schema|cr|ml|rai|prov|dct|dcterms):")
# Files and records, and data sets inside or around this one.
_PARTS = frozenset({"distribution", "recordSet", "hasPart", "isPartOf", "@included", "subDataset", "includesDataset"})


@dataclass(frozen=True, slots=True)
class Graph:
    """The dataset of a document: its node and key path, all nodes by their id, its own names for properties.

    `parts` are its files and record sets, and other datasets of the document.
    """

    document: Document
    dataset: Mapping[str, Value]
    base: Key
    nodes: Mapping[str, Mapping[str, Value]]
    names: Mapping[str, str]
    parts: tuple[Member, ...]

    def members(self) -> Iterator[Member]:
        """The members of the dataset."""
        return members(self.document, self.dataset, self.base)


def graph_of(document: Document) -> Graph | None:
    """The first dataset that a JSON-LD document describes, None where it describes none."""
    nodes = list(_nodes(document.data, ()))
    names = _names(document.data)
    found = next(((node, base) for node, base in nodes if _is_dataset(node, names)), None)
    if found is None:
        return None
    by_id = {str(node["@id"]): node for node, _ in reversed(nodes) if isinstance(node.get("@id"), str)}
    others = [(node, base) for node, base in nodes if node is not found[0] and _is_dataset(node, names)]
    parts = (*_parts(document, *found, names), *(Member("@graph", node, None, base) for node, base in others))
    return Graph(document, found[0], found[1], by_id, names, parts)


def local_name(name: str, names: Mapping[str, str]) -> str:
    """The name of a property without its namespace, whatever form it is written in."""
    name = names.get(name, name)
    prefix, colon, rest = name.partition(":")
    if colon and prefix in names:
        name = names[prefix] + rest
    return _PREFIXES.sub("", _NAMESPACE.sub("", name, count=1), count=1)


def texts_of(value: Value) -> tuple[str, ...]:
    """The texts of a value: plain, with a language, or a list of such."""
    if isinstance(value, str):
        return (value.strip(),) if value.strip() else ()
    if isinstance(value, dict):
        return texts_of(value["@value"]) if isinstance(value.get("@value"), str) else ()
    listed = value[:MAX_NODES] if isinstance(value, list) else []
    return tuple(text for each in listed if not isinstance(each, list) for text in texts_of(each))


def _nodes(value: Value, base: Key) -> Iterator[tuple[Mapping[str, Value], Key]]:
    """The top-level nodes: the object itself, those of a list, those of its `@graph`."""
    if isinstance(value, list):
        for index, each in enumerate(value[:MAX_NODES]):
            if isinstance(each, dict):
                yield each, (*base, index)
    elif isinstance(value, dict):
        yield value, base
        inner = value.get("@graph")
        yield from _nodes([inner] if isinstance(inner, dict) else inner, (*base, "@graph"))


def _names(value: Value) -> Mapping[str, str]:
    """Names and prefixes that the document's own context defines; of a remote context nothing is known."""
    contexts = value.get("@context") if isinstance(value, dict) else None
    found: dict[str, str] = {}
    for context in contexts if isinstance(contexts, list) else [contexts]:
        for name, meant in context.items() if isinstance(context, dict) else ():
            target = meant.get("@id") if isinstance(meant, dict) else meant
            if isinstance(target, str) and not name.startswith("@"):
                found[name] = target
    return found


def _is_dataset(node: Mapping[str, Value], names: Mapping[str, str]) -> bool:
    kinds = node.get("@type", node.get("type"))
    return any(
        isinstance(kind, str) and local_name(kind, names) == "Dataset"
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _parts(document: Document, node: Mapping[str, Value], base: Key, names: Mapping[str, str]) -> Iterator[Member]:
    """The files and record sets of a dataset."""
    for member in members(document, node, base):
        if local_name(member.name, names) not in _PARTS:
            continue
        listed = member.value if isinstance(member.value, list) else [member.value]
        for index, value in enumerate(listed[:MAX_NODES]):
            key = (*base, member.name, index) if isinstance(member.value, list) else (*base, member.name)
            yield Member(member.name, value, document.positions.get(key, member.place), key)
