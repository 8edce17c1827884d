"""A server's answer, read within bounds, and what a failure to get one means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from licscan.net.errors import AnswerError, DeadlineError, NetError, NotFoundError, UnreachableError

if TYPE_CHECKING:
    import requests

LATE = "the server did not answer in time"
_DRAINED = 64 * 1024
_CERTIFICATE_HINT = (
    "name the file of CA certificates with PIP_CERT or REQUESTS_CA_BUNDLE; trusted-host is not supported"
)
_CREDENTIALS_HINT = (
    "check the credentials of the package index: user and password in its setting, in netrc or in a keyring"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer: header names are lower case, `url` is where it came from, without credentials."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    url: str = field(repr=False)


def read_answer(response: "requests.Response", url: str, max_bytes: int) -> Answer:
    """Read the decoded body, refused as soon as it is larger than allowed; of an error's body nothing is kept."""
    named = {name.lower(): value for name, value in response.headers.items()}
    if response.status_code >= 300:
        # Read to its end, so that the connection can be used again.
        response.raw.read(_DRAINED, decode_content=False)
        return Answer(response.status_code, named, b"", url)
    if (announced := named.get("content-length", "")).isdecimal() and int(announced[:20]) > max_bytes:
        raise AnswerError(f"the server's answer is larger than {max_bytes} bytes")
    parts: list[bytes] = []
    size = 0
    for part in response.raw.stream(65536, decode_content=True):
        size += len(part)
        if size > max_bytes:
            raise AnswerError(f"the server's answer is larger than {max_bytes} bytes")
        parts.append(part)
    return Answer(response.status_code, named, b"".join(parts), url)


def accepted(answer: Answer) -> Answer:
    """The answer, where it is one that can be used.

    Raises NotFoundError (404, 410) and AnswerError (every other status from 300 on).
    """
    if answer.status in (404, 410):
        raise NotFoundError("the server does not have it")
    if answer.status in (401, 403):
        raise AnswerError(
            f"the server refuses access (status {answer.status})", status=answer.status, hint=_CREDENTIALS_HINT
        )
    if answer.status >= 300:
        raise AnswerError(f"the server answered with status {answer.status}", status=answer.status)
    return answer


def in_our_words(error: Exception) -> NetError:
    """What a library's error means; its own text may hold a URL and is never repeated."""
    import requests
    import urllib3

    if isinstance(error, (requests.Timeout, urllib3.exceptions.TimeoutError)):
        return DeadlineError(LATE)
    if isinstance(error, requests.exceptions.SSLError):
        return UnreachableError("the server's certificate is not trusted", hint=_CERTIFICATE_HINT)
    if isinstance(error, requests.exceptions.ProxyError):
        return UnreachableError("the proxy that the settings name does not let the request through")
    if isinstance(error, requests.ConnectionError):
        return UnreachableError("the server cannot be reached")
    return AnswerError("the server's answer broke off or is malformed")
