"""fsspec, reached by name: which stores there are, what is missing, and what their errors mean in our own words."""

import asyncio
import socket
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from types import SimpleNamespace
from typing import IO, Protocol, cast
from urllib.parse import urljoin, urlsplit

from licscan.inputs.sources import SourceError
from licscan.model.finding import GapReason
from licscan.net.hosts import is_private_name, is_public

_EXTRA = 'pip install "licscan[remote]"'
_CONNECT_S = 20
_READ_S = 60
# Scheme -> what has to be installed beside fsspec. Chained addresses and local ones are not among them: they would read
# or write files of this machine.
STORES: Mapping[str, str] = {
    "abfs": "adlfs",
    "abfss": "adlfs",
    "az": "adlfs",
    "gcs": "gcsfs",
    "gs": "gcsfs",
    "hf": "huggingface_hub",
    "http": "aiohttp",
    "https": "aiohttp",
    "memory": "",
    "s3": "s3fs",
    "s3a": "s3fs",
}
# Error classes of the stores' own libraries, which are no OSError; looked up only where a library is loaded.
_FOREIGN = (
    ("aiohttp", "ClientError"),
    ("azure.core.exceptions", "AzureError"),
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),
    ("gcsfs.retry", "HttpError"),
    ("google.auth.exceptions", "GoogleAuthError"),
    ("httpx", "HTTPError"),
    ("huggingface_hub.errors", "HfHubHTTPError"),
    ("requests", "RequestException"),
)


class FileSystem(Protocol):
    """What is used of an fsspec file system."""

    def open(self, path: str, mode: str) -> IO[bytes]:
        """A file object."""
        ...

    def info(self, path: str) -> Mapping[str, object]:
        """`size` and `type` of a path."""
        ...

    def glob(self, path: str) -> list[str]:
        """The paths that a pattern covers."""
        ...

    def walk(self, path: str) -> Iterator[tuple[str, list[str], list[str]]]:
        """Folder, subfolders and files, as os.walk."""
        ...

    def unstrip_protocol(self, path: str) -> str:
        """The path with its scheme."""
        ...


class _FileSystemClass(Protocol):
    def __call__(self, **options: object) -> FileSystem: ...
    def _strip_protocol(self, url: str) -> str: ...
    def _get_kwargs_from_urls(self, url: str) -> dict[str, object]: ...


class _FsSpec(Protocol):
    def get_filesystem_class(self, scheme: str) -> _FileSystemClass: ...


def missing(scheme: str) -> SourceError | None:
    """What has to be installed before a store can be asked."""
    if find_spec("fsspec") is None:
        return SourceError(GapReason.MISSING_EXTRA, "remote stores need fsspec", _EXTRA)
    package = STORES[scheme]
    if package and find_spec(package) is None:
        hint = _EXTRA if package == "aiohttp" else f"pip install {package.replace('_', '-')}"
        return SourceError(GapReason.MISSING_EXTRA, f"{scheme}:// needs {package.replace('_', '-')}", hint)
    return None


def system_of(url: str) -> tuple[FileSystem, str]:
    """The file system of an address, and the path in it. Raises SourceError.

    The address is never taken as a chain (`a::b`): a name in a store must not lead to another place.
    """
    scheme = url.partition("://")[0]
    if (lack := missing(scheme)) is not None:
        raise lack
    fsspec = cast("_FsSpec", import_module("fsspec"))
    try:
        kind = fsspec.get_filesystem_class(scheme)
        options = {**kind._get_kwargs_from_urls(url), **_options(scheme, url)}
        return kind(**options), kind._strip_protocol(url)
    except refusals() as error:
        raise refused(error) from None


def _options(scheme: str, url: str) -> dict[str, object]:
    if scheme not in {"http", "https"}:
        return {}
    named = urlsplit(url).hostname or ""
    return {"get_client": _Client(named)}


class _Client:
    """Makes aiohttp's session, with limits, and without redirects to hosts that are not public."""

    def __init__(self, named: str) -> None:
        self._named = named

    async def __call__(self, **options: object) -> object:
        aiohttp = import_module("aiohttp")
        trace = aiohttp.TraceConfig()
        trace.on_request_redirect.append(self._redirected)
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_S, sock_read=_READ_S)
        options.pop("timeout", None)
        return aiohttp.ClientSession(timeout=timeout, trace_configs=[trace], **options)

    async def _redirected(self, _session: object, _context: SimpleNamespace, params: "_Redirect") -> None:
        target = urlsplit(urljoin(str(params.url), params.response.headers.get("Location", "")))
        host = (target.hostname or "").lower()
        if host != self._named.lower() and not await _is_public(host):
            raise SourceError(GapReason.UNREADABLE, "sends on to a host that is not public; it was not asked")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Client) and other._named == self._named

    def __hash__(self) -> int:
        return hash(self._named)

    def __reduce__(self) -> tuple[type["_Client"], tuple[str]]:
        return _Client, (self._named,)


class _Response(Protocol):
    headers: Mapping[str, str]


class _Redirect(Protocol):
    url: object
    response: _Response


async def _is_public(host: str) -> bool:
    if not host or is_private_name(host):
        return False
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return all(is_public(str(address[4][0])) for address in found)


# Error classes of the stores' own libraries, which are no OSError; looked up only where a library is loaded.
_FOREIGN = (
    ("aiohttp", "ClientError"),
    ("azure.core.exceptions", "AzureError"),
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),
    ("gcsfs.retry", "HttpError"),
    ("google.auth.exceptions", "GoogleAuthError"),
    ("httpx", "HTTPError"),
    ("huggingface_hub.errors", "HfHubHTTPError"),
    ("requests", "RequestException"),
)


def refusals() -> tuple[type[BaseException], ...]:
    """The errors by which stores refuse: those of the system, of fsspec, and of the libraries that are loaded."""
    foreign = (getattr(sys.modules.get(module), name, None) for module, name in _FOREIGN)
    return (
        *(OSError, ValueError, ImportError, RuntimeError, KeyError),
        *(kind for kind in foreign if isinstance(kind, type) and issubclass(kind, BaseException)),
    )


def refused(error: BaseException) -> SourceError:
    """A refusal in our own words: the message of a store may hold addresses with tokens in them."""
    causes = list(_causes(error))
    for each in causes:
        if isinstance(each, SourceError):
            return each
    status = next((each.status for each in causes if isinstance(getattr(each, "status", None), int)), None)
    first, last = causes[0], causes[-1]
    if status in {401, 403} or isinstance(first, PermissionError):
        return SourceError(GapReason.UNREADABLE, "the store refuses access", _CREDENTIALS)
    if status in {404, 410} or (first is last and isinstance(first, FileNotFoundError)):
        return SourceError(GapReason.NOT_FOUND, "is not in the store, or not to be seen by whoever asks")
    if isinstance(last, TimeoutError):
        return SourceError(GapReason.TIMEOUT, "the store does not answer in time")
    if isinstance(first, ImportError):
        return SourceError(GapReason.MISSING_EXTRA, "a library that the store needs is missing", _EXTRA)
    return SourceError(GapReason.UNREADABLE, f"the store cannot be read ({type(last).__name__})", _CREDENTIALS)


def _causes(error: BaseException) -> Iterator["_WithStatus"]:
    """The error and what it stands for: fsspec reports many a refusal as a file that is not there."""
    current: BaseException | None = error
    for _ in range(8):
        if current is None:
            return
        yield cast("_WithStatus", current)
        current = current.__cause__


class _WithStatus(BaseException):
    """An error that may bear the status of an HTTP answer."""

    status: int


_CREDENTIALS = "credentials are those that fsspec finds in the environment"
