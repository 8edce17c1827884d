"""The texts that packages ship and that have to go along with them: licenses, NOTICE files, lists of authors."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from licscan.inputs.inventory import Inventory
from licscan.model.finding import Gap
from licscan.model.license_file import LICENSE_FOLDERS, is_in_license_folder, is_license_name, is_list_of_people
from licscan.model.subject import Subject
from licscan.net.core_metadata import MAX_METADATA
from licscan.net.errors import NetError
from licscan.net.index import PackageIndex, Release
from licscan.scanners.dependencies.attribution.project_links import source_link
from licscan.scanners.dependencies.collecting import collect
from licscan.scanners.dependencies.gathering import read_manifests
from licscan.scanners.dependencies.lookup import open_index
from licscan.scanners.dependencies.metadata.fields import parse_header, values_of
from licscan.scanners.dependencies.sources.archives.archive import read_archive
from licscan.scanners.dependencies.sources.installed.environment import Installed
from licscan.scanners.dependencies.sources.installed.files import read_regular
from licscan.scanners.dependencies.wanted import Wanted
from licscan.scanners.interface import ScanContext

_THREADS = 8
_MAX_FILES = 120
_MAX_BYTES = 2 * 1024 * 1024
# The client of the package index cuts a license file at this size.
_MAX_FROM_INDEX = 256 * 1024
_NOWHERE = "it is not installed where licscan looked, and the package index does not have it"


class Role(StrEnum):
    """What a shipped text is: a license, the attributions of Apache-2.0 s. 4(d), or a list of people."""

    LICENSE = "license"
    NOTICE = "notice"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class ShippedText:
    """A text by its path in the package's metadata folder, or in the package itself."""

    name: str
    text: str
    role: Role


@dataclass(frozen=True, slots=True)
class Shipped:
    """What a package ships; `link` is where its metadata says the source lies, `problems` why a text is not here."""

    texts: tuple[ShippedText, ...] = ()
    link: str | None = None
    problems: tuple[str, ...] = ()


def shipped_with(subjects: Iterable[Subject], inventory: Inventory, context: ScanContext) -> Mapping[str, Shipped]:
    """The texts of each package by its ref: from where it is installed or lies in the tree, else from the index."""
    manifests = read_manifests(inventory)
    known = _by_release(collect(manifests, inventory, context, None).sorted())
    found: dict[str, Shipped] = {}
    asked: dict[str, Release] = {}
    for subject in subjects:
        wanted = known.get((subject.name, subject.version))
        if here := _here(wanted, inventory.root):
            found[subject.ref] = here
        elif (wanted is not None and not wanted.on_index) or not subject.ref.startswith("pkg:pypi/"):
            found[subject.ref] = Shipped(problems=(_NOWHERE,))
        elif subject.version is None:
            found[subject.ref] = Shipped(problems=("its version is not known",))
        else:
            asked[subject.ref] = Release(subject.name, subject.version, tuple(sorted(wanted.sha256s)) if wanted else ())
    indexes = tuple(sorted({index for manifest in manifests for index in manifest.indexes}))
    return {**found, **_of_index(asked, inventory.root, context, indexes)}


def _by_release(listed: Iterable[Wanted]) -> Mapping[tuple[str, str | None], Wanted]:
    """The packages by name and version; one that no file pins has the version that is installed."""
    found: dict[tuple[str, str | None], Wanted] = {}
    for wanted in listed:
        version = wanted.version or (wanted.installed.version if wanted.installed else None)
        known = found.setdefault((wanted.name, version), wanted)
        if known.installed is None and wanted.installed is not None:
            found[wanted.name, version] = wanted
    return found


def _here(wanted: Wanted | None, root: Path) -> Shipped | None:
    """What lies on this machine: an installed package, or a wheel or source distribution in the tree."""
    if wanted is None:
        return None
    if wanted.installed is not None:
        return _of_folder(wanted.installed)
    archive = read_archive(root, wanted.archive) if wanted.archive else None
    if archive is None:
        return None
    if isinstance(archive, Gap):
        return Shipped(problems=(archive.detail,))
    texts = [ShippedText(each.name, tidy(each.text), _role(each.name) or Role.LICENSE) for each in archive.texts]
    return _with_header(texts, [], archive.metadata)


