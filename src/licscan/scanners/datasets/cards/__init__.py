"""The kinds of cards, each a module that satisfies `interface.CardKind`."""

from importlib import import_module
from typing import cast

from licscan.inputs.inventory import FileKind
from licscan.scanners.datasets.cards.interface import CardKind

KINDS = {
    FileKind.HUGGING_FACE_CARD: "licscan.scanners.datasets.cards.huggingface",
    FileKind.KAGGLE_METADATA: "licscan.scanners.datasets.cards.kaggle",
}


def kind_of(file_kind: FileKind) -> CardKind:
    """The module that reads a kind of file."""
    return cast("CardKind", import_module(KINDS[file_kind]))
