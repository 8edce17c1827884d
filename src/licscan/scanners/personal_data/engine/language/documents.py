"""Texts to spaCy documents with as few of the pipeline's parts as give the same named entities.

Which parts matter to a transition-based recognizer of names (spaCy, `_parser_internals/ner.pyx`): it has vectors of
its own, and of what other parts write it reads only where sentences start, since no entity may extend across that.
Sentence starts are checked when an entity is begun or continued over the next token, and nowhere else. So a text
whose entities, found without the parser, are all of one token, or cross no sentence start that the parser sets, has
the same entities with it: every step taken was allowed. Only the other texts are looked at again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from licscan.scanners.personal_data.engine.language.name_decoder import NameDecoder
from licscan.scanners.personal_data.engine.mode import Mode

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# What a model holds at once: the vectors of a batch, some 6 kB a word, should stay in the processor's cache.
_BATCH_CHARS = 24_000
_BATCH_TEXTS = 256
# The tokenizer takes signs off a word one by one; 10,000 brackets in a row take it ten seconds, and name nobody.
_SIGNS = re.compile(r"[^\w\s]{257,}")
_NAMES = "ner"
_SHARED = "tok2vec"
_PARSER = "parser"
# Parts that neither move tokens nor write entities or sentence starts.
_HARMLESS = frozenset({"tok2vec", "tagger", "morphologizer", "attribute_ruler", "lemmatizer", "trainable_lemmatizer"})
# Context words need lemmas, and those need these.
_LEMMA_PIPES = frozenset({"tagger", "morphologizer", "attribute_ruler", "lemmatizer", "trainable_lemmatizer"})
# What a rule may ask of a token that the tokenizer and the tagger know.
_TOKEN_ATTRIBUTES = frozenset(
    {"ORTH", "TEXT", "LOWER", "NORM", "LENGTH", "SHAPE", "IS_SPACE", "IS_ALPHA", "IS_DIGIT", "LIKE_NUM", "TAG", "OP"}
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a pipeline by what they are for; `is_known` says that no other part can change an entity."""

    is_known: bool
    parser: tuple[str, ...]
    names: tuple[str, ...]
    before_lemmas: tuple[str, ...]
    shared: tuple[str, ...]
    lemmas: tuple[str, ...]

    @classmethod
    def of(cls, nlp: "Language") -> "Parts":
        """Sort the parts of a pipeline that are switched on."""
        kinds = {name: nlp.get_pipe_meta(name).factory for name in nlp.pipe_names}
        names = [name for name, kind in kinds.items() if kind == _NAMES]
        parsers = [name for name, kind in kinds.items() if kind == _PARSER]
        known = _HARMLESS | {_NAMES, _PARSER}
        in_order = not parsers or not names or nlp.pipe_names.index(parsers[0]) < nlp.pipe_names.index(names[0])
        shared = [name for name, kind in kinds.items() if kind == _SHARED]
        for_rules = parsers if _rules_need_parser(nlp, kinds) else []
        return cls(
            is_known=set(kinds.values()) <= known and len(names) <= 1 and len(parsers) <= 1 and in_order,
            parser=(*shared, *parsers) if parsers else (),
            names=(*(shared if names and _listens(nlp, names[0]) else ()), *names),
            before_lemmas=(*shared, *for_rules),
            shared=tuple(shared),
            lemmas=tuple(name for name, kind in kinds.items() if kind in _LEMMA_PIPES),
        )


@dataclass(slots=True)
class Named:
    """A document with its entities, and another of the same text with the parser's part, where that was needed."""

    doc: "Doc"
    parsed: "Doc | None" = None