def _of_folder(installed: Installed) -> Shipped:
    """The texts of a metadata folder, and those of license files inside the package."""
    folder = installed.folder
    names = [path for path in _walked(folder) if _role(path.relative_to(folder).as_posix())]
    texts: list[ShippedText] = []
    problems: list[str] = []
    for path in sorted(names)[:_MAX_FILES]:
        name = path.relative_to(folder).as_posix()
        _take(texts, problems, name, read_regular(str(path), _MAX_BYTES))
    if len(names) > _MAX_FILES:
        problems.append(f"of its {len(names)} license files only {_MAX_FILES} are here")
    for each in installed.package().texts or ():
        if each.in_package:
            # Read again and whole: what recognizes licenses may look at the beginning alone.
            _take(texts, problems, each.name, _read_inside(folder.parent, each.name))
    files = (read_regular(str(folder / name), MAX_METADATA) for name in ("METADATA", "PKG-INFO"))
    metadata = next(filter(None, files), b"")
    return _with_header(texts, problems, metadata)


def _with_header(texts: list[ShippedText], problems: list[str], metadata: bytes) -> Shipped:
    """Add what the metadata says: where the source lies, and which license files should be there (PEP 639)."""
    header = parse_header(metadata)
    here = {posixpath.basename(text.name) for text in texts}
    for listed in values_of(header, "License-File"):
        if posixpath.basename(listed) not in here and not any(listed in problem for problem in problems):
            problems.append(f"its metadata lists the license file {listed}, which could not be had")
    return Shipped(tuple(texts), source_link(header), tuple(problems))


def _of_index(
    asked: Mapping[str, Release], root: Path, context: ScanContext, indexes: tuple[str, ...]
) -> Mapping[str, Shipped]:
    if not asked:
        return {}
    with (
        closing(open_index(root, offline=context.offline, cache=context.cache, further=indexes)) as index,
        ThreadPoolExecutor(max_workers=_THREADS) as pool,
    ):
        return dict(zip(asked, pool.map(lambda release: _ask(index, release), asked.values()), strict=True))


def _ask(index: PackageIndex, release: Release) -> Shipped:
    texts: list[ShippedText] = []
    problems: list[str] = []
    try:
        for file in index.license_files(release):
            _take(texts, problems, file.name, file.text if len(file.text) < _MAX_FROM_INDEX else None)
        return _with_header(texts, problems, index.metadata(release).body)
    except NetError as error:
        return Shipped(tuple(texts), problems=(f"its license files cannot be had from the index: {error.message}",))


def _take(texts: list[ShippedText], problems: list[str], name: str, content: bytes | None) -> None:
    if content is None:
        problems.append(f"its file {name} cannot be read, or is too large to be here")
        return
    text = tidy(_decoded(content))
    if text.strip():
        texts.append(ShippedText(name, text, _role(name) or Role.LICENSE))


def _role(path: str) -> Role | None:
    """What a path below a metadata folder is; all of `licenses/` is meant to go along (PEP 639)."""
    name = posixpath.basename(path)
    inside = is_in_license_folder(path)
    if "/" in path and not inside:
        return None
    if name.upper().startswith("NOTICE"):
        return Role.NOTICE
    if is_list_of_people(name):
        return Role.PEOPLE
    return Role.LICENSE if inside or is_license_name(name) else None


def _decoded(content: bytes) -> str:
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("cp1252", "replace")


def tidy(text: str) -> str:
    """The text with one kind of line ending, no blanks at line ends, no form feeds, no blank lines around it."""
    lines = (line.replace("\x0c", "").rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(lines).strip("\n")


def _walked(folder: Path) -> Iterator[Path]:
    """The files at the top of a metadata folder and below its folders of licenses; links are not followed."""
    try:
        top = sorted(folder.iterdir())
    except OSError:
        return
    for path in top:
        if path.is_symlink():
            continue
        if path.is_dir() and path.name in LICENSE_FOLDERS:
            yield from (each for each in sorted(path.rglob("*")) if each.is_file() and not each.is_symlink())
        elif path.is_file():
            yield path


def _read_inside(site: Path, name: str) -> bytes | None:
    """A file of an installed package, unless a link leads out of the folder of installed packages."""
    path = site / name
    try:
        inside = path.resolve().is_relative_to(site.resolve())
    except (OSError, RuntimeError):
        return None
    return read_regular(str(path), _MAX_BYTES) if inside else None
