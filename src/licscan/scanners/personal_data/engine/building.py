"""Recognizers of Presidio's interface: its own that rules/ switches on, licscan's, and the model's names."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from licscan.errors import RulesError
from licscan.scanners.personal_data.engine.patterns.email_pattern import make_linear
from licscan.scanners.personal_data.engine.patterns.gates import Gate, Gated, patterns_of
from licscan.scanners.personal_data.engine.patterns.phone import shared_phone
from licscan.scanners.personal_data.recognizers import own_recognizers
from licscan.scanners.personal_data.recognizers.checksums import CHECKS
from licscan.scanners.personal_data.recognizers.interface import ValueRecognizer
from licscan.scanners.personal_data.rules import Predefined, RecognizerRules

if TYPE_CHECKING:
    import re

    from presidio_analyzer import EntityRecognizer, RecognizerResult
    from presidio_analyzer.nlp_engine import NlpArtifacts

LANGUAGE = "en"


def build_recognizers(rules: RecognizerRules, *, faster: bool = True) -> tuple[Gated, ...]:
    """Every recognizer that the rules switch on, in a fixed order.

    Without `faster`, phone numbers and e-mail addresses are found by Presidio's own code: the same ones, later.
    """
    return (*build_patterns(rules, faster=faster), spacy_names())


def build_patterns(rules: RecognizerRules, *, faster: bool = True) -> tuple[Gated, ...]:
    """Every recognizer but the one that tells what a model of names found."""
    return (*_predefined(rules.predefined, faster=faster), *_own(own_recognizers(rules)))


def spacy_names() -> Gated:
    """The recognizer of names in the documents of a spaCy pipeline."""
    from presidio_analyzer.predefined_recognizers import SpacyRecognizer

    # ORGANIZATION is asked for although it is never reported: a span that is a company is not a person.
    wanted = ["DATE_TIME", "LOCATION", "NRP", "ORGANIZATION", "PERSON"]
    return Gated("SpacyRecognizer", SpacyRecognizer(supported_language=LANGUAGE, supported_entities=wanted), Gate())


def _predefined(entries: Sequence[Predefined], *, faster: bool) -> list[Gated]:
    from presidio_analyzer import predefined_recognizers

    built = []
    for entry in entries:
        found = getattr(predefined_recognizers, entry.class_name, None)
        if found is None:
            raise RulesError(f"rules/recognizers/predefined.toml: Presidio has no recognizer {entry.class_name}")
        options = {"supported_regions": entry.regions} if entry.regions else {}
        kind = _offline(_checked(found, entry.check))
        kind = _faster(kind) if faster else kind
        recognizer = kind(supported_language=LANGUAGE, name=entry.class_name, **options)
        gate = Gate(entry.digits, frozenset(entry.chars))
        built.append(Gated(entry.class_name, recognizer, gate, patterns_of(recognizer)))
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


def _faster(kind: "Callable[..., EntityRecognizer]") -> "Callable[..., EntityRecognizer]":
    """The phone recognizer with the work of its regions shared, the e-mail recognizer in linear time."""
    from presidio_analyzer.predefined_recognizers import EmailRecognizer, PhoneRecognizer

    if kind is PhoneRecognizer:
        return shared_phone(PhoneRecognizer)
    is_email = isinstance(kind, type) and issubclass(kind, EmailRecognizer)

    def linear(**options: Any) -> "EntityRecognizer":
        recognizer = kind(**options)
        for pattern in cast("Any", recognizer).patterns:
            make_linear(pattern, cast("Any", recognizer).global_regex_flags)
        return recognizer

    return linear if is_email else kind


def _own(recognizers: Sequence[ValueRecognizer]) -> list[Gated]:
    return [Gated(each.name, adapt(each), Gate(each.digits), _stated_patterns(each)) for each in recognizers]


def _stated_patterns(own: ValueRecognizer) -> tuple[tuple[str, int], ...]:
    """The patterns of which a recognizer says that it matches nothing without one of them (see interface.py)."""
    stated: Sequence[re.Pattern[str]] = getattr(own, "patterns", ())
    return tuple((each.pattern, each.flags) for each in stated)


def adapt(own: ValueRecognizer) -> "EntityRecognizer":
    """One of licscan's recognizers in Presidio's interface."""
    from presidio_analyzer import AnalysisExplanation, LocalRecognizer, RecognizerResult

    class Adapted(LocalRecognizer):
        reads_text_alone = True

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
