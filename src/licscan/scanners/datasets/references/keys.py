"""What keys of settings say: `model_name_or_path` names a model, `name` below `dataset` a data set."""

from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.references.table import Setting, Table


def key_kind(path: tuple[str, ...], names: Table) -> SubjectKind | None:
    """The kind of work that a key names, by itself and what stands above it; `path` is in lower case with `_`."""
    setting = key_setting(path, names)
    return setting.kind if setting else None


def key_setting(path: tuple[str, ...], names: Table) -> Setting | None:
    """The entry of the table for a path of keys, in lower case with `_`."""
    if not path:
        return None
    for setting in names.settings:
        if path[-1] in setting.keys and (not setting.parents or (len(path) > 1 and path[-2] in setting.parents)):
            return setting
    return None


def is_of_provider(ref: str, key: str, kind: SubjectKind, names: Table) -> bool:
    """Whether a value is that of a client of another service (`groq/llama3`); some keys only have names of the hub."""
    if kind is SubjectKind.DATASET or key in names.anchors:
        return False
    return ref.startswith("hf:") and bool(names.providers.fullmatch(ref.removeprefix("hf:")))
