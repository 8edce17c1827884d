"""Poetry's version constraints as specifiers of PEP 440.

https://python-poetry.org/docs/dependency-specification/#version-constraints
"""

import re

from licscan.scanners.dependencies.sources.requirements.marker_text import any_of

_MAX_CHARACTERS = 1000
_PART = re.compile(r"\s*(\^|~=|~|={1,3}|!=|<>|>=|<=|>|<)?\s*v?((?:[^\s,^~=!<>|]|!(?!=))+)\s*(?:,|(?=[\s^~=!<>])|$)")
_SPELLED = {"": "==", "=": "==", "<>": "!="}
_RELEASE = re.compile(r"(?:(\d+)!)?(\d{1,9}(?:\.\d{1,9}){0,9})")


def alternatives(constraint: str) -> tuple[str, ...] | None:
    """One specifier for each alternative of a constraint (`^1 || ^2`), empty for any version; None if it is none."""
    if len(constraint) > _MAX_CHARACTERS:
        return None
    found: list[str] = []
    for alternative in re.split(r"\s*\|\|?\s*", constraint.strip()):
        specifier = _specifier(alternative)
        if specifier is None:
            return None
        found.append(specifier)
    return tuple(dict.fromkeys(found))


def python_marker(constraint: str) -> str | None:
    """The marker for which a constraint on Python holds; None where it always does, or is not understood."""
    listed = alternatives(constraint)
    if not listed or "" in listed:
        return None
    return any_of([" and ".join(_compared(clause) for clause in specifier.split(",")) for specifier in listed])


def _compared(clause: str) -> str:
    match = re.fullmatch(r"(~=|===?|!=|>=|<=|>|<)(.+)", clause)
    operator, version = (match[1], match[2]) if match else ("==", clause)
    full = version.removesuffix(".*").count(".") > 1
    return f'{"python_full_version" if full else "python_version"} {operator} "{version}"'


def _specifier(alternative: str) -> str | None:
    """The clauses of one alternative, sorted and joined as `packaging` does."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    clauses: list[str] = []
    at = 0
    text = alternative.strip()
    while at < len(text):
        match = _PART.match(text, at)
        if match is None or match.end() == at:
            return None
        clause = _clause(match[1] or "", match[2])
        if clause is None:
            return None
        clauses.extend(clause)
        at = match.end()
    try:
        return str(SpecifierSet(",".join(clauses)))
    except InvalidSpecifier:
        return None


def _clause(operator: str, version: str) -> list[str] | None:
    if version == "*":
        return []
    if operator == "~=" and "." not in version:
        operator = "~"  # PEP 440 knows no such clause
    if operator in ("^", "~"):
        above = _above(operator, version)
        return None if above is None else [f">={version.removesuffix('.*')}", f"<{above}"]
    if operator in (">=", "<=", ">", "<", "~="):
        return [f"{operator}{version.removesuffix('.*')}"]
    return [f"{_SPELLED.get(operator, operator)}{version}"]


def _above(operator: str, version: str) -> str | None:
    """The first version that a caret or tilde no longer allows."""
    match = _RELEASE.match(version)
    if match is None:
        return None
    parts = [int(part) for part in match[2].split(".")]
    if operator == "~":
        position = min(1, len(parts) - 1)
    else:
        position = next((number for number, part in enumerate(parts) if part), len(parts) - 1)
    bumped = [*parts[:position], parts[position] + 1, *([0] * (len(parts) - position - 1))]
    epoch = f"{match[1]}!" if match[1] else ""
    return epoch + ".".join(map(str, bumped))
