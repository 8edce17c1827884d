"""Models of transformers and GLiNER, read from the disk alone and shown texts by Presidio's own recognizers.

Only weights in the form of safetensors are loaded: the other form is a pickle, which runs code. A model that brings
code of its own is refused too. Texts are looked at on the processor with one thread, one after the other, so that the
same text gives the same scores whatever else is looked at; a model of this kind is slow.
"""

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from licscan.model.finding import GapReason
from licscan.scanners.languages import NOT_PERSONAL
from licscan.scanners.personal_data.engine.language.labels import KnownLabels, asked_of, entities_of
from licscan.scanners.personal_data.engine.language.missing import Missing, not_looked_for
from licscan.scanners.personal_data.engine.language.model_name import Kind, ModelName
from licscan.scanners.personal_data.engine.patterns.gates import Gated

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer, RecognizerResult
    from presidio_analyzer.nlp_engine import NlpArtifacts

_MODULES = {Kind.TRANSFORMERS: ("torch", "transformers"), Kind.GLINER: ("gliner", "torch")}
_CONFIGS = {Kind.TRANSFORMERS: "config.json", Kind.GLINER: "gliner_config.json"}
_MAX_BYTES = 10_000_000
# What a model reads at once where it does not say, and what its own signs of beginning and end take.
_TOKENS = 512
_SIGNS = 4
_LEAST_TOKENS = 16


def be_offline() -> None:
    """Let no library of the hub make a request: a scan has to be able to run where there is none."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def neural_folder(model: ModelName) -> Path | None:
    """Where a model lies: the folder that it names, or its snapshot in the cache of the hub's own client."""
    if model.is_folder:
        return Path(model.name) if Path(model.name).is_dir() else None
    if find_spec("huggingface_hub") is None:
        return None
    be_offline()
    hub = cast("Any", import_module("huggingface_hub"))
    with suppress(OSError, ValueError):
        return Path(hub.snapshot_download(model.name, local_files_only=True))
    return None


def what_neural_lacks(model: ModelName) -> Missing | None:
    """Why a model cannot be used, found out without loading it."""
    absent = [name for name in _MODULES[model.kind] if find_spec(name) is None]
    if absent:
        detail = f"{' and '.join(absent)} not installed"
        return not_looked_for(GapReason.MISSING_EXTRA, detail, f"pip install {' '.join(_MODULES[model.kind])}")
    folder = neural_folder(model)
    config = _read(folder / _CONFIGS[model.kind]) if folder else None
    if folder is None or config is None:
        hint = f"it is a folder with {_CONFIGS[model.kind]}" if model.is_folder else f"hf download {model.name}"
        return not_looked_for(GapReason.MISSING_MODEL, f"the model {model.shown} is not on this machine", hint)
    return _what_is_unsafe(model, folder, config)


def _what_is_unsafe(model: ModelName, folder: Path, config: Mapping[str, object]) -> Missing | None:
    if not any(folder.glob("*.safetensors")):
        detail = f"the model {model.shown} has no weights in the form of safetensors, and a pickle runs code"
        hint = "use a model, or a revision of it, that has model.safetensors"
        return not_looked_for(GapReason.INVALID, detail, hint)
    if "auto_map" in config or any(folder.glob("*.py")):
        detail = f"the model {model.shown} brings code of its own, which is not run"
        return not_looked_for(GapReason.INVALID, detail, "use a model of an architecture that the library knows")
    return None


def _read(path: Path) -> Mapping[str, object] | None:
    with suppress(OSError, ValueError, RecursionError):
        with path.open("rb") as stream:
            found = json.loads(stream.read(_MAX_BYTES))
        return cast("Mapping[str, object]", found) if isinstance(found, dict) else None
    return None


