"""From a project to the list of its manifests, cards and data files."""

import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path

from licscan.errors import UsageError
from licscan.inputs.cards import Standing, card_kind, standing
from licscan.inputs.classify import Place, Unread, Wanted, data_kind, is_data_folder
from licscan.inputs.found import Found
from licscan.inputs.globs import Globs
from licscan.inputs.inventory import FileKind, InputFile, Inventory
from licscan.inputs.manifests import dependency_kind
from licscan.inputs.references import reference_kind
from licscan.model.finding import Concern, GapReason

# Folders of version control, of package managers and of tools' caches; environments are known by what is in them.
TOOL_FOLDERS = frozenset(
    {
        *(
            ".bzr",
            ".eggs",
            ".git",
            ".hg",
            ".hypothesis",
            ".mypy_cache",
            ".nox",
            ".pytest_cache",
            ".pytype",
            ".ruff_cache",
        ),
        *(".svn", ".tox", ".uv-cache", "__pycache__", "__pypackages__", "node_modules", "site-packages"),
    }
)
_ENVIRONMENT_MARKS = frozenset({"pyvenv.cfg", "conda-meta"})


def discover(
    root: Path,
    *,
    explicit: tuple[Path, ...] = (),
    data_globs: tuple[str, ...] = (),
    exclude: tuple[str, ...] = (),
) -> Inventory:
    """List what a project holds; files that git ignores are listed too, as training data mostly is ignored.

    `explicit` are files and folders that the user named: then only these are looked at, and every format that a reader
    opens counts as data in them. `data_globs` name further data, `exclude` what to leave out (see `globs`).
    Links are never followed out of the root. Raises UsageError for a path that does not exist or lies outside.
    """
    if not root.is_dir():
        raise UsageError(f"{root} is not a folder", hint="name a folder that is there")
    walk = _Walk(root, Wanted(Globs(data_globs), Globs(exclude)))
    if not explicit:
        walk.folder("", Place(data=False))
    for path in explicit:
        walk.named(path)
    walk.links()
    return walk.found.inventory(root)


@dataclass(frozen=True, slots=True)
class _Link:
    """A link to a file inside the root, judged when all other files are known."""

    relative: str
    target: str
    place: Place


