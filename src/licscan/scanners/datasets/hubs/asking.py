"""Questions to one hub over the gateway, and what its refusals mean."""

import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from licscan.model.finding import GapReason
from licscan.net.answers import Answer
from licscan.net.errors import AnswerError, NetError, NotFoundError, OfflineError
from licscan.net.gateway import Gateway, Limits
from licscan.scanners.datasets.hubs.settings import HubSettings

if TYPE_CHECKING:
    from collections.abc import Callable

_GIVE_UP_AFTER = 3
# IETF draft-ietf-httpapi-ratelimit-headers: `"api";r=0;t=55`.
_RATE = re.compile(r'"\w{1,40}"\s*;\s*r\s*=\s*0\s*;\s*t\s*=\s*(\d{1,9})')


class GatedError(AnswerError):
    """What was asked for is there, for those who have accepted its terms."""

    reason = GapReason.UNREADABLE


class UnreadFormError(AnswerError):
    """What the hub has is in a form that nobody here reads."""

    reason = GapReason.UNSUPPORTED_FORMAT


@dataclass(frozen=True, slots=True)
class Wording:
    """How messages name a hub, and what to do where it asks for an account."""

    name: str
    account: str


class Asking:
    """One hub: who asks, how often it failed; after a last refusal to serve, the hub is left alone for this run."""

    def __init__(self, settings: HubSettings, words: Wording, *, offline: bool, limits: Limits | None) -> None:
        self._settings = settings
        self._words = words
        self._gateway = Gateway(
            offline=offline or settings.switched_off is not None, limits=limits, connection=settings.connection
        )
        self._failures = 0
        self._stopped: Callable[[], NetError] | None = None
        self._lock = threading.Lock()

    @property
    def endpoint(self) -> str:
        """The address of the hub, without credentials, for keys of the cache."""
        return self._settings.endpoint.rpartition("@")[2]

    @property
    def with_account(self) -> bool:
        """Whether requests show who asks."""
        return self._settings.credentials is not None

    def get(self, path: str, *, max_bytes: int, accept: str) -> Answer:
        """The hub's answer, which may say that a thing is missing or refused (status 400 to 499).

        Raises NetError: offline, unreachable, late, too large, an error of the server, too many requests.
        """
        if self._gateway.offline:
            raise self._offline()
        if self._stopped is not None:
            raise self._stopped()
        bare = self._gateway.trust(self._settings.endpoint, self._settings.credentials)
        url = f"{bare.rstrip('/')}/{path}"
        answer = self._gateway.answer(url, max_bytes=max_bytes, headers={"Accept": accept}, named_by=bare)
        self._count(answer)
        return answer

    def failure(self, answer: Answer) -> NetError:
        """What an error status means where nothing more is known of it."""
        status, hub = answer.status, self._words.name
        if status in (404, 410):
            return NotFoundError(f"{hub} does not have it")
        if status == 401 and self.with_account:
            return AnswerError(
                f"{hub} does not accept the token", status=status, hint=f"renew it: {self._words.account}"
            )
        if status in (401, 403):
            return AnswerError(f"{hub} refuses access (status {status})", status=status, hint=self._words.account)
        if status == 429:
            return _limited(answer, self._words)
        return AnswerError(f"{hub} answered with status {status}", status=status)

    def close(self) -> None:
        """Close all connections."""
        self._gateway.close()

    def _offline(self) -> OfflineError:
        named = self._settings.switched_off
        if named is None:
            return OfflineError(
                f"licscan is offline and has no answer of {self._words.name}",
                hint="run once without --offline to fill the cache",
            )
        return OfflineError(
            f"{named} is set and there is no answer of {self._words.name} from an earlier run",
            hint=f"run once without {named} to fill the cache",
        )

    def _count(self, answer: Answer) -> None:
        """Raise for a hub that cannot serve; stop asking after one refusal for too many requests or three failures."""
        serves = answer.status < 500 and answer.status != 429
        with self._lock:
            self._failures = 0 if serves else self._failures + 1
            if answer.status == 429 or self._failures >= _GIVE_UP_AFTER:
                self._stopped = lambda: self.failure(answer)
        if not serves:
            raise self.failure(answer)


def _limited(answer: Answer, words: Wording) -> AnswerError:
    waits = _RATE.search(answer.headers.get("ratelimit", "")[:200])
    stated = waits[1] if waits else answer.headers.get("retry-after", "")
    when = f"wait {int(stated)} seconds" if stated.isdecimal() and len(stated) < 10 else "wait a while"
    return AnswerError(
        f"{words.name} asks for fewer requests", status=answer.status, hint=f"{when}, or {words.account}"
    )
