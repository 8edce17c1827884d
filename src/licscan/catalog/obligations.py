"""rules/license/obligations.toml in memory: what a license asks of whoever hands the work on, clause by clause."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from licscan.catalog import license_data
from licscan.catalog.license_data import LicenseTerms
from licscan.catalog.record import Record, read_record
from licscan.catalog.terms_algebra import FLAGS

BY_CATEGORY = "category, text not read"
# What is left of a duty where an exception ends a license's copyleft at the work itself.
_NARROWER = {"same-license": "same-license-for-changes", "disclose-source": "disclose-source-of-files"}
PATENT = ("grant", "retaliation")


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty: `says` in our words, `when` is what brings it about (handing on, network use, ...).

    `cite` is the clause; None where the duty is the usual one of the license's category and `basis` says so.
    """

    id: str
    says: str
    when: str
    cite: str | None
    basis: str


@dataclass(frozen=True, slots=True)
class Patents:
    """What a license says of patents; None where nobody noted it."""

    grant: bool | None = None
    retaliation: bool | None = None


@dataclass(frozen=True, slots=True)
class Duties:
    """The duties of one license, in the order of the file, and its words on patents."""

    obligations: tuple[Obligation, ...]
    patents: Patents


@dataclass(frozen=True, slots=True)
class ObligationTable:
    """All duties: by license id in lower case; for what no row names by category, and by (category, term)."""

    by_license: Mapping[str, Duties]
    by_category: Mapping[str, Duties]
    by_term: Mapping[tuple[str, str], tuple[Obligation, ...]]

    def duties(self, license_id: str, placed: LicenseTerms) -> Duties:
        """The duties of a license; under an exception those of the license without it, else those of its terms."""
        found = self.by_license.get(license_id.casefold())
        if found is None and " WITH " in license_id and "additionref-" not in license_id.casefold():
            found = self.by_license.get(license_id.partition(" WITH ")[0].casefold())
            found = self._narrowed(found) if found and placed.category == "weak-copyleft" else found
        return found or self._of_terms(placed)

    def _of_terms(self, placed: LicenseTerms) -> Duties:
        """What a category usually asks for, and what the terms bring on top."""
        usual = self.by_category[placed.category]
        held = (flag for flag in FLAGS if getattr(placed.terms, flag) is True)
        more = chain.from_iterable(self.by_term.get((placed.category, flag), ()) for flag in held)
        return replace(usual, obligations=tuple(dict.fromkeys((*usual.obligations, *more))))

    def _narrowed(self, base: Duties) -> Duties:
        """An exception for what links with a work leaves its copyleft on the work itself."""
        words = {one.id: one for one in self.by_category["weak-copyleft"].obligations}
        kept = tuple(
            replace(words[_NARROWER[one.id]], cite=one.cite, basis=one.basis) if one.id in _NARROWER else one
            for one in base.obligations
        )
        return replace(base, obligations=kept)


def load_obligations(folder: Path) -> ObligationTable:
    """Read the duties of a rules folder; raises RulesError with file and line on any mistake."""
    record = read_record(folder, "license/obligations.toml")
    known = {name: _duty(table) for name, table in record.tables("duty")}
    licenses: dict[str, Duties] = {}
    for table in record.listed("license"):
        ids, duties = _license(table, known)
        for one in ids:
            if one.casefold() in licenses:
                table.fail(f"{one} has duties twice")
            licenses[one.casefold()] = duties
    categories = dict(_category(table, known) for table in record.listed("category"))
    if missing := sorted(license_data.CATEGORIES - set(categories)):
        record.fail(f"category `{missing[0]}` has no row", "category")
    by_term = {key: duties for table in record.listed("term") for key, duties in _term(table, known)}
    record.done()
    return ObligationTable(licenses, categories, by_term)


def _duty(table: Record) -> tuple[str, str]:
    duty = (table.text("says"), table.text("when"))
    table.done()
    return duty


def _license(table: Record, known: Mapping[str, tuple[str, str]]) -> tuple[tuple[str, ...], Duties]:
    single = table.optional_text("id")
    ids = (*((single,) if single else ()), *table.texts("ids"))
    basis = table.choice("basis", license_data.CONFIDENCE, "basis")
    cited = table.table("duties")
    for name in cited.data:
        if name not in known:
            cited.fail(f"unknown duty `{name}`", name)
    duties = tuple(Obligation(name, *known[name], cited.text(name), basis) for name in cited.data)
    noted = table.texts("patent", known=PATENT, what="word on patents") if "patent" in table.data else None
    patents = Patents() if noted is None else Patents("grant" in noted, "retaliation" in noted)
    table.done()
    return ids, Duties(duties, patents)


def _category(table: Record, known: Mapping[str, tuple[str, str]]) -> tuple[str, Duties]:
    name = table.choice("category", license_data.CATEGORIES, "category")
    usual = _usual(table, known)
    table.done()
    return name, Duties(usual, Patents())


def _term(
    table: Record, known: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], tuple[Obligation, ...]]]:
    term = table.choice("term", FLAGS, "term")
    usual = _usual(table, known)
    for category in table.texts("categories", known=license_data.CATEGORIES, what="category"):
        yield (category, term), usual
    table.done()


def _usual(table: Record, known: Mapping[str, tuple[str, str]]) -> tuple[Obligation, ...]:
    ids = table.texts("duties", known=known, what="duty")
    return tuple(Obligation(one, *known[one], None, BY_CATEGORY) for one in ids)
