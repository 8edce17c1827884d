"""What Presidio swallows: a pattern that timed out or a recognizer that failed must not read as clean."""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

# At debug these write words out of the text into the log; at info Presidio's decision trace does.
_TALKATIVE = ("presidio-analyzer", "decision_process", "tldextract", "filelock", "spacy", "urllib3")

# What a recognizer written by others can raise on a text; its message may quote the text and is dropped.
RECOGNIZER_FAULTS = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


class Faults:
    """How often what went wrong; holds names of recognizers and patterns only."""

    def __init__(self) -> None:
        self.timeouts = 0
        self.failures: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self.timeouts or self.failures)

    def describe(self) -> str:
        """One sentence for a person, without any text that was scanned."""
        parts = [f"{self.timeouts} patterns took too long"] if self.timeouts else []
        parts += [f"{name} failed on {count} values" for name, count in sorted(self.failures.items())]
        return "; ".join(parts)


class _Listener(logging.Handler):
    """Counts Presidio's timeout warnings and lets no record pass."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(logging.WARNING)
        self._faults = faults

    def emit(self, record: logging.LogRecord) -> None:
        """Count a record; its text is never rendered."""
        if "timed out" in str(record.msg):
            self._faults.timeouts += 1


@contextmanager
def watch() -> Iterator[Faults]:
    """Collect faults while Presidio works, and keep its loggers from writing anything."""
    faults = Faults()
    listener = _Listener(faults)
    loggers = [logging.getLogger(name) for name in _TALKATIVE]
    before = [(logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.WARNING)
        logger.propagate = False
        logger.addHandler(listener)
    try:
        yield faults
    finally:
        for logger, (level, propagate) in zip(loggers, before, strict=True):
            logger.removeHandler(listener)
            logger.setLevel(level)
            logger.propagate = propagate
