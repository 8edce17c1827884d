"""requests with a total deadline, capped waits, and a check of the address that was really reached.

Imported by the gateway when the first request is made, never before: requests costs more than 100 ms.
"""

import contextlib
import os
import socket
import threading
import time
from http.cookiejar import DefaultCookiePolicy
from types import TracebackType
from typing import TYPE_CHECKING, Self, cast

import requests  # noqa: TID253 - this module itself is imported late
from requests.adapters import HTTPAdapter  # noqa: TID253
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import InvalidHeader
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

from licscan.net.errors import RefusedError
from licscan.net.hosts import is_public

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

_current = threading.local()


class Deadline:
    """The time that one request has in all; when it is over, its sockets are shut down.

    A read timeout alone bounds each read and not their sum: a server that sends a byte a second never trips it.
    `told_to_wait` hears of the seconds for which the server asks to be left alone.
    `private_allowed` says whether an address that is not public may be reached; `reached_private` whether one was.
    """

    def __init__(
        self, seconds: float, *, private_allowed: bool, told_to_wait: "Callable[[float], None] | None" = None
    ) -> None:
        self._end = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._watched: list[socket.socket] = []
        self.told_to_wait = told_to_wait or (lambda _: None)
        self.private_allowed = private_allowed
        self.reached_private = False
        self.expired = False

    def __enter__(self) -> Self:
        """Start the clock for this thread's requests."""
        _current.deadline = self
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop the clock and let go of the sockets."""
        self._timer.cancel()
        _current.deadline = None
        with self._lock:
            for watched in self._watched:
                watched.close()
            self._watched.clear()

    def remaining_s(self) -> float:
        """The seconds that are left, never negative."""
        return max(0.0, self._end - time.monotonic())

    def watch(self, connected: socket.socket) -> None:
        """Note a connection of this request; a duplicate is kept since TLS takes the original away."""
        duplicate = socket.socket(fileno=os.dup(connected.fileno()))
        with self._lock:
            self._watched.append(duplicate)
            expired = self.expired
        if expired:
            self._shut()

    def _expire(self) -> None:
        with self._lock:
            self.expired = True
        self._shut()

    def _shut(self) -> None:
        with self._lock:
            for watched in self._watched:
                with contextlib.suppress(OSError):
                    watched.shutdown(socket.SHUT_RDWR)


def _deadline() -> Deadline | None:
    return cast("Deadline | None", getattr(_current, "deadline", None))


def _enter(connected: socket.socket, *, proxied: bool) -> socket.socket:
    """Watch a new connection and refuse it where its address may not be reached."""
    deadline = _deadline()
    if deadline is None:
        return connected
    deadline.watch(connected)
    if not proxied and not is_public(str(connected.getpeername()[0])):
        deadline.reached_private = True
        if not deadline.private_allowed:
            connected.close()
            raise RefusedError("an address of a private network is not asked")
    return connected


def _watch_again(connection: HTTPConnection) -> None:
    if (deadline := _deadline()) and connection.sock is not None:
        deadline.watch(connection.sock)


class _Plain(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _enter(super()._new_conn(), proxied=self.proxy is not None)

    def putrequest(self, method: str, url: str, skip_host: bool = False, skip_accept_encoding: bool = False) -> None:
        _watch_again(self)
        super().putrequest(method, url, skip_host, skip_accept_encoding)


class _Secure(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _enter(super()._new_conn(), proxied=self.proxy is not None)

    def putrequest(self, method: str, url: str, skip_host: bool = False, skip_accept_encoding: bool = False) -> None:
        _watch_again(self)
        super().putrequest(method, url, skip_host, skip_accept_encoding)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class _BoundedRetry(Retry):
    """Retries that never wait beyond the deadline of the request."""

    def _bounded(self, seconds: float) -> float:
        deadline = _deadline()
        return seconds if deadline is None else min(seconds, deadline.remaining_s())

    def get_backoff_time(self) -> float:
        return self._bounded(super().get_backoff_time())

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        try:
            seconds = super().get_retry_after(response)
        except InvalidHeader:
            return None
        if seconds is None:
            return None
        seconds = self._bounded(seconds)
        if deadline := _deadline():
            deadline.told_to_wait(seconds)
        return seconds

    def is_exhausted(self) -> bool:
        deadline = _deadline()
        return super().is_exhausted() or (deadline is not None and deadline.remaining_s() == 0)


class _Adapter(HTTPAdapter):
    """Connections that share one TLS context: loading some hundred CA certificates for each costs 20 ms a time."""

    def __init__(self, context: "ssl.SSLContext", retry: Retry, connections: int) -> None:
        self._context = context
        super().__init__(max_retries=retry, pool_connections=connections, pool_maxsize=connections, pool_block=True)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **settings: object) -> None:
        super().init_poolmanager(connections, maxsize, block, ssl_context=self._context, **settings)
        _use_watched(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **settings: object) -> PoolManager:
        make = cast("Callable[..., PoolManager]", super().proxy_manager_for)
        manager = make(proxy, ssl_context=self._context, **settings)
        _use_watched(manager)
        return manager

    def cert_verify(self, conn: object, url: str, verify: object, cert: object) -> None:
        """Leave the connection as it is: the context verifies certificates and host names."""


def _use_watched(manager: PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}


def open_session(
    *, retries: int, retry_after_max_s: int, connections: int, user_agent: str, context: "ssl.SSLContext"
) -> requests.Session:
    """A session whose requests end in time, that keeps no cookies and follows no redirect by itself.

    It reads no netrc and no proxy setting: the gateway says which credentials and which way each request takes.
    """
    retry = _BoundedRetry(
        total=retries,
        redirect=0,
        backoff_factor=0.2,
        backoff_max=2,
        status_forcelist=(429, 500, 502, 503, 504),
        allowed_methods=("GET",),
        raise_on_status=False,
        retry_after_max=retry_after_max_s,
    )
    session = requests.Session()
    session.trust_env = False
    session.mount("http://", _Adapter(context, retry, connections))
    session.mount("https://", _Adapter(context, retry, connections))
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    session.headers["User-Agent"] = user_agent
    return session
