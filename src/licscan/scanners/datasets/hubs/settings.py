"""Where the hubs are and who asks, as the hubs' own clients find it out.

huggingface_hub: HF_ENDPOINT, HF_TOKEN, HF_TOKEN_PATH, HF_HOME, HF_HUB_CACHE, HF_HUB_OFFLINE and their older names
(https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables). kaggle and kagglehub:
KAGGLE_API_TOKEN, KAGGLE_USERNAME with KAGGLE_KEY, KAGGLE_CONFIG_DIR and the files of the folder `.kaggle`.
"""

import logging
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from licscan.documents.json_text import read_json
from licscan.documents.values import as_table, as_text
from licscan.errors import DocumentError
from licscan.net.credentials import CredentialSettings
from licscan.net.gateway import Connection
from licscan.net.hosts import Credentials
from licscan.net.settings_text import is_yes, read_settings
from licscan.net.tls import tls_settings

HUGGING_FACE = "https://huggingface.co"
KAGGLE = "https://www.kaggle.com"
_log = logging.getLogger(__name__)
# The first that is set decides, as for huggingface_hub; the last is the older switch of datasets.
_OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_DATASETS_OFFLINE")
_TOKEN = re.compile(r"[\x21-\x7e]{1,4096}")
_VARIABLE = re.compile(r"\$(\w+|\{[^}]*\})")


@dataclass(frozen=True, slots=True)
class HubSettings:
    """One hub: `endpoint` is its address, `switched_off` the variable that says to make no request, if one does.

    `store` is the folder into which the hub's own client downloads; it is only ever read.
    """

    endpoint: str = field(repr=False)
    credentials: Credentials | None = field(default=None, repr=False)
    connection: Connection = field(default_factory=Connection)
    switched_off: str | None = None
    store: Path | None = None


def hugging_face_settings(environ: Mapping[str, str]) -> HubSettings:
    """How huggingface_hub would reach the hub; a token that a continuous integration would trade for is not asked."""
    home = _hugging_face_home(environ)
    switch = next((name for name in _OFFLINE if environ.get(name)), None)
    store = environ.get("HF_HUB_CACHE") or environ.get("HUGGINGFACE_HUB_CACHE")
    token = None if is_yes(environ.get("HF_HUB_DISABLE_IMPLICIT_TOKEN")) else _hugging_face_token(environ, home)
    return HubSettings(
        endpoint=(environ.get("HF_ENDPOINT") or HUGGING_FACE).rstrip("/"),
        credentials=Credentials("", token, bearer=True) if token else None,
        connection=Connection(tls_settings(environ), CredentialSettings(None, "disabled")),
        switched_off=switch if switch and is_yes(environ[switch]) else None,
        store=_path(store, environ) if store else home and home / "hub",
    )


def kaggle_settings(environ: Mapping[str, str]) -> HubSettings:
    """How kaggle and kagglehub would reach Kaggle; its browser login (`kaggle auth login`) is not taken over."""
    folder = _kaggle_folder(environ)
    kept = _kaggle_file(folder / "kaggle.json") if folder else {}
    return HubSettings(
        endpoint=(environ.get("KAGGLE_API_ENDPOINT") or KAGGLE).rstrip("/"),
        credentials=_kaggle_credentials(environ, kept),
        connection=Connection(
            tls_settings(environ, first=environ.get("KAGGLE_SSL_CA_CERT") or kept.get("ssl_ca_cert")),
            CredentialSettings(None, "disabled"),
            environ.get("KAGGLE_PROXY") or kept.get("proxy") or None,
        ),
    )


def _hugging_face_home(environ: Mapping[str, str]) -> Path | None:
    if named := environ.get("HF_HOME"):
        return _path(named, environ)
    if caches := environ.get("XDG_CACHE_HOME"):
        return _path(caches, environ) / "huggingface"
    home = _home(environ)
    return home and home / ".cache" / "huggingface"


def _hugging_face_token(environ: Mapping[str, str], home: Path | None) -> str | None:
    if stated := environ.get("HF_TOKEN") or environ.get("HUGGING_FACE_HUB_TOKEN"):
        return _clean(stated)
    if named := environ.get("HF_TOKEN_PATH"):
        return _token_in(_path(named, environ))
    return _token_in(home / "token") if home else None


def _kaggle_credentials(environ: Mapping[str, str], kept: Mapping[str, str]) -> Credentials | None:
    if token := _kaggle_token(environ):
        return Credentials("", token, bearer=True)
    user, key = environ.get("KAGGLE_USERNAME"), environ.get("KAGGLE_KEY")
    if not (user and key):
        user, key = kept.get("username"), kept.get("key")
    clean = _clean(key or "")
    return Credentials(user.strip(), clean) if user and clean else None


def _kaggle_token(environ: Mapping[str, str]) -> str | None:
    """The token of a Kaggle notebook, then KAGGLE_API_TOKEN (the token, or the file that holds it), then a file."""
    notebook = environ.get("KAGGLE_API_V1_TOKEN") if environ.get("KAGGLE_KERNEL_RUN_TYPE") else None
    if notebook and (token := _token_in(Path(notebook))):
        return token
    if stated := environ.get("KAGGLE_API_TOKEN"):
        return _token_in(Path(stated)) if _is_file(stated) else _clean(stated)
    home = _home(environ)
    names = ("access_token", "access_token.txt") if home else ()
    return next((token for name in names if home and (token := _token_in(home / ".kaggle" / name))), None)


def _kaggle_folder(environ: Mapping[str, str]) -> Path | None:
    if named := environ.get("KAGGLE_CONFIG_DIR"):
        return Path(named)
    home = _home(environ)
    if home is None:
        return None
    usual = home / ".kaggle"
    if usual.is_dir():
        return usual
    return Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "kaggle"


def _kaggle_file(path: Path) -> Mapping[str, str]:
    """The texts of a kaggle.json; empty where it cannot be read."""
    content = read_settings(path)
    if content is None:
        return {}
    try:
        table = as_table(read_json(content, shown=path.name).data)
    except DocumentError:
        _log.debug("a kaggle.json that is not JSON is left out")
        return {}
    return {key: text for key, value in table.items() if (text := as_text(value))}


def _token_in(path: Path) -> str | None:
    return _clean(read_settings(path) or "")


def _clean(text: str) -> str | None:
    """A token without the blanks around it; what cannot stand in a header is none."""
    found = text.strip()
    return found if _TOKEN.fullmatch(found) else None


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False


def _home(environ: Mapping[str, str]) -> Path | None:
    if named := environ.get("HOME" if os.name != "nt" else "USERPROFILE"):
        return Path(named)
    try:
        return Path.home()
    except RuntimeError:
        return None


def _path(text: str, environ: Mapping[str, str]) -> Path:
    """A path with `~` and variables as huggingface_hub resolves them."""
    home = _home(environ)
    if home is not None and (text == "~" or text.startswith("~/")):
        text = f"{home}{text[1:]}"
    return Path(_VARIABLE.sub(lambda found: environ.get(found[1].strip("{}"), found[0]), text))
