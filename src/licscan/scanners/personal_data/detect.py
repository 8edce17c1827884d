"""From texts to detections: Presidio's recognizers over spaCy in batches, each text once."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from licscan.scanners.personal_data.chunks import Chunk, chunks, join
from licscan.scanners.personal_data.detection import Detection
from licscan.scanners.personal_data.faults import RECOGNIZER_FAULTS, Faults
from licscan.scanners.personal_data.presidio import LANGUAGE, LEMMA_PIPES, Engine, Gate, Gated

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer, RecognizerResult
    from presidio_analyzer.nlp_engine import NlpArtifacts
    from spacy.tokens import Doc, Span

_NER_ENTITIES = frozenset({"PERSON", "LOCATION", "DATE_TIME", "NRP", "ORGANIZATION"})
# spaCy's labels (OntoNotes 5) in Presidio's names; FAC is a building, road or bridge.
_LABELS = {
    "DATE": "DATE_TIME",
    "FAC": "LOCATION",
    "GPE": "LOCATION",
    "LOC": "LOCATION",
    "LOCATION": "LOCATION",
    "NORP": "NRP",
    "ORG": "ORGANIZATION",
    "PER": "PERSON",
    "PERSON": "PERSON",
    "TIME": "DATE_TIME",
}
_NER_SCORE = 0.85
# A model holds all texts of a batch at once: 64 chunks full of names take 600 MB.
_BATCH = 64
_BATCH_OF_LONG = 8
_LONG = 500
_SURROGATE = re.compile("[\ud800-\udfff]")


class Detector:
    """Finds entities in texts. Scores are those of the text alone: what a header adds, columns.py adds."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._recognizers = {each.recognizer.id: each for each in engine.recognizers}
        self.entities = engine.entities

    def detect(
        self, texts: Sequence[str], faults: Faults, *, wanted: frozenset[str] | None = None
    ) -> list[tuple[Detection, ...]]:
        """The detections of each text, in its offsets; `wanted` limits the entity types, None asks for all.

        Equal texts are looked at once. Long texts are looked at in overlapping chunks. Nothing is filtered or
        resolved: two entities may cover the same characters.
        """
        # Half of a surrogate pair is no text to spaCy; the stand-in has the same length, so offsets stay right.
        pieces = {text: tuple(chunks(_SURROGATE.sub("\ufffd", text))) for text in texts}
        unique = sorted({chunk.text for parts in pieces.values() for chunk in parts})
        found = dict(zip(unique, self._analyze(unique, faults, wanted), strict=True))
        joined = {text: _joined(parts, found) for text, parts in pieces.items()}
        return [joined[text] for text in texts]

    def _analyze(
        self, texts: Sequence[str], faults: Faults, wanted: frozenset[str] | None
    ) -> Iterator[tuple[Detection, ...]]:
        chosen = [each for each in self._engine.recognizers if _is_wanted(each.recognizer, wanted)]
        with_ner = wanted is None or bool(wanted & _NER_ENTITIES)
        for text, doc in zip(texts, self._documents(texts, with_ner=with_ner), strict=True):
            yield self._one(text, doc, chosen, faults, wanted)

    def _documents(self, texts: Sequence[str], *, with_ner: bool) -> Iterator["Doc"]:
        """A document a text, in order; a text without letters holds no name and is only cut into tokens."""
        nlp = self._engine.nlp
        needs = [with_ner and any(character.isalpha() for character in text) for text in texts]
        skipped = [name for name in nlp.pipe_names if name not in {"tok2vec", "transformer", "ner"}]
        if not any(needs):
            yield from map(nlp.make_doc, texts)
            return
        with nlp.select_pipes(disable=skipped):
            size = _BATCH if max(map(len, texts)) <= _LONG else _BATCH_OF_LONG
            named = nlp.pipe((text for text, need in zip(texts, needs, strict=True) if need), batch_size=size)
            for text, need in zip(texts, needs, strict=True):
                yield next(named) if need else nlp.make_doc(text)

    def _one(
        self, text: str, doc: "Doc", chosen: Iterable[Gated], faults: Faults, wanted: frozenset[str] | None
    ) -> tuple[Detection, ...]:
        artifacts = self._artifacts(doc)
        digits, characters = sum(map(str.isdigit, text)), frozenset(text)
        results: list[RecognizerResult] = []
        for each in chosen:
            if _can_match(each.gate, digits, characters):
                results += _ask(each, text, artifacts, faults)
        results = self._with_context(text, doc, results, faults)
        kept = (result for result in results if wanted is None or result.entity_type in wanted)
        return tuple(sorted({self._detection(result) for result in kept}))

    def _artifacts(self, doc: "Doc") -> "NlpArtifacts":
        from presidio_analyzer.nlp_engine import NlpArtifacts

        spans = [_renamed(span) for span in doc.ents if span.label_ in _LABELS]
        return NlpArtifacts(
            entities=spans,
            tokens=doc,
            tokens_indices=[token.idx for token in doc],
            lemmas=[token.lemma_ for token in doc],
            nlp_engine=self._engine.analyzer.nlp_engine,
            language=LANGUAGE,
            scores=[_NER_SCORE] * len(spans),
        )

    def _with_context(
        self, text: str, doc: "Doc", results: "list[RecognizerResult]", faults: Faults
    ) -> "list[RecognizerResult]":
        """Presidio's context boost; lemmas are computed only for texts where a word before a match could matter."""
        if not any(self._is_open(text, result) for result in results):
            return results
        nlp = self._engine.nlp
        try:
            for name in LEMMA_PIPES:
                if name in nlp.component_names:
                    doc = nlp.get_pipe(name)(doc)
            return self._engine.analyzer.context_aware_enhancer.enhance_using_context(
                text=text,
                raw_results=results,
                nlp_artifacts=self._artifacts(doc),
                recognizers=[each.recognizer for each in self._recognizers.values()],
            )
        except RECOGNIZER_FAULTS:
            faults.failures["context"] += 1
            return results

    def _is_open(self, text: str, result: "RecognizerResult") -> bool:
        recognizer = self._recognizers[_identifier(result)].recognizer
        return bool(recognizer.context) and result.score < 1 and any(map(str.isalpha, text[: result.start]))

    def _detection(self, result: "RecognizerResult") -> Detection:
        name = self._recognizers[_identifier(result)].name
        return Detection(result.start, result.end, result.entity_type, round(result.score * 1000), name)


