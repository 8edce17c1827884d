"""What the running text of a card says about licenses and use."""

from dataclasses import dataclass
from enum import StrEnum

from licscan.model.license import WorkPart


class Place(StrEnum):
    """How strong the place of a statement is.

    `section` stands below a heading on licenses or terms, `lead` behind `License:`, `gate` in what somebody agrees to
    before access, `running` anywhere else.
    """

    SECTION = "section"
    LEAD = "lead"
    GATE = "gate"
    RUNNING = "running"


class Polarity(StrEnum):
    """What a statement does: names a license, grants or restricts a use in plain words, or names one to deny it."""

    NAMED = "named"
    GRANT = "grant"
    RESTRICTION = "restriction"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class ProseStatement:
    """One statement of a sentence.

    `names` are SPDX expressions: one, or the candidates of a name without version. `part` is what it speaks of, None
    for the whole work. `own`: the sentence speaks of the work of the card, not of another one. `link`: the name is the
    target of a link. `line` counts lines of the file from 1. `path` and `digest` are of the file where it is not the
    card's own. `words` is the sentence, clipped and printable. `listed`: it is an entry of a list. `weak`: it names a
    use and shuts no other one out. `choice`: the licenses of the sentence are offered as a choice. `variant`: a use of
    one variant of the work (`the full version`), others may have other terms.
    """

    polarity: Polarity
    place: Place
    names: tuple[str, ...]
    line: int
    words: str
    part: WorkPart | None = None
    own: bool = True
    link: bool = False
    listed: bool = False
    weak: bool = False
    choice: bool = False
    variant: bool = False
    path: str | None = None
    digest: str | None = None

    @property
    def expression(self) -> str | None:
        """The license, where exactly one can be meant."""
        return self.names[0] if len(self.names) == 1 else None


class Silence(StrEnum):
    """What a section on licenses says that names no license and sets no terms."""

    EMPTY = "empty"
    NOBODY_KNOWS = "nobody-knows"
    ELSEWHERE = "elsewhere"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Remark:
    """A place in the text that makes a label doubtful: the words on one line, and their line."""

    words: str
    line: int


@dataclass(frozen=True, slots=True)
class Prose:
    """All statements of a card's running text, in the order of the text.

    `silence` tells of the section on licenses where all such sections are silent, None where there is none or one
    speaks; `silent_line` is its line. `website` and `per_record` are sentences that leave the terms to a website, or to
    each record. `unread_line` is the first line that was not read any more, None where all was read.
    """

    statements: tuple[ProseStatement, ...] = ()
    silence: Silence | None = None
    silent_line: int | None = None
    website: Remark | None = None
    per_record: Remark | None = None
    unread_line: int | None = None
