"""The one gateway for every request: where to, with whose credentials, how long, how much."""

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from licscan.net.answers import LATE, Answer, accepted, in_our_words, read_answer
from licscan.net.credentials import CredentialBook, CredentialSettings
from licscan.net.errors import AnswerError, DeadlineError, NetError, OfflineError, RefusedError, UnreachableError
from licscan.net.hosts import Credentials, Origin, is_private_name, origin_of, without_credentials
from licscan.net.tls import TlsSettings, tls_context, with_client_certificate

if TYPE_CHECKING:
    import requests

    from licscan.net.transport import Deadline

_log = logging.getLogger(__name__)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_REDIRECTS = 5
_OFFLINE_HINT = "run once without --offline to fill the cache"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and counts that bound a request; `deadline_s` covers retries, redirects' answers and the body."""

    connect_s: float = 10
    read_s: float = 20
    deadline_s: float = 60
    retries: int = 3
    retry_after_max_s: int = 10
    failures_in_a_row: int = 3
    connections: int = 12


@dataclass(frozen=True, slots=True)
class Connection:
    """How the user's own settings reach servers; `proxy` takes the place of the environment's proxies."""

    tls: TlsSettings = field(default_factory=TlsSettings)
    credentials: CredentialSettings = field(default_factory=CredentialSettings)
    proxy: str | None = field(default=None, repr=False)


