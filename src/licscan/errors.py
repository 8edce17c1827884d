"""The error tree.

LicscanError             what / where / what to do
├── UsageError           a flag or path that makes no sense                          exit 2
├── ConfigurationError   several problems of a policy file, all at once, each placed  exit 2
├── RulesError           rules/ is missing or malformed                              exit 2
└── DocumentError        a YAML, JSON or TOML text that cannot be read; scanners turn it into a Gap
"""

from dataclasses import dataclass

from licscan.model.evidence import Location


class LicscanError(Exception):
    """An error with a message, a place and a hint; its text never holds a value out of a data file."""

    def __init__(self, message: str, *, location: Location | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.location = location
        self.hint = hint

    def __str__(self) -> str:
        """Render as `place: message`."""
        return f"{self.location}: {self.message}" if self.location else self.message


class UsageError(LicscanError):
    """A command line that cannot be carried out."""


class RulesError(LicscanError):
    """The rules folder is missing or malformed."""


class DocumentError(LicscanError):
    """A structured text that cannot be read."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One defect of a policy file."""

    location: Location
    message: str
    hint: str | None = None


class ConfigurationError(LicscanError):
    """All defects of the policy files, in file order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(f"{problem.location}: {problem.message}" for problem in problems))
        self.problems = problems
