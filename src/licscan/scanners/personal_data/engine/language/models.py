"""Whether the model that is installed is the one that the figures were measured with."""

import hashlib
import tomllib
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from licscan.errors import RulesError
from licscan.model.finding import GapReason
from licscan.scanners.personal_data.engine.language.model_name import Kind, ModelName
from licscan.scanners.personal_data.engine.language.neural import neural_folder
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
    """Where a model lies: a folder, the package of that name, or what the hub's client keeps; nothing is imported."""
    name = ModelName.of(model)
    if name.kind is not Kind.SPACY:
        return neural_folder(name)
    if name.is_folder:
        return Path(model)
    spec = find_spec(model) if model.isidentifier() else None
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else None


def state_of(folder: Path | None) -> str | None:
    """Tells whether the files of a model changed on this machine, by their sizes and times: quicker than a digest."""
    if folder is None:
        return None
    with suppress(OSError):
        stats = {path.relative_to(folder).as_posix(): path.stat() for path in folder.rglob("*") if path.is_file()}
        return repr(sorted((name, each.st_size, each.st_mtime_ns) for name, each in stats.items()))
    return None


def what_is_wrong(model: str | None, rules: Path) -> Missing | None:
    """Why a model that rules/recognizers/models.toml pins must not be loaded; None for all others.

    A model runs as code of its package, and what it finds is part of every verdict. Raises RulesError.
    """
    if model is None:
        return None
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
