"""Evidence that an owner recorded: what counts on a day for a law, and what no longer does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from licscan.model.decision import UsedEvidence
from licscan.model.law import Action, Law
from licscan.model.policy import DatasetDeclaration, EvidenceRecord

LAWFUL_BASIS = "lawful_basis"


@dataclass(frozen=True, slots=True)
class Answer:
    """How a list of required actions stands: what met them, what is still open, and what did not count and why."""

    used: tuple[UsedEvidence, ...] = ()
    open: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The evidence of one declaration, seen from one law on one day."""

    declaration: DatasetDeclaration | None
    law: Law
    actions: Mapping[str, Action]
    today: date

    def answer(self, required: tuple[str, ...]) -> Answer:
        """Check required actions; a legal basis adds the actions that it brings with it."""
        wanted = tuple(dict.fromkeys((*required, *self._of_basis(required))))
        used = {action: self._met(action) for action in wanted}
        return Answer(
            used=tuple(found for action in wanted if (found := used[action])),
            open=tuple(action for action in wanted if used[action] is None),
            rejected=tuple(reason for action in wanted if used[action] is None for reason in self._rejected(action)),
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
        if basis is None:
            return None
        place = declaration.lines.get(f"basis.{self.law.id}", declaration.location)
        return UsedEvidence(LAWFUL_BASIS, f"{basis.id} ({basis.cite})", place)

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
        return None

    def _rejected(self, action: str) -> tuple[str, ...]:
        return tuple(
            f"The evidence for {record.action} ({record.location.path}:{record.location.line}) {fault}."
            for record in self._records(action)
            if (fault := self._fault(record))
        )
