"""Addresses of wallets that Presidio does not know."""

import re
from collections.abc import Iterator
from hashlib import sha256

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer

_ETHEREUM = re.compile(r"(?<![\w])0x[0-9a-fA-F]{40}(?!\w)", re.ASCII)
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
_CODED = re.compile(r"(?<!\w)[LMDTrX][1-9A-HJ-NP-Za-km-z]{24,34}(?!\w)", re.ASCII)
# Litecoin, Dogecoin, Tron, Dash by the version byte in front.
_VERSIONS = frozenset({0x30, 0x32, 0x1E, 0x41, 0x4C})


class CryptoWallet(ValueRecognizer):
    """Ethereum (`0x` and forty hexadecimal digits), and Litecoin, Dogecoin, Tron, Dash, XRP by their checksum."""

    name = "CryptoWallet"
    entity = "CRYPTO"
    context = ("wallet", "ethereum", "eth", "litecoin", "xrp", "crypto")
    digits = 1
    patterns = (_ETHEREUM, _CODED)

    def find(self, text: str) -> Iterator[Match]:
        """Yield addresses."""
        for found in _ETHEREUM.finditer(text):
            if len(set(found[0][2:])) > 4:
                yield Match(found.start(), found.end(), 700)
        for found in _CODED.finditer(text):
            if _checks(found[0]):
                yield Match(found.start(), found.end(), 950)


def _checks(address: str) -> bool:
    """Whether the last four bytes are the double SHA-256 of the rest (Base58Check)."""
    alphabet = _RIPPLE if address[0] == "r" else _BASE58
    number = 0
    for character in address:
        number = number * 58 + alphabet.index(character)
    if number >= 1 << 200:
        return False
    raw = number.to_bytes(25, "big")
    allowed = raw[0] == 0 if address[0] == "r" else raw[0] in _VERSIONS
    return allowed and sha256(sha256(raw[:21]).digest()).digest()[:4] == raw[21:]
