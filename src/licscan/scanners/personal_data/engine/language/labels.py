"""Which entity type a label of a model that is not ours is: rules/recognizers/labels.toml, and what the user says."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from licscan.errors import RulesError
from licscan.scanners.languages import NOT_PERSONAL

_OTHER = re.compile(r"[^A-Z0-9_]+")
_MAX_NAME = 60
# A label tells whether a token begins a span, lies inside it, ends it or is all of it (IOB2, BILOU).
_PLACES = ("B-", "I-", "E-", "L-", "S-", "U-")
OUTSIDE = "O"


@dataclass(frozen=True, slots=True)
class KnownLabels:
    """Labels of transformers in capitals, and words that GLiNER is asked for, with their entity types."""

    transformers: Mapping[str, str]
    gliner: Mapping[str, str]


@lru_cache(maxsize=4)
def load_labels(folder: Path) -> KnownLabels:
    """Read recognizers/labels.toml below a rules folder; raises RulesError on anything malformed."""
    try:
        table = tomllib.loads((folder / "recognizers" / "labels.toml").read_text(encoding="utf-8"))
        found = [
            {str(key): _entity(value) for key, value in table[name].items()} for name in ("transformers", "gliner")
        ]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError) as error:
        raise RulesError(f"rules/recognizers/labels.toml cannot be read: {type(error).__name__}") from error
    return KnownLabels(*found)


def _entity(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise RulesError("rules/recognizers/labels.toml: an entity type is a text")
    return value


def plain(label: str) -> str:
    """A label without the place of its token in a span."""
    return label[2:] if label.startswith(_PLACES) else label


def entities_of(
    labels: Iterable[str], known: KnownLabels, stated: Mapping[str, str], entities: Iterable[str]
) -> dict[str, str]:
    """The entity type of each label of a model of transformers; what the user states counts first.

    A label that nobody knows is an entity type of its own, for unknown is never clean.
    """
    said = {label.upper(): entity for label, entity in stated.items()}
    ours = {entity: entity for entity in entities}
    found: dict[str, str] = {}
    for label in sorted({plain(each) for each in labels} - {OUTSIDE, ""}):
        name = label.upper()
        own = _OTHER.sub("_", name).strip("_")[:_MAX_NAME] or "UNNAMED_LABEL"
        found[label] = said.get(name) or known.transformers.get(name) or ours.get(name) or own
    return found


def asked_of(known: KnownLabels, stated: Mapping[str, str]) -> dict[str, str]:
    """The words that a model of GLiNER is asked for with their entity types: those of the rules and the user's."""
    asked = {**known.gliner, **stated}
    return {label: entity for label, entity in asked.items() if entity != NOT_PERSONAL}