def entities_of_model(
    model: ModelName, known: KnownLabels, stated: Mapping[str, str], entities: Sequence[str]
) -> dict[str, str]:
    """The entity type of each label of a model; empty for one of spaCy, whose labels Presidio knows."""
    match model.kind:
        case Kind.SPACY:
            return {}
        case Kind.GLINER:
            return asked_of(known, stated)
        case Kind.TRANSFORMERS:
            folder = neural_folder(model)
            labels = (_read(folder / _CONFIGS[model.kind]) or {}).get("id2label") if folder else None
            named = labels.values() if isinstance(labels, dict) else ()
            return entities_of(map(str, named), known, stated, entities)


def neural_names(model: ModelName, labels: Mapping[str, str], language: str) -> Gated:
    """The recognizer of a model. Raises OSError, ValueError or ImportError where it cannot be loaded."""
    be_offline()
    folder = neural_folder(model)
    if folder is None:
        raise OSError("the model is not there")
    torch = cast("Any", import_module("torch"))
    torch.set_num_threads(1)
    build = _transformers if model.kind is Kind.TRANSFORMERS else _gliner
    fault: type[Exception] = cast("Any", import_module("safetensors")).SafetensorError
    try:
        inner = build(folder, labels, language)
    except fault as error:  # derived from Exception alone
        raise ValueError("the weights cannot be read") from error
    return Gated(type(inner).__name__, _alone(inner, labels, language))


def _transformers(folder: Path, labels: Mapping[str, str], language: str) -> "EntityRecognizer":
    from presidio_analyzer.chunkers import TokenizerBasedTextChunker
    from presidio_analyzer.predefined_recognizers import HuggingFaceNerRecognizer

    logs = cast("Any", import_module("transformers")).utils.logging
    logs.set_verbosity_error()
    logs.disable_progress_bar()
    tokens = _tokens(folder)
    return HuggingFaceNerRecognizer(
        model_name=str(folder),
        label_mapping=dict(labels),
        supported_language=language,
        device="cpu",
        # By tokens, for the pipeline cuts off what a model cannot read, and says nothing.
        text_chunker=TokenizerBasedTextChunker(max_tokens=tokens, overlap_tokens=min(32, tokens // 4)),
        label_prefixes=["B-", "I-", "E-", "L-", "S-", "U-"],
    )


def _tokens(folder: Path) -> int:
    """How many tokens a model reads at once, by what it and its tokenizer state."""
    config, tokenizer = _read(folder / "config.json") or {}, _read(folder / "tokenizer_config.json") or {}
    stated = (config.get("max_position_embeddings"), tokenizer.get("model_max_length"), _TOKENS)
    least = min(int(each) for each in stated if isinstance(each, int | float) and each >= _LEAST_TOKENS)
    return max(_LEAST_TOKENS // 2, least - _SIGNS)


def _gliner(folder: Path, labels: Mapping[str, str], language: str) -> "EntityRecognizer":
    from presidio_analyzer.predefined_recognizers import GLiNERRecognizer

    return GLiNERRecognizer(
        model_name=str(folder),
        entity_mapping=dict(labels),
        supported_language=language,
        map_location="cpu",
        local_files_only=True,
    )


def _alone(inner: "EntityRecognizer", labels: Mapping[str, str], language: str) -> "EntityRecognizer":
    """The recognizer asked for its own entity types only: GLiNER takes any that it is asked for as a label more."""
    from presidio_analyzer import LocalRecognizer

    wanted = sorted(set(labels.values()) - {NOT_PERSONAL})

    class Alone(LocalRecognizer):
        reads_text_alone = True

        def load(self) -> None:
            pass

        def analyze(
            self, text: str, entities: list[str], nlp_artifacts: "NlpArtifacts | None" = None
        ) -> "list[RecognizerResult]":
            del entities, nlp_artifacts
            # A number names nobody, and these models are slow.
            found = inner.analyze(text, wanted, cast("NlpArtifacts", None)) if any(map(str.isalpha, text)) else []
            return [each for each in found if each.entity_type in wanted]

    return Alone(supported_entities=wanted, name=type(inner).__name__, supported_language=language)
