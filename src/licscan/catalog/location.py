"""Where rules/ lies: the folder that was asked for, a checkout, or the installed wheel."""

import hashlib
from pathlib import Path

from licscan.errors import RulesError

_PACKAGE = Path(__file__).resolve().parent.parent


def find_rules(asked_for: Path | None = None) -> Path:
    """The rules folder: `asked_for` (the option --rules), else the checkout's, else the wheel's.

    Raises RulesError where no folder with a VERSION file is found.
    """
    candidates = [asked_for] if asked_for else [_PACKAGE.parent.parent / "rules", _PACKAGE / "_rules"]
    for folder in candidates:
        if (folder / "VERSION").is_file():
            return folder
    raise RulesError(
        f"no rules in {' or '.join(folder.name for folder in candidates)}: a rules folder holds a file VERSION",
        hint="name a folder that holds rules with --rules DIR, or install licscan again",
    )


def rules_files(folder: Path) -> tuple[Path, ...]:
    """All files of a rules folder in path order, without editors' and systems' hidden files."""
    found = (path for path in folder.rglob("*") if path.is_file())
    kept = (path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))
    return tuple(sorted(kept, key=lambda path: path.relative_to(folder).as_posix()))


def rules_digest(folder: Path) -> str:
    """`sha256:<hex>` over names and contents of all rules files, the same wherever the folder lies."""
    digest = hashlib.sha256()
    for path in rules_files(folder):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return f"sha256:{digest.hexdigest()}"
