"""All packages that a run is about, each with where its metadata is to be had."""

import posixpath
from collections.abc import Iterable

from licscan.inputs.inventory import Inventory
from licscan.scanners.dependencies.environments import gather_installed
from licscan.scanners.dependencies.gathering import Completing, Rules, gather
from licscan.scanners.dependencies.project_environment import ProjectEnvironments
from licscan.scanners.dependencies.sources.installed.environment import Installed
from licscan.scanners.dependencies.sources.interface import Manifest
from licscan.scanners.dependencies.wanted import Gathered, Wanted
from licscan.scanners.interface import ScanContext


def collect(
    manifests: Iterable[Manifest], inventory: Inventory, context: ScanContext, complete: Completing | None
) -> Gathered:
    """The packages of manifests and environments; those that are installed know it."""
    listed = tuple(manifests)
    has_environment = bool(context.environments or context.site_packages)
    gathered = gather(listed, Rules(context.selection, has_environment=has_environment, complete=complete))
    gather_installed(gathered, context.environments, context.site_packages)
    folders = [posixpath.dirname(manifest.path) for manifest in listed]
    _settle(gathered, ProjectEnvironments(inventory.root, [*folders, ""]) if folders else None)
    return gathered


def _settle(gathered: Gathered, local: ProjectEnvironments | None) -> None:
    """Where an installed package answers, that one; a package without version or source is found by its name."""
    known = {each.name: each.installed for each in gathered.wanted.values() if each.installed}
    for each in gathered.sorted():
        if each.installed is None and each.type == "pypi" and each.archive is None:
            each.installed = _installed(each, known.get(each.name), local)


def _installed(wanted: Wanted, known: Installed | None, local: ProjectEnvironments | None) -> Installed | None:
    if wanted.on_index and wanted.version is not None:
        return local.release(wanted.name, wanted.version) if local else None
    return known or (local.fitting(wanted.name, wanted.specifier) if local else None)
