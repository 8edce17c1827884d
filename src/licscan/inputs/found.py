"""What discovery has come upon so far."""

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from licscan.inputs.classify import Unread
from licscan.inputs.inventory import FileKind, InputFile, Inventory
from licscan.inputs.readers import PICTURES
from licscan.inputs.suffixes import MEDIA, suffix_of
from licscan.model.coverage import NotSeen
from licscan.model.evidence import Location
from licscan.model.finding import Concern, Gap, GapReason

_EXAMPLES = 3


@dataclass(slots=True)
class Found:
    """Gathers files, gaps and counts; paths are relative with forward slashes."""

    files: list[InputFile] = field(default_factory=list)
    _gaps: dict[str, Gap] = field(default_factory=dict)
    _not_seen: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _unsupported: defaultdict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def gap(self, path: str, reason: GapReason, detail: str, concern: Concern = Concern.BOTH) -> None:
        """A file or folder that cannot be looked at."""
        shown = _shown(path)
        self._gaps[path] = Gap(f"file:{shown}", reason, detail, concern, Location(shown))

    def unreadable(self, path: str, error: OSError, concern: Concern) -> None:
        """A file or folder that the system refuses."""
        reason = os.strerror(error.errno) if error.errno else "the system gives no reason"
        self.gap(path, GapReason.UNREADABLE, f"cannot be read: {reason}", concern)

    def excluded(self, path: str) -> None:
        """A file or whole folder that the policy leaves out."""
        self._not_seen["excluded by policy"].add(path)

    def not_entered(self, path: str) -> None:
        """A folder of version control, a cache or an environment."""
        self._not_seen["folder of version control, a cache or an environment"].add(path)

    def unread(self, path: str, reason: Unread) -> None:
        """A file that is of no kind that licscan opens."""
        folder, _, name = path.rpartition("/")
        suffix = suffix_of(name)
        match reason:
            case Unread.UNSUPPORTED:
                self._unsupported[folder, suffix].add(path)
            case Unread.MEDIA:
                self._not_seen[f"{MEDIA[suffix]} in a data folder"].add(path)
                if suffix in PICTURES:
                    self.files.append(InputFile(path, FileKind.PICTURE))
            case Unread.OTHER:
                self._not_seen["not a data file or manifest"].add(path)

    def inventory(self, root: Path) -> Inventory:
        """Everything, sorted."""
        gaps = [*self._gaps.values(), *(self._unsupported_gap(*key) for key in self._unsupported)]
        files = tuple(sorted(set(self.files)))
        return Inventory(
            root,
            files,
            tuple(sorted(gaps, key=lambda gap: (gap.subject, gap.reason, gap.detail))),
            tuple(self._counted({file.path for file in files if file.kind is not FileKind.PICTURE})),
        )

    def _counted(self, seen: set[str]) -> Iterator[NotSeen]:
        for reason, found in sorted(self._not_seen.items()):
            paths = sorted(found - seen)
            if paths:
                yield NotSeen(reason, len(paths), tuple(map(_shown, paths[:_EXAMPLES])))

    def _unsupported_gap(self, folder: str, suffix: str) -> Gap:
        paths = sorted(self._unsupported[folder, suffix])
        what = f"{len(paths):,} {suffix or 'suffixless'} {'file' if len(paths) == 1 else 'files'}"
        return Gap(
            f"file:{folder or '.'}",
            GapReason.UNSUPPORTED_FORMAT,
            f"{what}: no reader opens this format",
            Concern.PERSONAL_DATA,
            Location(paths[0]),
            "convert the data to CSV, JSON Lines or Parquet, or leave it out in the policy",
        )


def _shown(path: str) -> str:
    # A name may hold bytes that are no text; outputs are UTF-8.
    return path.encode("utf-8", "replace").decode("utf-8")
