"""rules/license in memory: what labels, spellings and classifiers mean, and what each license lets people do."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path

from licscan.catalog import license_data
from licscan.catalog.choice import without_choices
from licscan.catalog.license_data import LicenseTerms
from licscan.catalog.license_urls import Addresses, load_addresses
from licscan.catalog.license_words import MAX_CHARACTERS, creative_commons, fold, gnu, unlisted_port
from licscan.catalog.limits import Limits, read_limits
from licscan.catalog.obligations import Obligation, ObligationTable, Patents, load_obligations
from licscan.catalog.phrases import Phrase, PhraseTable
from licscan.catalog.prose import ProseRules, load_prose
from licscan.catalog.terms_algebra import restriction, terms_in_common, terms_of_all, terms_of_best
from licscan.expressions.algebra import And, Expression, ExpressionError, License, Or, leaves, normalize, parse, render
from licscan.expressions.license_db import PREFIX, listed
from licscan.model.license import UNKNOWN_TERMS, Confidence, Terms

_CHOICE = re.compile(r"\s+or\s+|\s*\|\|?\s*", re.IGNORECASE)
_BOTH = re.compile(r"\s+and\s+|\s*&\s*", re.IGNORECASE)
_UNSAID = re.compile(r"\s*[/,;]\s*")
_BRACKETED = re.compile(r"(?P<outer>[^()]+?)\s*\((?P<inner>[^()]+)\)\s*")
_UNSAID_NOTE = "several licenses are named, and whether all govern or one is chosen is not said"
# From free to binding; what stands in no list asks for more than any of these.
_STRENGTH = {
    category: rank
    for rank, category in enumerate(
        ("public-domain", "permissive", "data", "weak-copyleft", "strong-copyleft", "network-copyleft")
    )
}


@dataclass(frozen=True, slots=True)
class LabelMeaning:
    """What a label says.

    `expression` None with candidates: a family without version, or several readings. `expression` None without
    candidates: the label says that the license is unknown or elsewhere. `terms` hold for every candidate.
    """

    expression: str | None
    candidates: tuple[str, ...] = ()
    terms: Terms | None = None
    note: str | None = None


class LicenseTable:
    """All tables of rules/license; each file is read when it is first needed.

    Every method raises RulesError where its file is missing or malformed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "license"

    def hugging_face(self, tag: str) -> LabelMeaning | None:
        """What a `license:` tag of a Hugging Face card says, present or legacy; None where nobody knows the words."""
        return self._label(tag, self._hugging_face)

    def kaggle(self, name: str) -> LabelMeaning | None:
        """What a license name of Kaggle metadata says, API name or display name; None where nobody knows the words."""
        return self._label(name, self._kaggle)

    def spelling(self, text: str) -> LabelMeaning | None:
        """What people mean by a license name in the wild; None where the words are not known or over 200 characters."""
        if not text.strip() or len(text) > MAX_CHARACTERS:
            return None
        return self._spelled(text)

    @cached_property
    def _spelled(self) -> Callable[[str], LabelMeaning | None]:
        # The same few names stand in most packages.
        return lru_cache(maxsize=4096)(lambda text: self._single(text) or self._bracketed(text) or self._several(text))

    def classifier(self, trove: str) -> LabelMeaning | None:
        """What a `License ::` trove classifier says (package `trove-classifiers`); None where it is not one."""
        label = self._classifiers.get(" :: ".join(part.strip() for part in trove.split("::")).casefold())
        return self._meaning(label) if label else None

    def terms(self, license_id: str) -> LicenseTerms:
        """Terms of one license id, whole `X WITH exception` name, or the base license where that is not listed."""
        if found := self._terms.get(license_id.casefold()):
            return found
        if similar := unlisted_port(license_id):
            return replace(self.terms(similar), id=license_id, name=license_id)
        base, _, exception = license_id.partition(" WITH ")
        # An addition with a name of its own can take away as well as give (Commons Clause).
        if "additionref-" in exception.casefold():
            return self._with_addition(license_id, base, exception)
        current = normalize(base) or base
        return self._terms.get(current.casefold().removesuffix("+")) or self._by_category(license_id, current)

    def _with_addition(self, license_id: str, base: str, addition: str) -> LicenseTerms:
        """A license with a condition on top: both count, where the condition is known by its LicenseRef name."""
        condition = self._terms.get(re.sub("(?i)additionref-", "LicenseRef-", addition).casefold())
        own = self.terms(base)
        if condition is None or own.category == "unknown":
            return _unplaced(license_id)
        both = terms_of_all((own.terms, replace(condition.terms, share_alike=False, attribution=False)))
        return replace(condition, id=license_id, name=f"{own.name} with {condition.name}", terms=both)

    def _by_category(self, license_id: str, current: str) -> LicenseTerms:
        """A license that stands in no table of terms: by what LicenseDB says of it, if it knows it."""
        found = listed(current) if current.casefold().startswith(PREFIX) else None
        if found is None or found.is_exception:
            return _unplaced(license_id)
        if known := self._terms.get(found.name.casefold()):  # a former name of a license that has terms
            return known
        category, terms = self._categories.get(found.category, ("unknown", UNKNOWN_TERMS))
        basis = "category, text not read"
        why = f'LicenseDB sorts it as "{found.category}".'
        return LicenseTerms(license_id, license_id, terms, category, basis, license_data.CONFIDENCE[basis], why)

    def obligations(self, license_id: str) -> tuple[Obligation, ...]:
        """What a license asks for, clause by clause, or what its category usually asks for (`basis` says which)."""
        return self._duties.duties(license_id, self.terms(license_id)).obligations

    def patents(self, license_id: str) -> Patents:
        """What a license says of patents; None where nobody noted it."""
        return self._duties.duties(license_id, self.terms(license_id)).patents

    def obligations_of(self, expression: str | None) -> tuple[Obligation, ...]:
        """The duties of a whole expression, each clause once: all of an AND, those of the choice in an OR.

        Nothing for None or for what is no expression: no duty is known, which is not the same as none.
        """
        chosen = without_choices(expression, self._demands)
        found = chain.from_iterable(self.obligations(leaf.id) for leaf in leaves(chosen)) if chosen else ()
        return tuple(dict.fromkeys(found))

    def choice(self, expression: str | None) -> str | None:
        """An expression without its ORs: of each the alternative with the freest terms, then the fewest duties."""
        chosen = without_choices(expression, self._demands)
        return render(chosen) if chosen else None

    def _demands(self, expression: Expression) -> tuple[int, ...]:
        names = [leaf.id for leaf in leaves(expression)]
        strongest = max((_STRENGTH.get(self.terms(name).category, len(_STRENGTH)) for name in names), default=0)
        duties = sum(len(self.obligations(name)) for name in names)
        return (*restriction(self._expression_terms(expression)), strongest, duties)

    def terms_of(self, expression: str | None) -> Terms:
        """Terms of a whole expression: all restrictions of an AND, the best choice of an OR, unknown for None."""
        if not expression:
            return UNKNOWN_TERMS
        try:
            return self._expression_terms(parse(expression))
        except ExpressionError:
            return UNKNOWN_TERMS

    def phrases_in(self, text: str, scope: str) -> tuple[Phrase, ...]:
        """The phrases of a scope and those of any that stand in a text, in the order of the table."""
        return self._phrases.found_in(text, scope)

    def limit_in(self, text: str) -> str | None:
        """The expression for the first sentence of a text that limits the use to a field; None where none does."""
        return self._limits.of(text)

    @cached_property
    def prose(self) -> ProseRules:
        """How running text of cards names licenses and terms of use."""
        return load_prose(self._folder.parent)

    @cached_property
    def spelled_words(self) -> frozenset[str]:
        """All words of all spellings, folded: what can stand inside the name of a license."""
        return frozenset(chain.from_iterable(written.split() for written in self._spellings))

    def _expression_terms(self, expression: Expression) -> Terms:
        match expression:
            case License(name):
                return self.terms(name).terms
            case And(operands):
                return terms_of_all(self._expression_terms(operand) for operand in operands)
            case Or(operands):
                return terms_of_best(self._expression_terms(operand) for operand in operands)

    def _label(self, text: str, table: Mapping[str, license_data.Label]) -> LabelMeaning | None:
        label = table.get(license_data.folded_label(text))
        if label:
            return self._meaning(label)
        plain = text.strip()
        # Before 2022 Hugging Face let authors write `other-<any words>`.
        plain = plain[len("other-") :] if plain.casefold().startswith("other-") else plain
        return self.spelling(plain)

    def _single(self, text: str) -> LabelMeaning | None:
        """One license, or a proper SPDX expression: the table first, it knows what SPDX ids are picked by mistake."""
        if label := self._spellings.get(fold(text)):
            return self._meaning(label)
        if "/" in text and (addressed := self._addresses.find(text)) is not None:
            return self.hugging_face(addressed) if isinstance(addressed, str) else self._meaning(addressed)
        if expression := normalize(text.strip()):
            return LabelMeaning(expression, terms=self.terms_of(expression))
        names = creative_commons(text) or gnu(text)
        return self._of_candidates(names) if names else None

    def _bracketed(self, text: str) -> LabelMeaning | None:
        """`Name (short name)`: both must be known and fit together."""
        match = _BRACKETED.fullmatch(text.strip())
        if not match:
            return None
        outer, inner = self._single(match["outer"]), self._single(match["inner"])
        if outer is None or inner is None:
            return None
        if outer.expression and outer.expression in {inner.expression, *inner.candidates}:
            return outer
        if inner.expression and inner.expression in outer.candidates:
            return inner
        return outer if outer == inner else None

    def _several(self, text: str) -> LabelMeaning | None:
        for pattern, word in ((_CHOICE, " OR "), (_BOTH, " AND "), (_UNSAID, None)):
            parts = pattern.split(text.strip())
            if len(parts) > 1 and (meaning := self._joined(parts, word)):
                return meaning
        return None

    def _joined(self, parts: list[str], word: str | None) -> LabelMeaning | None:
        found = (self._single(part) or self._bracketed(part) if part else None for part in parts)
        meanings = [meaning for meaning in found if meaning and (meaning.expression or meaning.candidates)]
        names = tuple(meaning.expression for meaning in meanings if meaning.expression)
        if len(meanings) < len(parts):
            return None
        if word is None:
            stated = (meaning.candidates or (meaning.expression or "",) for meaning in meanings)
            return self._of_candidates(tuple(dict.fromkeys(chain.from_iterable(stated))), _UNSAID_NOTE)
        if len(names) < len(parts):
            return None
        expression = normalize(word.join(f"({name})" for name in names))
        return LabelMeaning(expression, terms=self.terms_of(expression))

    def _meaning(self, label: license_data.Label) -> LabelMeaning:
        if label.expression:
            return LabelMeaning(label.expression, (), self.terms_of(label.expression), label.note)
        return self._of_candidates(label.candidates, label.note)

    def _of_candidates(self, names: tuple[str, ...], note: str | None = None) -> LabelMeaning:
        if len(names) == 1:
            return LabelMeaning(names[0], (), self.terms_of(names[0]), note)
        terms = terms_in_common(self.terms_of(name) for name in names) if names else None
        return LabelMeaning(None, names, terms, note)

    @cached_property
    def _terms(self) -> Mapping[str, LicenseTerms]:
        return license_data.read_terms(self._folder)

    @cached_property
    def _duties(self) -> ObligationTable:
        return load_obligations(self._folder.parent)

    @cached_property
    def _categories(self) -> Mapping[str, tuple[str, Terms]]:
        return license_data.read_categories(self._folder / "categories.toml")

    @cached_property
    def _limits(self) -> Limits:
        return read_limits(self._folder / "limits.toml")

    @cached_property
    def _hugging_face(self) -> Mapping[str, license_data.Label]:
        path = self._folder / "labels_huggingface.toml"
        return license_data.read_labels(path, "label", "tag", license_data.folded_label)

    @cached_property
    def _kaggle(self) -> Mapping[str, license_data.Label]:
        path = self._folder / "labels_kaggle.toml"
        return license_data.read_labels(path, "label", "written", license_data.folded_label)

    @cached_property
    def _spellings(self) -> Mapping[str, license_data.Label]:
        return license_data.read_labels(self._folder / "spellings.toml", "spelling", "written", fold)

    @cached_property
    def _classifiers(self) -> Mapping[str, license_data.Label]:
        return license_data.read_labels(self._folder / "classifiers.toml", "classifier", "name", str.casefold)

    @cached_property
    def _addresses(self) -> Addresses:
        return load_addresses(self._folder)

    @cached_property
    def _phrases(self) -> PhraseTable:
        return PhraseTable(license_data.read_phrases(self._folder / "phrases.toml"))


def _unplaced(license_id: str) -> LicenseTerms:
    return LicenseTerms(license_id, license_id, UNKNOWN_TERMS, "unknown", license_data.WORST_BASIS, Confidence.LOW)


def load_licenses(folder: Path) -> LicenseTable:
    """The license tables of a rules folder; nothing is read before it is asked for."""
    return LicenseTable(folder)
