"""Which license governs a work: the one that was found, or what a person or a date put in its place."""

from dataclasses import dataclass
from datetime import date

from licscan.expressions.algebra import And, Expression, License, Or, leaves, parsed, render
from licscan.model.decision import UsedEvidence
from licscan.model.finding import LicenseFinding
from licscan.model.policy import Policy
from licscan.model.subject import Subject
from licscan.policy.clarified import clarified
from licscan.policy.declared import Declared

_CHANGING = "BUSL-"


@dataclass(frozen=True, slots=True)
class Governing:
    """The expression to judge by; `said` tells where it comes from and what limits it, for a reader.

    `replaced`: it stands in place of the one that was found, whose own terms no longer count. `settled` is the proof
    that settles a conflict between the sources.
    """

    expression: str | None
    said: tuple[str, ...] = ()
    replaced: bool = False
    settled: UsedEvidence | None = None


def governing(
    subject: Subject, finding: LicenseFinding, declared: Declared, policy: Policy, *, today: date
) -> Governing:
    """The license that counts for a finding on a day: declared with proof, clarified, changed on its date, or found."""
    declaration = declared.declaration
    if declaration is not None and declaration.license is not None and declaration.license_proof is not None:
        place = declaration.lines.get("license", declaration.location)
        proof = declaration.license_proof
        said = f"The license {declaration.license} is declared at {place.path}:{place.line}, "
        said += f"{_beside(declaration.license, finding.concluded)}; proof: {proof}."
        return Governing(declaration.license, (said,), replaced=True, settled=UsedEvidence("review", proof, place))
    known = clarified(subject, finding, policy)
    if (one := known.holds) is not None:
        by = f" by {one.by}" if one.by else ""
        said = f"The license {one.license} was concluded{by} ({one.location.path}:{one.location.line}) in place of "
        said += f"{finding.concluded or 'an unknown one'}: {one.reason.rstrip('.')}."
        proof = f"{one.reason.rstrip('.')}{by}"
        return Governing(one.license, (said,), replaced=True, settled=UsedEvidence("review", proof, one.location))
    return _on(today, finding, known.lapsed)


def _beside(declared: str, concluded: str | None) -> str:
    """How a declared license stands to the one that was found."""
    if declared == concluded:
        return "which is also what was found"
    return f"in place of {concluded or 'an unknown one'}"


def _on(today: date, finding: LicenseFinding, said: tuple[str, ...]) -> Governing:
    """The license that governs on a day: from its change date on, the change license of a BUSL work."""
    found = parsed(finding.concluded)
    if finding.change_date is None or found is None or not any(map(_changes, leaves(found))):
        return Governing(finding.concluded, said)
    day, after = _day(finding.change_date), parsed(finding.change_license)
    if day is None or after is None:
        words = "Its text names a change date, but not which license follows: the present one counts."
        return Governing(finding.concluded, (*said, words))
    if today < day:
        words = f"Until {day.isoformat()} {finding.concluded} governs; from that day on {finding.change_license} does."
        return Governing(finding.concluded, (*said, words))
    words = f"From its change date {day.isoformat()} on, {finding.change_license} governs in place of "
    words += f"{', '.join(leaf.id for leaf in leaves(found) if _changes(leaf))}."
    return Governing(render(_changed(found, after)), (*said, words), replaced=True)


def _changes(leaf: License) -> bool:
    return leaf.id.startswith(_CHANGING)


def _changed(expression: Expression, after: Expression) -> Expression:
    match expression:
        case License():
            return after if _changes(expression) else expression
        case And(operands):
            return And(tuple(_changed(operand, after) for operand in operands))
        case Or(operands):
            return Or(tuple(_changed(operand, after) for operand in operands))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
