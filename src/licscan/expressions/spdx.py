"""Names on the SPDX License List: official case, and today's name for those that SPDX retired."""

import re
from functools import lru_cache

# SPDX keeps these ids on its list as deprecated and says in each entry which name to use instead.
# https://spdx.org/licenses/ ("Deprecated License Identifiers"). `_fold_gnu` folds the plain GNU ids by rule.
_RENAMED = {
    "BSD-2-Clause-FreeBSD": "BSD-2-Clause-Views",
    "BSD-2-Clause-NetBSD": "BSD-2-Clause",
    "bzip2-1.0.5": "bzip2-1.0.6",
    "eCos-2.0": "GPL-2.0-or-later WITH eCos-exception-2.0",
    "GPL-2.0-with-autoconf-exception": "GPL-2.0-only WITH Autoconf-exception-2.0",
    "GPL-2.0-with-bison-exception": "GPL-2.0-or-later WITH Bison-exception-2.2",
    "GPL-2.0-with-classpath-exception": "GPL-2.0-only WITH Classpath-exception-2.0",
    "GPL-2.0-with-font-exception": "GPL-2.0-only WITH Font-exception-2.0",
    "GPL-2.0-with-GCC-exception": "GPL-2.0-or-later WITH GCC-exception-2.0",
    "GPL-3.0-with-autoconf-exception": "GPL-3.0-only WITH Autoconf-exception-3.0",
    "GPL-3.0-with-GCC-exception": "GPL-3.0-only WITH GCC-exception-3.1",
    "Nunit": "zlib-acknowledgement",
    "StandardML-NJ": "SMLNJ",
    "wxWindows": "LGPL-2.0-or-later WITH WxWindows-exception-3.1",
}
_GNU = re.compile(r"(?P<stem>(?:AGPL|GPL|LGPL|GFDL)-\d\.\d)(?P<kind>-only|-or-later)?(?P<plus>\+)?")
_DOCUMENT_REF = re.compile(r"DocumentRef-[A-Za-z0-9.-]+:LicenseRef-[A-Za-z0-9.-]+")
_ADDITION_REF = re.compile(r"(?:DocumentRef-[A-Za-z0-9.-]+:)?AdditionRef-[A-Za-z0-9.-]+")


@lru_cache(maxsize=4096)
def current_name(name: str) -> str | None:
    """The name that SPDX uses today for a license id in any case, or None where SPDX does not list it.

    `LicenseRef-*` and `DocumentRef-*:LicenseRef-*` are returned as they stand. A retired id can become a
    `X WITH exception` (SPDX 2.3, Annex D; https://spdx.org/licenses/).
    """
    if _DOCUMENT_REF.fullmatch(name):
        return name
    official = _official(name)
    if official is None:
        return None
    return _RENAMED.get(official) or _fold_gnu(official)


@lru_cache(maxsize=512)
def exception_name(name: str) -> str | None:
    """An SPDX exception in its official case, or None where SPDX has none; `AdditionRef-*` is accepted."""
    if _ADDITION_REF.fullmatch(name):
        return name
    official = _official(f"MIT WITH {name}")
    return official.removeprefix("MIT WITH ") if official else None


def _official(text: str) -> str | None:
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        return canonicalize_license_expression(text)
    except InvalidLicenseExpression:
        return None


def _fold_gnu(official: str) -> str:
    match = _GNU.fullmatch(official)
    if not match:
        return official
    later = match["plus"] or match["kind"] == "-or-later"
    return f"{match['stem']}-or-later" if later else f"{match['stem']}-only"
