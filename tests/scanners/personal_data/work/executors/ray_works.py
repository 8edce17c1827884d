"""Works that a test sends to machines of a cluster, which import this file: a unit does what its file says."""

import os
import signal
import time
from dataclasses import dataclass

from licscan.model.finding import GapReason
from licscan.scanners.personal_data.columns.counts import Counts
from licscan.scanners.personal_data.engine.presidio import Missing
from licscan.scanners.personal_data.work.executors.interface import Tell
from licscan.scanners.personal_data.work.units import Unit


@dataclass(frozen=True, slots=True)
class Scripted:
    """`LICSCAN_TEST_RELEASE` of a machine stands for the release of licscan that is installed there."""

    has_model: bool = True

    def begin(self) -> "ScriptedWorker | Missing":
        if not self.has_model:
            return Missing(GapReason.MISSING_MODEL, "the model is not installed", "install it")
        return ScriptedWorker()

    def digest(self) -> str:
        return os.environ.get("LICSCAN_TEST_RELEASE", "this one")


class ScriptedWorker:
    def look(self, unit: Unit, tell: Tell) -> Counts:
        with unit.source.open() as stream:
            lines = stream.read().decode().splitlines()
        match lines[0]:
            case "deadly":
                os.kill(os.getpid(), signal.SIGKILL)
            case "raises":
                raise KeyError(lines[1])
            case "slow":
                time.sleep(0.7)
        for _ in range(10):
            tell(100)
        return Counts(rows=len(lines))
