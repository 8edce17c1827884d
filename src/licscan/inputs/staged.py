"""Data files as git's index has them: what a commit would hold, not what the working tree shows."""

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from licscan.inputs.classify import Place, Unread, Wanted, data_kind, is_data_folder
from licscan.inputs.found import Found
from licscan.inputs.inventory import Inventory
from licscan.inputs.sources import Source, SourceError
from licscan.inputs.streams import produced, read_fully
from licscan.model.finding import Concern, Gap, GapReason

_SECONDS = 60
_BLOCK = 1 << 16
_EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
_EMPTY_TREE_SHA256 = "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"
_SUBMODULE, _LINK = "160000", "120000"
# https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md: a pointer file is under 1,024 bytes and begins so.
_POINTER = b"version https://git-lfs.github.com/spec/"
_POINTER_BYTES = 1_024
_IS_POINTER = "is a Git LFS pointer: the data itself is not in git's index"


@dataclass(frozen=True, slots=True)
class StagedFile:
    """One file of the index of the repository at `root`; `blob` is git's id of its content."""

    root: Path
    blob: str
    shown: str

    @property
    def name(self) -> str:
        """The last part of its path."""
        return PurePosixPath(self.shown).name

    @property
    def size(self) -> int | None:
        """Bytes. Raises SourceError where git does not have the content."""
        return int(_git(self.root, "cat-file", "-s", self.blob))

    @property
    def path(self) -> Path | None:
        """None: the file of that name may differ."""
        return None

    def open(self) -> IO[bytes]:
        """A stream of the staged content, from git. Raises SourceError for what git does not have and LFS pointers."""
        producer = _Blob(self.root, self.blob)
        if producer.head.startswith(_POINTER) and len(producer.head) < _POINTER_BYTES:
            producer.close()
            raise SourceError(GapReason.UNREADABLE, _IS_POINTER, "run `licscan pii` on the file itself")
        return produced(producer)


class _Blob:
    """The content of a blob as git writes it."""

    def __init__(self, root: Path, blob: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - git with arguments of our own
            _command(root, "cat-file", "blob", blob),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._pipe = cast("IO[bytes]", self._process.stdout)
        self.head = read_fully(self._pipe, _POINTER_BYTES)

    def produce(self) -> bytes:
        """The next bytes. Raises SourceError where git gave up."""
        data, self.head = self.head, b""
        data = data or self._pipe.read(_BLOCK)
        if not data and self._process.wait(_SECONDS):
            raise SourceError(GapReason.UNREADABLE, "git does not have the staged content")
        return data

    def close(self) -> None:
        """End git."""
        self._process.kill()
        self._process.wait()
        self._pipe.close()


@dataclass(frozen=True, slots=True)
class _Entry:
    path: str
    mode: str
    blob: str
    status: str


def staged_files(root: Path, wanted: Wanted, only: Sequence[Path] = ()) -> Inventory:
    """The data files below `root` that the index adds or changes, with their staged content.

    `only` limits them to files and folders; a file that is named counts as data where a reader opens it. A file that is
    only announced (`git add -N`) has no staged content. Where git or a repository is missing there is a gap.
    """
    found = Found()
    sources: list[Source] = []
    try:
        named = _named(root.resolve(), only)
        for entry in _entries(root):
            source = _staged(entry, root, wanted, named, found)
            if source is not None:
                sources.append(source)
    except SourceError as error:
        gap = Gap("project:.", error.reason, error.detail, Concern.PERSONAL_DATA, None, error.hint)
        return Inventory(root, (), (gap,))
    inventory = found.inventory(root)
    return Inventory(root, (), inventory.gaps, inventory.not_seen, tuple(sources))


def _named(root: Path, only: Sequence[Path]) -> list[str]:
    # Not resolved to the end: a file that is staged may be a link, or gone, in the working tree.
    named = (path.parent.resolve() / path.name for path in only)
    return [path.relative_to(root).as_posix() for path in named if path.is_relative_to(root)]


def _staged(entry: _Entry, root: Path, wanted: Wanted, only: list[str], found: Found) -> Source | None:
    path = entry.path
    if only and not any(path == name or path.startswith(f"{name}/") or name == "." for name in only):
        return None
    if wanted.exclude.cover(path):
        found.excluded(path)
    elif entry.status == "U":
        found.gap(path, GapReason.UNREADABLE, "has an unresolved conflict in git's index", Concern.PERSONAL_DATA)
    elif entry.mode not in {_SUBMODULE, _LINK}:
        folder, _, name = path.rpartition("/")
        place = Place(data=is_data_folder(folder), named=path in only)
        kind = data_kind(name, wanted.place(path, place))
        if not isinstance(kind, Unread):
            return StagedFile(root, entry.blob, path)
        found.unread(path, kind)
    return None


def _entries(root: Path) -> Iterator[_Entry]:
    """What the index has against the last commit; before the first one, all of it."""
    what = ("--cached", "--relative", "--no-renames", "--ignore-submodules=all", "--ita-invisible-in-index")
    options = (*what, "--raw", "-z", "--no-abbrev")
    fields = _git(root, "diff-index", *options, _base(root)).split("\0")
    entries = []
    for about, path in zip(fields[::2], fields[1::2], strict=False):
        _, mode, _, blob, status = about.removeprefix(":").split(" ")
        if status != "D":
            entries.append(_Entry(path, mode, blob, status))
    yield from sorted(set(entries), key=lambda entry: (entry.path, entry.status))


def _base(root: Path) -> str:
    try:
        return _git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").strip()
    except SourceError:
        sha256 = _git(root, "rev-parse", "--show-object-format").strip() == "sha256"
        return _EMPTY_TREE_SHA256 if sha256 else _EMPTY_TREE


def _command(root: Path, *arguments: str) -> list[str]:
    # A setting of the repository must start no program of its own.
    return ["git", "-C", str(root), "-c", "core.fsmonitor=false", *arguments]


def _git(root: Path, *arguments: str) -> str:
    """What git says. Raises SourceError where it is missing or refuses."""
    try:
        done = subprocess.run(  # noqa: S603 - git with arguments of our own
            _command(root, *arguments), check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=_SECONDS
        )
    except FileNotFoundError:
        raise SourceError(GapReason.UNREADABLE, "git is not installed, so nothing staged can be read") from None
    except subprocess.CalledProcessError:
        detail = "git's index cannot be read: this is no git repository, or git refuses it"
        raise SourceError(GapReason.UNREADABLE, detail) from None
    except subprocess.TimeoutExpired:
        raise SourceError(GapReason.TIMEOUT, "git took too long to list what is staged") from None
    return done.stdout.decode("utf-8", "replace")
