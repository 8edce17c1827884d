"""Third-party notices: what has to go along with the packages that a project hands out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A text that packages ship, in full; `number` counts from 1, `names` are the files, `used_by` the packages."""

    number: int
    text: str
    names: tuple[str, ...]
    used_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One package: `texts` are numbers of the texts it ships, `notices` the contents of its NOTICE files.

    `license` is the SPDX expression that was concluded, None where there is none. `copyrights` are the lines of its
    texts that state copyright. `ships` are licenses of parts that are shipped inside. `source` is a sentence on where
    to get the source code, where the license asks for it. `disputed` says that its
    sources disagree on the license.
    """

    name: str
    version: str | None
    license: str | None
    copyrights: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    texts: tuple[int, ...] = ()
    ships: tuple[str, ...] = ()
    source: str | None = None
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """What keeps the notices from being whole: a package, or a file of the project, and why."""

    what: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Packages that are not handed out, by what they are needed for."""

    scope: str
    packages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notices:
    """Everything, sorted by name; nothing in it depends on the day or on where it was made."""

    project: str | None
    components: tuple[Attribution, ...]
    texts: tuple[NoticeText, ...]
    missing: tuple[Missing, ...]
    left_out: tuple[LeftOut, ...]
