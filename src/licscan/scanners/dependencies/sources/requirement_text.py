"""One requirement (PEP 508) as a dependency."""

import re

from licscan.model.subject import Reference
from licscan.scanners.dependencies.sources.interface import Dependency, Origin

_MAX_CHARACTERS = 4000


def read_requirement(text: str, reference: Reference, sha256s: tuple[str, ...] = ()) -> Dependency | None:
    """Parse `name[extras] specifier ; marker` or `name @ URL`; None where it is neither.

    A marker does not leave a requirement out: on some platform it is a dependency.
    """
    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name

    if len(text) > _MAX_CHARACTERS:
        return None
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return None
    origin = Origin.INDEX if requirement.url is None else origin_of_url(requirement.url)
    specifier = str(requirement.specifier)
    return Dependency(
        name=str(canonicalize_name(requirement.name)),
        version=_pinned(specifier) if origin is Origin.INDEX else None,
        reference=reference,
        specifier=specifier,
        sha256s=tuple(sorted(sha256s)),
        origin=origin,
        extras=tuple(sorted(requirement.extras)),
    )


def origin_of_url(url: str) -> Origin:
    """What kind of direct reference a URL is; the URL itself may hold a token and is not kept."""
    if url.startswith("git+") or url.endswith(".git"):
        return Origin.GIT
    return Origin.PATH if url.startswith("file:") or "://" not in url else Origin.URL


def _pinned(specifier: str) -> str | None:
    """The version of a specifier that allows exactly one."""
    match = re.fullmatch(r"={2,3}\s*([^*,;\s]+)", specifier)
    return match[1] if match else None
