"""Births of a column, counted by year, as a law that has an age for children sees them on a day."""

from dataclasses import replace
from datetime import date

from licscan.model.finding import PersonalDataFinding
from licscan.model.law import Law
from licscan.policy.match import Match


def births_match(match: Match, law: Law, today: date) -> Match | None:
    """The finding as data about children; None where the law has no age for them or nobody can be below it.

    A year alone leaves open whether the birthday of it has come: those for whom it matters are counted apart, and
    where there are no others it is one step less severe. Years to come count for nobody.
    """
    finding = match.found.finding
    child = next((one for one in law.classes.values() if one.under is not None), None)
    if child is None or child.under is None or not isinstance(finding, PersonalDataFinding):
        return None
    edge = today.year - child.under
    surely = sum(born.values for born in finding.birth_years if edge < born.year <= today.year)
    possibly = sum(born.values for born in finding.birth_years if born.year == edge)
    if not surely and not possibly:
        return None
    return replace(
        match,
        law_class=child,
        categories=child.categories,
        sentence=_sentence(match, surely, possibly, finding.hits, f"under {child.under} on {today.isoformat()}"),
        remarks=(),
        ambiguous=not surely,
    )


def _sentence(match: Match, surely: int, possibly: int, births: int, what: str) -> str:
    where = match.sentence.partition(" in column ")[2].partition(" (")[0]
    place = f" in column {where}" if where else ""
    if not surely:
        return f"Possibly data about children{place}: {possibly} of {births} may have been {what} (counted by year)."
    more = f", {possibly} more possibly" if possibly else ""
    return f"Data about children{place}: {surely} of {births} were {what}{more} (counted by year)."
