"""Where a fact was seen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file; `path` is relative to the scanned root, lines and columns count from 1."""

    path: str
    line: int | None = None
    column: int | None = None
    end_column: int | None = None

    def __str__(self) -> str:
        """Render as `path:line:column`, the form that editors and terminals link."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What supports a claim: which source said it, where, and the digest of the text that was read.

    `source` is a short name such as `License-Expression`, `classifier`, `license file`, `card license`.
    `excerpt` is one line of a label or license heading, never a value out of a data file.
    `digest` is `sha256:<hex>` of the whole text of a license file, metadata file or card.
    """

    source: str
    location: Location | None = None
    digest: str | None = None
    excerpt: str | None = None
