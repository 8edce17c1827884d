"""What a card says its work was made from."""

import re
from collections.abc import Iterator, Mapping

from licscan.documents.document import Value
from licscan.model.evidence import Location
from licscan.scanners.datasets.cards.interface import Origin
from licscan.scanners.datasets.cards.wording import MAX_NAME, limited, one_line

MAX_ORIGINS = 1_000

_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}(?:/[A-Za-z0-9][\w.-]{0,95})?", re.ASCII)
_RELATION = re.compile(r"[a-z_-]{1,30}", re.ASCII)
# https://huggingface.co/docs/hub/datasets-cards: `original` is no source, `extended|other` names none.
_NO_SOURCE = frozenset({"", "original", "extended", "other", "extended|other"})


def origins_of(data: Mapping[str, Value], path: str) -> tuple[Origin, ...]:
    """`source_datasets`, `base_model` and (of a model card) `datasets`, sorted, each once.

    Raises DocumentError where there are more than 1,000.
    """
    found = {
        *(_source(words) for words in _words(data.get("source_datasets")) if words.casefold() not in _NO_SOURCE),
        *(Origin(_hub_ref(words), _base_relation(data)) for words in _words(data.get("base_model"))),
        *(Origin(_hub_ref(words), "dataset") for words in _words(data.get("datasets"))),
    }
    return limited(sorted(found), MAX_ORIGINS, Location(path))


def _words(value: Value) -> Iterator[str]:
    for element in value if isinstance(value, list) else [value]:
        if isinstance(element, str) and element.strip():
            yield element.strip()


def _source(words: str) -> Origin:
    kind, _, name = words.rpartition("|")
    relation = "extended" if kind.casefold() == "extended" else "source_dataset"
    if name.casefold().startswith("other-"):
        return Origin(_named_ref(name[len("other-") :]), relation)
    return Origin(_hub_ref(name), relation)


def _base_relation(data: Mapping[str, Value]) -> str:
    relation = data.get("base_model_relation")
    return relation if isinstance(relation, str) and _RELATION.fullmatch(relation) else "base_model"


def _hub_ref(words: str) -> str:
    return f"hf:{words}" if _HUB_ID.fullmatch(words) else _named_ref(words)


def _named_ref(words: str) -> str:
    """The ref of a source that no hub knows: its name only."""
    return f"name:{one_line(words, MAX_NAME)}"
