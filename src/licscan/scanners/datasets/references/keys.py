"""What keys of settings say: `model_name_or_path` names a model, `name` below `dataset` a data set."""

from functools import lru_cache

from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.references.table import Setting, table


def key_kind(path: tuple[str, ...]) -> SubjectKind | None:
    """The kind of work that a key names, by itself and what stands above it; `path` is in lower case with `_`."""
    setting = key_setting(path)
    return setting.kind if setting else None


@lru_cache(maxsize=4_096)
def key_setting(path: tuple[str, ...]) -> Setting | None:
    """The entry of the table for a path of keys, in lower case with `_`."""
    if not path:
        return None
    for setting in table().settings:
        if path[-1] in setting.keys and (not setting.parents or (len(path) > 1 and path[-2] in setting.parents)):
            return setting
    return None
