"""The dependency scanner over a folder, and what its observations say."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from licscan.catalog.catalog import Catalog
from licscan.inputs.inventory import FileKind, InputFile, Inventory
from licscan.model.finding import Gap, LicenseFinding
from licscan.model.subject import Subject
from licscan.scanners.dependencies.scan import DependencyScanner
from licscan.scanners.interface import Observation, ScanContext


class Scan(Protocol):
    """Scans the project of the test."""

    def __call__(
        self, *, offline: bool = False, environments: tuple[Path, ...] = (), site_packages: tuple[Path, ...] = ()
    ) -> list[Observation]: ...


def scan_project(
    root: Path,
    catalog: Catalog,
    cache: Path,
    *,
    offline: bool = False,
    environments: tuple[Path, ...] = (),
    site_packages: tuple[Path, ...] = (),
) -> list[Observation]:
    """All observations of the dependency scanner, in its order."""
    files = [InputFile(path.relative_to(root).as_posix(), kind) for path in root.rglob("*") if (kind := _kind(path))]
    context = ScanContext(
        catalog=catalog, offline=offline, environments=environments, site_packages=site_packages, cache=cache
    )
    return list(DependencyScanner().scan(Inventory(root, tuple(sorted(files))), context))


def _kind(path: Path) -> FileKind | None:
    if ".venv" in path.parts or not path.is_file():
        return None
    if path.name == "uv.lock":
        return FileKind.UV_LOCK
    if path.name == "pyproject.toml":
        return FileKind.PYPROJECT
    return FileKind.REQUIREMENTS if path.name.startswith("requirements") else None


def subjects(observations: Iterable[Observation]) -> Mapping[str, Subject]:
    """Subjects by ref."""
    return {each.ref: each for each in observations if isinstance(each, Subject)}


def licenses_of(observations: Iterable[Observation]) -> Mapping[str, LicenseFinding]:
    """License findings by subject."""
    return {each.subject: each for each in observations if isinstance(each, LicenseFinding)}


def gaps(observations: Iterable[Observation]) -> list[Gap]:
    """All gaps in their order."""
    return [each for each in observations if isinstance(each, Gap)]


def install(site: Path, name: str, version: str, *lines: str, files: Mapping[str, str] | None = None) -> None:
    """Put the metadata folder of an installed package into a site-packages folder."""
    folder = site / f"{name.replace('-', '_')}-{version}.dist-info"
    folder.mkdir(parents=True)
    head = ["Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}", *lines]
    (folder / "METADATA").write_text("\n".join(head) + "\n\nAbout.\n", encoding="utf-8")
    for path, text in (files or {}).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
