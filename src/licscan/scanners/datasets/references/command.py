"""One simple command: its words, its options, the variables that they may hold."""

from dataclasses import dataclass, replace

from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.references.found import Found
from licscan.scanners.datasets.references.identity import is_revision
from licscan.scanners.datasets.references.shell_words import Variables, expanded
from licscan.scanners.datasets.references.works import Reading, work_of

# Options of the clients of hubs and of servers of models that stand before what is fetched, with a value of their own.
_TAKES_VALUE = frozenset(
    {
        *("--cache-dir", "--exclude", "--file", "--include", "--local-dir", "--max-workers", "--path", "--repo-type"),
        *("--revision", "--token", "--type", "-f", "-p", "--port", "--host", "--output-dir", "--dtype"),
    }
)


@dataclass(slots=True)
class Command:
    """One simple command: the words after what stands before its program."""

    words: list[str]
    line: int
    variables: Variables
    found: Found

    def option(self, *names: str) -> str | None:
        """The value of an option, `--x v` or `--x=v`."""
        for at, word in enumerate(self.words):
            if word in names and at + 1 < len(self.words):
                return self.words[at + 1]
            name, equals, value = word.partition("=")
            if equals and name in names:
                return value
        return None

    def first(self, start: int) -> str | None:
        """The first argument from a place on, past options and the values of those that take one."""
        skip = False
        for word in self.words[start : start + 40]:
            if skip:
                skip = False
            elif word.startswith("-"):
                skip = word in _TAKES_VALUE
            else:
                return word
        return None

    def add(self, word: str | None, reading: Reading, how: str, revision: str | None = None) -> None:
        """Note the works that a word names; one that only a run knows is told where it is a data set."""
        texts = expanded(word, self.variables) if word else None
        if texts is None:
            if word and reading.kind is SubjectKind.DATASET:
                self.found.unknown(self.line, how)
            return
        pins = expanded(revision, self.variables) if revision else None
        pin = pins[0] if pins and len(pins) == 1 and is_revision(pins[0]) else None
        for text in texts:
            if work := work_of(text, reading, self.found.place):
                self.found.add(replace(work, revision=pin or work.revision), self.line, how)
