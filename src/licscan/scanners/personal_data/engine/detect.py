"""From texts to detections: Presidio's recognizers over spaCy in batches, each text once.

In mode EXACT, what `presidio_findings` keeps of the detections of a text of at most chunks.WHOLE_CHARS is what
Presidio's AnalyzerEngine with the same recognizers reports of it at threshold 0.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from licscan.scanners.personal_data.engine.artifacts import artifacts
from licscan.scanners.personal_data.engine.chunks import Chunk, chunks, join
from licscan.scanners.personal_data.engine.detection import Detection
from licscan.scanners.personal_data.engine.faults import RECOGNIZER_FAULTS, Faults
from licscan.scanners.personal_data.engine.language.documents import Named
from licscan.scanners.personal_data.engine.mode import Mode
from licscan.scanners.personal_data.engine.patterns.gates import Gated, count_digits, passes
from licscan.scanners.personal_data.engine.presidio import Engine

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer, RecognizerResult
    from presidio_analyzer.nlp_engine import NlpArtifacts
    from spacy.tokens import Doc

_SURROGATE = re.compile("[\ud800-\udfff]")
# Two letters in a row, of which no digit makes a code.
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{2,}(?![^\W_])")
# So many texts are documents at once.
_GROUP = 2_048
_Results = list["RecognizerResult"]


class Detector:
    """Finds entities in texts. Scores are those of the text alone: what a header adds, column.py adds."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._recognizers = {each.recognizer.id: each for each in engine.recognizers}
        self._each = [each.recognizer for each in engine.recognizers]
        # Somebody else's recognizer may read anything of a document; Presidio would have shown it the whole.
        self._reads_all = engine.mode is Mode.EXACT and any(_reads_document(each) for each in self._each)
        self._enhances = any(_enhances(each) for each in self._each)
        self._named = frozenset(name for each in self._each if _is_named(each) for name in each.supported_entities)
        self.entities = engine.entities
        self._entities = list(engine.entities)

    def detect(
        self, texts: Sequence[str], faults: Faults, *, wanted: frozenset[str] | None = None
    ) -> list[tuple[Detection, ...]]:
        """The detections of each text, in its offsets; `wanted` limits the entity types, None asks for all.

        Equal texts are looked at once. Long texts are looked at in overlapping chunks. Nothing is filtered or
        resolved: two entities may cover the same characters.
        """
        # Half of a surrogate pair is no text to spaCy; the stand-in has the same length, so offsets stay right.
        if self._engine.unread is not None and wanted is None and any(map(_has_letters, texts)):
            faults.leave(self._engine.unread)
        pieces = {text: tuple(chunks(_SURROGATE.sub("\ufffd", text))) for text in texts}
        unique = sorted({chunk.text for parts in pieces.values() for chunk in parts})
        found: dict[str, tuple[Detection, ...]] = {}
        for start in range(0, len(unique), _GROUP):
            group = unique[start : start + _GROUP]
            found.update(zip(group, self._analyze(group, faults, wanted), strict=True))
        joined = {text: _joined(parts, found) for text, parts in pieces.items()}
        return [joined[text] for text in texts]

    def _analyze(
        self, texts: Sequence[str], faults: Faults, wanted: frozenset[str] | None
    ) -> list[tuple[Detection, ...]]:
        named = self._documents(texts, wanted)
        results = [self._ask_all(text, one, faults, wanted) for text, one in zip(texts, named, strict=True)]
        opened = [self._open(text, each, one) for text, each, one in zip(texts, results, named, strict=True)]
        places = [place for place, each in enumerate(opened) if each or self._enhances]
        docs = self._lemmatized([texts[place] for place in places], [named[place] for place in places])
        for place, doc in zip(places, docs, strict=True):
            results[place] = self._enhanced(texts[place], results[place], opened[place], doc, faults)
        return [self._detections(each, wanted) for each in results]

    def _documents(self, texts: Sequence[str], wanted: frozenset[str] | None) -> list[Named | None]:
        """A document for each text that some recognizer wants one of."""
        if self._reads_all:
            return [Named(doc) for doc in self._engine.documents.whole(texts)]
        found: list[Named | None] = [None] * len(texts)
        if wanted is None or not wanted.isdisjoint(self._named):
            places = [place for place, text in enumerate(texts) if self._may_name(text)]
            named = self._engine.documents.named([texts[place] for place in places])
            for place, each in zip(places, named, strict=True):
                found[place] = each
        return found

    def _may_name(self, text: str) -> bool:
        return self._engine.mode is Mode.EXACT or _has_a_word(text)

    def _ask_all(self, text: str, named: Named | None, faults: Faults, wanted: frozenset[str] | None) -> _Results:
        engine = self._engine
        digits, characters = count_digits(text), frozenset(text)
        closed = engine.gates.closed(text, digits)
        given = artifacts(engine, None if named is None else named.doc, with_lemmas=self._reads_all)
        results: _Results = []
        for place, each in enumerate(engine.recognizers):
            if place in closed or digits < each.gate.digits or not passes(each.gate, digits, characters):
                continue
            if wanted is None or not wanted.isdisjoint(each.recognizer.supported_entities):
                results += _ask(each, text, given, self._entities, faults)
        return results

    def _open(self, text: str, results: _Results, named: Named | None) -> list[int]:
        """Which results a word of the text could lift: looked up in the forms of context words, not guessed."""
        opened: list[int] = []
        lowered: list[tuple[int, str]] | None = None
        for place, result in enumerate(results):
            context = self._recognizers[_identifier(result)].recognizer.context
            if not context or result.score >= 1:
                continue
            forms = self._engine.forms.of(context)
            if lowered is None:
                doc = self._engine.documents.cut(text) if named is None else named.doc
                lowered = [(token.idx, token.lower_) for token in doc]
            # The words before a match, and the word that it begins in.
            if forms is None or any(word in forms for at, word in lowered if at < result.end):
                opened.append(place)
        return opened

    def _lemmatized(self, texts: Sequence[str], named: Sequence[Named | None]) -> list["Doc"]:
        if self._reads_all:
            return [each.doc for each in named if each is not None]
        return self._engine.documents.lemmatized(texts, named)

    def _enhanced(self, text: str, results: _Results, opened: Sequence[int], doc: "Doc", faults: Faults) -> _Results:
        """Presidio's own step from results to results with context, for those that it could change."""
        given = artifacts(self._engine, doc, with_lemmas=True)
        chosen = range(len(results)) if self._enhances else opened
        analyzer, asked = self._engine.analyzer, [results[place] for place in chosen]
        # The engine's step first shows the results to every recognizer, which matters only if one of them listens.
        enhance: Callable[..., _Results] = (
            analyzer._enhance_using_context if self._enhances else analyzer.context_aware_enhancer.enhance_using_context
        )
        try:
            lifted = enhance(text=text, raw_results=asked, nlp_artifacts=given, recognizers=self._each)
        except RECOGNIZER_FAULTS:
            faults.failures["context"] += 1
            return results
        kept = set(chosen)
        return [*(each for place, each in enumerate(results) if place not in kept), *lifted]

    def _detections(self, results: _Results, wanted: frozenset[str] | None) -> tuple[Detection, ...]:
        return tuple(
            sorted({self._detection(each) for each in results if wanted is None or each.entity_type in wanted})
        )

    def _detection(self, result: "RecognizerResult") -> Detection:
        name = self._recognizers[_identifier(result)].name
        return Detection(result.start, result.end, result.entity_type, round(result.score * 1000), name)


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _has_a_word(text: str) -> bool:
    """Whether there is a word that could name somebody: of letters alone, outside addresses of e-mail and the web."""
    if "@" in text or "://" in text:
        text = " ".join(word for word in text.split() if "@" not in word and "://" not in word)
    return _WORD.search(text) is not None


