"""Names decoded for all words at once beside spaCy's own steps."""

import random

import pytest

from licscan.scanners.personal_data.engine.language import name_decoder
from licscan.scanners.personal_data.engine.language.documents import Documents
from licscan.scanners.personal_data.engine.language.name_decoder import NameDecoder
from licscan.scanners.personal_data.engine.mode import Mode
from licscan.scanners.personal_data.engine.presidio import Engine

_TEXT = """
Mei Tan of the National Heritage Board of Singapore met Dr. Novak in New York on Monday 4 March 2019 at 10:30 am
\u20ac 12 million % O'Neil Inc. , . ( ) " the Battle of St. James \u00c9mile Zola in Paris and Berlin first second
"""
_WORDS = _TEXT.split()


def _texts() -> list[str]:
    chance = random.Random(6)  # noqa: S311
    made = [chance.choice((" ", "  ", "\n", " ")).join(chance.choices(_WORDS, k=size)) for size in range(1, 90)]
    return ["", " ", "\n\n", "x", "2019", *made]


def _by_spacy(engine: Engine, texts: list[str]) -> list[list[tuple[int, int, str]]]:
    with engine.nlp.select_pipes(enable=["ner"]):
        return [[(span.start, span.end, span.label_) for span in engine.nlp(text).ents] for text in texts]


def test_the_names_that_spacy_finds(engine: Engine) -> None:
    texts = _texts()
    named = Documents(engine.nlp, Mode.FAST).named(texts)
    ours = [[(span.start, span.end, span.label_) for span in each.doc.ents] for each in named]
    assert ours == _by_spacy(engine, texts)
    assert sum(map(len, ours)) > 200


def test_names_that_grow_too_long_are_left_to_spacy(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_decoder, "_MAX_WORDS", 2)
    texts = ["The National Heritage Board of Singapore met on Monday 4 March 2019 .", "Mei Tan left ."]
    named = Documents(engine.nlp, Mode.FAST).named(texts)
    ours = [[(span.start, span.end, span.label_) for span in each.doc.ents] for each in named]
    assert ours == _by_spacy(engine, texts)
    assert max(end - start for start, end, _ in ours[0]) > 2


def test_a_pipeline_of_another_kind_runs_as_it_is() -> None:
    import spacy

    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "Mei Tan"}])  # type: ignore[attr-defined]
    nlp.add_pipe("sentencizer")
    documents = Documents(nlp, Mode.EXACT)
    assert not documents.is_known
    assert [span.text for each in documents.named(["I met Mei Tan."]) for span in each.doc.ents] == ["Mei Tan"]


def test_a_recognizer_that_was_never_trained_is_not_decoded() -> None:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    assert NameDecoder.of(nlp, "ner") is None


def test_a_sentence_start_inside_a_name_of_the_bare_recognizer_cuts_it(engine: Engine) -> None:
    """Where the parser begins a sentence no name extends across; the exact mode finds what the whole pipeline finds."""
    texts = [f"{one}\n{other}" for one in _texts()[40:60] for other in ("Mei Tan", "Board of Singapore met")]
    whole = [[(span.start, span.end, span.label_) for span in engine.nlp(text).ents] for text in texts]
    named = Documents(engine.nlp, Mode.EXACT).named(texts)
    assert [[(span.start, span.end, span.label_) for span in each.doc.ents] for each in named] == whole
    bare = Documents(engine.nlp, Mode.FAST).named(texts)
    assert [[(span.start, span.end, span.label_) for span in each.doc.ents] for each in bare] != whole
