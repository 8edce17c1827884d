"""Evidence that an owner recorded: what counts on a day for a law, and what no longer does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from licscan.model.decision import UsedEvidence
from licscan.model.evidence import Location
from licscan.model.law import Action, Law, LegalBasis
from licscan.model.policy import DatasetDeclaration, EvidenceRecord
from licscan.policy.facts import Facts, Truth

LAWFUL_BASIS = "lawful_basis"


@dataclass(frozen=True, slots=True)
class Answer:
    """How a list of required actions stands: what met them, what is still open, and what did not count and why.

    `denied`: evidence would have met an open action, but what was found says that it was not done.
    """

    used: tuple[UsedEvidence, ...] = ()
    open: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """The evidence of one declaration, seen from one law on one day.

    `denied_by` says of actions which findings deny that they were done (as in the vocabulary); `identifiers` are the
    identifying values found in what the declaration covers, each as a sentence. `facts` is what is declared: a basis
    may depend on it.
    """

    declaration: DatasetDeclaration | None
    law: Law
    actions: Mapping[str, Action]
    today: date
    denied_by: Mapping[str, str] = field(default_factory=dict)
    identifiers: tuple[str, ...] = ()
    facts: Facts | None = None

    def answer(self, required: tuple[str, ...]) -> Answer:
        """Check required actions; a legal basis adds the actions that it brings with it."""
        wanted = tuple(dict.fromkeys((*required, *self._of_basis(required))))
        used = {action: self._met(action) for action in wanted}
        return Answer(
            used=tuple(found for action in wanted if (found := used[action])),
            open=tuple(action for action in wanted if used[action] is None),
            rejected=tuple(reason for action in wanted if used[action] is None for reason in self._rejected(action)),
            denied=any(self._denied(action) for action in wanted if used[action] is None),
        )

    def _of_basis(self, required: tuple[str, ...]) -> tuple[str, ...]:
        if LAWFUL_BASIS not in required or self.declaration is None:
            return ()
        basis = self.law.bases.get(self.declaration.bases.get(self.law.id, ""))
        return basis.require if basis else ()

    def _met(self, action: str) -> UsedEvidence | None:
        if self.declaration is None:
            return None
        if action == LAWFUL_BASIS:
            return self._basis(self.declaration)
        for record in self._records(action):
            if self._fault(record) is None:
                return UsedEvidence(action, record.ref, record.location)
        return None

    def _basis(self, declaration: DatasetDeclaration) -> UsedEvidence | None:
        basis = self.law.bases.get(declaration.bases.get(self.law.id, ""))
        if basis is None or not self._carries(basis):
            return None
        return UsedEvidence(LAWFUL_BASIS, f"{basis.id} ({basis.cite})", self._place_of_basis(declaration))

    def _carries(self, basis: LegalBasis) -> bool:
        """Whether what a basis depends on is declared; it is never assumed."""
        return not basis.when or (self.facts is not None and self.facts.all_of(basis.when).truth is Truth.TRUE)

    def _place_of_basis(self, declaration: DatasetDeclaration) -> Location:
        return declaration.lines.get(f"basis.{self.law.id}", declaration.location)

    def _rejected_basis(self) -> tuple[str, ...]:
        declaration = self.declaration
        basis = self.law.bases.get(declaration.bases.get(self.law.id, "")) if declaration else None
        if declaration is None or basis is None or self._carries(basis):
            return ()
        place = self._place_of_basis(declaration)
        where = " and ".join(f"{fact} is {values[0]}" for fact, values in basis.when.items())
        return (f"The basis {basis.id} ({place.path}:{place.line}) carries only what is declared so: {where}.",)

    def _records(self, action: str) -> tuple[EvidenceRecord, ...]:
        """Records of the action itself, then of actions that are stronger."""
        if self.declaration is None:
            return ()
        stronger = {name for name, other in self.actions.items() if action in other.also_satisfies}
        mine = [record for record in self.declaration.evidence if record.action == action]
        return (*mine, *(record for record in self.declaration.evidence if record.action in stronger))

    def _fault(self, record: EvidenceRecord) -> str | None:
        if record.laws and self.law.id not in record.laws:
            return f"counts for {', '.join(record.laws)} only"
        if record.on > self.today:
            return f"is dated {record.on.isoformat()}, after the day of this audit"
        if record.until is not None and record.until < self.today:
            return f"expired on {record.until.isoformat()}"
        return self._denial(record.action)

    def _denial(self, action: str) -> str | None:
        """Why a record of an action cannot be right: the data itself shows that it was not done, or not everywhere."""
        match self.denied_by.get(action):
            case "any":
                return "does not count: the values are still found"
            case "identifying" if self.identifiers:
                return f"does not count: identifying values are still found ({self.identifiers[0].rstrip('.')})"
        return None

    def _denied(self, action: str) -> bool:
        return self._denial(action) is not None and bool(self._records(action))

    def _rejected(self, action: str) -> tuple[str, ...]:
        if action == LAWFUL_BASIS:
            return self._rejected_basis()
        return tuple(
            f"The evidence for {record.action} ({record.location.path}:{record.location.line}) {fault}."
            for record in self._records(action)
            if (fault := self._fault(record))
        )
