"""Words that people write for licenses: one spelling for comparison, and the two families that have a grammar.

The Creative Commons and the GNU licenses are written in so many ways that a list would never be complete; their
names are made of a few elements, a version and a port, which are read here in any order.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import product

from licscan.expressions.algebra import normalize

MAX_CHARACTERS = 200

_AT_LEAST = re.compile(r">=\s*v?(\d+(?:\.\d+)*)")
# Tags that may hold no dot write `cc-by-nc-4-0`; a version can be glued to a name (`EPLv1`).
_HYPHENATED = re.compile(r"(?<![\d.])(\d)[-_](\d)(?![\d.])")
_GLUED = re.compile(r"(?<=[^\W\d_]{2})v(?=\d)")
_SEPARATORS = re.compile(r"[^\w.+]|_")
_VERSION = re.compile(r"v?(\d+(?:\.\d+)*)(\+?)")
_SILENT = frozenset({"the", "license", "licence", "licenses", "licensed", "under", "version", "ver", "v", "a", "of"})

_CC_URL = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(licenses|publicdomain)/([a-z+-]+)/(\d\.\d)(?:/([a-z]{2,8}))?"
    r"(?:[/.?#][^\s]*)?"
)
_CC_JOINED = re.compile(
    r"\b(?:(non) ?comm?er(?:cial|ical)|(share) ?alike|(no) ?(?:derivatives?|derivs?)(?: works?)?)\b"
)
_CC_RUN = re.compile(r"\b(?:by|nc|sa|nd)+(?=\b|\d)")
_CC_ELEMENTS = {"by": "BY", "attribution": "BY", "nc": "NC", "sa": "SA", "nd": "ND"}
_CC_SILENT = frozenset(
    {"cc", "creative", "commons", "creativecommons", "unported", "international", "generic", "public", "intl", "only"}
)
# Countries with a port of their own (https://creativecommons.org/licenses/list); SPDX lists only some of them.
_CC_PORTS = re.compile(
    "a[rtu]|b[egr]|c[ahlnorz]|d[ek]|e[ces]|f[ir]|g[ert]|h[kru]|i[elnt]|igo|jp|kr|lu|m[ktxy]|n[loz]|p[ehlrt]|r[os]"
    "|s[eg]|scotland|t[hw]|u[agks]|v[en]|za"
)
_CC_STEMS = ("BY", "BY-SA", "BY-ND", "BY-NC", "BY-NC-SA", "BY-NC-ND")
_CC_PORTED = re.compile(r"LicenseRef-CC-([A-Z-]+)-\d\.\d-[A-Z]+")
_CC_VERSIONS = ("1.0", "2.0", "2.5", "3.0", "4.0")
_CC_ZERO = re.compile(r"(?:creative ?commons |cc )?(?:cc0|(?<= )zero(?: cc0)?|(?<= )0)(?: 1)?")
_CC_ZERO_TAIL = re.compile(r" (?:universal|public domain(?: dedication)?|dedication)\b")

_GNU = re.compile(
    r"(?:gnu )?(?:(?P<agpl>agpl|affero gpl|affero general public|affero public)"
    r"|(?P<lgpl>lgpl|(?:library or )?lesser general public|library general public|lesser gpl|lesser public)"
    r"|(?P<gpl>gpl|general public)|(?P<gfdl>gfdl|fdl|free documentation))"
    r"(?:(?: |v)*(?P<version>\d(?:\.\d)?))?"
    r"(?P<later> ?\+| (?:or|and) (?:any |all )?(?:later|newer|above|greater|higher)(?: versions?)?| or later)?"
    r"(?P<only> only)?(?P<exception> with .{0,60}exceptions?)?(?P<again> (?:a|l)?gpl(?:v?\d(?:\.\d)?)?\+?)?"
)
_GNU_VERSIONS = {
    "AGPL": ("1.0", "3.0"),
    "LGPL": ("2.0", "2.1", "3.0"),
    "GPL": ("1.0", "2.0", "3.0"),
    "GFDL": ("1.1", "1.2", "1.3"),
}


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """One spelling for comparison: lower case, words and versions only (`The MIT-License, v1.0` is `mit 1`)."""
    plain = _AT_LEAST.sub(r" \1 or later ", unicodedata.normalize("NFKC", text).casefold())
    plain = _GLUED.sub(" ", _HYPHENATED.sub(r"\1.\2", plain))
    words = (_folded_word(word.strip(".")) for word in _SEPARATORS.sub(" ", plain).split())
    return " ".join(word for word in words if word and word not in _SILENT)


def _folded_word(word: str) -> str:
    version = _VERSION.fullmatch(word)
    if not version:
        return word
    number = version[1]
    while number.endswith(".0"):
        number = number[:-2]
    return number + version[2]


def creative_commons(text: str) -> tuple[str, ...]:
    """The SPDX ids that a Creative Commons name in any spelling and order can mean; none where it is no such name.

    One id is an exact reading. A name without version or with elements missing gives every license it can stand for
    (`CC 4.0 Non-Commercial` is one of the three NC licenses of version 4.0).
    """
    if url := _CC_URL.fullmatch(text.strip().casefold()):
        return _from_url(url[1], url[2], url[3], url[4])
    folded = fold(text)
    if _CC_ZERO.fullmatch(_CC_ZERO_TAIL.sub("", folded)):
        return ("CC0-1.0",)
    joined = _CC_JOINED.sub(
        lambda match: {"non": "nc", "share": "sa", "no": "nd"}[match[1] or match[2] or match[3]], folded
    )
    # `CC BYNCSA4.0`: elements written without anything between them.
    words = _CC_RUN.sub(lambda match: f"{' '.join(re.findall('..', match[0]))} ", joined).split()
    elements = {_CC_ELEMENTS[word] for word in words if word in _CC_ELEMENTS}
    named = bool({"cc", "creative", "creativecommons"} & set(words))
    if not (named or ("BY" in elements and len(elements) + _versioned(words) > 1)):
        return ()
    rest = [word for word in words if word not in _CC_ELEMENTS and word not in _CC_SILENT]
    return _creative_commons_ids(elements, rest)


def _versioned(words: list[str]) -> bool:
    return any(_VERSION.fullmatch(word) for word in words)


def _creative_commons_ids(elements: set[str], rest: list[str]) -> tuple[str, ...]:
    versions = sorted({_dotted(word) for word in rest if _VERSION.fullmatch(word)})
    ports = [word for word in rest if _CC_PORTS.fullmatch(word)]
    known = len(ports) + sum(1 for word in rest if _VERSION.fullmatch(word))
    if known != len(rest) or len(versions) > 1 or len(set(ports)) > 1:
        return ()
    port = ports[0] if ports else None
    made = (_named(stem, version, port) for stem, version in product(_stems(elements), versions or _CC_VERSIONS))
    bare = ("CC0-1.0",) if not elements and not rest else ()
    return (*bare, *dict.fromkeys(name for name in made if name))


def _named(stem: str, version: str, port: str | None) -> str | None:
    """The id of a license; a port that SPDX does not list gets a LicenseRef in the same form."""
    if version not in _CC_VERSIONS:
        return None
    name = f"CC-{stem}-{version}"
    return normalize(f"{name}-{port}") or f"LicenseRef-{name}-{port.upper()}" if port else normalize(name)


def _stems(elements: set[str]) -> tuple[str, ...]:
    """What the elements can stand for: BY makes a name complete, without it others may have been left out."""
    if "BY" in elements:
        return tuple(stem for stem in _CC_STEMS if set(stem.split("-")) == elements)
    return tuple(stem for stem in _CC_STEMS if elements <= set(stem.split("-")))


def _from_url(kind: str, elements: str, version: str, port: str | None) -> tuple[str, ...]:
    if kind == "publicdomain":
        name = {"zero": "CC0-1.0", "mark": "CC-PDM-1.0"}.get(elements)
        return (name,) if name else ()
    # A path behind the version is a port or the page's name (`deed`, `legalcode`).
    name = _named(elements.upper(), version, port if port and _CC_PORTS.fullmatch(port) else None)
    return (name,) if name and elements.upper() in _CC_STEMS else ()


def unlisted_port(license_id: str) -> str | None:
    """The listed license with the same elements as a `LicenseRef-CC-*` port that SPDX does not list, else None."""
    match = _CC_PORTED.fullmatch(license_id)
    return f"CC-{match[1]}-4.0" if match and match[1] in _CC_STEMS else None


def gnu(text: str) -> tuple[str, ...]:
    """The SPDX ids that a GNU license name in any spelling can mean; none where it is no such name.

    A version alone means that version only; a name without version gives every version. An exception that the words
    do not identify is left away, which keeps the stricter license.
    """
    match = _GNU.fullmatch(re.sub(r"\b(a|l)?gpl ?v? ?(?=\d)", lambda m: f"{m[1] or ''}gpl ", fold(text)))
    if not match:
        return ()
    family = next(name.upper() for name in ("agpl", "lgpl", "gpl", "gfdl") if match[name])
    wanted = match["version"]
    versions = [_dotted(wanted)] if wanted else list(_GNU_VERSIONS[family])
    if not set(versions) <= set(_GNU_VERSIONS[family]) or (match["later"] and match["only"]):
        return ()
    kinds = ["or-later"] if match["later"] else ["only"] if wanted or match["only"] else ["only", "or-later"]
    return tuple(f"{family}-{version}-{kind}" for version, kind in product(versions, kinds))


def _dotted(version: str) -> str:
    number = version.rstrip("+")
    return number if "." in number else f"{number}.0"
