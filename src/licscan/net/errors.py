"""What can go wrong on the way to a server.

LicscanError
└── NetError             carries the reason that a Gap states
    ├── OfflineError     the offline switch is on; no socket was opened
    ├── NotFoundError    the server says that there is no such thing
    ├── DeadlineError    no whole answer in time
    ├── UnreachableError no connection: name, route, port or certificate
    ├── RefusedError     a host, scheme or address that may not be asked
    └── AnswerError      an answer that is an error, too large, malformed, or not what its hash says
"""

from licscan.errors import LicscanError
from licscan.model.finding import GapReason

_REFUSED = frozenset({401, 403})


class NetError(LicscanError):
    """A request that gave no usable answer; no message ever holds a URL, a query or a token."""

    reason = GapReason.INDEX_ERROR


class OfflineError(NetError):
    """A request was needed while licscan is offline."""

    reason = GapReason.OFFLINE


class NotFoundError(NetError):
    """The server does not have what was asked for."""

    reason = GapReason.NOT_FOUND


class DeadlineError(NetError):
    """The server did not answer wholly within the time allowed."""

    reason = GapReason.TIMEOUT


class UnreachableError(NetError):
    """No trusted connection to the server came about."""


class RefusedError(NetError):
    """The gateway does not go there."""


class AnswerError(NetError):
    """The server answered with something that cannot be used; `status` is the HTTP status where that is why."""

    def __init__(self, message: str, *, status: int | None = None, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.status = status


def is_passing(error: NetError) -> bool:
    """Whether an error says nothing about what was asked for: no connection, no time, a failing or confused server."""
    if isinstance(error, NotFoundError):
        return False
    return not (isinstance(error, AnswerError) and error.status in _REFUSED)
