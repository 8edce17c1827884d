"""What Presidio swallows: a pattern that timed out or a recognizer that failed must not read as clean."""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

# At debug these write words out of the text into the log; at info Presidio's decision trace does.
_TALKATIVE = ("presidio-analyzer", "decision_process", "tldextract", "filelock", "spacy", "urllib3")

# What a recognizer written by others can raise on a text; its message may quote the text and is dropped.
RECOGNIZER_FAULTS = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


# No recognizer has a colon in its name.
_LEFT = "language:"


def languages_left(failures: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """The languages of which running text was not read for names."""
    return tuple(sorted(name.removeprefix(_LEFT) for name, _ in failures if name.startswith(_LEFT)))


class Faults:
    """How often what went wrong; holds names of recognizers and patterns only."""

    def __init__(self) -> None:
        self.timeouts = 0
        self.failures: Counter[str] = Counter()

    def leave(self, language: str) -> None:
        """Running text of this language was not read for names, because no model for it was named."""
        self.failures[_LEFT + language] = 1

    def __bool__(self) -> bool:
        return bool(self.timeouts or self.failures)

    def describe(self) -> str:
        """One sentence for a person, without any text that was scanned."""
        parts = [f"{self.timeouts} patterns took too long"] if self.timeouts else []
        failed = sorted((name, count) for name, count in self.failures.items() if not name.startswith(_LEFT))
        parts += [f"{name} failed on {count} values" for name, count in failed]
        return "; ".join(parts)


class _Listener(logging.Handler):
    """Counts Presidio's timeout warnings and lets no record pass."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(logging.WARNING)
        self._faults = faults

    def emit(self, record: logging.LogRecord) -> None:
        """Count a record; its text is never rendered."""
        text = str(record.msg)
        if "timed out" in text:
            self._faults.timeouts += 1
        elif "prediction failed" in text:
            # Presidio's recognizer of transformers swallows what its model raises, and finds nothing.
            self._faults.failures["HuggingFaceNerRecognizer"] += 1


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
