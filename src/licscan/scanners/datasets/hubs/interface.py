"""What a hub says of a dataset or model."""

from dataclasses import dataclass
from typing import Protocol

from licscan.model.finding import Gap
from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.cards.interface import Card


@dataclass(frozen=True, slots=True)
class Wanted:
    """A work to ask a hub for; `ref` is without revision, `kind` None where the user did not say."""

    ref: str
    kind: SubjectKind | None = None
    revision: str | None = None


@dataclass(frozen=True, slots=True)
class HubAnswer:
    """A work as a hub has it: the card, whose subject's ref holds the resolved revision (`hf:owner/name@<commit>`).

    `renamed_from` is the name that was asked for, where the hub has moved the work. `stale` says that it is the answer
    of an earlier run. `gaps` are what could not be read (a gated card), each with what to do.
    """

    card: Card
    renamed_from: str | None = None
    stale: bool = False
    gaps: tuple[Gap, ...] = ()


class Hub(Protocol):
    """A client of one hub, over the one gateway."""

    def kinds(self, wanted: Wanted) -> tuple[SubjectKind, ...]:
        """What a work of that name may be, the likeliest first."""
        ...

    def work(self, wanted: Wanted) -> HubAnswer:
        """What the hub says of a work. Raises NetError: offline, missing, late, refused."""
        ...

    def close(self) -> None:
        """Close all connections."""
        ...
