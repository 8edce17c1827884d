"""One requirement (PEP 508) as a dependency."""

import re
from pathlib import Path

from licscan.model.package_name import normalized
from licscan.model.subject import Reference
from licscan.scanners.dependencies.graph.markers import without_extras
from licscan.scanners.dependencies.sources.interface import Dependency, Origin
from licscan.scanners.dependencies.sources.requirements.local_path import Local, archive_identity, local_target

_MAX_CHARACTERS = 4000
_MAX_PARENTHESES = 100


def read_requirement(
    text: str,
    reference: Reference,
    sha256s: tuple[str, ...] = (),
    *,
    scopes: tuple[str, ...] = (),
    root: Path | None = None,
) -> Dependency | None:
    """Parse `name[extras] specifier ; marker` or `name @ URL`; None where it is neither.

    A marker does not leave a requirement out: on some platform it is a dependency. With a `root` a `file:` URL below
    it is followed.
    """
    from packaging.requirements import InvalidRequirement, Requirement

    if len(text) > _MAX_CHARACTERS or text.count("(") > _MAX_PARENTHESES:
        return None
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return None
    specifier = str(requirement.specifier)
    local = _local(requirement.url, reference, root)
    return Dependency(
        name=normalized(requirement.name),
        version=_archive_version(local) if requirement.url else pinned(specifier),
        reference=reference,
        specifier=specifier,
        sha256s=tuple(sorted(sha256s)),
        origin=Origin.INDEX if requirement.url is None else origin_of_url(requirement.url),
        extras=tuple(sorted(requirement.extras)),
        marker=without_extras(str(requirement.marker)) if requirement.marker else None,
        scopes=scopes,
        archive=local.archive,
        folder=local.folder or None,
    )


def _local(url: str | None, reference: Reference, root: Path | None) -> Local:
    if url is None or root is None or origin_of_url(url) is not Origin.PATH:
        return Local()
    return local_target(root, reference.path.rpartition("/")[0], url) or Local()


def _archive_version(local: Local) -> str | None:
    identity = archive_identity(local.archive) if local.archive else None
    return identity[1] if identity else None


def origin_of_url(url: str) -> Origin:
    """What kind of direct reference a URL is; the URL itself may hold a token and is not kept."""
    bare = re.split(r"[?#]", url)[0]
    if re.match(r"(?:git|hg|svn|bzr)\+", url) or bare.endswith(".git") or url.startswith("git@"):
        return Origin.GIT
    return Origin.PATH if url.lower().startswith("file:") or "://" not in url else Origin.URL


def pinned(specifier: str) -> str | None:
    """The version of a specifier that allows exactly one."""
    match = re.fullmatch(r"={2,3}\s*([^*,;\s]+)", specifier)
    return match[1] if match else None
