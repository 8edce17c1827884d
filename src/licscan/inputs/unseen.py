"""Counts of files that nobody looks at."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from licscan.model.coverage import NotSeen

_EXAMPLES = 3


@dataclass(slots=True)
class Unseen:
    """Counts of what nobody looks at, over all archives."""

    _counts: dict[str, int] = field(default_factory=dict)
    _examples: dict[str, list[str]] = field(default_factory=dict)

    def note(self, reason: str, shown: str) -> None:
        """Count one file."""
        self._counts[reason] = self._counts.get(reason, 0) + 1
        examples = self._examples.setdefault(reason, [])
        if len(examples) < _EXAMPLES:
            examples.append(shown)

    def told(self) -> Iterator[NotSeen]:
        """The counts, by reason."""
        for reason in sorted(self._counts):
            yield NotSeen(reason, self._counts[reason], tuple(self._examples[reason]))