class Gateway:
    """Asks servers.

    A host is asked only when settings name it (`trust`), or when a host that was asked links or redirects to it;
    such a linked host gets no credentials of another, is never reached by plain http from https, and lies on a
    private network only if the trusted host does.
    """

    def __init__(
        self, *, offline: bool = False, limits: Limits | None = None, connection: Connection | None = None
    ) -> None:
        self.offline = offline
        self._limits = limits or Limits()
        self._connection = connection or Connection()
        self._book = CredentialBook(self._connection.credentials)
        self._trusted: set[Origin] = set()
        self._may_be_private: set[Origin] = set()
        self._private: set[Origin] = set()
        self._failures: dict[Origin, list[NetError]] = {}
        self._not_before: dict[Origin, float] = {}
        self._lock = threading.Lock()
        self._sessions: dict[bool, requests.Session] = {}

    def trust(self, url: str, credentials: Credentials | None = None, *, private: bool = True) -> str:
        """Allow the host of `url`, remember the credentials for it alone, and return the URL without them.

        `private` is for a host that the user names: it may lie on a private network, and gets what the user's
        netrc and keyring have for it. Without it, as for one that a scanned project names, it may not and does not.
        """
        bare, inside = without_credentials(url)
        origin = origin_of(bare)
        self._book.add(bare, credentials or inside, by_user=private)
        with self._lock:
            self._trusted.add(origin)
            if private:
                self._may_be_private.add(origin)
        return bare

    def ensure_online(self) -> None:
        """Raise OfflineError where no request may be made."""
        if self.offline:
            raise OfflineError("licscan is offline and the cache has no answer", hint=_OFFLINE_HINT)

    def get(
        self, url: str, *, max_bytes: int, headers: Mapping[str, str] | None = None, named_by: str | None = None
    ) -> Answer:
        """Ask for `url`; `named_by` is the trusted URL whose answer linked to it.

        Raises OfflineError, RefusedError, DeadlineError, NotFoundError (404, 410) and AnswerError (other status,
        more than `max_bytes`, broken transfer).
        """
        return accepted(self.answer(url, max_bytes=max_bytes, headers=headers, named_by=named_by))

    def answer(
        self, url: str, *, max_bytes: int, headers: Mapping[str, str] | None = None, named_by: str | None = None
    ) -> Answer:
        """The same for a caller who knows what the server's error statuses and their headers mean: none is raised."""
        self.ensure_online()
        target, _ = without_credentials(url)
        named_by = named_by or target
        previous = origin_of(named_by)
        for _ in range(_MAX_REDIRECTS + 1):
            origin = self._permitted(target, origin_of(named_by), previous)
            answer = self._ask(target, origin, named_by, max_bytes, headers or {})
            if answer.status not in _REDIRECTS:
                return answer
            try:
                target, _ = without_credentials(urljoin(target, answer.headers.get("location", "")))
            except ValueError:
                raise RefusedError("an address that is not a URL is not asked") from None
            previous = origin
        raise AnswerError("the server redirects without end")

    def close(self) -> None:
        """Close all connections."""
        for session in self._sessions.values():
            session.close()

    def _permitted(self, url: str, root: Origin, previous: Origin) -> Origin:
        origin = origin_of(url)
        if root not in self._trusted:
            raise RefusedError("a host that the settings do not name is not asked")
        if origin not in self._trusted and previous.scheme == "https" and origin.scheme == "http":
            raise RefusedError("a link from https to http is not followed")
        return origin

    def _ask(self, url: str, origin: Origin, named_by: str, max_bytes: int, headers: Mapping[str, str]) -> Answer:
        with self._lock:
            failed = self._failures.get(origin, [])
            if len(failed) >= self._limits.failures_in_a_row:
                raise failed[0]
        private_allowed = self._private_allowed(origin, origin_of(named_by))
        first = self._book.first(origin, named_by)
        try:
            answer = self._request(url, origin, max_bytes, headers, first, private_allowed=private_allowed)
            if answer.status == 401 and (second := self._book.after_refusal(origin, named_by)) not in (None, first):
                answer = self._request(url, origin, max_bytes, headers, second, private_allowed=private_allowed)
        except (DeadlineError, UnreachableError) as error:
            with self._lock:
                again = type(error)(error.message, hint=error.hint)
                self._failures.setdefault(origin, []).append(again)
            raise
        with self._lock:
            self._failures.pop(origin, None)
        return answer

    def _private_allowed(self, origin: Origin, root: Origin) -> bool:
        """A host of the user's settings may be private, but not on the way from one that only a project names."""
        with self._lock:
            if root not in self._may_be_private:
                return False
            return origin in self._may_be_private or root in self._private

    def _request(
        self,
        url: str,
        origin: Origin,
        max_bytes: int,
        headers: Mapping[str, str],
        credentials: Credentials | None,
        *,
        private_allowed: bool,
    ) -> Answer:
        if not private_allowed and is_private_name(origin.host):
            raise RefusedError("an address of a private network is not asked")
        certificate = self._connection.tls.client_certificate is not None and private_allowed
        session = self._open(shows_certificate=certificate and self._book.is_users(origin))
        with (
            self._bounded(private_allowed=private_allowed, origin=origin),
            session.get(
                url,
                headers={**headers, **(credentials.header() if credentials else {})},
                timeout=(self._limits.connect_s, self._limits.read_s),
                proxies=self._proxies(url),
                allow_redirects=False,
                stream=True,
            ) as response,
        ):
            return read_answer(response, url, max_bytes)

    def _proxies(self, url: str) -> dict[str, str]:
        import requests

        if self._connection.proxy is not None:
            return {"http": self._connection.proxy, "https": self._connection.proxy}
        return dict(requests.utils.get_environ_proxies(url))

    @contextmanager
    def _bounded(self, *, private_allowed: bool, origin: Origin) -> "Iterator[Deadline]":
        """One request: its turn, its deadline, and its errors in our words."""
        import requests
        import urllib3

        from licscan.net.transport import Deadline

        self._await_turn(origin)
        with Deadline(
            self._limits.deadline_s,
            private_allowed=private_allowed,
            told_to_wait=lambda seconds: self._leave_alone(origin, seconds),
        ) as deadline:
            try:
                yield deadline
            except NetError:
                if deadline.expired:
                    raise DeadlineError(LATE) from None
                raise
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                _log.debug("no usable answer: %s", type(error).__name__)
                raise DeadlineError(LATE) if deadline.expired else in_our_words(error) from None
            if deadline.expired:
                raise DeadlineError(LATE)
            if deadline.reached_private and private_allowed:
                with self._lock:
                    self._private.add(origin)

    def _leave_alone(self, origin: Origin, seconds: float) -> None:
        """Note that a server asks for a pause: it counts for every other request to it too."""
        with self._lock:
            self._not_before[origin] = max(self._not_before.get(origin, 0), time.monotonic() + seconds)

    def _await_turn(self, origin: Origin) -> None:
        with self._lock:
            until = self._not_before.get(origin, 0)
        if (seconds := until - time.monotonic()) > 0:
            time.sleep(min(seconds, self._limits.retry_after_max_s))

    def _open(self, *, shows_certificate: bool) -> "requests.Session":
        """The session for servers that may see the user's client certificate, or the one for all others."""
        with self._lock:
            if shows_certificate not in self._sessions:
                from licscan.net.transport import open_session

                tls = self._connection.tls
                self._sessions[shows_certificate] = open_session(
                    retries=self._limits.retries,
                    retry_after_max_s=self._limits.retry_after_max_s,
                    connections=self._limits.connections,
                    user_agent="licscan",
                    context=with_client_certificate(tls) if shows_certificate else tls_context(tls),
                )
            return self._sessions[shows_certificate]
