"""Works for executors that need no engine: they count what a file holds, or die over it."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from licscan.inputs.sources import LocalFile
from licscan.scanners.personal_data.columns.counts import Counts
from licscan.scanners.personal_data.work.executors.interface import Tell
from licscan.scanners.personal_data.work.units import Unit


def units_of(folder: Path, contents: list[str]) -> list[Unit]:
    """A unit for each file, written first."""
    units = []
    for number, content in enumerate(contents):
        path = folder / f"{number}.txt"
        path.write_text(content, encoding="utf-8")
        units.append(Unit(number, LocalFile(path, path.name), f"file:{path.name}"))
    return units


@dataclass(frozen=True)
class CountLines:
    """Counts lines. A file that says `die` kills its process each time, one that says `die once` the first time, one
    that says `wait` keeps it for a minute; `print` writes to standard output as a talkative library does.
    """

    folder: Path

    def begin(self) -> "CountLines":
        return self

    def digest(self) -> str:
        return "lines"

    def look(self, unit: Unit, tell: Tell) -> Counts:
        with unit.source.open() as stream:
            text = stream.read().decode()
        mark = self.folder / f"{unit.index}.died"
        if text.startswith("die once") and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if text.startswith("die\n"):
            os.kill(os.getpid(), signal.SIGKILL)
        if text.startswith("wait"):
            (self.folder / f"{unit.index}.pid").write_text(str(os.getpid()))
            time.sleep(60)
        if text.startswith("print"):
            print("Mei Tan", flush=True)  # noqa: T201
        tell(400)
        tell(600)
        return Counts(rows=text.count("\n"))
