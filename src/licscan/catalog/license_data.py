"""The files of rules/license as rows: read with tomli, checked for shape, never interpreted."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from licscan.catalog.terms_algebra import FLAGS
from licscan.errors import RulesError
from licscan.model.evidence import Location
from licscan.model.license import Commercial, Confidence, Terms

CATEGORIES = frozenset(
    {
        "permissive",
        "public-domain",
        "weak-copyleft",
        "strong-copyleft",
        "network-copyleft",
        "source-available",
        "proprietary",
        "data",
        "model",
        "unknown",
    }
)
CONFIDENCE = {
    "text clause read": Confidence.HIGH,
    "standard license structure": Confidence.HIGH,
    "category, text not read": Confidence.MEDIUM,
    "general knowledge, check text": Confidence.LOW,
}
WORST_BASIS = "general knowledge, check text"
SCOPES = frozenset({"field", "text", "readme", "exception", "any"})

Table = Mapping[str, object]
_TERMS_KEYS = {"id", "ids", "name", "category", "commercial", "holds", "unknown", "basis", "why", "source"}


@dataclass(frozen=True, slots=True)
class LicenseTerms:
    """Terms of one license.

    `category` is permissive, public-domain, weak-copyleft, strong-copyleft, network-copyleft, source-available,
    proprietary, data, model or unknown. `basis` is `text clause read`, `standard license structure`,
    `category, text not read` or `general knowledge, check text`; `confidence` follows from it.
    """

    id: str
    name: str
    terms: Terms
    category: str
    basis: str
    confidence: Confidence
    why: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """What one label means: an expression, or candidates, or neither (it says that the license is unknown)."""

    expression: str | None
    candidates: tuple[str, ...]
    note: str | None


def folded_label(text: str) -> str:
    """A label for comparison: lower case, one hyphen for white space and underscores."""
    return "-".join(unicodedata.normalize("NFKC", text).casefold().replace("_", " ").split())


def read_terms(folder: Path) -> Mapping[str, LicenseTerms]:
    """Both tables of terms by id in lower case. Raises RulesError at the first malformed row or repeated id."""
    found: dict[str, LicenseTerms] = {}
    for name in ("terms.toml", "terms_by_category.toml"):
        path = folder / name
        for entry in _entries(path, "license"):
            for row in _terms_rows(path, entry):
                if row.id.casefold() in found:
                    raise _malformed(path, f"{row.id} has terms twice")
                found[row.id.casefold()] = row
    return found


def read_categories(path: Path) -> Mapping[str, tuple[str, Terms]]:
    """What a category of LicenseDB stands for: our category and the terms that follow from it, by its written name."""
    found: dict[str, tuple[str, Terms]] = {}
    for entry in _entries(path, "category"):
        _check_keys(path, entry, {"written", "category", "commercial", "holds", "unknown"})
        category = _text(path, entry, "category")
        if category not in CATEGORIES:
            raise _malformed(path, f"{category!r} is not in the list of categories")
        for written in _texts(path, entry, "written"):
            found[written] = (category, _terms(path, entry))
    return found


def read_labels(path: Path, table: str, key: str, folding: Callable[[str], str]) -> Mapping[str, Label]:
    """Labels by their folded form. Raises RulesError where one form means two things."""
    found: dict[str, Label] = {}
    for entry in _entries(path, table):
        _check_keys(path, entry, {key, "means", "candidates", "note"})
        label = Label(_text(path, entry, "means"), _texts(path, entry, "candidates"), _text(path, entry, "note"))
        for written in _texts(path, entry, key):
            if found.setdefault(folding(written), label) != label:
                raise _malformed(path, f"{written!r} means two things")
    return found


def read_phrases(path: Path) -> Iterator[tuple[str, str, str]]:
    """Phrases as (text, means, scope). Raises RulesError at the first malformed row."""
    for entry in _entries(path, "phrase"):
        _check_keys(path, entry, {"text", "means", "scope"})
        texts, means = _texts(path, entry, "text"), _texts(path, entry, "means")
        scope = _text(path, entry, "scope")
        if not texts or not means or scope not in SCOPES:
            raise _malformed(path, "a phrase has text, means, and a scope of field, text, readme, exception or any")
        for text, meaning in product(texts, means):
            yield text, meaning, scope


def _terms_rows(path: Path, entry: Table) -> Iterator[LicenseTerms]:
    _check_keys(path, entry, _TERMS_KEYS)
    category, basis = _text(path, entry, "category"), _text(path, entry, "basis")
    if category not in CATEGORIES or basis not in CONFIDENCE:
        raise _malformed(path, f"{category!r} or {basis!r} is not in the list of categories and bases")
    terms = _terms(path, entry)
    for license_id in (*_texts(path, entry, "id"), *_texts(path, entry, "ids")):
        name = _text(path, entry, "name") or license_id
        why, source = _text(path, entry, "why"), _text(path, entry, "source")
        yield LicenseTerms(license_id, name, terms, category, basis, CONFIDENCE[basis], why, source)


def _terms(path: Path, entry: Table) -> Terms:
    holds, unknown = set(_texts(path, entry, "holds")), set(_texts(path, entry, "unknown"))
    commercial = _text(path, entry, "commercial")
    if commercial not in set(Commercial) or not holds | unknown <= set(FLAGS) or holds & unknown:
        raise _malformed(path, "commercial, holds or unknown names a term that does not exist")
    flags = {flag: True if flag in holds else None if flag in unknown else False for flag in FLAGS}
    return Terms(commercial=Commercial(commercial), **flags)


def _entries(path: Path, table: str) -> list[Table]:
    import tomli

    try:
        content = tomli.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _malformed(path, f"cannot be read: {error}") from error
    entries = content.get(table)
    if set(content) != {table} or not isinstance(entries, list):
        raise _malformed(path, f"holds [[{table}]] entries and nothing else")
    return entries


def _check_keys(path: Path, entry: Table, allowed: set[str]) -> None:
    if unknown := sorted(set(entry) - allowed):
        raise _malformed(path, f"unknown key {unknown[0]!r}; known are {', '.join(sorted(allowed))}")


def _text(path: Path, entry: Table, key: str) -> str | None:
    value = entry.get(key)
    if value is None or isinstance(value, str):
        return value
    raise _malformed(path, f"{key} is a text")


def _texts(path: Path, entry: Table, key: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    values = [value] if isinstance(value, str) else value
    if isinstance(values, list) and all(isinstance(item, str) for item in values):
        return tuple(values)
    raise _malformed(path, f"{key} is a text or a list of texts")


def _malformed(path: Path, message: str) -> RulesError:
    place = Location(f"rules/license/{path.name}")
    return RulesError(message, location=place, hint="correct the rules folder, or leave --rules away")
