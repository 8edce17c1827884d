"""Mode exact beside Presidio's AnalyzerEngine: the same findings, text by text, whatever the recognizers."""

import random
import time
from collections.abc import Sequence

import pytest

from licscan.scanners.personal_data.engine.building import build_recognizers
from licscan.scanners.personal_data.engine.context_words import WordForms
from licscan.scanners.personal_data.engine.detect import Detector, presidio_findings
from licscan.scanners.personal_data.engine.faults import watch
from licscan.scanners.personal_data.engine.presidio import Engine, EngineOptions, Gated, Mode, assemble, load_pipeline
from licscan.scanners.personal_data.rules import RecognizerRules

_EXACT = EngineOptions(mode=Mode.EXACT)
_PROSE = """please call the office about account passport order of Mei Tan, who moved from Leeds. Her number:
lives in New York since March 2019 Then Daniel Okafor Said that cards were stolen phones mobile e-mail caf\u00e9
M\u00fcller \u00a35 na\u00efve \u201cquoted\u201d \U0001f600 \u0663\u0664 Dr. Novak's license plate"""
_WORDS = tuple(_PROSE.split())
_VALUES = (
    "4111 1111 1111 1111",
    "212-555-0123",
    "+49 30 901820",
    "115 116",
    "A12345678",
    "S1234567D",
    "123-45-6789",
    "mei@example.org",
    "203.0.113.9",
    "2024-03-01",
    "12.50",
    "DE89370400440532013000",
    "https://example.com/a?b=c",
    "00:1A:2B:3C:4D:5E",
    "12345678Z",
    "134393",
)


def _texts(count: int) -> list[str]:
    chance = random.Random(3)  # noqa: S311
    made = [chance.choice(_VALUES) for _ in range(12)]
    for _ in range(count):
        words = [chance.choice(_VALUES if chance.random() < 0.15 else _WORDS) for _ in range(chance.randrange(1, 40))]
        made.append(chance.choice((" ", " ", "  ", "\n")).join(words) + chance.choice(("", ".", "\n")))
    return sorted(set(made))


@pytest.fixture(scope="module")
def stock(rules: RecognizerRules) -> Engine:
    """The same recognizers, none of them replaced by a faster one, over the model as spaCy itself loads it."""
    return assemble(load_pipeline(faster=False), build_recognizers(rules, faster=False), _EXACT)


@pytest.fixture(scope="module")
def exact(engine: Engine) -> Detector:
    return Detector(assemble(engine.nlp, engine.recognizers, _EXACT))


def _by_presidio(engine: Engine, texts: Sequence[str]) -> list[frozenset[tuple[str, int, int, int]]]:
    results = [engine.analyzer.analyze(text, "en", score_threshold=0) for text in texts]
    return [
        frozenset((each.entity_type, each.start, each.end, round(each.score * 1000)) for each in one) for one in results
    ]


def test_the_findings_of_presidio_text_by_text(stock: Engine, exact: Detector) -> None:
    texts = _texts(110)
    with watch() as faults:
        theirs = _by_presidio(stock, texts)
        ours = [presidio_findings(found) for found in exact.detect(texts, faults)]
    assert {
        text: sorted(one ^ other) for text, one, other in zip(texts, ours, theirs, strict=True) if one != other
    } == {}
    assert not faults


def test_a_cell_of_ten_thousand_characters_is_seen_whole(stock: Engine, exact: Detector) -> None:
    text = " ".join(_texts(60))[:9_990]
    with watch() as faults:
        (found,) = exact.detect([text], faults)
        assert presidio_findings(found) == _by_presidio(stock, [text])[0]


def test_recognizers_that_somebody_supplies_read_the_document_that_presidio_would_show_them(engine: Engine) -> None:
    from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer, RecognizerResult
    from presidio_analyzer.nlp_engine import NlpArtifacts

    class Verbs(EntityRecognizer):
        def load(self) -> None:
            pass

        def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:
            return [
                RecognizerResult("VERB", token.idx, token.idx + len(token), 0.3)
                for token, lemma in zip(nlp_artifacts.tokens, nlp_artifacts.lemmas, strict=True)
                if token.pos_ == "VERB" and lemma != token.text
            ]

        def enhance_using_context(
            self,
            text: str,
            raw_recognizer_results: list[RecognizerResult],
            other_raw_recognizer_results: list[RecognizerResult],
            nlp_artifacts: NlpArtifacts,
            context: list[str] | None = None,
        ) -> list[RecognizerResult]:
            for each in raw_recognizer_results:
                each.score = 0.9 if other_raw_recognizer_results else each.score
            return raw_recognizer_results

    badge = PatternRecognizer(
        "BADGE", name="Badge", patterns=[Pattern("badge", r"\p{Lu}-\d{4}", 0.4)], context=["wear"]
    )
    supplied = (*engine.recognizers, Gated("Verbs", Verbs(["VERB"])), Gated("Badge", badge))
    extended = assemble(engine.nlp, supplied, _EXACT)
    texts = [*_texts(20), "She wore badge \u00c9-1234 and called Mei Tan.", "they moved", "\u00c9-1234"]
    with watch() as faults:
        ours = [presidio_findings(found) for found in Detector(extended).detect(texts, faults)]
        theirs = _by_presidio(extended, texts)
    assert ours == theirs
    assert not faults
    assert {"VERB", "BADGE"} <= {entity for found in ours for entity, *_ in found}


def test_the_company_of_a_text_changes_nothing(exact: Detector) -> None:
    texts = _texts(40)
    with watch() as faults:
        together = exact.detect(texts, faults)
        in_threes = [one for at in range(0, len(texts), 3) for one in exact.detect(texts[at : at + 3], faults)]
    assert together == in_threes


def test_a_hostile_cell_is_read_to_its_end(exact: Detector) -> None:
    bait = ("a" * 400 + "-" + "1" * 30 + "." + "!@#" + "aA1 -" * 30) * 90
    text = bait[:49_900] + " write to mei.tan@example.org"
    begun = time.perf_counter()
    with watch() as faults:
        (found,) = exact.detect([text], faults)
    assert faults or "mei.tan@example.org" in {text[each.start : each.end] for each in found}
    assert time.perf_counter() - begun < 15


@pytest.mark.parametrize("signs", ["(", "$", "'\"", "!?", "-", "a.", "1 "])
def test_ten_thousand_characters_of_one_kind_stall_nothing(exact: Detector, signs: str) -> None:
    text = (signs * 9_900)[:9_900] + " write to mei.tan@example.org"
    begun = time.perf_counter()
    with watch() as faults:
        (found,) = exact.detect([text], faults)
    assert "mei.tan@example.org" in {text[each.start : each.end] for each in found}
    assert time.perf_counter() - begun < 10


def test_the_forms_of_a_context_word_are_those_that_its_lemma_can_have(engine: Engine) -> None:
    from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer

    forms = engine.forms.of(["Wear", "card"])
    assert forms is not None
    assert {"wear", "wore", "worn", "wears", "card", "cards"} <= forms
    assert "person" not in forms
    by_parts = WordForms(engine.nlp, LemmaContextAwareEnhancer(context_matching_mode="substring"))
    assert by_parts.of(["card"]) is None
    assert engine.forms.of(["be"]) is None
