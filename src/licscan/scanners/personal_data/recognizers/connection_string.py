"""Secrets inside addresses and settings."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer

_ADDRESS = re.compile(
    r"\b[a-z][a-z0-9+]{1,20}://[^\s:/@\"'<>]{0,100}:(?P<secret>[^\s:/@\"'<>]{3,200})@[\w.\[\]-]{1,200}", re.IGNORECASE
)
_PAIRS = re.compile(
    r"\b(?:accountkey|sharedaccesskey|sharedaccesssignature)[ ]?=[ ]?(?P<secret>[A-Za-z0-9+/%=]{16,200})",
    re.IGNORECASE,
)
_SETTING = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z][A-Z0-9]{0,30}_){0,4}(?:SECRET|SECRET_KEY|ACCESS_KEY|API_?KEY|AUTH_TOKEN|ACCESS_TOKEN|TOKEN"
    r"|PRIVATE_KEY|ENCRYPTION_KEY|SIGNING_KEY|WEBHOOK_SECRET)[ ]?=[ ]?[\"']?(?P<secret>[\w+/=.~-]{12,200})"
)
_ISSUED = re.compile(
    r"(?<![\w-])(?P<secret>rk_live_[A-Za-z0-9]{16,200}|whsec_[A-Za-z0-9+/=]{16,120}|shp(?:at|ca|pa|ss)_[a-f0-9]{32}"
    r"|dop_v1_[a-f0-9]{64}|glsa_\w{32,60}|dapi[a-f0-9]{32}|ya29\.[\w-]{20,250}|GOCSPX-[\w-]{28}|AC[a-f0-9]{32}(?=:)"
    r"|key-[a-f0-9]{32}|hvs\.[\w-]{24,200}|xkeysib-[\w-]{40,120}|EAACEdEose0cBA\w{10,200}|tfp_\w{20,80}"
    r"|\d{8,10}:AA[\w-]{33}|AGE-SECRET-KEY-1[0-9A-Z]{50,70}|lin_api_\w{30,60}|ntn_\w{30,60})(?![\w-])"
)
_PLACEHOLDER = re.compile(r"<|\$\{|\{\{|your[_-]|x{5}|\*{3}|example|changeme|placeholder|redacted", re.IGNORECASE)


class ConnectionString(ValueRecognizer):
    """`postgres://app:s3cret@db/main`, `AccountKey=...`, `AWS_SECRET_ACCESS_KEY=...`, and more issuers' tokens."""

    name = "ConnectionString"
    entity = "SECRET_TOKEN"
    context = ("secret", "key", "token")
    digits = 0
    patterns = (_ADDRESS, _PAIRS, _SETTING, _ISSUED)

    def find(self, text: str) -> Iterator[Match]:
        """Yield secrets without the words and the address around them; stand-ins are left out."""
        if "=" in text:
            yield from _secrets(_PAIRS, text, 800)
            yield from _secrets(_SETTING, text, 700)
        if "://" in text:
            yield from _secrets(_ADDRESS, text, 800)
        yield from _secrets(_ISSUED, text, 900)


def _secrets(pattern: re.Pattern[str], text: str, score_permille: int) -> Iterator[Match]:
    for found in pattern.finditer(text):
        if _PLACEHOLDER.search(found["secret"]) is None and len(set(found["secret"])) > 2:
            yield Match(found.start("secret"), found.end("secret"), score_permille)
