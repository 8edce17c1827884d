"""Just enough of core metadata to know whose it is (https://packaging.python.org/specifications/core-metadata/)."""

from licscan.documents.header import header_fields, header_span
from licscan.model.package_name import normalized

MAX_METADATA = 8 * 1024 * 1024


def identity(body: bytes) -> tuple[str, str] | None:
    """The normalized name and the version that a METADATA or PKG-INFO file states, or None where it states none."""
    fields = header_fields(body[: min(header_span(body)[1], 65536)])
    name = next((value for key, value in fields if key.lower() == "name"), None)
    version = next((value for key, value in fields if key.lower() == "version"), None)
    if name is None or version is None:
        return None
    return normalized(name.strip()), version.strip()


def same_version(one: str, other: str) -> bool:
    """Whether two spellings mean the same version (PEP 440)."""
    from packaging.version import InvalidVersion, Version

    try:
        return Version(one) == Version(other)
    except InvalidVersion:
        return one == other
