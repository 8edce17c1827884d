"""What a resolver is: requirements in, a pinned set with its edges out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from licscan.scanners.dependencies.sources.interface import Dependency, Edge

DEADLINE_S = 180


@dataclass(frozen=True, slots=True)
class Question:
    """Requirement lines and constraints (PEP 508), sorted; `python` is a version such as `3.12`, None for our own."""

    requirements: tuple[str, ...]
    constraints: tuple[str, ...] = ()
    python: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A release that the resolver chose: `name` is normalized, `sha256s` are the files that it saw, sorted."""

    name: str
    version: str
    sha256s: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tool chose, by name, and what needs what; `direct` are the names that the requirements ask for."""

    chosen: tuple[Chosen, ...]
    needs: tuple[tuple[str, str], ...] = ()
    direct: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Unresolved:
    """A requirement that was left out of the question, so that the others could be resolved."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, whether it is one of an earlier run, and the requirements that were left out of the question."""

    answer: Answer
    stale: bool = False
    without: tuple[Unresolved, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a tool has no answer: `reason` in its words, shortened and free of addresses.

    `passing` says that asking later may help. `missing` are packages of which the tool found nothing that it may use:
    no wheel, no such package, or no answer of the index.
    """

    reason: str
    passing: bool = False
    missing: tuple[str, ...] = ()
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """Requirements with everything that they need, pinned.

    A dependency's `reference` is that of the requirement that brings it in. `stale` says that it is the answer of an
    earlier run. `unresolved` are requirements that are not in it.
    """

    tool: str
    dependencies: tuple[Dependency, ...]
    edges: tuple[Edge, ...] = ()
    stale: bool = False
    unresolved: tuple[Unresolved, ...] = ()


class Resolver(Protocol):
    """One tool that resolves with the user's own settings and runs no code of the packages."""

    name: str

    def command(self) -> tuple[str, ...] | None:
        """How to start it, None where it is not there."""
        ...

    def can(self, question: Question) -> Failure | None:
        """Why it cannot answer such a question, None where it can."""
        ...

    def ask(self, question: Question, folder: Path, environ: Mapping[str, str], deadline_s: float) -> Answer | Failure:
        """Resolve in a private folder."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a process ended: texts are cut at a cap, `late` says that it was ended at the deadline."""

    status: int
    output: str = field(repr=False)
    errors: str = field(repr=False)
    late: bool = False
