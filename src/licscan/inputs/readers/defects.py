"""What went wrong inside a data file, as gaps that never quote it."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from licscan.inputs.sources import SourceError
from licscan.model.evidence import Location
from licscan.model.finding import Concern, Gap, GapReason

T = TypeVar("T")


@dataclass(slots=True)
class Occurrences:
    """How often a defect was met, and the line where it was met first."""

    first: int | None = None
    count: int = 0

    def note(self, line: int | None) -> None:
        """Count one more occurrence, at a line where the format has lines."""
        self.count += 1
        if self.first is None:
            self.first = line


@dataclass(slots=True)
class Defects:
    """Makes the gaps of one file; repeated defects are counted and told once, at the end.

    `ref` is the subject's ref, `shown` the path for locations.
    """

    ref: str
    shown: str
    _counted: dict[tuple[GapReason, str], Occurrences] = field(default_factory=dict)

    def gap(self, reason: GapReason, detail: str, line: int | None = None, hint: str | None = None) -> Gap:
        """One gap of this file; `detail` is our own sentence, never a text out of the file."""
        return Gap(self.ref, reason, detail, Concern.PERSONAL_DATA, Location(self.shown, line), hint)

    def note(self, reason: GapReason, detail: str, line: int | None = None) -> None:
        """Count a defect that may repeat; `detail` may hold `{count}`."""
        self._counted.setdefault((reason, detail), Occurrences()).note(line)

    def told(self) -> Iterator[Gap]:
        """The counted defects, each once, in the order of their first lines."""
        ordered = sorted(self._counted.items(), key=lambda item: (item[1].first or 0, item[0]))
        for (reason, detail), seen in ordered:
            yield self.gap(reason, detail.replace("{count}", f"{seen.count:,}"), seen.first)


def guarded(defects: Defects, batches: Iterable[T]) -> Iterator[T | Gap]:
    """The batches of a file; then what went wrong; a file that cannot be opened or read on is a gap."""
    try:
        yield from batches
    except SourceError as error:
        yield defects.gap(error.reason, error.detail, hint=error.hint)
    except OSError as error:
        yield defects.gap(GapReason.UNREADABLE, f"cannot be read: {_reason(error)}")
    yield from defects.told()


def _reason(error: OSError) -> str:
    # strerror is the system's own short text; str(error) would repeat the absolute path of the file.
    return os.strerror(error.errno) if error.errno else "the system gives no reason"