def presidio_findings(found: Iterable[Detection]) -> frozenset[tuple[str, int, int, int]]:
    """Entity, start, end and score in permille of what Presidio keeps: EntityRecognizer.remove_duplicates."""
    from presidio_analyzer import EntityRecognizer, RecognizerResult

    results = [RecognizerResult(each.entity, each.start, each.end, each.score_permille / 1000) for each in found]
    kept = EntityRecognizer.remove_duplicates(results)
    return frozenset((each.entity_type, each.start, each.end, round(each.score * 1000)) for each in kept)


def _joined(parts: tuple[Chunk, ...], found: dict[str, tuple[Detection, ...]]) -> tuple[Detection, ...]:
    if len(parts) == 1:
        return found[parts[0].text]
    return join((chunk, found[chunk.text]) for chunk in parts)


def _identifier(result: "RecognizerResult") -> str:
    from presidio_analyzer import RecognizerResult as Result

    return str((result.recognition_metadata or {})[Result.RECOGNIZER_IDENTIFIER_KEY])


def _ask(gated: Gated, text: str, given: "NlpArtifacts", entities: list[str], faults: Faults) -> _Results:
    recognizer = gated.recognizer
    try:
        results = recognizer.analyze(text, entities, given) or []
    except RECOGNIZER_FAULTS:
        # The exception's own text may quote the cell: it goes no further than here.
        faults.failures[gated.name] += 1
        return []
    if not results:
        return []
    from presidio_analyzer import RecognizerResult as Result

    for result in results:
        # Presidio adds these where a recognizer of somebody else leaves them out.
        result.recognition_metadata = result.recognition_metadata or {}
        result.recognition_metadata.setdefault(Result.RECOGNIZER_IDENTIFIER_KEY, recognizer.id)
        result.recognition_metadata.setdefault(Result.RECOGNIZER_NAME_KEY, gated.name)
    return results


def _is_named(recognizer: "EntityRecognizer") -> bool:
    from presidio_analyzer.predefined_recognizers import SpacyRecognizer

    return isinstance(recognizer, SpacyRecognizer)


def _reads_document(recognizer: "EntityRecognizer") -> bool:
    """Whether a recognizer is none of those that are known to read at most the entities of a document."""
    from presidio_analyzer import PatternRecognizer
    from presidio_analyzer.predefined_recognizers import PhoneRecognizer, SpacyRecognizer

    if getattr(recognizer, "reads_text_alone", False):
        return False
    known = {PatternRecognizer.analyze, PhoneRecognizer.analyze, SpacyRecognizer.analyze}
    in_presidio = type(recognizer).analyze.__module__.startswith("presidio_analyzer.predefined_recognizers.")
    return type(recognizer).analyze not in known and not in_presidio


def _enhances(recognizer: "EntityRecognizer") -> bool:
    from presidio_analyzer import EntityRecognizer as Recognizer

    return type(recognizer).enhance_using_context is not Recognizer.enhance_using_context