def _joined(parts: tuple[Chunk, ...], found: dict[str, tuple[Detection, ...]]) -> tuple[Detection, ...]:
    if len(parts) == 1:
        return found[parts[0].text]
    return join((chunk, found[chunk.text]) for chunk in parts)


def _identifier(result: "RecognizerResult") -> str:
    from presidio_analyzer import RecognizerResult as Result

    return str((result.recognition_metadata or {})[Result.RECOGNIZER_IDENTIFIER_KEY])


def _is_wanted(recognizer: "EntityRecognizer", wanted: frozenset[str] | None) -> bool:
    return wanted is None or not wanted.isdisjoint(recognizer.supported_entities)


def _can_match(gate: Gate, digits: int, characters: frozenset[str]) -> bool:
    return digits >= gate.digits and (not gate.chars or not gate.chars.isdisjoint(characters))


def _ask(gated: Gated, text: str, artifacts: "NlpArtifacts", faults: Faults) -> "list[RecognizerResult]":
    try:
        recognizer = gated.recognizer
        return recognizer.analyze(text, recognizer.supported_entities, artifacts) or []
    except RECOGNIZER_FAULTS:
        # The exception's own text may quote the cell: it goes no further than here.
        faults.failures[gated.name] += 1
        return []


def _renamed(span: "Span") -> "Span":
    from spacy.tokens import Span as SpacySpan

    return SpacySpan(span.doc, span.start, span.end, label=_LABELS[span.label_])
