"""What was met in archives and is no data to read: gaps by archive, and counts over all of them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from licscan.inputs.containers.interface import Oddity
from licscan.model.evidence import Location
from licscan.model.finding import Concern, Gap, GapReason

_UNSUPPORTED_HINT = "convert the data to CSV, JSON Lines or Parquet, or leave the archive out in the policy"
_ODD: dict[Oddity, tuple[GapReason, str]] = {
    Oddity.DEVICE: (GapReason.UNREADABLE, "devices or pipes, which are not read"),
    Oddity.ENCRYPTED: (GapReason.UNREADABLE, "encrypted, which are not read"),
    Oddity.OUTSIDE: (GapReason.UNREADABLE, "with a name that leads out of the archive, which are not read"),
    Oddity.OVERLAP: (GapReason.TOO_LARGE, "whose bytes overlap those of others, which are not read"),
    Oddity.TOO_LARGE: (GapReason.TOO_LARGE, "that unpack to very much: their Exif blocks were not read"),
    Oddity.UNSUPPORTED: (GapReason.UNSUPPORTED_FORMAT, "stored in a way that is not read"),
}


def archive_gap(shown: str, reason: GapReason, detail: str, hint: str | None = None) -> Gap:
    """A gap that is about an archive as a whole; `detail` is our own sentence."""
    return Gap(f"file:{shown}", reason, detail, Concern.PERSONAL_DATA, Location(shown), hint)


@dataclass(slots=True)
class ArchiveTally:
    """What one archive holds beside data."""

    shown: str
    _odd: defaultdict[Oddity, int] = field(default_factory=lambda: defaultdict(int))
    _unsupported: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def odd(self, oddity: Oddity) -> None:
        """Count a member that cannot be read."""
        self._odd[oddity] += 1

    def unsupported(self, suffix: str) -> None:
        """Count a member of a data format that no reader opens."""
        self._unsupported[suffix] += 1

    def gaps(self) -> Iterator[Gap]:
        """One gap for each kind of what was not read."""
        for oddity in Oddity:
            if count := self._odd[oddity] if oddity in _ODD else 0:
                reason, what = _ODD[oddity]
                yield archive_gap(self.shown, reason, f"{_files(count)} {what}")
        for suffix, count in sorted(self._unsupported.items()):
            detail = f"{_files(count, suffix)}: no reader opens this format"
            yield archive_gap(self.shown, GapReason.UNSUPPORTED_FORMAT, detail, _UNSUPPORTED_HINT)


def _files(count: int, suffix: str = "") -> str:
    return f"{count:,}{' ' if suffix else ''}{suffix} {'file' if count == 1 else 'files'}"
