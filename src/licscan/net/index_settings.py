"""Which package indexes the user's own tools are set up for.

Read, the first that says something deciding: uv's environment variables and files, the project's `[tool.uv]`, pip's
environment variables, pip's configuration files (https://pip.pypa.io/en/stable/topics/configuration/). Where none
says anything, the client library knows the default; no host stands in this code.
"""

import configparser
import json
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from licscan.documents.toml_text import read_toml
from licscan.errors import DocumentError
from licscan.net.errors import RefusedError
from licscan.net.hosts import Credentials, origin_of

_log = logging.getLogger(__name__)
_PIP_SECTIONS = ("global", "install", "download")
_YES = ("1", "true", "yes", "on", "t", "y")
_MAX_BYTES = 1_000_000
DEFAULT_INDEX = "default"
"""Stands for the index that the client library knows, so that nothing is imported to name it."""


@dataclass(frozen=True, slots=True)
class Index:
    """One package index; `packages` are the normalized names it alone serves (uv's `explicit`), None for all."""

    url: str = field(repr=False)
    credentials: Credentials | None = field(default=None, repr=False)
    packages: frozenset[str] | None = None
    by_project: bool = False


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """The indexes in the order in which they are asked, and the file of CA certificates, if one is named."""

    indexes: tuple[Index, ...] = (Index(DEFAULT_INDEX),)
    ca_bundle: str | None = None

    def serving(self, name: str) -> tuple[Index, ...]:
        """The indexes to ask for a package: those that it is pinned to, else all that serve every name."""
        pinned = tuple(index for index in self.indexes if index.packages and name in index.packages)
        return pinned or tuple(index for index in self.indexes if index.packages is None)


@dataclass(frozen=True, slots=True)
class ConfigurationFiles:
    """Where pip's and uv's own files lie; later pip files override earlier ones."""

    pip: tuple[Path, ...] = ()
    uv: tuple[Path, ...] = ()


def configuration_files(environ: Mapping[str, str]) -> ConfigurationFiles:
    """The places where pip and uv look on this platform; PIP_CONFIG_FILE and UV_CONFIG_FILE are honoured."""
    import os

    from platformdirs import site_config_path, user_config_path

    file = "pip.ini" if sys.platform == "win32" else "pip.conf"
    named = environ.get("PIP_CONFIG_FILE")
    prefix = Path(environ.get("VIRTUAL_ENV") or sys.prefix)
    home = Path.home()
    pip = [
        site_config_path("pip", appauthor=False) / file,
        Path("/etc") / file,
        home / ".pip" / file,
        user_config_path("pip", appauthor=False, roaming=True) / file,
        prefix / file,
    ]
    if named == os.devnull:
        pip = []
    elif named:
        pip.append(Path(named))
    if uv_named := environ.get("UV_CONFIG_FILE"):
        return ConfigurationFiles(tuple(pip), (Path(uv_named),))
    uv = (user_config_path("uv", appauthor=False) / "uv.toml", site_config_path("uv", appauthor=False) / "uv.toml")
    return ConfigurationFiles(tuple(pip), uv)


def index_settings(
    environ: Mapping[str, str],
    files: ConfigurationFiles,
    *,
    project_uv: Mapping[str, object] | None = None,
) -> IndexSettings:
    """The settings that hold for a project; `project_uv` is `[tool.uv]` of its pyproject.toml.

    Extra indexes come before the default one, as in uv. `file:` indexes and others that are not http(s) are left out.
    With pip's no-index or UV_NO_INDEX there is none.
    """
    pip = _pip_options(environ, files.pip)
    tables = [] if environ.get("UV_NO_CONFIG", "").lower() in _YES else [_uv_file(path) for path in files.uv]
    uv_default = environ.get("UV_DEFAULT_INDEX") or environ.get("UV_INDEX_URL")
    found = [_named(word, environ) for word in environ.get("UV_INDEX", "").split()]
    found.extend(Index(url) for url in environ.get("UV_EXTRA_INDEX_URL", "").split())
    defaults: list[Index] = [_named(uv_default, environ)] if uv_default else []
    for table, by_project in [(project_uv or {}, True), *((table, False) for table in tables)]:
        for index, is_default in _uv_indexes(table, environ, by_project=by_project):
            (defaults if is_default else found).append(index)
    defaults.extend(Index(url) for url in pip.get("index-url", "").split())
    found.extend(Index(url) for url in pip.get("extra-index-url", "").split())
    chosen = [index for index in [*found, *(defaults or [Index(DEFAULT_INDEX)])[:1]] if _usable(index)]
    if pip.get("no-index", "").lower() in _YES or environ.get("UV_NO_INDEX", "").lower() in _YES:
        chosen = []
    return IndexSettings(_distinct(chosen), _ca_bundle(environ, pip))


