"""Answers kept on disk, named by SHA-256 and verified on reading.

Plain bytes and JSON only: nothing is ever unpickled. A truncated, swapped or linked entry is dropped and counts as
absent, so that it can cost a request and never change a verdict.
"""

import contextlib
import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

_log = logging.getLogger(__name__)
_MAX_BYTES = 64 * 1024 * 1024
_SCHEMA = 1


def default_folder() -> Path:
    """The folder for answers of servers, where the platform keeps caches of a user."""
    from platformdirs import user_cache_path

    return user_cache_path("licscan", appauthor=False) / "net"


def sha256_of(content: bytes) -> str:
    """The SHA-256 of `content` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


class Cache:
    """Bodies by their own hash, and small JSON records by a key that says what was asked."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or default_folder()

    def body(self, digest: str) -> bytes | None:
        """The bytes whose SHA-256 is `digest`, or None where the cache does not have them whole."""
        path = self._path("body", digest)
        content = _read(path)
        if content is None:
            return None
        if sha256_of(content) != digest:
            _drop(path)
            return None
        return content

    def keep_body(self, content: bytes) -> str:
        """Keep `content` and return its SHA-256."""
        digest = sha256_of(content)
        _write(self._path("body", digest), content)
        return digest

    def record(self, *key: str) -> Mapping[str, object] | None:
        """The record kept for `key`, or None."""
        path = self._path("record", _name(key))
        content = _read(path)
        if content is None:
            return None
        value = _verified(content, key)
        if value is None:
            _drop(path)
        return value

    def keep_record(self, key: tuple[str, ...], value: Mapping[str, object]) -> None:
        """Keep a JSON object for `key`."""
        text = json.dumps(dict(value), sort_keys=True)
        record = {"schema": _SCHEMA, "key": list(key), "value": text, "sha256": sha256_of(text.encode())}
        _write(self._path("record", _name(key)), json.dumps(record, sort_keys=True).encode())

    def forget(self, *key: str) -> None:
        """Remove the record kept for `key`, if there is one."""
        with contextlib.suppress(OSError):
            self._path("record", _name(key)).unlink()

    def _path(self, room: str, name: str) -> Path:
        return self.folder / room / name[:2] / name


def _name(key: tuple[str, ...]) -> str:
    return sha256_of(json.dumps(key).encode())


def _verified(content: bytes, key: tuple[str, ...]) -> Mapping[str, object] | None:
    try:
        record = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or record.get("schema") != _SCHEMA or record.get("key") != list(key):
        return None
    text = record.get("value")
    if not isinstance(text, str) or sha256_of(text.encode("utf-8", "replace")) != record.get("sha256"):
        return None
    value = json.loads(text)
    return value if isinstance(value, dict) else None


def _read(path: Path) -> bytes | None:
    """The content of a regular file that is no link; anything else is absent."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        if path.is_symlink():
            _drop(path)
        return None
    with contextlib.suppress(OSError), os.fdopen(handle, "rb") as stream:
        content = stream.read(_MAX_BYTES + 1)
        return content if len(content) <= _MAX_BYTES else None
    return None


def _drop(path: Path) -> None:
    _log.debug("a damaged entry of the cache is dropped")
    with contextlib.suppress(OSError):
        path.unlink()


def _write(path: Path, content: bytes) -> None:
    """Write as a whole or not at all; a cache that cannot be written is no reason to stop."""
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(temporary).replace(path)
    except OSError as error:
        _log.debug("the cache cannot be written: %s", type(error).__name__)
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
