"""Which files of a package hold its license, by their names alone."""

import re

# The folders of license files in a metadata folder (PEP 639, and what setuptools and wheel wrote before it).
LICENSE_FOLDERS = ("licenses", "license_files")
# The stems under which licenses are shipped, the plainest first.
LICENSE_STEMS = ("LICENSE", "LICENCE", "COPYING", "UNLICENSE", "EULA")
_LICENSE_IN_PACKAGE = re.compile(r"(?:(?:UN)?LICEN[CS]ES?|COPYING|EULA)(?:[-_. ][\w+. -]{0,80})?", re.IGNORECASE)
# MIT-LICENSE.txt, APACHE-LICENSE-2.0.txt: the license is named first.
_NAMED_FIRST = re.compile(r"[A-Z0-9.+]{2,20}[-_]LICEN[CS]E(?:[-_.][\w.+-]{0,40})?")
_NO_TEXT = re.compile(
    r"\.(?:bin|cc?|cfg|cpp|css?|csv|dll|gif|go|gz|h|html|ini|java|jpg|m?js|json|mo|pdf|png|po|py[cdix]?|rb|rs|rtf|sh|so|svg"
    r"|tmpl|toml|tsv?|xml|xz|ya?ml|zip)\Z",
    re.IGNORECASE,
)


def is_list_of_people(name: str) -> bool:
    """Whether a file beside the licenses names people or gives notice, and is no license."""
    return name.upper().startswith(("AUTHORS", "CONTRIBUTORS", "NOTICE", "THANKS", "CREDITS"))


def is_notice(name: str) -> bool:
    """Whether a file is the notice that goes along with a work (Apache License 2.0, section 4 d)."""
    return name.upper().startswith("NOTICE") and not name.upper().endswith((".PY", ".PYC"))


def is_license_name(name: str) -> bool:
    """Whether a file name is one under which licenses are shipped."""
    upper = name.upper()
    named = upper.startswith(LICENSE_STEMS) or _NAMED_FIRST.fullmatch(upper) is not None
    return named and not upper.endswith((".PY", ".PYC", ".JSON", ".HTML"))


def is_in_license_folder(path: str) -> bool:
    """Whether a path inside a metadata folder is below one of the folders of license files."""
    return path.startswith(tuple(f"{folder}/" for folder in LICENSE_FOLDERS))


def is_license_in_metadata(path: str) -> bool:
    """Whether a path inside the `.dist-info` folder is one of a license file, or of a notice or list beside them."""
    if path.endswith("/"):
        return False
    if is_in_license_folder(path):
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
