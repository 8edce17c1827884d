"""Access tokens that carry their issuer's mark."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer, group_matches

# Marks that issuers document for secret scanners: GitHub, GitLab, AWS, Google, Slack, Stripe, OpenAI,
# Hugging Face, SendGrid, npm, PyPI, JSON Web Tokens (RFC 7519).
_MARKED = re.compile(
    r"(?<![\w-])(?P<token>gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255}|glpat-[\w-]{20,64}|(?:AKIA|ASIA)[A-Z0-9]{16}"
    r"|AIza[\w-]{35}|xox[abprs]-[\w-]{10,250}|[sr]k_(?:live|test)_[A-Za-z0-9]{16,250}|sk-(?:proj-)?[\w-]{20,250}|hf_[A-Za-z0-9]{30,40}"
    r"|SG\.[\w-]{16,32}\.[\w-]{16,64}|npm_[A-Za-z0-9]{36}|pypi-[\w-]{50,250}|eyJ[\w-]{8,500}\.eyJ[\w-]{8,900}\.[\w-]{10,500})(?![\w-])"
)
_LABELED = re.compile(
    r"\b(?:api[_ -]?key|access[_ -]?token|secret[_ -]?key|client[_ -]?secret|auth[_ -]?token"
    r"|bearer)[\"']?(?: is|[ ]?[:=])?"
    r"[ ]?[\"']?"
    r"(?P<token>(?=[^\s\"']{0,200}\d)[A-Za-z0-9_\-+/=.]{16,200})",
    re.IGNORECASE,
)


class SecretToken(ValueRecognizer):
    """`ghp_...`, `AKIA...`, `sk_live_...`, and what a text calls an API key or a token."""

    name = "SecretToken"
    entity = "SECRET_TOKEN"
    context = ("token", "secret", "key")
    digits = 0
    patterns = (_MARKED, _LABELED)

    def find(self, text: str) -> Iterator[Match]:
        """Yield tokens."""
        yield from group_matches(_MARKED, text, "token", 900)
        yield from group_matches(_LABELED, text, "token", 600)
