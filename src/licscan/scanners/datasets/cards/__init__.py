"""The kinds of cards, each a module that satisfies `interface.CardKind`."""

from importlib import import_module
from typing import cast

from licscan.inputs.inventory import FileKind
from licscan.scanners.datasets.cards.interface import CardKind

_HERE = "licscan.scanners.datasets.cards"
KINDS = {
    FileKind.HUGGING_FACE_CARD: f"{_HERE}.huggingface",
    FileKind.KAGGLE_METADATA: f"{_HERE}.kaggle",
    FileKind.KAGGLE_MODEL: f"{_HERE}.kaggle_model",
    FileKind.CROISSANT: f"{_HERE}.croissant",
    FileKind.DATA_PACKAGE: f"{_HERE}.data_package",
    FileKind.DATASET_INFO: f"{_HERE}.dataset_info",
    FileKind.CITATION: f"{_HERE}.citation",
    FileKind.DATA_LICENSE: f"{_HERE}.license_file",
}


def kind_of(file_kind: FileKind) -> CardKind:
    """The module that reads a kind of file."""
    return cast("CardKind", import_module(KINDS[file_kind]))
