"""The files of rules/dataset as rows: read with tomli, checked for shape, never interpreted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from licscan.errors import RulesError
from licscan.model.evidence import Location
from licscan.model.subject import SubjectKind

FILES = {
    SubjectKind.DATASET: ("verified.toml", "known.toml"),
    SubjectKind.MODEL: ("models.toml", "providers.toml"),
}
VERIFIED = "hand-verified, Data Provenance Initiative, snapshot ce6662de"
GENERAL = "general knowledge, check text"
BASES = (VERIFIED, GENERAL)
# A work's own words for its use where no SPDX expression says it, from free to bound.
USES = ("commercial", "conditional", "unspecified", "non-commercial", "academic-only")

_TEXTS = ("license", "use", "url", "note", "doubt", "outputs")
_LISTS = ("also", "from", "base", "trained_on", "made_by")
_PART_KEYS = frozenset({"license", "use", "url", "note", "gated"})
_KEYS = frozenset({*_TEXTS, *_LISTS, "gated", "parts"})
_Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Row:
    """A work as its file has it: `key` is the ref as written, `data` its table, `parts` those of its parts."""

    key: str
    kind: SubjectKind
    basis: str
    day: date
    path: Path
    data: _Table
    parts: Mapping[str, _Table]

    def text(self, key: str) -> str | None:
        """A text of the row, None where it is absent."""
        value = self.data.get(key)
        return value if isinstance(value, str) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts of the row, empty where it is absent."""
        value = self.data.get(key)
        return tuple(str(item) for item in value) if isinstance(value, list) else ()

    @property
    def gated(self) -> bool:
        """Whether the work is handed out only after a request or an agreement."""
        return self.data.get("gated") is True


def read_rows(path: Path, wanted: SubjectKind) -> Iterator[Row]:
    """The works of one file, in its order. Raises RulesError at the first malformed one, or of another kind."""
    import tomli

    try:
        content = tomli.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise malformed(path, f"cannot be read: {error}") from error
    works = content.get("works")
    if set(content) != {"kind", "basis", "date", "works"} or not isinstance(works, dict):
        raise malformed(path, "holds kind, basis, date and [works], and nothing else")
    kind, basis, day = content["kind"], content["basis"], content["date"]
    if kind != wanted or basis not in BASES:
        raise malformed(path, f"{kind!r} is not {wanted.value}, or {basis!r} is not a known basis")
    if not isinstance(day, date) or isinstance(day, datetime):
        raise malformed(path, "date is a day like 2026-11-23")
    for key, data in works.items():
        yield Row(key, wanted, basis, day, path, _checked(path, key, data, _KEYS), _parts(path, key, data))


def malformed(path: Path, message: str) -> RulesError:
    """The error for a file of the registry that is not as it should be."""
    place = Location(f"rules/dataset/{path.name}")
    return RulesError(message, location=place, hint="correct the rules folder, or leave --rules away")


def _parts(path: Path, key: str, data: _Table) -> Mapping[str, _Table]:
    parts = data.get("parts", {})
    if not isinstance(parts, dict):
        raise malformed(path, f"{key}: parts is a table")
    return {name.casefold(): _checked(path, f"{key} {name}", part, _PART_KEYS) for name, part in parts.items()}


def _checked(path: Path, key: str, data: object, allowed: frozenset[str]) -> _Table:
    if not isinstance(data, dict) or not data.keys() <= allowed:
        raise malformed(path, f"{key}: a table of {', '.join(sorted(allowed))}")
    for name, value in data.items():
        if not _fits(name, value):
            raise malformed(path, f"{key}: {name} is not as it should be")
    return data


def _fits(name: str, value: object) -> bool:
    if name in {"use", "outputs"}:
        return value in USES
    if name in _TEXTS:
        return isinstance(value, str) and bool(value.strip())
    if name in _LISTS:
        return isinstance(value, list) and bool(value) and all(isinstance(item, str) and item for item in value)
    return isinstance(value, bool) if name == "gated" else isinstance(value, dict)
