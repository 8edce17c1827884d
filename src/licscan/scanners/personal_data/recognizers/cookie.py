"""Identifiers that web pages keep in a browser."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer, group_matches

# Google Analytics (_ga, _gid), Meta (_fbp, _fbc), each with the time of its making.
_MARKED = re.compile(
    r"(?<![\w.])(?P<id>GA\d\.\d{1,2}(?:\.\d)?\.\d{6,12}\.\d{9,10}|GS\d\.\d\.[\w$.-]{10,80}"
    r"|fb\.\d\.1\d{12}\.[\w-]{6,60})(?![\w.])",
    re.ASCII,
)
_LABELED = re.compile(
    r"(?<![\w-])(?:phpsessid|jsessionid|asp\.net_sessionid|connect\.sid|session_?id|sess_?id|sid|_gid|_ga|_fbp|_hjid|_uetvid|mp_id"
    r"|visitor_?id|cookie_?id)[\"']?[ ]?[=:][ ]?[\"']?(?P<id>(?=[\w.%:-]{0,60}\d)[\w.%:-]{12,120})",
    re.IGNORECASE | re.ASCII,
)


class CookieId(ValueRecognizer):
    """`GA1.2.1033501218.1368477899`, `fb.1.1596403881668.1116446470`, `PHPSESSID=...`."""

    name = "CookieId"
    entity = "COOKIE_ID"
    context = ("cookie", "session", "visitor")
    digits = 1
    patterns = (_MARKED, _LABELED)

    def find(self, text: str) -> Iterator[Match]:
        """Yield identifiers without the name of the cookie."""
        yield from group_matches(_MARKED, text, "id", 850)
        yield from group_matches(_LABELED, text, "id", 600)
