"""Just enough of core metadata to know whose it is (https://packaging.python.org/specifications/core-metadata/)."""

import re

from licscan.documents.header import header_fields, header_span

MAX_BYTES = 8 * 1024 * 1024
_LICENSE_NAMES = ("LICENSE", "LICENCE", "COPYING", "UNLICENSE", "EULA")
_LICENSE_IN_PACKAGE = re.compile(r"(?:(?:UN)?LICEN[CS]ES?|COPYING|EULA)(?:[-_. ][\w+. -]{0,80})?", re.IGNORECASE)
_NO_TEXT = re.compile(
    r"\.(?:bin|cc?|cfg|cpp|css?|csv|dll|gif|go|gz|h|html|ini|java|jpg|m?js|json|mo|pdf|png|po|py[cdix]?|rb|rs|rtf|sh|so|svg"
    r"|tmpl|toml|tsv?|xml|xz|ya?ml|zip)\Z",
    re.IGNORECASE,
)


def identity(body: bytes) -> tuple[str, str] | None:
    """The normalized name and the version that a METADATA or PKG-INFO file states, or None where it states none."""
    from packaging.utils import canonicalize_name

    fields = header_fields(body[: min(header_span(body)[1], 65536)])
    name = next((value for key, value in fields if key.lower() == "name"), None)
    version = next((value for key, value in fields if key.lower() == "version"), None)
    if name is None or version is None:
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
    return upper.startswith(_LICENSE_NAMES) and not upper.endswith((".PY", ".PYC", ".JSON", ".HTML"))


def is_license_in_metadata(path: str) -> bool:
    """Whether a path inside the `.dist-info` folder is one of a license file, or of a notice or list beside them."""
    if path.endswith("/"):
        return False
    if path.startswith(("licenses/", "license_files/")):
        return True
    name = path.rpartition("/")[2]
    return is_license_name(name) or ("/" not in path and is_list_of_people(name))


def is_license_in_package(path: str) -> bool:
    """Whether a path inside the installed package is one of a license text that is shipped beside code.

    Stricter than in the metadata folder: modules, data and pictures whose names begin alike stand here
    (`license.py`, `licenses.csv`), beside LICENSE, COPYING.LESSER, LICENSE-MIT and LICENSE_of_font.txt.
    """
    folder, _, name = path.rpartition("/")
    if not folder or _LICENSE_IN_PACKAGE.fullmatch(name) is None:
        return False
    return _NO_TEXT.search(name) is None
