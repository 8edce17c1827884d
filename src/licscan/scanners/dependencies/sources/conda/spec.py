"""A package as conda writes it: `name`, `name=1.2`, `channel::name==1.2.3=build`, `name >=1,<2`.

https://docs.conda.io/projects/conda/en/stable/user-guide/concepts/pkg-specs.html
"""

import re

from licscan.model.subject import Reference
from licscan.scanners.dependencies.sources.interface import Dependency

_MAX_CHARACTERS = 1000
_NAME = re.compile(r"(?:[^\s:]+::)?([A-Za-z0-9_][A-Za-z0-9_.-]*)(?:\[[^\]]*\])?\s*(.*)", re.DOTALL)
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.+!-]*")
_RELEASE = re.compile(r"\d+(?:\.\d+){2,}[0-9A-Za-z_.+-]*")


def conda_dependency(text: str, reference: Reference, *, scopes: tuple[str, ...] = ()) -> Dependency | None:
    """The package of a match specification, or None where it is none.

    `=1.2` means any 1.2 for conda; a release in full (`=1.2.3`, or any version with a build) pins. Channel and build
    are left out.
    """
    match = _NAME.fullmatch(text.strip()) if len(text) <= _MAX_CHARACTERS else None
    if match is None:
        return None
    version, specifier = _versions(match[2].strip())
    return Dependency(match[1].lower(), version, reference, specifier, scopes=scopes, type="conda")


def _versions(stated: str) -> tuple[str | None, str]:
    """The version that is pinned, and the specifier; conda's own `|` and `.*` are none of PEP 440 and stay out."""
    exact = re.fullmatch(r"==\s*([^\s=,|*<>]+)(?:[\s=].*)?|=?\s*([^\s=,|*<>]+)[\s=]+[^\s=]+", stated)
    if exact and _VERSION.fullmatch(version := exact[1] or exact[2]):
        return version, f"=={version}"
    fuzzy = re.fullmatch(r"=?\s*([^\s=,|*<>]+?)(?:\.?\*)?", stated)
    if fuzzy and _VERSION.fullmatch(fuzzy[1]):
        if _RELEASE.fullmatch(fuzzy[1]) and not stated.endswith("*"):
            return fuzzy[1], f"=={fuzzy[1]}"
        return None, f"=={fuzzy[1]}.*"
    return None, _valid(stated)


def _valid(stated: str) -> str:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        return str(SpecifierSet("" if stated == "*" else stated))
    except InvalidSpecifier:
        return ""
