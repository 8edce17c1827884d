"""The batch path beside Presidio's own, hostile texts, and what goes wrong."""

import logging
import random
from collections.abc import Iterator

import pytest
import pytest_socket

from licscan.scanners.personal_data.engine.chunks import CHUNK_CHARS, WHOLE_CHARS
from licscan.scanners.personal_data.engine.detect import Detector
from licscan.scanners.personal_data.engine.detection import Detection
from licscan.scanners.personal_data.engine.faults import Faults, watch
from licscan.scanners.personal_data.engine.presidio import Engine, EngineOptions, Gate, Gated, Mode, adapt, assemble
from licscan.scanners.personal_data.recognizers.interface import Match

_TEXTS = (
    "4111 1111 1111 1111",
    "S1234567D",
    "my phone number is 212-555-0123",
    "passport A12345678 of the traveller",
    "Please transfer to GB82 WEST 1234 5698 7654 32 by Friday",
    "203.0.113.9",
    "00:1A:2B:3C:4D:5E",
    "codice fiscale RSSMRA85T10A562S",
    "nif 12345678Z",
    "https://example.com/a?b=c",
    "2024-03-01 10:00:00",
    "the invoice 2019 is 12.50",
    "b2a9f38a-52d0-4c2b-a78c-b56a21d2665e",
    "Patient Elena Novak, social security number 123-45-6789, was seen by Dr. Walker.",
    "…",
    "قيمة",
)


def _stock(engine: Engine, text: str) -> set[tuple[str, int, int, int]]:
    results = engine.analyzer.analyze(text, "en", score_threshold=0.4)
    return {(each.entity_type, each.start, each.end, round(each.score * 1000)) for each in results}


def _kept(found: tuple[Detection, ...]) -> set[tuple[str, int, int, int]]:
    """What Presidio keeps of results: none below the threshold, none inside a better one of its type."""
    strong = [each for each in found if each.score_permille >= 400]
    return {
        (each.entity, each.start, each.end, each.score_permille)
        for each in strong
        if not any(
            other is not each
            and other.entity == each.entity
            and other.start <= each.start
            and each.end <= other.end
            and (
                other.score_permille > each.score_permille
                or (other.score_permille == each.score_permille and (other.start, other.end) != (each.start, each.end))
            )
            for other in strong
        )
    }


def test_gates_and_batches_find_what_presidio_finds_text_by_text(engine: Engine, detector: Detector) -> None:
    with watch() as faults:
        found = detector.detect(_TEXTS, faults)
        stock = [_stock(engine, text) for text in _TEXTS]
    ner = {"PERSON", "LOCATION", "DATE_TIME", "NRP", "ORGANIZATION"}
    for text, ours, theirs in zip(_TEXTS, found, stock, strict=True):
        assert {each for each in _kept(ours) if each[0] not in ner} == {
            each for each in theirs if each[0] not in ner
        }, text


def test_no_gate_hides_a_match(engine: Engine, detector: Detector) -> None:
    chance = random.Random(5)  # noqa: S311
    alphabet = "0123456789ABCDEFSTXYZabz@.-:/ +()"
    texts = ["".join(chance.choice(alphabet) for _ in range(chance.randrange(4, 24))) for _ in range(150)]
    without = tuple(Gated(each.name, each.recognizer) for each in engine.recognizers)
    ungated = Detector(assemble(engine.nlp, without, EngineOptions(mode=engine.mode)))
    with watch() as faults:
        assert detector.detect(texts, faults) == ungated.detect(texts, faults)


def test_equal_texts_and_other_batches_give_equal_answers(detector: Detector) -> None:
    with watch() as faults:
        together = detector.detect([*_TEXTS, *reversed(_TEXTS)], faults)
        alone = [detector.detect([text], faults)[0] for text in _TEXTS]
    assert together[: len(_TEXTS)] == alone
    assert together[len(_TEXTS) :] == alone[::-1]


def test_only_wanted_entities_come_back(detector: Detector) -> None:
    with watch() as faults:
        (found,) = detector.detect(["Elena Novak, elena@example.org"], faults, wanted=frozenset({"EMAIL_ADDRESS"}))
    assert {each.entity for each in found} == {"EMAIL_ADDRESS"}


def test_padding_hides_no_address(detector: Detector) -> None:
    text = "a" * 9_000 + " mei.tan@example.org " + "!#$%&" * 2_000 + " joe@example.org"
    with watch() as faults:
        (found,) = detector.detect([text], faults)
    seen = {text[each.start : each.end] for each in found if each.entity == "EMAIL_ADDRESS"}
    assert {"mei.tan@example.org", "joe@example.org"} <= seen
    assert not faults


def test_a_value_across_the_edge_of_chunks_is_found_once(detector: Detector) -> None:
    text = "x " * (CHUNK_CHARS // 2 - 4) + "card 4111 1111 1111 1111 ok " + "y " * WHOLE_CHARS
    with watch() as faults:
        (found,) = detector.detect([text], faults)
    cards = [each for each in found if each.recognizer == "CreditCardRecognizer"]
    assert [text[each.start : each.end] for each in cards] == ["4111 1111 1111 1111"]


class _Broken:
    name = "Broken"
    entity = "PERSON"
    context: tuple[str, ...] = ()
    digits = 0

    def find(self, text: str) -> Iterator[Match]:
        raise ValueError(f"cannot read {text}")
        yield


def _with(engine: Engine, *more: Gated) -> Detector:
    return Detector(assemble(engine.nlp, (*engine.recognizers, *more), EngineOptions(mode=Mode.FAST)))


def test_a_recognizer_that_fails_is_counted_by_name_and_quotes_nothing(engine: Engine) -> None:
    broken = Gated("Broken", adapt(_Broken()), Gate())
    with watch() as faults:
        (found,) = _with(engine, broken).detect(["mei.tan@example.org"], faults)
    assert faults.describe() == "Broken failed on 1 values"
    assert "EMAIL_ADDRESS" in {each.entity for each in found}


def test_a_pattern_that_takes_too_long_is_noticed(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from presidio_analyzer import Pattern, PatternRecognizer, pattern_recognizer

    monkeypatch.setattr(pattern_recognizer, "REGEX_TIMEOUT_SECONDS", 0.05)
    slow = PatternRecognizer("US_SSN", name="Slow", patterns=[Pattern("slow", r"(a|aa)+$", 0.5)])
    with watch() as faults:
        _with(engine, Gated("Slow", slow, Gate())).detect(["a" * 60 + "!"], faults)
    assert faults.timeouts == 1
    assert faults.describe() == "1 patterns took too long"


def test_loggers_are_quiet_inside_and_as_before_outside(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("presidio-analyzer")
    before = (logger.level, logger.propagate, list(logger.handlers))
    with caplog.at_level(logging.DEBUG), watch():
        logger.debug("Context list is: %s", "mei tan")
        logger.warning("word %s", "mei tan")
        logging.getLogger("decision_process").info("mei tan")
    assert caplog.records == []
    assert (logger.level, logger.propagate, logger.handlers) == before


def test_faults_of_nothing_are_false() -> None:
    assert not Faults()


def test_no_connection_is_opened(rules: object, engine: Engine) -> None:
    pytest_socket.disable_socket()
    try:
        with watch() as faults:
            (found,) = Detector(engine).detect(["someone@some-new-name.co.uk and https://example.org"], faults)
    finally:
        pytest_socket.enable_socket()
    assert ("EMAIL_ADDRESS", 1000) in {(each.entity, each.score_permille) for each in found}
    assert not faults
