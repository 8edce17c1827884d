"""Addresses of the internet protocol that can lead to somebody."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer

_FOUR = re.compile(
    r"(?<![\w:-])(?<!\d\.)(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}(?![\w-]|\.\d)",
    re.ASCII,
)
_SIX = re.compile(r"(?<![\w:.])(?=[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:]{3,39}(?:\.\d{1,3}){0,3}(?![\w:])", re.ASCII)
_VERSION = re.compile(r"(?:\b(?:version|ver|release|build|rev|section|clause|v)|/)[ .:=]{0,2}$", re.IGNORECASE)
_INSIDE = tuple(
    ip_network(net) for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
)


class IpAddress(ValueRecognizer):
    """`203.0.113.7`, `2001:db8::7`.

    Addresses inside a private network (RFC 1918, 6598, 4193) count where words or a header ask for them; those of no
    single machine (loopback, unspecified, link-local, multicast, broadcast) never do, nor do version numbers.
    """

    name = "IpAddress"
    entity = "IP_ADDRESS"
    context = ("ip", "ipv4", "ipv6", "address", "host", "client", "remote")
    digits = 0
    patterns = (_FOUR, _SIX)

    def find(self, text: str) -> Iterator[Match]:
        """Yield addresses."""
        if text.count(".") >= 3:
            for found in _FOUR.finditer(text):
                if _VERSION.search(text[max(0, found.start() - 12) : found.start()]) is None:
                    yield from _match(found)
        if text.count(":") > 1:
            for found in _SIX.finditer(text):
                yield from _match(found)


def _match(found: re.Match[str]) -> Iterator[Match]:
    score = _score(found[0])
    if score:
        yield Match(found.start(), found.end(), score)


def _score(written: str) -> int:
    try:
        address = ip_address(written)
    except ValueError:
        return 0
    if address.is_loopback or address.is_unspecified or address.is_link_local or address.is_multicast:
        return 0
    if written.endswith((".255", ".0")) or written.startswith(("0.", "255.")):
        return 0
    return 300 if _is_inside(address) else 600


def _is_inside(address: IPv4Address | IPv6Address) -> bool:
    return any(address.version == net.version and address in net for net in _INSIDE)
