"""An archive taken apart: its data members as sources, archives in it too, the rest counted."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import PurePosixPath

from licscan.inputs.classify import Place, Unread, data_kind
from licscan.inputs.compression import CODECS, MAGIC_BYTES, Codec, Compressed, bomb, codec_of, is_bomb
from licscan.inputs.containers.formats import ARCHIVES
from licscan.inputs.containers.interface import Member, Oddity, last_part, shown_name
from licscan.inputs.containers.tally import ArchiveTally, archive_gap
from licscan.inputs.containers.tar import tar_members
from licscan.inputs.containers.webdataset import LOOKED_AT, WebDatasetShard, is_webdataset, other_members
from licscan.inputs.containers.zip import zip_members
from licscan.inputs.globs import Globs
from licscan.inputs.media.image import tells_of_people
from licscan.inputs.readers import PICTURES
from licscan.inputs.sources import Source, SourceError
from licscan.inputs.suffixes import MEDIA, suffix_of
from licscan.inputs.unseen import Unseen
from licscan.model.finding import Gap, GapReason

MAX_DEPTH = 2
MAX_MEMBERS = 100_000
MAX_SOURCES = 10_000
_TOO_MANY = f"holds more than {MAX_MEMBERS:,} members; the rest was not looked at"
_TOO_MANY_DATA = f"holds more than {MAX_SOURCES:,} data files; the rest was not looked at"
_TOO_DEEP = f"is an archive more than {MAX_DEPTH} archives deep"


@dataclass(slots=True)
class Expansion:
    """Takes sources apart; one for a whole run, so that no two sources are shown alike.

    `exclude` covers members that are left out, by what outputs call them. `unseen` counts what archives hold beside
    data.
    """

    exclude: Globs = field(default_factory=lambda: Globs(()))
    unseen: Unseen = field(default_factory=Unseen)
    _shown: dict[str, int] = field(default_factory=dict)
    _packed: int | None = None
    _unpacked: int = 0
    _looked: int = 0

    def expand(self, source: Source, depth: int = 0) -> Iterator[Source | Gap]:
        """The sources in a file: itself, what its compression wraps, or the members of an archive in their order."""
        suffix = suffix_of(source.name)
        if suffix in ARCHIVES:
            if not depth:
                self._packed, self._unpacked, self._looked = _size(source), 0, 0
            yield from self._archive(source, *ARCHIVES[suffix], depth)
        else:
            codec = CODECS.get(PurePosixPath(f"a{suffix}").suffix) or _codec_by_mark(source)
            yield source if codec is None else Compressed(source, codec)

    def _archive(self, source: Source, kind: str, codec: Codec | None, depth: int) -> Iterator[Source | Gap]:
        if depth >= MAX_DEPTH:
            yield archive_gap(source.shown, GapReason.TOO_LARGE, _TOO_DEEP)
            return
        archive = source if codec is None else Compressed(source, codec)
        tally = ArchiveTally(source.shown)
        try:
            yield from self._members(archive, kind, tally, depth)
        except SourceError as error:
            yield archive_gap(source.shown, error.reason, error.detail, error.hint)
        except OSError as error:
            yield archive_gap(source.shown, GapReason.UNREADABLE, f"cannot be read: {reason_of(error)}")
        yield from tally.gaps()

    def _members(self, archive: Source, kind: str, tally: ArchiveTally, depth: int) -> Iterator[Source | Gap]:
        members = zip_members(archive) if kind == "zip" else tar_members(archive)
        head, torn = _first(members)
        if kind == "tar" and is_webdataset(head):
            yield WebDatasetShard(archive)
            others = (self._beside(member, tally) for member in other_members(chain(head, members)))
            yield from islice((picture for picture in others if picture is not None), MAX_SOURCES)
        else:
            yield from self._each(chain(head, members), tally, depth)
        if torn is not None:
            raise torn

    def _each(self, members: Iterator[Member], tally: ArchiveTally, depth: int) -> Iterator[Source | Gap]:
        given = 0
        for index, member in enumerate(members):
            if index >= MAX_MEMBERS:
                yield archive_gap(tally.shown, GapReason.TRUNCATED, _TOO_MANY)
                return
            source = self._source(member, tally)
            if source is None:
                continue
            self._unpacked += member.size
            if self._packed is not None and is_bomb(self._packed, self._unpacked):
                raise bomb(self._packed, self._unpacked)  # many small bombs make a large one
            given += 1
            if given > MAX_SOURCES:
                yield archive_gap(tally.shown, GapReason.TRUNCATED, _TOO_MANY_DATA)
                return
            yield from self.expand(source, depth + 1)

    def _source(self, member: Member, tally: ArchiveTally) -> Source | None:
        """The source of a member that holds data; what does not is counted."""
        if self.exclude.cover(_below(tally.shown, member.path)):
            self.unseen.note("excluded by policy, in an archive", _below(tally.shown, member.path))
        elif isinstance(data_kind(last_part(member.path), Place(data=True)), Unread):
            return self._beside(member, tally)
        elif member.source is Oddity.LINK:
            self.unseen.note("link in an archive", _below(tally.shown, member.path))
        elif isinstance(member.source, Oddity):
            tally.odd(member.source)
        else:
            return member.source(self._unique(_below(tally.shown, member.path)))
        return None

    def _beside(self, member: Member, tally: ArchiveTally) -> Source | None:
        """Count a member that holds no data; a picture whose Exif block tells of people is a source all the same."""
        self._count(member, tally)
        if isinstance(member.source, Oddity) or suffix_of(last_part(member.path)) not in PICTURES:
            return None
        self._looked += member.size
        if self._packed is not None and is_bomb(self._packed, self._looked):
            tally.odd(Oddity.TOO_LARGE)
            return None
        shown = _below(tally.shown, member.path)
        return member.source(self._unique(shown)) if tells_of_people(member.source(shown)) else None

    def _count(self, member: Member, tally: ArchiveTally) -> None:
        """Count a member that is not read."""
        name = last_part(member.path)
        kind = data_kind(name, Place(data=True))
        if isinstance(member.source, Oddity) and not isinstance(kind, Unread):
            tally.odd(member.source)
        elif isinstance(kind, Unread) and kind is not Unread.UNSUPPORTED:
            media = kind is Unread.MEDIA
            what = f"{MEDIA[suffix_of(name)]} in an archive" if media else "not a data file, in an archive"
            self.unseen.note(what, _below(tally.shown, member.path))
        else:
            tally.unsupported(suffix_of(name))

    def _unique(self, shown: str) -> str:
        """The name itself, or with a number where an archive holds it more than once."""
        times = self._shown.get(shown, 0) + 1
        self._shown[shown] = times
        return shown if times == 1 else self._unique(f"{shown} ({times})")


def _size(source: Source) -> int | None:
    try:
        return source.size
    except OSError:  # told when it is opened
        return None


def _codec_by_mark(source: Source) -> Codec | None:
    """The compression of a file on disk that its name does not tell."""
    if source.path is None:
        return None
    try:
        with source.open() as stream:
            return codec_of(stream.read(MAGIC_BYTES))
    except OSError:  # its reader tells
        return None


def _first(members: Iterator[Member]) -> tuple[list[Member], SourceError | None]:
    """The members by which an archive is told, and what went wrong on the way."""
    head: list[Member] = []
    try:
        for member in islice(members, LOOKED_AT):
            head.append(member)  # noqa: PERF402 - what came before an error counts
    except SourceError as error:
        return head, error
    return head, None


def _below(archive: str, path: str) -> str:
    return f"{archive}!/{shown_name(path)}"


def reason_of(error: OSError) -> str:
    """The system's own short text, which names no path."""
    return os.strerror(error.errno) if error.errno else "the system gives no reason"
