"""pyproject.toml: the standard tables (PEP 518, 621, 735) and those of tools."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from licscan.documents.document import Document
from licscan.documents.toml_text import read_toml
from licscan.documents.values import as_table
from licscan.model.finding import Gap, GapReason
from licscan.model.package_name import normalized
from licscan.model.scope import BUILD, RUNTIME, extra_scope
from licscan.scanners.dependencies.sources.document import read_document
from licscan.scanners.dependencies.sources.interface import Dependency, Manifest, Origin, file_gap
from licscan.scanners.dependencies.sources.pyproject.document import direct_origin
from licscan.scanners.dependencies.sources.pyproject.dynamic import read_dynamic
from licscan.scanners.dependencies.sources.pyproject.groups import read_groups
from licscan.scanners.dependencies.sources.pyproject.poetry_table import read_poetry
from licscan.scanners.dependencies.sources.pyproject.scopes import Scoped
from licscan.scanners.dependencies.sources.pyproject.tools import read_tools
from licscan.scanners.dependencies.sources.requirements.local_path import Local, local_target
from licscan.scanners.dependencies.sources.requirements.project_name import own_name


class PyprojectSource:
    """Reads pyproject.toml; what only a build can say is a Gap."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read all that the file needs, each with its line and scopes."""
        document = read_document(root, path, read_toml)
        if isinstance(document, Gap):
            return Manifest(path, gaps=(document,))
        scoped = Scoped(root, path, document, own_name(document))
        _read_project(scoped)
        scoped.standard = frozenset(each.name for each in scoped.found)
        read_groups(scoped)
        python = read_poetry(scoped)
        read_tools(scoped)
        read_dynamic(scoped)
        build = as_table(document.data, "build-system").get("requires")
        scoped.requirements(("build-system", "requires"), build, BUILD)
        sources = _direct_sources(scoped)
        stated = as_table(document.data, "project").get("requires-python")
        return Manifest(
            path,
            tuple(_from(dependency, sources) for dependency in scoped.dependencies()),
            (*scoped.gaps, *_wrong_kinds(document, path)),
            project=scoped.project,
            requires_python=stated if isinstance(stated, str) else python,
        )


def _read_project(scoped: Scoped) -> None:
    project = as_table(scoped.document.data, "project")
    scoped.requirements(("project", "dependencies"), project.get("dependencies"), RUNTIME)
    optional = project.get("optional-dependencies", {})
    key = ("project", "optional-dependencies")
    if not isinstance(optional, dict):
        scoped.unparsable(key)
        return
    for name, entries in optional.items():
        scoped.requirements((*key, name), entries, extra_scope(name))


def _wrong_kinds(document: Document, path: str) -> Iterator[Gap]:
    data = as_table(document.data)
    for name in ("project", "build-system", "tool"):
        if not isinstance(data.get(name, {}), dict):
            yield file_gap(path, GapReason.UNPARSABLE, f"{name} is no table", line=document.line(name))


def _direct_sources(scoped: Scoped) -> dict[str, tuple[Origin, Local]]:
    """Normalized names that `[tool.uv.sources]` takes from elsewhere than an index."""
    found: dict[str, tuple[Origin, Local]] = {}
    folder = scoped.path.rpartition("/")[0]
    for name, stated in as_table(scoped.document.data, "tool", "uv", "sources").items():
        for source in stated if isinstance(stated, list) else [stated]:
            origin = direct_origin(source) if isinstance(source, dict) else Origin.INDEX
            if origin is Origin.INDEX:
                continue
            target = as_table(source).get("path")
            local = local_target(scoped.root, folder, target) if isinstance(target, str) else None
            found.setdefault(normalized(name), (origin, local or Local()))
    return found


def _from(dependency: Dependency, sources: dict[str, tuple[Origin, Local]]) -> Dependency:
    if dependency.name not in sources or BUILD in dependency.scopes:
        return dependency
    origin, local = sources[dependency.name]
    return replace(dependency, version=None, origin=origin, folder=local.folder or None, archive=local.archive)
