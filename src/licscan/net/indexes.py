"""Package indexes, in the order in which they are asked."""

import json
from dataclasses import dataclass, field

from licscan.net.gateway import Connection, Limits
from licscan.net.hosts import Credentials, without_credentials

DEFAULT_INDEX = "default"
"""Stands for the index that the client library knows, so that nothing is imported to name it."""


@dataclass(frozen=True, slots=True)
class Index:
    """One package index; `packages` are the normalized names it alone serves (uv's `explicit`), None for all.

    `by_project` says that only the scanned project names it. `absent_statuses` are answers of it that mean what 404
    means (uv's `ignore-error-codes`).
    """

    url: str = field(repr=False)
    credentials: Credentials | None = field(default=None, repr=False)
    packages: frozenset[str] | None = None
    by_project: bool = False
    absent_statuses: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """The indexes in the order in which they are asked, and how they are reached.

    `best_match` says that a version is looked for on all of them, as pip does; else the first one that has a package
    is the only one asked for it, so that nobody can put a package of a private name on a public index. `named_by` is
    the tool, `pip` or `uv`, whose own settings say which indexes there are; empty where none does.
    """

    indexes: tuple[Index, ...] = (Index(DEFAULT_INDEX),)
    best_match: bool = False
    named_by: str = ""
    connection: Connection = field(default_factory=Connection)
    limits: Limits = field(default_factory=Limits)

    def serving(self, name: str) -> tuple[Index, ...]:
        """The indexes to ask for a package: those that it is pinned to, else all that serve every name."""
        pinned = tuple(index for index in self.indexes if index.packages and name in index.packages)
        return pinned or tuple(index for index in self.indexes if index.packages is None)


def fingerprint(settings: IndexSettings) -> str:
    """A text that names these indexes in a cache key; it holds no credentials."""
    return json.dumps(
        [
            settings.best_match,
            [
                [without_credentials(index.url)[0], index.by_project, sorted(index.packages or ())]
                for index in settings.indexes
            ],
        ]
    )
