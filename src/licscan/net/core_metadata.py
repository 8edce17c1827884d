"""Just enough of core metadata to know whose it is (https://packaging.python.org/specifications/core-metadata/)."""

from email.parser import HeaderParser
from email.policy import compat32

MAX_BYTES = 8 * 1024 * 1024


def identity(body: bytes) -> tuple[str, str] | None:
    """The normalized name and the version that a METADATA or PKG-INFO file states, or None where it states none."""
    from packaging.utils import canonicalize_name

    head = body[:65536].decode("utf-8", "replace")
    message = HeaderParser(policy=compat32).parsestr(head, headersonly=True)
    name, version = message.get("Name"), message.get("Version")
    if not isinstance(name, str) or not isinstance(version, str):
        return None
    return str(canonicalize_name(name.strip())), version.strip()


def same_version(one: str, other: str) -> bool:
    """Whether two spellings mean the same version (PEP 440)."""
    from packaging.version import InvalidVersion, Version

    try:
        return Version(one) == Version(other)
    except InvalidVersion:
        return one == other


def is_list_of_people(name: str) -> bool:
    """Whether a file beside the licenses names people or gives notice, and is no license."""
    return name.upper().startswith(("AUTHORS", "CONTRIBUTORS", "NOTICE", "THANKS", "CREDITS"))


def is_license_name(name: str) -> bool:
    """Whether a file name is one under which licenses are shipped."""
    upper = name.upper()
    return upper.startswith(("LICENSE", "LICENCE", "COPYING", "UNLICENSE", "EULA")) and not upper.endswith(
        (".PY", ".PYC", ".JSON", ".HTML")
    )
