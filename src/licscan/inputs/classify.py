"""What one file is to licscan."""

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from licscan.inputs.cards import Standing
from licscan.inputs.containers.formats import ARCHIVES
from licscan.inputs.globs import Globs
from licscan.inputs.inventory import FileKind
from licscan.inputs.manifests import CONSTRAINTS
from licscan.inputs.readers import READERS
from licscan.inputs.suffixes import (
    ALWAYS_DATA,
    CODE,
    MEDIA,
    SOMETIMES_DATA,
    is_unread_data,
    plain_suffix,
    suffix_of,
)

DATA_FOLDERS = frozenset(
    {
        *("corpora", "corpus", "data", "dataset", "datasets", "dev", "processed", "raw", "samples", "test", "train"),
        *("valid", "validation"),
    }
)
_DOCUMENTS = re.compile(
    r"(?:readme|licen[cs]e|copying|notice|authors|contributing|contributors|changelog|changes|history|code_of_conduct"
    r"|security|citation)(?:[._-].*)?\Z",
    re.IGNORECASE,
)
# What tools and model repositories write beside data.
_SETTINGS = frozenset(
    {
        *("added_tokens.json", "config.json", "dataset_dict.json", "dataset_info.json", "dataset_infos.json"),
        *("generation_config.json", "merges.txt", "package-lock.json", "package.json", "preprocessor_config.json"),
        *("special_tokens_map.json", "state.json", "tokenizer.json", "tokenizer_config.json", "tsconfig.json"),
        *("vocab.json", "vocab.txt"),
    }
)


class Unread(Enum):
    """Why a file is not looked at."""

    UNSUPPORTED = auto()
    MEDIA = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file stands: in a folder for data, covered by a glob for data, or named itself by the user.

    `standing` is what the texts of its folder speak of.
    """

    data: bool
    declared: bool = False
    named: bool = False
    standing: Standing = Standing.PROJECT


def data_kind(name: str, place: Place) -> FileKind | Unread:
    """Whether a file that is no manifest is data, by its name and place."""
    suffix = suffix_of(name)
    plain = plain_suffix(suffix)
    if plain in ALWAYS_DATA or (place.named and (plain in READERS or suffix in ARCHIVES)):
        return FileKind.DATA
    if not (place.data or place.declared or place.named):
        return Unread.OTHER
    return _kind_in_data(name, suffix, place)


def _kind_in_data(name: str, suffix: str, place: Place) -> FileKind | Unread:
    if suffix in MEDIA:
        return Unread.MEDIA
    if _is_document(name) or suffix in CODE:
        return Unread.OTHER
    if suffix in SOMETIMES_DATA or plain_suffix(suffix) in SOMETIMES_DATA:
        return FileKind.DATA
    return Unread.UNSUPPORTED if place.declared or place.named or is_unread_data(suffix) else Unread.OTHER


def _is_document(name: str) -> bool:
    return bool(_DOCUMENTS.match(name) or CONSTRAINTS.match(name)) or name.lower() in _SETTINGS


def is_data_folder(relative: str) -> bool:
    """Whether a folder or one above it has a name that projects give to folders of data."""
    return any(part.lower() in DATA_FOLDERS for part in relative.split("/"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user says about paths: further data, and what to leave out."""

    data: Globs
    exclude: Globs

    def place(self, relative: str, place: Place) -> Place:
        """The place of a file; one that a glob for data covers is declared."""
        if place.named or not self.data.cover(relative):
            return place
        return replace(place, declared=True)
