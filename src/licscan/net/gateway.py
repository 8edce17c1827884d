"""The one gateway for every request: where to, with whose credentials, how long, how much."""

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from licscan.net.errors import (
    AnswerError,
    DeadlineError,
    NetError,
    NotFoundError,
    OfflineError,
    RefusedError,
    UnreachableError,
)
from licscan.net.hosts import Credentials, Origin, origin_of, without_credentials

if TYPE_CHECKING:
    import requests

    from licscan.net.transport import Deadline

_log = logging.getLogger(__name__)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_REDIRECTS = 5
_OFFLINE_HINT = "run once without --offline to fill the cache"
_CERTIFICATE_HINT = "name the file of CA certificates with PIP_CERT or REQUESTS_CA_BUNDLE"
_LATE = "the server did not answer in time"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and counts that bound a request; `deadline_s` covers retries, redirects' answers and the body."""

    connect_s: float = 10
    read_s: float = 20
    deadline_s: float = 60
    retries: int = 3
    retry_after_max_s: int = 10
    failures_in_a_row: int = 3
    connections: int = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer: header names are lower case, `url` is where it came from, without credentials."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    url: str = field(repr=False)


class Gateway:
    """Asks servers.

    A host is asked only when the user's settings name it (`trust`), or when a host that was asked links or
    redirects to it; such a linked host gets no credentials of another, is never reached by plain http from https,
    and lies on a private network only if the trusted host does. `ca_bundle` is a file of CA certificates.
    """

    def __init__(self, *, offline: bool = False, limits: Limits | None = None, ca_bundle: str | None = None) -> None:
        self.offline = offline
        self._limits = limits or Limits()
        self._ca_bundle = ca_bundle
        self._trusted: dict[Origin, Credentials | None] = {}
        self._may_be_private: set[Origin] = set()
        self._private: set[Origin] = set()
        self._failures: dict[Origin, list[NetError]] = {}
        self._lock = threading.Lock()
        self._session: requests.Session | None = None

    def trust(self, url: str, credentials: Credentials | None = None, *, private: bool = True) -> str:
        """Allow the host of `url`, remember the credentials for it alone, and return the URL without them.

        `private` says whether the host may lie on a private network: so for a host that the user names, not for
        one that a scanned project names.
        """
        bare, inside = without_credentials(url)
        origin = origin_of(bare)
        with self._lock:
            self._trusted[origin] = self._trusted.get(origin) or credentials or inside
            if private:
                self._may_be_private.add(origin)
        return bare

    def get(
        self, url: str, *, max_bytes: int, headers: Mapping[str, str] | None = None, named_by: str | None = None
    ) -> Answer:
        """Ask for `url`; `named_by` is the trusted URL whose answer linked to it.

        Raises OfflineError, RefusedError, DeadlineError, NotFoundError (404, 410) and AnswerError (other status,
        more than `max_bytes`, broken transfer).
        """
        if self.offline:
            raise OfflineError("licscan is offline and the cache has no answer", hint=_OFFLINE_HINT)
        target, _ = without_credentials(url)
        root = origin_of(named_by or url)
        previous = root
        for _ in range(_MAX_REDIRECTS + 1):
            origin = self._permitted(target, root, previous)
            answer = self._ask(target, origin, root, max_bytes, headers or {})
            if answer.status not in _REDIRECTS:
                return _accepted(answer)
            target, _ = without_credentials(urljoin(target, answer.headers.get("location", "")))
            previous = origin
        raise AnswerError("the server redirects without end")

    def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            self._session.close()

    def _permitted(self, url: str, root: Origin, previous: Origin) -> Origin:
        origin = origin_of(url)
        if root not in self._trusted:
            raise RefusedError("a host that the settings do not name is not asked")
        if origin not in self._trusted and previous.scheme == "https" and origin.scheme == "http":
            raise RefusedError("a link from https to http is not followed")
        return origin

    def _ask(self, url: str, origin: Origin, root: Origin, max_bytes: int, headers: Mapping[str, str]) -> Answer:
        with self._lock:
            failed = self._failures.get(origin, [])
            if len(failed) >= self._limits.failures_in_a_row:
                raise failed[0]
            private_allowed = origin in self._may_be_private or root in self._private
        try:
            answer = self._request(url, origin, max_bytes, headers, private_allowed=private_allowed)
        except (DeadlineError, UnreachableError) as error:
            with self._lock:
                again = type(error)(error.message, hint=error.hint)
                self._failures.setdefault(origin, []).append(again)
            raise
        with self._lock:
            self._failures.pop(origin, None)
        return answer

    def _request(
        self, url: str, origin: Origin, max_bytes: int, headers: Mapping[str, str], *, private_allowed: bool
    ) -> Answer:
        session = self._open()
        credentials = self._trusted.get(origin)
        with (
            self._bounded(private_allowed=private_allowed, origin=origin),
            session.get(
                url,
                headers=dict(headers),
                auth=(credentials.user, credentials.password) if credentials else None,
                timeout=(self._limits.connect_s, self._limits.read_s),
                verify=self._ca_bundle or True,
                allow_redirects=False,
                stream=True,
            ) as response,
        ):
            named = {name.lower(): value for name, value in response.headers.items()}
            body = b"" if response.status_code >= 300 else _body(response, max_bytes)
            return Answer(response.status_code, named, body, url)

    @contextmanager
    def _bounded(self, *, private_allowed: bool, origin: Origin) -> "Iterator[Deadline]":
        """One request: its deadline, and its errors in our words."""
        import requests
        import urllib3

        from licscan.net.transport import Deadline

        with Deadline(self._limits.deadline_s, private_allowed=private_allowed) as deadline:
            try:
                yield deadline
            except NetError:
                if deadline.expired:
                    raise DeadlineError(_LATE) from None
                raise
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                _log.debug("no usable answer: %s", type(error).__name__)
                raise DeadlineError(_LATE) if deadline.expired else _in_our_words(error) from None
            if deadline.expired:
                raise DeadlineError(_LATE)
            if deadline.reached_private and private_allowed:
                with self._lock:
                    self._private.add(origin)

    def _open(self) -> "requests.Session":
        with self._lock:
            if self._session is None:
                from licscan.net.transport import open_session

                self._session = open_session(
                    retries=self._limits.retries,
                    retry_after_max_s=self._limits.retry_after_max_s,
                    connections=self._limits.connections,
                    user_agent="licscan",
                )
            return self._session


