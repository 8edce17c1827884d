"""Which classes of a law a license falls into, by its id, its terms and its category; each license is sorted once."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from licscan.catalog.license_data import LicenseTerms
from licscan.catalog.licenses import LicenseTable
from licscan.model.law import Law, LawClass, Severity
from licscan.model.license import Commercial, Terms

_READ = {"text clause read", "standard license structure"}


@dataclass(frozen=True, slots=True)
class Sorted:
    """The classes of one license in the order of the law, and what limits that answer."""

    classes: tuple[LawClass, ...]
    remarks: tuple[str, ...]


@dataclass(slots=True)
class LicenseClasses:
    """Sorts licenses for one law."""

    law: Law
    table: LicenseTable
    known: dict[str, Sorted] = field(default_factory=dict)
    by_known_terms: dict[Terms, tuple[LawClass, ...]] = field(default_factory=dict)

    def of_license(self, name: str) -> Sorted:
        """Every class that names the license; the class `otherwise` where nothing places it."""
        found = self.known.get(name)
        if found is None:
            terms = self.table.terms(name)
            found = self.known[name] = Sorted(self._sorted(name, terms), _trust(terms, name))
        return found

    def of_terms(self, terms: Terms) -> tuple[LawClass, ...]:
        """Every class that names one of the terms."""
        found = self.by_known_terms.get(terms)
        if found is None:
            every = self.law.classes.values()
            found = self.by_known_terms[terms] = tuple(
                one for one in every if any(_holds(term, terms) for term in one.terms)
            )
        return found

    def _sorted(self, name: str, terms: LicenseTerms) -> tuple[LawClass, ...]:
        named = {one.id for one in self.law.classes.values() if _by_name(one, name, terms)}
        by_terms = {one.id for one in self.of_terms(terms.terms)}
        classes = [self.law.classes[key] for key in self.law.classes if key in named | by_terms]
        placed = terms.terms.commercial is not Commercial.UNKNOWN or any(
            one.severity > Severity.INFO and one.id in named for one in classes
        )
        if not placed and self.law.otherwise not in named:
            classes.append(self.law.classes[self.law.otherwise])
        present = {one.id for one in classes}
        return tuple(one for one in classes if not present.intersection(one.unless))


def _by_name(one: LawClass, name: str, terms: LicenseTerms) -> bool:
    """By glob or category. `X WITH exception` counts as a whole; its base counts if nobody listed the whole."""
    if terms.category in one.categories:
        return True
    base, _, exception = name.partition(" WITH ")
    if not exception:
        return any(_glob(pattern).fullmatch(name) for pattern in one.licenses)
    whole = any(" WITH " in pattern and _glob(pattern).fullmatch(name) for pattern in one.licenses)
    listed = terms.id.casefold() == name.casefold()
    return whole or (not listed and any(_glob(pattern).fullmatch(base) for pattern in one.licenses))


@lru_cache(maxsize=1024)
def _glob(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, pattern.split("*"))), re.IGNORECASE)


def _holds(term: str, terms: Terms) -> bool:
    held = {
        "attribution": terms.attribution,
        "commercial_conditional": terms.commercial is Commercial.CONDITIONAL,
        "no_derivatives": terms.no_derivatives,
        "non_commercial": terms.non_commercial or terms.commercial is Commercial.NO,
        "research_only": terms.research_only,
        "share_alike": terms.share_alike,
        "use_restrictions": terms.use_restrictions,
    }
    return held[term] is True


def _trust(terms: LicenseTerms, name: str) -> tuple[str, ...]:
    if terms.basis in _READ:
        return ()
    return (f"What {shown(name)} allows rests on: {terms.basis}.",)


def shown(text: str, most: int = 120) -> str:
    """A foreign word in a sentence: printable characters, at most 120 unless told otherwise."""
    clean = "".join(character if character.isprintable() else "?" for character in text[: most + 1])
    return clean if len(clean) <= most else clean[: most - 1] + "…"