class Documents:
    """Makes documents; the same text gives the same entities whatever stands beside it in a batch."""

    def __init__(self, nlp: "Language", mode: Mode) -> None:
        self._nlp = nlp
        self._parts = Parts.of(nlp)
        self._mode = mode
        # A part that takes its vectors from another runs as spaCy runs it.
        alone = self._parts.is_known and len(self._parts.names) == 1
        self._decoder = NameDecoder.of(nlp, self._parts.names[0]) if alone else None

    @property
    def is_known(self) -> bool:
        """Whether parts can be left out; a pipeline with parts of other kinds runs whole."""
        return self._parts.is_known

    def named(self, texts: Sequence[str]) -> list[Named]:
        """A document a text, with its entities."""
        if not self._parts.is_known:
            return [Named(doc) for doc in self.whole(texts)]
        named = [Named(doc) for doc in self._with_names(texts)]
        if self._mode is Mode.EXACT and self._parts.parser:
            self._mend([each for each in named if any(len(span) > 1 for span in each.doc.ents)])
        return named

    def _with_names(self, texts: Sequence[str]) -> list["Doc"]:
        decoder = self._decoder
        if decoder is None:
            return self._run(texts, self._parts.names)
        docs = [self.cut(text) for text in texts]
        left: list[Doc] = []
        for batch in _batches(_by_length(texts), texts):
            left += decoder.annotate([docs[place] for place in batch])
        self._piped(left, self._parts.names)
        return docs

    def _mend(self, doubted: Sequence[Named]) -> None:
        """Look again at the texts with an entity that extends across a sentence start of the parser."""
        parsed = self._run([each.doc.text for each in doubted], self._parts.parser)
        for each, doc in zip(doubted, parsed, strict=True):
            each.parsed = doc
        crossed = [each for each in doubted if _crosses(each)]
        again = self._piped([cast("Doc", each.parsed).copy() for each in crossed], self._parts.names)
        for each, doc in zip(crossed, again, strict=True):
            each.doc = doc

    def lemmatized(self, texts: Sequence[str], named: Sequence[Named | None]) -> list["Doc"]:
        """A document a text, with its lemmas and maybe without entities; what `named` has done is not done again."""
        if not self._parts.is_known:
            return self.whole(texts)
        docs = [None if each is None else each.parsed for each in named]
        places = [place for place, doc in enumerate(docs) if doc is None]
        first = self._parts.before_lemmas if self._mode is Mode.EXACT else self._parts.shared
        begun = self._run([texts[place] for place in places], first)
        for place, doc in zip(places, begun, strict=True):
            docs[place] = doc
        return self._piped([doc for doc in docs if doc is not None], self._parts.lemmas)

    def whole(self, texts: Sequence[str]) -> list["Doc"]:
        """A document a text, as Presidio's own engine makes it."""
        return self._run(texts, tuple(self._nlp.pipe_names))

    def cut(self, text: str) -> "Doc":
        """A document with nothing but tokens."""
        return self._nlp.make_doc(_calm(text))

    def _run(self, texts: Sequence[str], pipes: tuple[str, ...]) -> list["Doc"]:
        docs: dict[int, Doc] = {}
        with self._only(pipes):
            for batch in _batches(_by_length(texts), texts):
                made = self._nlp.pipe([_calm(texts[place]) for place in batch], batch_size=len(batch))
                docs.update(zip(batch, made, strict=True))
        return [docs[place] for place in range(len(texts))]

    def _piped(self, docs: Sequence["Doc"], pipes: tuple[str, ...]) -> list["Doc"]:
        with self._only(pipes):
            return [*self._nlp.pipe(docs, batch_size=32)]

    def _only(self, pipes: tuple[str, ...]) -> AbstractContextManager[object]:
        return self._nlp.select_pipes(disable=[name for name in self._nlp.pipe_names if name not in pipes])


def _calm(text: str) -> str:
    """The same text with blanks for runs of signs on which spaCy's tokenizer takes time quadratic in their length."""
    return _SIGNS.sub(lambda found: " " * len(found[0]), text)


def _by_length(texts: Sequence[str]) -> list[int]:
    return sorted(range(len(texts)), key=lambda place: (len(texts[place]), texts[place]))


def _batches(order: Iterable[int], texts: Sequence[str]) -> Iterator[list[int]]:
    batch: list[int] = []
    chars = 0
    for place in order:
        if batch and (chars + len(texts[place]) > _BATCH_CHARS or len(batch) >= _BATCH_TEXTS):
            yield batch
            batch, chars = [], 0
        batch.append(place)
        chars += len(texts[place])
    if batch:
        yield batch


def _crosses(each: Named) -> bool:
    parsed = cast("Doc", each.parsed)
    return any(parsed[at].is_sent_start for span in each.doc.ents for at in range(span.start + 1, span.end))


def _rules_need_parser(nlp: "Language", kinds: Mapping[str, str]) -> bool:
    """Whether a rule for tags and lemmas asks how words depend on each other."""
    rulers = [cast("Any", nlp.get_pipe(name)) for name, kind in kinds.items() if kind == "attribute_ruler"]
    patterns = (pattern for ruler in rulers for rule in ruler.patterns for pattern in rule["patterns"])
    keys = {str(key) for pattern in patterns for token in pattern for key in token}
    return not keys <= _TOKEN_ATTRIBUTES


def _listens(nlp: "Language", name: str) -> bool:
    """Whether a part takes its vectors from a shared part instead of having its own."""
    from spacy.pipeline.tok2vec import Tok2Vec

    return any(name in dict(part.listener_map) for _, part in nlp.pipeline if isinstance(part, Tok2Vec))
