"""The dependency scanner over a folder, and what its observations say."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from licscan.catalog.catalog import Catalog
from licscan.inputs.discover import discover
from licscan.model.finding import Gap, LicenseFinding
from licscan.model.subject import Subject
from licscan.scanners.dependencies.scan import DependencyScanner
from licscan.scanners.interface import Observation, ScanContext, Selection


class Scan(Protocol):
    """Scans the project of the test."""

    def __call__(
        self,
        *,
        offline: bool = False,
        environments: tuple[Path, ...] = (),
        site_packages: tuple[Path, ...] = (),
        resolver: str = "off",
        selection: Selection | None = None,
    ) -> list[Observation]: ...


def scan_project(
    root: Path,
    catalog: Catalog,
    cache: Path,
    *,
    offline: bool = False,
    environments: tuple[Path, ...] = (),
    site_packages: tuple[Path, ...] = (),
    resolver: str = "off",
    selection: Selection | None = None,
) -> list[Observation]:
    """All observations of the dependency scanner, in its order."""
    context = ScanContext(
        catalog=catalog,
        offline=offline,
        environments=environments,
        site_packages=site_packages,
        cache=cache,
        resolver=resolver,
        selection=selection or Selection(),
    )
    return list(DependencyScanner().scan(discover(root), context))


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
