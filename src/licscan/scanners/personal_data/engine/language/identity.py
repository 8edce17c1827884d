"""What values were shown to, so exactly that somebody else can show them to the same."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from licscan.model.coverage import LookedWith
from licscan.scanners.personal_data.engine.language.model_name import Kind, ModelName
from licscan.scanners.personal_data.engine.language.models import digest_of, folder_of
from licscan.scanners.personal_data.engine.language.names_model import NAMES_MODEL, find_names_model, read_names_model
from licscan.scanners.personal_data.engine.presidio import installed_model

_MAX_BYTES = 1_000_000


def looked_with(models: Mapping[str, str | None], recognizers: Sequence[Path]) -> Iterator[LookedWith]:
    """The models by language, where one is weights for another one that one too, and the user's recognizer files.

    None of them is told with the folder that it lies in, which is of one machine alone.
    """
    for language, model in sorted(models.items()):
        if model is not None:
            yield from _model(model, language)
    for path in recognizers:
        with suppress(OSError):
            digest = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
            yield LookedWith("recognizers", path.name, None, digest, None)


def _model(model: str, language: str) -> Iterator[LookedWith]:
    if model == NAMES_MODEL and (own := find_names_model()):
        card = read_names_model(own)
        yield LookedWith("model", NAMES_MODEL, card.version, f"sha256:{card.sha256}", language)
    installed = installed_model(model)
    name, release = _named(installed)
    folder = folder_of(installed)
    yield LookedWith("model", name, release, _digest(folder) if folder else None, language)


def _digest(folder: Path) -> str | None:
    try:
        return digest_of(folder)
    except OSError:
        return None


def _named(model: str) -> tuple[str, str | None]:
    """Name and version of a model: those of its package, of its snapshot, or those that its meta.json states."""
    name = ModelName.of(model)
    folder = Path(name.name)
    if name.kind is not Kind.SPACY:
        snapshot = None if name.is_folder else folder_of(model)
        return name.shown, snapshot.name if snapshot else None
    if not name.is_folder:
        with suppress(PackageNotFoundError, ValueError):
            return model, version(model.replace("_", "-"))
        return model, None
    with suppress(OSError, ValueError, TypeError, KeyError):
        with (folder / "meta.json").open("rb") as stream:
            meta = json.loads(stream.read(_MAX_BYTES))
        return f"{meta['lang']}_{meta['name']}", str(meta["version"])
    return folder.name, None