def _in_our_words(error: Exception) -> NetError:
    """What a library's error means; its own text may hold a URL and is never repeated."""
    import requests
    import urllib3

    if isinstance(error, (requests.Timeout, urllib3.exceptions.TimeoutError)):
        return DeadlineError(_LATE)
    if isinstance(error, requests.exceptions.SSLError):
        return UnreachableError("the server's certificate is not trusted", hint=_CERTIFICATE_HINT)
    if isinstance(error, requests.ConnectionError):
        return UnreachableError("the server cannot be reached")
    return AnswerError("the server's answer broke off or is malformed")


def _body(response: "requests.Response", max_bytes: int) -> bytes:
    """The decoded body, refused as soon as it is larger than allowed."""
    parts: list[bytes] = []
    size = 0
    for part in response.raw.stream(65536, decode_content=True):
        size += len(part)
        if size > max_bytes:
            raise AnswerError(f"the server's answer is larger than {max_bytes} bytes")
        parts.append(part)
    return b"".join(parts)


def _accepted(answer: Answer) -> Answer:
    if answer.status in (404, 410):
        raise NotFoundError("the server does not have it")
    if answer.status in (401, 403):
        raise AnswerError(
            f"the server refuses access (status {answer.status})",
            status=answer.status,
            hint="check the credentials of the package index (netrc, or user and password in its setting)",
        )
    if answer.status >= 300:
        raise AnswerError(f"the server answered with status {answer.status}", status=answer.status)
    return answer