def _usable(index: Index) -> bool:
    if index.url == DEFAULT_INDEX:
        return True
    try:
        origin_of(index.url)
    except RefusedError:
        _log.debug("an index that is not http or https is left out")
        return False
    return True


def _distinct(indexes: Sequence[Index]) -> tuple[Index, ...]:
    return tuple({index.url.rstrip("/"): index for index in reversed(indexes)}.values())[::-1]


def _named(word: str, environ: Mapping[str, str]) -> Index:
    """uv's `name=URL`, with the credentials that uv takes from UV_INDEX_<NAME>_USERNAME and _PASSWORD."""
    name, separator, url = word.partition("=")
    if not separator or "/" in name or ":" in name:
        return Index(word)
    return Index(url, _uv_credentials(name, environ))


def _uv_credentials(name: str, environ: Mapping[str, str]) -> Credentials | None:
    variable = "UV_INDEX_" + "".join(sign if sign.isalnum() else "_" for sign in name.upper())
    user = environ.get(f"{variable}_USERNAME", "")
    password = environ.get(f"{variable}_PASSWORD", "")
    return Credentials(user, password) if user or password else None


def _uv_indexes(
    table: Mapping[str, object], environ: Mapping[str, str], *, by_project: bool
) -> Iterator[tuple[Index, bool]]:
    """The indexes of a `[tool.uv]` table or a uv.toml, each with whether it takes the place of the default."""
    for entry in _tables(table.get("index")):
        url, name = entry.get("url"), entry.get("name")
        if not isinstance(url, str):
            continue
        credentials = _uv_credentials(name, environ) if isinstance(name, str) else None
        packages = _sourced_from(table, name) if entry.get("explicit") is True else None
        yield Index(url, credentials, packages, by_project), entry.get("default") is True
    if isinstance(url := table.get("index-url"), str):
        yield Index(url, by_project=by_project), True
    extra = table.get("extra-index-url")
    for url in extra if isinstance(extra, list) else []:
        if isinstance(url, str):
            yield Index(url, by_project=by_project), False


def _sourced_from(table: Mapping[str, object], index: object) -> frozenset[str]:
    """The packages that `[tool.uv.sources]` pins to the index of that name."""
    from packaging.utils import canonicalize_name

    sources = table.get("sources")
    if not isinstance(sources, dict):
        return frozenset()
    return frozenset(
        str(canonicalize_name(name))
        for name, source in sources.items()
        if any(entry.get("index") == index for entry in _tables(source if isinstance(source, list) else [source]))
    )


def _tables(value: object) -> list[dict[str, object]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _uv_file(path: Path) -> Mapping[str, object]:
    text = _text(path)
    if text is None:
        return {}
    try:
        data = read_toml(text, shown=path.name).data
    except DocumentError:
        _log.debug("a uv.toml that is not TOML is left out")
        return {}
    return data if isinstance(data, dict) else {}


def _pip_options(environ: Mapping[str, str], files: Sequence[Path]) -> Mapping[str, str]:
    """pip's options index-url, extra-index-url, cert and no-index; the environment overrides every file."""
    options: dict[str, str] = {}
    for path in files:
        text = _text(path)
        parser = configparser.RawConfigParser()
        try:
            parser.read_string(text or "")
        except configparser.Error:
            _log.debug("a pip configuration file that cannot be read is left out")
            continue
        for section in _PIP_SECTIONS:
            if parser.has_section(section):
                options.update({key.replace("_", "-"): value for key, value in parser.items(section)})
    for option in ("index-url", "extra-index-url", "cert", "no-index"):
        if value := environ.get("PIP_" + option.upper().replace("-", "_")):
            options[option] = value
    return options


def _ca_bundle(environ: Mapping[str, str], pip: Mapping[str, str]) -> str | None:
    named = (
        pip.get("cert"),
        *(environ.get(name) for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")),
    )
    return next((path for path in named if path and Path(path).exists()), None)


def _text(path: Path) -> str | None:
    try:
        with path.open("rb") as stream:
            return stream.read(_MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return None


def fingerprint(settings: IndexSettings) -> str:
    """A text that names these indexes in a cache key; it holds no credentials."""
    from licscan.net.hosts import without_credentials

    return json.dumps([without_credentials(index.url)[0] for index in settings.indexes])
