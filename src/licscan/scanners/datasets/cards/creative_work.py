"""What a license is called where it is written as a work of its own (https://schema.org/CreativeWork)."""

from collections.abc import Mapping

from licscan.documents.document import Value
from licscan.scanners.datasets.cards.json_ld import Graph, local_name, texts_of

# The most exact first: an address or identifier has a version where a name often has none.
_NAMES = ("url", "@id", "identifier", "sameAs", "name", "alternateName", "@value")
_NODES = 3


def names_of(value: Value, graph: Graph) -> tuple[str, ...]:
    """The words for a license or another work, the most exact first; of a reference those of the node it leads to."""
    if not isinstance(value, dict):
        return texts_of(value) if isinstance(value, str) else (str(value),) if isinstance(value, int | float) else ()
    found = _names(value, graph)
    own = value.get("@id")
    for _ in range(_NODES):
        node = graph.nodes.get(own) if isinstance(own, str) else None
        if node is None or node is value:
            break
        found = (*_names(node, graph), *found)
        value, own = node, node.get("@id")
    return tuple(dict.fromkeys(found))


def _names(value: Mapping[str, Value], graph: Graph) -> tuple[str, ...]:
    named = {local_name(name, graph.names): inner for name, inner in value.items()}
    words = (text for name in _NAMES for text in texts_of(_inner(named.get(name))))
    # `_:b0` and `#license` lead to a node of the file and say nothing themselves.
    return tuple(text for text in words if not text.startswith(("_:", "#")))


def _inner(value: Value) -> Value:
    return value["@id"] if isinstance(value, dict) and "@id" in value else value
