"""Which hosts may be asked, and with whose credentials."""

import ipaddress
import socket
from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit, urlunsplit

from licscan.net.errors import RefusedError

_NO_URL = "an address that is not a URL is not asked"
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Scheme, host and port: what credentials belong to."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """A user name and password for one origin, or a `bearer` token as the password; never shown, not even by repr."""

    user: str
    password: str
    bearer: bool = False

    def header(self) -> dict[str, str]:
        """The header that shows them to a server (RFC 7617, in UTF-8; a token by RFC 6750)."""
        if self.bearer:
            return {"Authorization": f"Bearer {self.password}"}
        return {"Authorization": "Basic " + b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")}


def origin_of(url: str) -> Origin:
    """The origin of an http or https URL.

    Raises RefusedError for every other scheme and for a URL that names no host.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RefusedError(_NO_URL) from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise RefusedError("only http and https addresses are asked")
    return Origin(parts.scheme, parts.hostname.lower().rstrip("."), port or _PORTS[parts.scheme])


def without_credentials(url: str) -> tuple[str, Credentials | None]:
    """The URL without user, password and fragment, and those credentials.

    Raises RefusedError for what is no URL.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        raise RefusedError(_NO_URL) from None
    bare = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))
    if parts.username is None:
        return bare, None
    return bare, Credentials(unquote(parts.username), unquote(parts.password or ""))


def is_public(address: str) -> bool:
    """Whether an IP address, in its numeric form, belongs to the public internet."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast


def is_private_name(host: str) -> bool:
    """Whether a host, as it is written, is this machine or an address that is not public.

    Asked before a request leaves by a proxy, which would look the name up itself: numbers in every spelling that
    systems take (`2130706433`, `0x7f.1`, `[::1]`) and `localhost`.
    """
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not is_public(socket.inet_ntoa(socket.inet_aton(host)))
    except (OSError, UnicodeError):
        pass
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return not is_public(host)
