"""Whether the model that is installed is the one that the figures were measured with."""

import hashlib
import tomllib
from importlib.util import find_spec
from pathlib import Path

from licscan.errors import RulesError
from licscan.model.finding import GapReason
from licscan.scanners.personal_data.engine.presidio import Missing, installed_model


def digest_of(folder: Path) -> str:
    """`sha256:<hex>` over the names and contents of all files of a model, but for what Python compiles from them.

    Raises OSError where a file cannot be read.
    """
    whole = hashlib.sha256()
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    for name, path in sorted(files.items()):
        if "__pycache__" not in path.parts:
            with path.open("rb") as stream:
                content = hashlib.file_digest(stream, "sha256").hexdigest()
            whole.update(f"{content}  {name}\n".encode("utf-8", "surrogatepass"))
    return f"sha256:{whole.hexdigest()}"


def folder_of(model: str) -> Path | None:
    """Where a model lies: a folder, or the package of that name; the package is not imported."""
    if Path(model).is_dir():
        return Path(model)
    spec = find_spec(model) if model.isidentifier() else None
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else None


def what_is_wrong(model: str, rules: Path) -> Missing | None:
    """Why a model that rules/recognizers/models.toml pins must not be loaded; None for all others.

    A model runs as code of its package, and what it finds is part of every verdict. Raises RulesError.
    """
    model = installed_model(model)
    pinned = _pins(rules).get(model)
    folder = folder_of(model)
    if pinned is None or folder is None:
        return None
    digest, install = pinned
    try:
        is_same = digest_of(folder) == digest
    except OSError:
        is_same = False
    if is_same:
        return None
    detail = f"personal data was not looked for: the files of the model {model} are not those of the release"
    return Missing(GapReason.INVALID, detail, f"pip install --force-reinstall --no-deps {install}")


def _pins(rules: Path) -> dict[str, tuple[str, str]]:
    path = rules / "recognizers" / "models.toml"
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["model"]
        return {one["name"]: (str(one["digest"]), str(one["install"])) for one in entries}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise RulesError(f"rules/recognizers/models.toml cannot be read: {type(error).__name__}") from error
