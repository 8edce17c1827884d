"""What a worker process runs: it takes units from its standard input until that ends, and its own end is then near."""

import os
import queue
import signal
import sys
import threading
from typing import IO, TYPE_CHECKING, cast

from licscan.scanners.personal_data.engine.presidio import Missing
from licscan.scanners.personal_data.work.executors.frames import receive, send
from licscan.scanners.personal_data.work.executors.interface import Work

if TYPE_CHECKING:
    from licscan.scanners.personal_data.work.units import Unit

# So many thousandths of a unit are told in one message.
_STEP_PERMILLE = 10


def main() -> None:
    """Work until the first process closes the pipe, or is no more."""
    # Ctrl-C goes to all processes of a terminal; the first one decides what becomes of the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # whatever a library prints must not stand between our messages
    messages: queue.SimpleQueue[object] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, messages), daemon=True).start()
    _serve(cast("Work", messages.get()), messages, answers)


def _listen(pipe: IO[bytes], messages: "queue.SimpleQueue[object]") -> None:
    """Pass messages on; a process whose first process is gone ends at once, in the middle of a unit, too."""
    try:
        while True:
            messages.put(receive(pipe))
    except (EOFError, OSError):
        os._exit(0)


def _serve(work: Work, messages: "queue.SimpleQueue[object]", answers: IO[bytes]) -> None:
    worker = work.begin()
    while True:
        unit = cast("Unit", messages.get())
        if isinstance(worker, Missing):
            send(answers, worker)
        else:
            send(answers, worker.look(unit, _Steps(answers).tell))


class _Steps:
    """Tells progress in steps that are worth a message."""

    def __init__(self, answers: IO[bytes]) -> None:
        self._answers = answers
        self._open = 0

    def tell(self, permille: int) -> None:
        """Gather, and send what has become a step."""
        self._open += permille
        if self._open >= _STEP_PERMILLE:
            send(self._answers, self._open)
            self._open = 0
