"""What uv's environment variables, its files and a project's `[tool.uv]` say of package indexes."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from licscan.documents.toml_text import read_toml
from licscan.documents.values import as_list, as_table, tables
from licscan.errors import DocumentError
from licscan.model.package_name import normalized
from licscan.net.hosts import Credentials
from licscan.net.indexes import Index
from licscan.net.settings_text import read_settings

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UvIndex:
    """An index of uv's settings, and whether it takes the place of the default one."""

    index: Index
    is_default: bool


def indexes_of_environment(environ: Mapping[str, str]) -> Iterator[UvIndex]:
    """UV_INDEX, UV_EXTRA_INDEX_URL, and UV_DEFAULT_INDEX or UV_INDEX_URL."""
    for word in environ.get("UV_INDEX", "").split():
        yield UvIndex(_named(word, environ), is_default=False)
    for url in environ.get("UV_EXTRA_INDEX_URL", "").split():
        yield UvIndex(Index(url), is_default=False)
    default = environ.get("UV_DEFAULT_INDEX") or environ.get("UV_INDEX_URL")
    if default:
        yield UvIndex(_named(default, environ), is_default=True)


def indexes_of_table(table: Mapping[str, object], environ: Mapping[str, str], *, by_project: bool) -> Iterator[UvIndex]:
    """The indexes of a `[tool.uv]` table or a uv.toml.

    The credentials that the environment holds for an index by its name are for one that the user's own file names:
    a project could give that name to any address.
    """
    for entry in tables(table.get("index")):
        url, name = entry.get("url"), entry.get("name")
        if not isinstance(url, str):
            continue
        credentials = _credentials(name, environ) if isinstance(name, str) and not by_project else None
        packages = _sourced_from(table, name) if entry.get("explicit") is True else None
        index = Index(url, credentials, packages, by_project, _statuses(entry.get("ignore-error-codes")))
        yield UvIndex(index, is_default=entry.get("default") is True)
    if isinstance(url := table.get("index-url"), str):
        yield UvIndex(Index(url, by_project=by_project), is_default=True)
    extra = table.get("extra-index-url")
    for url in as_list(extra):
        if isinstance(url, str):
            yield UvIndex(Index(url, by_project=by_project), is_default=False)


def uv_table(path: Path) -> Mapping[str, object]:
    """The content of a uv.toml; empty where it cannot be read."""
    text = read_settings(path)
    if text is None:
        return {}
    try:
        data = read_toml(text, shown=path.name).data
    except DocumentError:
        _log.debug("a uv.toml that is not TOML is left out")
        return {}
    return as_table(data)


def _named(word: str, environ: Mapping[str, str]) -> Index:
    """uv's `name=URL`, with the credentials that uv takes from UV_INDEX_<NAME>_USERNAME and _PASSWORD."""
    name, separator, url = word.partition("=")
    if not separator or "/" in name or ":" in name:
        return Index(word)
    return Index(url, _credentials(name, environ))


def _credentials(name: str, environ: Mapping[str, str]) -> Credentials | None:
    variable = "UV_INDEX_" + "".join(sign if sign.isalnum() else "_" for sign in name.upper())
    user = environ.get(f"{variable}_USERNAME", "")
    password = environ.get(f"{variable}_PASSWORD", "")
    return Credentials(user, password) if user or password else None


def _statuses(listed: object) -> frozenset[int]:
    return frozenset(code for code in listed if isinstance(code, int)) if isinstance(listed, list) else frozenset()


def _sourced_from(table: Mapping[str, object], index: object) -> frozenset[str]:
    """The packages that `[tool.uv.sources]` pins to the index of that name."""
    sources = table.get("sources")
    if not isinstance(sources, dict):
        return frozenset()
    return frozenset(
        normalized(name)
        for name, source in sources.items()
        if any(entry.get("index") == index for entry in tables(source if isinstance(source, list) else [source]))
    )
