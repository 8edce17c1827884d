"""Data files in remote stores, by fsspec and the user's own settings for it; streamed, never copied to the disk.

licscan's own requests go through `net.gateway`; here the user names an address, and that address alone is asked, with
the credentials that fsspec finds in the environment.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, cast
from urllib.parse import unquote, urlsplit

from licscan.errors import UsageError
from licscan.inputs.classify import Place, Unread, data_kind
from licscan.inputs.globs import Globs
from licscan.inputs.remote_stores import STORES, FileSystem, missing, refusals, refused, system_of
from licscan.inputs.sources import Source, SourceError
from licscan.inputs.streams import produced
from licscan.inputs.suffixes import MEDIA, suffix_of
from licscan.inputs.unseen import Unseen
from licscan.model.coverage import NotSeen
from licscan.model.evidence import Location
from licscan.model.finding import Concern, Gap, GapReason

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_FILES = 100_000
_BLOCK = 1 << 20
_BUFFER = 1 << 16
_GLOB = frozenset("*?[")


def is_address(text: str) -> bool:
    """Whether an argument of the command line is an address and no path."""
    scheme, mark, _ = text.partition("://")
    return bool(mark) and scheme.replace("+", "").replace("-", "").replace(":", "").isalnum() and len(scheme) > 1


def shown_address(url: str) -> str:
    """An address as outputs may show it: without user, password, query and fragment, which may hold secrets."""
    scheme, _, rest = url.partition("://")
    if scheme in {"http", "https"}:
        rest = rest.partition("?")[0].partition("#")[0]
    host, slash, path = rest.partition("/")
    shown = f"{scheme}://{host.rpartition('@')[2]}{slash}{path}" if scheme != "hf" else f"{scheme}://{rest}"
    return shown.encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file in a remote store; another process opens it by the address, with its own credentials."""

    url: str = field(repr=False)
    shown: str

    @property
    def name(self) -> str:
        """The last part of its path."""
        scheme = self.url.partition("://")[0]
        path = unquote(urlsplit(self.url).path) if scheme in {"http", "https"} else self.url
        return PurePosixPath(path).name

    @property
    def size(self) -> int | None:
        """Bytes, None where the store does not say. Raises SourceError."""
        system, path = system_of(self.url)
        try:
            size = system.info(path).get("size")
        except refusals() as error:
            raise refused(error) from None
        return size if isinstance(size, int) else None

    @property
    def path(self) -> Path | None:
        """None: on no disk of this machine."""
        return None

    def open(self) -> IO[bytes]:
        """A stream that asks for what is read of it, ranges where the store has them. Raises SourceError."""
        system, path = system_of(self.url)
        try:
            stream = system.open(path, "rb")
        except refusals() as error:
            raise refused(error) from None
        if stream.seekable():
            return cast("IO[bytes]", io.BufferedReader(_Ranges(stream), _BUFFER))
        return produced(_Forward(stream))


class _Ranges(io.RawIOBase):
    """A store's file object that can seek, its errors in our own words."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move without a request."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._stream.tell()

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill from the store. Raises SourceError."""
        view = memoryview(buffer).cast("B")
        try:
            data = self._stream.read(len(view))
        except refusals() as error:
            raise refused(error) from None
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the file object."""
        if not self.closed:
            self._stream.close()
        super().close()


class _Forward:
    """A store's file object that only reads on."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def produce(self) -> bytes:
        """The next bytes. Raises SourceError."""
        try:
            return self._stream.read(_BLOCK)
        except refusals() as error:
            raise refused(error) from None

    def close(self) -> None:
        """Close the file object."""
        self._stream.close()


def remote_sources(url: str, *, offline: bool = False, exclude: Sequence[str] = ()) -> Iterator[Source | Gap | NotSeen]:
    """The data files at an address: a file, all below a folder, or what a glob covers; by name.

    An http address is one file. Nothing is asked with `offline`. What globs in `exclude` cover is counted as left out,
    by the address or by its path below the store (`*.bak.csv`, `bucket/old/**`, `s3://bucket/old/**`). What cannot be
    listed is a gap, what no reader opens is counted. Raises UsageError for an address of another kind (`file://`, a
    chain of addresses).
    """
    scheme = url.partition("://")[0].lower()
    if scheme not in STORES or "::" in url:
        known = ", ".join(f"{name}://" for name in sorted(STORES) if name != "memory")
        raise UsageError(f"{shown_address(url)} is no address that licscan reads", hint=f"known are {known}")
    url = scheme + url[len(scheme) :]
    try:
        yield from _listed(url, Globs(exclude), offline=offline)
    except SourceError as error:
        yield _gap(url, error.reason, error.detail, error.hint)


def _gap(url: str, reason: GapReason, detail: str, hint: str | None = None) -> Gap:
    shown = shown_address(url)
    return Gap(f"file:{shown}", reason, detail, Concern.PERSONAL_DATA, Location(shown), hint)


def _listed(url: str, exclude: Globs, *, offline: bool) -> Iterator[Source | Gap | NotSeen]:
    if offline:
        raise SourceError(GapReason.OFFLINE, "is in a remote store, which --offline does not ask")
    if (lack := missing(url.partition("://")[0])) is not None:
        raise lack
    place = Place(data=True, named=True)
    if url.startswith(("http://", "https://")):
        urls = [url]
    else:
        system, path = system_of(url)
        try:
            urls, is_file = _urls(system, path, url)
        except refusals() as error:
            raise refused(error) from None
        place = Place(data=True, named=is_file)
    if not urls:
        raise SourceError(GapReason.NOT_FOUND, "leads to no file")
    if len(urls) > MAX_FILES:
        yield _gap(url, GapReason.TRUNCATED, f"leads to more than {MAX_FILES:,} files; the rest was not looked at")
    yield from _classified(sorted(urls)[:MAX_FILES], url, place, exclude)


def _urls(system: FileSystem, path: str, url: str) -> tuple[list[str], bool]:
    """The addresses of the files, one more than are looked at, and whether a single file was named."""
    if _GLOB & set(url.partition("://")[2]):
        found = (each for each in system.glob(path) if system.info(each).get("type") != "directory")
    elif system.info(path).get("type") == "directory":
        found = (f"{folder}/{name}" for folder, _, names in system.walk(path) for name in names)
    else:
        return [url], True
    return [system.unstrip_protocol(each) for each in islice(found, MAX_FILES + 1)], False


def _classified(urls: list[str], named: str, place: Place, exclude: Globs) -> Iterator[Source | Gap | NotSeen]:
    unseen = Unseen()
    unsupported: dict[str, int] = {}
    for url in urls:
        file = RemoteFile(url, shown_address(url))
        scheme, *path = (part for part in file.shown.split("/") if part)
        if exclude.cover("/".join((scheme, *path))) or exclude.cover("/".join(path)):
            unseen.note("excluded by policy", file.shown)
            continue
        match data_kind(file.name, place):
            case Unread.UNSUPPORTED:
                unsupported[suffix_of(file.name)] = unsupported.get(suffix_of(file.name), 0) + 1
            case Unread.MEDIA:
                unseen.note(f"{MEDIA[suffix_of(file.name)]} in a remote store", file.shown)
            case Unread.OTHER:
                unseen.note("not a data file, in a remote store", file.shown)
            case _:
                yield file
    for suffix, count in sorted(unsupported.items()):
        what = f"{count:,} {suffix or 'suffixless'} {'file' if count == 1 else 'files'}"
        yield _gap(named, GapReason.UNSUPPORTED_FORMAT, f"{what}: no reader opens this format")
    yield from unseen.told()
