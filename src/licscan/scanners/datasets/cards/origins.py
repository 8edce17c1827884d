"""What a card says its work was made from."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from licscan.documents.document import Document, Value
from licscan.model.evidence import Location
from licscan.scanners.datasets.cards.interface import Origin, in_order
from licscan.scanners.datasets.cards.members import Member, elements, members
from licscan.scanners.datasets.cards.wording import MAX_NAME, folded_key, limited, one_line, without_format_signs

MAX_ORIGINS = 1_000
MAX_TEXT = 100_000

_HUB_ID = re.compile(r"(?!.*\.\.)[A-Za-z0-9][\w.-]{0,95}(?:/[A-Za-z0-9][\w.-]{0,95})?", re.ASCII)
# Nobody can be called `datasets` or `models` there, so that the oldest works need no owner behind it.
_KIND = re.compile(r"(?:datasets|models)/(?=[^/])")
_HUB_URL = re.compile(
    r"(?:(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co|hf-mirror\.com)/|hf://|hf:)(?P<path>[^\s?#@]{1,300})(?:[?#@][^\s]*)?",
    re.IGNORECASE,
)
_KAGGLE_URL = re.compile(
    r"(?:(?:https?://)?(?:www\.)?kaggle\.com/|kaggle:)(?:(?P<contest>c/|competitions/)(?P<of>[\w-]{1,150})"
    r"|(?:datasets/|models/)?(?P<id>[\w-]{1,100}/[\w.-]{1,150}))(?:[/?#][^\s]*)?",
    re.ASCII | re.IGNORECASE,
)
# First parts of addresses of the hub behind which no work stands, and what follows the name of one without an owner.
_PAGES = frozenset({"api", "blog", "collections", "docs", "learn", "papers", "posts", "spaces", "tasks"})
_BELOW = frozenset({"blob", "raw", "resolve", "tree", "viewer"})
_SEVERAL = re.compile(r"[,;\s]+")
# How a mapping names the work that it stands for (`base_model: [{model: owner/name, weight: 1}]`).
_NAMED_BY = ("name", "model", "dataset", "id", "repo_id", "path", "url")
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
    words = without_credentials(without_format_signs(words)).strip().rstrip("/")
    if on_kaggle := _KAGGLE_URL.fullmatch(words):
        return f"kaggle-competition:{on_kaggle['of']}" if on_kaggle["of"] else f"kaggle:{on_kaggle['id']}"
    on_hub = _HUB_URL.fullmatch(words)
    name = _of_path(on_hub["path"]) if on_hub else _plain_id(words)
    return f"hf:{name}" if name else named_ref(words)


def _plain_id(words: str) -> str | None:
    """An id alone, with or without the kind before it and a revision behind it."""
    name, revised, _ = _KIND.sub("", words, count=1).partition("@")
    return name if _HUB_ID.fullmatch(name) and ("/" in name or not revised) else None


def _of_path(path: str) -> str | None:
    """The id in the path of an address; a work without an owner has nothing behind it, or a page of its own."""
    kind = _KIND.match(path)
    parts = path[kind.end() if kind else 0 :].split("/")
    if not kind and parts[0] in _PAGES:
        return None
    name = parts[0] if len(parts) == 1 or parts[1] in _BELOW else "/".join(parts[:2])
    return name if _HUB_ID.fullmatch(name) else None


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
    """The names under a key in any spelling, each time that the key stands in the card, with their lines."""
    one = folded_key(name).removesuffix("s")
    for member in members(document, data):
        if folded_key(member.name) in {one, f"{one}s"}:
            yield from _names(document, member)


def _names(document: Document, member: Member) -> Iterator[tuple[str, int | None]]:
    """The names in a value: words, lists, and mappings that name a work or have names for keys."""
    if isinstance(member.value, list):
        for element in elements(document, member):
            yield from _names(document, element)
    elif isinstance(member.value, dict):
        inside = [*members(document, member.value, member.key)]
        told = [each for name in _NAMED_BY for each in inside if each.name == name and each.text][:1]
        # Either may be the name: `{train: owner/name}`, `{owner/name: 0.5}`.
        yield from ((words, member.line) for each in inside if not told for words in _split(each.name))
        for each in told or inside:
            yield from _names(document, replace(each, place=each.place or member.place))
    else:
        yield from ((words, member.line) for words in _split(member.text))


def _split(words: str) -> Iterator[str]:
    """Several ids in one text, each for itself; any other text as it is."""
    parts = [part for part in _SEVERAL.split(words) if part]
    listed = "," in words or all("/" in part for part in parts)
    yield from parts if listed and all(map(_HUB_ID.fullmatch, parts)) else filter(None, (words.strip(),))


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
