"""What a card says its work was made from."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from licscan.documents.document import Document, Value
from licscan.model.evidence import Location
from licscan.scanners.datasets.cards.interface import Origin, in_order
from licscan.scanners.datasets.cards.members import elements, members
from licscan.scanners.datasets.cards.wording import MAX_NAME, limited, one_line

MAX_ORIGINS = 1_000
MAX_TEXT = 100_000

_HUB_ID = re.compile(r"(?!.*\.\.)[A-Za-z0-9][\w.-]{0,95}(?:/[A-Za-z0-9][\w.-]{0,95})?", re.ASCII)
_HUB_URL = re.compile(
    r"(?:https?://(?:www\.)?(?:huggingface\.co|hf\.co)/|hf://|hf:)(?:datasets/|models/)?"
    r"(?P<id>[^/\s?#@]{1,96}/[^/\s?#@]{1,96})(?:[/?#@][^\s]*)?"
)
_KAGGLE_URL = re.compile(
    r"(?:https?://(?:www\.)?kaggle\.com/|kaggle:)(?:datasets/|models/)?(?P<id>[\w-]{1,100}/[\w.-]{1,150})(?:[/?#][^\s]*)?",
    re.ASCII,
)
_RELATION = re.compile(r"[a-z_-]{1,30}", re.ASCII)
# Cards write these where there is no source that has a name (https://huggingface.co/docs/hub/datasets-cards).
_NO_SOURCE = frozenset({"", "-", "extended", "found", "n/a", "none", "null", "original", "other", "unknown"})
# https://huggingface.co/docs/hub/model-cards#specifying-a-base-model
_RELATIONS = {"finetuned": "finetune", "fine-tune": "finetune", "quantization": "quantized", "merged": "merge"}
_ADAPTERS = frozenset({"adapter", "adapters", "adapter-transformers", "lora", "peft", "qlora"})
_QUANTIZED = frozenset({"awq", "bitsandbytes", "exl2", "exl3", "ggml", "gguf", "gptq", "mlx-4bit", "quantized"})
_MERGES = frozenset({"merge", "mergekit", "model_stock", "moe-merge"})


def origins_of(document: Document, path: str) -> tuple[Origin, ...]:
    """`source_datasets`, `base_model` and (of a model card) `datasets`, sorted, each once, with their lines.

    Raises DocumentError where there are more than 1,000.
    """
    data = document.data if isinstance(document.data, dict) else {}
    found = chain(
        (_source(words, line) for words, line in _words(document, data, "source_datasets")),
        _plain(document, data, "base_model", _base_relation(data)),
        _plain(document, data, "datasets", "dataset"),
    )
    return once(limited(found, MAX_ORIGINS, Location(path)))


def _plain(document: Document, data: Mapping[str, Value], key: str, relation: str) -> Iterator[Origin]:
    return (Origin(hub_ref(words), relation, line) for words, line in _words(document, data, key))


def once(origins: Iterable[Origin]) -> tuple[Origin, ...]:
    """Origins in order, each with the first line that names it, without words that name no source."""
    first: dict[tuple[str, str], Origin] = {}
    for origin in in_order(origins):
        if origin.ref.partition(":")[2].casefold() not in _NO_SOURCE:
            first.setdefault((origin.ref, origin.relation), origin)
    return tuple(first.values())


def hub_ref(words: str) -> str:
    """The ref of a work that a card names: an id of the hub, an address of a hub, or any other name."""
    if _HUB_ID.fullmatch(words):
        return f"hf:{words}"
    if (on_hub := _HUB_URL.fullmatch(words)) and _HUB_ID.fullmatch(on_hub["id"]):
        return f"hf:{on_hub['id']}"
    if on_kaggle := _KAGGLE_URL.fullmatch(words):
        return f"kaggle:{on_kaggle['id']}"
    return named_ref(words)


def hub_refs_in(text: str) -> tuple[str, ...]:
    """The refs of works on hubs whose addresses stand in a text, in their order, each once."""
    words = (word.strip(".,;:()[]<>\"'*`") for word in text[:MAX_TEXT].split() if "/" in word)
    refs = (hub_ref(word) for word in words if "://" in word)
    return tuple(dict.fromkeys(ref for ref in refs if not ref.startswith("name:")))[:MAX_ORIGINS]


def named_ref(words: str) -> str:
    """The ref of a source that no hub knows: its name only."""
    return f"name:{one_line(without_credentials(words), MAX_NAME)}"


def without_credentials(words: str) -> str:
    """An address without user name, password, query and fragment, which may hold secrets; other words as they are."""
    if "://" not in words:
        return words
    return re.sub(r"(?<=://)[^/@\s]*@", "", re.sub(r"[?#]\S*", "", words))


def _words(document: Document, data: Mapping[str, Value], name: str) -> Iterator[tuple[str, int | None]]:
    """The names under a key, each time that the key stands in the card, with their lines."""
    for member in (each for each in members(document, data) if each.name == name):
        yield from ((each.text, each.line) for each in elements(document, member) if each.text)


def _source(words: str, line: int | None) -> Origin:
    kind, _, name = words.rpartition("|")
    relation = "extended" if kind.casefold() == "extended" else "source_dataset"
    if name.casefold().startswith("other-"):
        return Origin(named_ref(name[len("other-") :]), relation, line)
    return Origin(hub_ref(name), relation, line)


def _base_relation(data: Mapping[str, Value]) -> str:
    """How a model is made from its base: as it says, else as its library and tags tell."""
    relation = data.get("base_model_relation")
    if isinstance(relation, str) and _RELATION.fullmatch(relation.casefold()):
        return _RELATIONS.get(relation.casefold(), relation.casefold())
    tags = data.get("tags")
    library = data.get("library_name")
    marks = {each.casefold() for each in [library, *(tags if isinstance(tags, list) else [])] if isinstance(each, str)}
    for relation, signs in (("quantized", _QUANTIZED), ("adapter", _ADAPTERS), ("merge", _MERGES)):
        if marks & signs:
            return relation
    return "base_model"
