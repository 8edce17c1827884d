"""Which package indexes the user's own tools are set up for, and how they are reached.

Read, the first that says something deciding: uv's environment variables and files, the project's `[tool.uv]`, pip's
environment variables, pip's configuration files. Where none says anything, the client library knows the default; no
host stands in this code.
"""

import logging
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from licscan.net.credentials import credential_settings
from licscan.net.errors import RefusedError
from licscan.net.gateway import Connection, Limits
from licscan.net.hosts import origin_of
from licscan.net.indexes import DEFAULT_INDEX, Index, IndexSettings
from licscan.net.pip_settings import pip_options
from licscan.net.settings_text import is_yes, number
from licscan.net.tls import TlsSettings, tls_settings
from licscan.net.uv_settings import UvIndex, indexes_of_environment, indexes_of_table, uv_table

# Options of pip without which another tool asks elsewhere, or cannot reach the index.
_REACHING = ("index-url", "extra-index-url", "no-index", "client-cert", "proxy")
_log = logging.getLogger(__name__)
_MIN_TIMEOUT, _MAX_TIMEOUT, _MAX_DEADLINE, _MAX_RETRIES = 1, 60, 180, 5


@dataclass(frozen=True, slots=True)
class ConfigurationFiles:
    """Where pip's and uv's own files lie; later pip files override earlier ones."""

    pip: tuple[Path, ...] = ()
    uv: tuple[Path, ...] = ()


def configuration_files(environ: Mapping[str, str]) -> ConfigurationFiles:
    """The places where pip and uv look on this platform; PIP_CONFIG_FILE and UV_CONFIG_FILE are honoured."""
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
    if is_yes(environ.get("UV_NO_CONFIG")):
        return ConfigurationFiles(tuple(pip))
    if uv_named := environ.get("UV_CONFIG_FILE"):
        return ConfigurationFiles(tuple(pip), (Path(uv_named),))
    uv = (user_config_path("uv", appauthor=False) / "uv.toml", site_config_path("uv", appauthor=False) / "uv.toml")
    return ConfigurationFiles(tuple(pip), uv)


def index_settings(
    environ: Mapping[str, str],
    files: ConfigurationFiles,
    *,
    project_uv: Mapping[str, object] | None = None,
    further: Sequence[str] = (),
) -> IndexSettings:
    """The settings that hold for a project.

    `project_uv` is `[tool.uv]` of its pyproject.toml; `further` are indexes that its requirements files name, asked
    before the default one. Indexes that are not http(s) are left out. With pip's no-index or UV_NO_INDEX there is none.
    """
    pip = pip_options(environ, files.pip)
    uv_tables = [uv_table(path) for path in files.uv]
    found: list[UvIndex] = list(indexes_of_environment(environ))
    for table in uv_tables:
        found.extend(indexes_of_table(table, environ, by_project=False))
    found.extend(UvIndex(Index(url), is_default=False) for url in pip.get("extra-index-url", "").split())
    found.extend(indexes_of_table(project_uv or {}, environ, by_project=True))
    found.extend(UvIndex(Index(url, by_project=True), is_default=False) for url in further)
    found.extend(UvIndex(Index(url), is_default=True) for url in pip.get("index-url", "").split())
    defaults = [each.index for each in found if each.is_default] or [Index(DEFAULT_INDEX)]
    chosen = _distinct([*(each.index for each in found if not each.is_default), defaults[0]])
    if is_yes(pip.get("no-index")) or is_yes(environ.get("UV_NO_INDEX")):
        chosen = ()
    strategy = environ.get("UV_INDEX_STRATEGY") or _said(uv_tables, "index-strategy")
    keyring = pip.get("keyring-provider") or environ.get("UV_KEYRING_PROVIDER") or _said(uv_tables, "keyring-provider")
    return IndexSettings(
        chosen,
        best_match=strategy.startswith("unsafe-"),
        named_by=_named_by(environ, uv_tables, pip),
        connection=Connection(
            _tls(environ, pip), credential_settings(environ, keyring or "auto"), pip.get("proxy") or None
        ),
        limits=_limits(environ, pip),
    )


def _distinct(indexes: Iterable[Index]) -> tuple[Index, ...]:
    """Each usable index once, in its first place; one that the user names too is not only the project's."""
    found: dict[str, Index] = {}
    for index in indexes:
        key = index.url.rstrip("/")
        if _usable(index) and (key not in found or (found[key].by_project and not index.by_project)):
            found[key] = index
    return tuple(found.values())


def _usable(index: Index) -> bool:
    if index.url == DEFAULT_INDEX:
        return True
    try:
        origin_of(index.url)
    except RefusedError:
        _log.debug("an index that is not http or https is left out")
        return False
    return True


def _said(tables: Sequence[Mapping[str, object]], key: str) -> str:
    return next((value for table in tables if isinstance(value := table.get(key), str)), "")


def _named_by(environ: Mapping[str, str], uv_tables: Sequence[Mapping[str, object]], pip: Mapping[str, str]) -> str:
    by_uv = [*indexes_of_environment(environ)]
    by_uv += [index for table in uv_tables for index in indexes_of_table(table, environ, by_project=False)]
    if by_uv or is_yes(environ.get("UV_NO_INDEX")):
        return "uv"
    return "pip" if any(pip.get(option) for option in _REACHING) else ""


def _tls(environ: Mapping[str, str], pip: Mapping[str, str]) -> TlsSettings:
    certificate = pip.get("client-cert") or environ.get("SSL_CLIENT_CERT") or None
    if pip.get("trusted-host"):
        _log.info("pip's trusted-host is not supported: certificates are always verified")
    return tls_settings(environ, first=pip.get("cert"), client_certificate=certificate)


def _limits(environ: Mapping[str, str], pip: Mapping[str, str]) -> Limits:
    """pip's and uv's timeouts and retries, within bounds that keep a scan from hanging."""
    usual = Limits()
    timeout = number(pip.get("timeout") or environ.get("UV_HTTP_TIMEOUT"))
    retries = number(pip.get("retries") or environ.get("UV_HTTP_RETRIES"))
    read_s = usual.read_s if timeout is None else min(max(timeout, _MIN_TIMEOUT), _MAX_TIMEOUT)
    return Limits(
        connect_s=min(read_s, usual.connect_s),
        read_s=read_s,
        deadline_s=min(max(usual.deadline_s, 3 * read_s), _MAX_DEADLINE),
        retries=usual.retries if retries is None else int(min(retries, _MAX_RETRIES)),
    )
