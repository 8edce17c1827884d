"""Which files may name datasets or models: code, notebooks, commands, settings."""

import re
from pathlib import Path

from licscan.inputs.inventory import FileKind
from licscan.inputs.manifests import holds

# What a line that loads a dataset or model has in it; a file without any of these is not parsed.
_LOADS = re.compile(
    rb"load_dataset|from_pretrained|snapshot_download|hf_hub_download|pipeline\(|hf://|kagglehub|kaggle"
    rb"|torchvision|torchaudio|keras|sklearn|tensorflow_datasets|tfds"
)


def reference_kind(path: Path) -> FileKind | None:
    """The kind of a file that may name datasets or models. Reads up to 200 MB of some files. Raises OSError."""
    if path.name.endswith((".py", ".pyw")):
        return FileKind.PYTHON_CODE if holds(path, _LOADS) else None
    if path.name.endswith(".ipynb"):
        return FileKind.NOTEBOOK_CODE if holds(path, _LOADS) else None
    return None
