"""Whose user name and password go to which server: from settings, netrc and keyring, as pip and uv find them.

What the user's own settings hold is for the servers that the user names. A server that only a scanned project names
gets what stands in the project's own address for it, and nothing else.
"""

import importlib.util
import logging
import netrc
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from licscan.net.hosts import Credentials, Origin, origin_of

_log = logging.getLogger(__name__)
_MAX_NETRC = 1_000_000
_KEYRING_S = 30
_NO_USER = "__token__"


@dataclass(frozen=True, slots=True)
class CredentialSettings:
    """Where to look beside the settings: a netrc file, and by which provider a keyring (pip's names for them)."""

    netrc: Path | None = None
    keyring: str = "auto"


def credential_settings(environ: Mapping[str, str], keyring: str) -> CredentialSettings:
    """The netrc file that NETRC names, else the one of the home folder."""
    named = environ.get("NETRC")
    if named:
        return CredentialSettings(Path(named), keyring)
    try:
        home = Path.home()
    except RuntimeError:
        return CredentialSettings(None, keyring)
    found = [path for path in (home / ".netrc", home / "_netrc") if path.is_file()]
    return CredentialSettings(found[0] if found else None, keyring)


class CredentialBook:
    """Credentials by address and server; a keyring is asked once for each server, and only after it refused."""

    def __init__(self, settings: CredentialSettings) -> None:
        self._settings = settings
        self._by_url: dict[str, Credentials] = {}
        self._by_origin: dict[Origin, Credentials] = {}
        self._of_project: dict[str, Credentials] = {}
        self._users: set[Origin] = set()
        self._keyring_said: dict[tuple[Origin, str], Credentials | None] = {}
        self._netrc: netrc.netrc | None = None
        self._netrc_read = False
        self._lock = threading.Lock()

    def add(self, url: str, credentials: Credentials | None, *, by_user: bool) -> None:
        """Remember that a server is named, and what its setting says of credentials."""
        origin = origin_of(url)
        with self._lock:
            if not by_user:
                if credentials is not None:
                    self._of_project[url] = credentials
                return
            self._users.add(origin)
            if credentials is not None:
                self._by_url.setdefault(url, credentials)
                self._by_origin.setdefault(origin, credentials)

    def is_users(self, origin: Origin) -> bool:
        """Whether the user's own settings name a server."""
        return origin in self._users

    def first(self, origin: Origin, named_by: str) -> Credentials | None:
        """What to send to `origin` in a request that the index at `named_by` leads to."""
        root = origin_of(named_by)
        if root not in self._users:
            return self._of_project.get(named_by) if origin == root else None
        stated = (self._by_url.get(named_by) if origin == root else None) or self._by_origin.get(origin)
        if stated is not None and stated.password:
            return stated
        known = self._keyring_said.get((origin, stated.user if stated else ""))
        if known is not None or (origin not in self._users and origin.scheme != "https"):
            return known
        return self._from_netrc(origin, stated.user if stated else None)

    def after_refusal(self, origin: Origin, named_by: str) -> Credentials | None:
        """What a keyring has for a server of the user's settings that refused `first`, else the user name alone."""
        if origin not in self._users or origin_of(named_by) != origin:
            return None
        stated = self._by_url.get(named_by) or self._by_origin.get(origin)
        if stated is not None and stated.password:
            return None
        user = stated.user if stated else ""
        with self._lock:
            if (origin, user) not in self._keyring_said:
                # A user without a password that anybody knows may be a token; servers differ in whether they then
                # answer 401 or 403, so it is shown last.
                found = _from_keyring(self._settings.keyring, (named_by, _netloc(origin)), user)
                self._keyring_said[origin, user] = found or stated
            return self._keyring_said[origin, user]

    def _from_netrc(self, origin: Origin, user: str | None) -> Credentials | None:
        with self._lock:
            if not self._netrc_read:
                self._netrc = _read_netrc(self._settings.netrc)
                self._netrc_read = True
        if self._netrc is None:
            return None
        entry = self._netrc.hosts.get(origin.host)
        if entry is None and origin in self._users:
            entry = self._netrc.hosts.get("default")
        if entry is None or (user and entry[0] and user != entry[0]):
            return None
        return Credentials(entry[0] or entry[1] or "", entry[2] or "")


def _netloc(origin: Origin) -> str:
    usual = {"http": 80, "https": 443}[origin.scheme]
    return origin.host if origin.port == usual else f"{origin.host}:{origin.port}"


def _read_netrc(path: Path | None) -> netrc.netrc | None:
    if path is None:
        return None
    try:
        if path.stat().st_size > _MAX_NETRC:
            return None
        return netrc.netrc(str(path))
    except (OSError, netrc.NetrcParseError, ValueError):
        _log.debug("the netrc file cannot be read")
        return None


def _from_keyring(provider: str, services: tuple[str, ...], user: str) -> Credentials | None:
    """The first answer of a keyring for these services: by its library, or by its command, as the setting says.

    The library is asked in a process of its own too: a keyring that waits for somebody to unlock it can be left.
    """
    for command in _commands(provider):
        for service in services:
            found = _password(command, service, user) if user else _pair(command, service)
            if found is not None:
                return found
    return None


def _commands(provider: str) -> list[list[str]]:
    found = []
    if provider in ("auto", "import") and importlib.util.find_spec("keyring") is not None:
        # -P: the folder in which licscan runs may be a foreign project, and is no place to import from.
        found.append([sys.executable, "-P", "-m", "keyring"])
    command = shutil.which("keyring") if provider in ("auto", "subprocess") else None
    if command is not None and Path(command).is_absolute():
        found.append([command])
    return found


def _pair(command: list[str], service: str) -> Credentials | None:
    """User and password where no setting names the user; an old keyring knows of passwords only."""
    lines = (_run([*command, "--mode", "creds", "get", service]) or "").splitlines()
    if len(lines) == 2:
        return Credentials(lines[0], lines[1])
    return _password(command, service, _NO_USER)


def _password(command: list[str], service: str, user: str) -> Credentials | None:
    said = _run([*command, "get", service, user])
    return Credentials(user, said) if said else None


def _run(command: list[str]) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - the user's own keyring, asked as pip and uv ask it
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_KEYRING_S,
            check=False,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        _log.debug("the keyring cannot be asked")
        return None
    return done.stdout.decode("utf-8", "replace").strip("\r\n") if done.returncode == 0 else None