class _Walk:
    """One pass over the tree, folder by folder in the order of names."""

    def __init__(self, root: Path, wanted: Wanted) -> None:
        self.found = Found()
        self._root = root
        self._real_root = root.resolve()
        self._wanted = wanted
        self._links: list[_Link] = []
        self._data_folders: list[str] = []

    def named(self, path: Path) -> None:
        """Look at a file or folder that the user named."""
        relative = self._inside(path)
        if relative is None:
            return
        if (self._root / relative).is_dir():
            self.folder("" if relative == "." else relative, Place(data=True))
        else:
            self._file(relative, Place(data=True, named=True, standing=Standing.DATA))

    def _inside(self, path: Path) -> str | None:
        try:
            real = path.resolve(strict=True)
        except (OSError, RuntimeError):  # RuntimeError: a loop of links, before Python 3.13
            raise UsageError(f"{path} does not exist", hint="name a file or folder that is there") from None
        if real.is_relative_to(self._real_root):
            return real.relative_to(self._real_root).as_posix()
        lexical = Path(os.path.normpath(path.absolute()))
        root = Path(os.path.normpath(self._root.absolute()))
        if not lexical.is_relative_to(root):
            raise UsageError(f"{path} is not inside {self._root}", hint="name a path inside the project")
        self.found.gap(lexical.relative_to(root).as_posix(), GapReason.LINK_OUTSIDE, "is a link out of the project")
        return None

    def folder(self, relative: str, place: Place) -> None:
        """Walk a folder and all below it."""
        pending = [(relative, place)]
        while pending:
            current, at = pending.pop()
            pending.extend(reversed(self._entries(current, at)))

    def _entries(self, relative: str, place: Place) -> list[tuple[str, Place]]:
        """Look at the files of one folder; its subfolders are returned."""
        try:
            with os.scandir(self._root / relative) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            self.found.unreadable(relative or ".", error, Concern.BOTH)
            return []
        names = {entry.name for entry in entries}
        if relative and names & _ENVIRONMENT_MARKS:
            self.found.not_entered(relative)
            return []
        place = self._with_standing(relative, names, place)
        folders: list[tuple[str, Place]] = []
        for entry in entries:
            path = f"{relative}/{entry.name}" if relative else entry.name
            if self._entry(entry, path, place):
                folders.append((path, Place(data=place.data or is_data_folder(entry.name))))
        return folders

    def _with_standing(self, relative: str, names: set[str], place: Place) -> Place:
        """The place of the files of one folder: where their texts speak of data, it is one for data."""
        try:
            found = standing(self._root / relative, names, in_data=place.data, at_root=not relative)
        except OSError:
            found = Standing.PROJECT  # told when the file itself is looked at
        if relative and not place.data:
            return Place(data=found is Standing.DATA, standing=found)
        return replace(place, standing=found)

    def _entry(self, entry: os.DirEntry[str], path: str, place: Place) -> bool:
        """Look at one entry; whether it is a folder to enter."""
        if self._wanted.exclude.cover(path):
            self.found.excluded(path)
        elif not _is_text(entry.name):
            self.found.gap(path, GapReason.UNREADABLE, "has a name that is not text")
        elif entry.is_symlink():
            self._link(path, place)
        elif entry.is_dir(follow_symlinks=False):
            if entry.name not in TOOL_FOLDERS:
                return True
            self.found.not_entered(path)
        elif entry.is_file(follow_symlinks=False):
            self._file(path, place)
        else:
            self.found.gap(path, GapReason.UNREADABLE, "is a device, socket or pipe")
        return False

    def _file(self, path: str, place: Place) -> None:
        parent, _, name = path.rpartition("/")
        full = self._root / path
        try:
            if not stat.S_ISREG(full.stat().st_mode):
                self.found.gap(path, GapReason.UNREADABLE, "is a device, socket or pipe")
                return
            kind = dependency_kind(full, parent.rpartition("/")[2])
            card = card_kind(full, place.standing, at_root=not parent and not place.named)
            naming = reference_kind(full)
        except OSError as error:
            self.found.unreadable(path, error, Concern.BOTH)
            return
        self.found.files.extend(InputFile(path, each) for each in (naming, card, kind) if each is not None)
        # A text that is named like terms (`usage.txt`) can be data all the same, and so can a notebook's outputs.
        if kind not in {None, FileKind.NOTEBOOK_INSTALLS} or card not in {None, FileKind.DATA_LICENSE}:
            return
        match data_kind(name, self._wanted.place(path, place)):
            case FileKind() as data:
                self.found.files.append(InputFile(path, data))
            case Unread() as reason:
                self.found.unread(path, reason)

    def _link(self, path: str, place: Place) -> None:
        try:
            real = (self._root / path).resolve(strict=True)
        except (OSError, RuntimeError):
            self.found.gap(path, GapReason.UNREADABLE, "is a link that leads nowhere")
            return
        if not real.is_relative_to(self._real_root):
            self.found.gap(path, GapReason.LINK_OUTSIDE, "is a link out of the project")
        elif real.is_dir():
            self._folder_link(path, real.relative_to(self._real_root).as_posix(), place)
        else:
            self._links.append(_Link(path, real.relative_to(self._real_root).as_posix(), place))

    def _folder_link(self, path: str, target: str, place: Place) -> None:
        # What is in the folder is seen where it stands, unless that is a place that is not entered. Under the name of
        # the link it may be a folder for data, which it is not under its own.
        if any(part in TOOL_FOLDERS for part in target.split("/")):
            self.found.gap(path, GapReason.UNREADABLE, "is a link into a folder that is not entered")
        elif target != "." and (place.data or is_data_folder(path)):
            self._data_folders.append(target)

    def links(self) -> None:
        """Look at what only links make data, and at files not seen where they stand, as in git-annex and DVC."""
        walked: set[str] = set()
        while self._data_folders:
            target = self._data_folders.pop(0)
            if target not in walked:
                walked.add(target)
                self.folder(target, Place(data=True))
        seen = {file.path for file in self.found.files}
        for link in self._links:
            if link.target not in seen:
                self._file(link.relative, link.place)


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
