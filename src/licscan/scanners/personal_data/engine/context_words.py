"""Which texts need lemmas at all: those with a word that could have a context word as its lemma.

Presidio lifts the score of a match if the lemma of one of the words before it is a context word of its recognizer.
Tagging and lemmatizing takes longer than all patterns together; so the rules and exceptions of the lemmatizer are
turned around: the forms that any of them could turn into the context word. A text without one of those stays as it is.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
    from spacy.language import Language

_RULER = "attribute_ruler"
_LEMMATIZER = "lemmatizer"


class WordForms:
    """The forms of context words; a pipeline or matching that is not known has no bound on them."""

    def __init__(self, nlp: "Language", enhancer: "ContextAwareEnhancer") -> None:
        from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer

        self._known: dict[tuple[str, ...], frozenset[str] | None] = {}
        whole = (
            type(enhancer) is LemmaContextAwareEnhancer
            and enhancer.context_matching_mode == "whole_word"
            and enhancer.context_suffix_count == 0
        )
        self._set_by_rules = _lemmas_of_ruler(nlp) if whole else None
        self._tables = _tables(nlp)

    def of(self, context: Iterable[str]) -> frozenset[str] | None:
        """The forms, in lower case, whose lemma could be one of the words; None if any form could."""
        words = tuple(sorted({word.lower() for word in context}))
        if words not in self._known:
            self._known[words] = self._forms(words)
        return self._known[words]

    def _forms(self, words: tuple[str, ...]) -> frozenset[str] | None:
        if self._set_by_rules is None or self._tables is None or not self._set_by_rules.isdisjoint(words):
            return None
        rules, exceptions = self._tables
        forms = set(words)
        for word in words:
            forms |= exceptions.get(word, frozenset())
            forms |= {word[: len(word) - len(new)] + old for old, new in rules if word.endswith(new)}
        return frozenset(forms)


def _lemmas_of_ruler(nlp: "Language") -> frozenset[str] | None:
    """The lemmas that the attribute ruler sets whatever a word looks like; None where other parts may set some."""
    kinds = {name: nlp.get_pipe_meta(name).factory for name in nlp.pipe_names}
    if set(kinds.values()) & {"trainable_lemmatizer"} or len(set(kinds.values())) != len(kinds):
        return None
    lemmas: set[str] = set()
    for name, kind in kinds.items():
        if kind == _RULER:
            for rule in cast("Any", nlp.get_pipe(name)).patterns:
                attributes = {str(key).upper(): value for key, value in rule["attrs"].items()}
                lemmas.add(str(attributes.get("LEMMA", "")).lower())
    return frozenset(lemmas)


def _tables(nlp: "Language") -> tuple[tuple[tuple[str, str], ...], Mapping[str, frozenset[str]]] | None:
    """The suffix rules and the exceptions by lemma of a lemmatizer that works by rules; None for any other."""
    from spacy.pipeline import Lemmatizer

    parts = [nlp.get_pipe(name) for name in nlp.pipe_names if nlp.get_pipe_meta(name).factory == _LEMMATIZER]
    if not parts:
        return (), {}
    part = cast("Any", parts[0])
    if part.mode != "rule" or type(part).rule_lemmatize is not Lemmatizer.rule_lemmatize:
        return None
    rules = {(str(old), str(new)) for table in part.lookups.get_table("lemma_rules", {}).values() for old, new in table}
    forms: dict[str, set[str]] = {}
    for table in part.lookups.get_table("lemma_exc", {}).values():
        for form, lemmas in table.items():
            for lemma in lemmas:
                forms.setdefault(lemma.lower(), set()).add(form.lower())
    return tuple(sorted(rules)), {lemma: frozenset(each) for lemma, each in forms.items()}
