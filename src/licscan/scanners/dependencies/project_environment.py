"""The virtual environment that lies inside a project: it knows its packages better than any index."""

import re
from collections.abc import Iterable
from pathlib import Path

from licscan.model.finding import Gap
from licscan.model.package_name import normalized
from licscan.scanners.dependencies.sources.installed.environment import Installed, read_installed

_FOLDERS = (".venv", "venv")
_METADATA = re.compile(r"(?P<name>.+?)-(?P<version>[^-]+)(?:-py[0-9.]+)?\.(?:dist|egg)-info", re.IGNORECASE)


class ProjectEnvironments:
    """Packages installed in `.venv` beside a manifest, found by folder name and read when asked for."""

    def __init__(self, root: Path, manifest_folders: Iterable[str]) -> None:
        self._found: dict[str, dict[str, Path]] = {}
        inside = root.resolve()
        for folder in sorted(set(manifest_folders)):
            for name in _FOLDERS:
                place = root / folder / name
                if (place / "pyvenv.cfg").is_file() and place.resolve().is_relative_to(inside):
                    self._note(place)

    def release(self, name: str, version: str) -> Installed | None:
        """The installed package of exactly that version."""
        from licscan.net.core_metadata import same_version

        for known, folder in sorted(self._found.get(name, {}).items()):
            if same_version(known, version):
                return _as_named(folder, name)
        return None

    def fitting(self, name: str, specifier: str) -> Installed | None:
        """The installed package whose version satisfies a specifier."""
        from packaging.specifiers import InvalidSpecifier, SpecifierSet
        from packaging.version import InvalidVersion

        for version, folder in sorted(self._found.get(name, {}).items()):
            try:
                fits = SpecifierSet(specifier).contains(version, prereleases=True)
            except (InvalidSpecifier, InvalidVersion):
                continue
            if fits:
                return _as_named(folder, name)
        return None

    def _note(self, place: Path) -> None:
        sites = [*place.glob("lib/python3*/site-packages"), *place.glob("Lib/site-packages")]
        for site in sorted(sites):
            for folder in sorted(site.iterdir()):
                if match := _METADATA.fullmatch(folder.name):
                    versions = self._found.setdefault(normalized(match["name"]), {})
                    versions.setdefault(match["version"], folder)


def _as_named(folder: Path, name: str) -> Installed | None:
    found = read_installed(folder)
    return None if isinstance(found, Gap) or found.name != name else found
