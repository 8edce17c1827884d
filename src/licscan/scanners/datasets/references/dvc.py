"""Data that DVC imports from elsewhere: `deps` with an address, repositories of others (https://dvc.org/doc/user-guide/project-structure/dvc-files)."""

from collections.abc import Iterator
from pathlib import Path

from licscan.documents.document import Document, Key
from licscan.documents.values import as_table, as_text
from licscan.documents.yaml_text import read_yaml
from licscan.errors import DocumentError
from licscan.model.finding import Gap, GapReason
from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.references.addresses import of_address, of_hub_path
from licscan.scanners.datasets.references.commands_text import read_command
from licscan.scanners.datasets.references.found import OTHER_ADDRESS, Found
from licscan.scanners.datasets.references.identity import Work, is_revision
from licscan.scanners.datasets.references.interface import References
from licscan.scanners.datasets.references.source_text import reference_gap, source_text
from licscan.scanners.datasets.references.table import Table
from licscan.scanners.datasets.references.works import Place

_OWN = ("../", "./", "/", "remote://")


def read(root: Path, path: str, names: Table) -> References:
    """What a `.dvc` file or `dvc.yaml` imports and what its stages run."""
    text = source_text(root, path)
    if isinstance(text, Gap):
        return References(gaps=(text,))
    try:
        document = read_yaml(text, shown=path)
    except DocumentError as error:
        line = error.location.line if error.location else None
        return References(gaps=(reference_gap(path, GapReason.UNPARSABLE, error.message, line),))
    found = Found(Place(root, path, names))
    data = as_table(document.data)
    _dependencies(document, ("deps",), data.get("deps"), found)
    for name, stage in as_table(data, "stages").items():
        _dependencies(document, ("stages", name, "deps"), as_table(stage).get("deps"), found)
        _commands(document, name, stage, found)
    return found.references()


def _dependencies(document: Document, key: Key, dependencies: object, found: Found) -> None:
    for number, dependency in enumerate(dependencies if isinstance(dependencies, list) else []):
        at = (*key, number)
        table = as_table(dependency)
        address = (
            as_text(table.get("url"))
            or as_text(table.get("path"))
            or (dependency if isinstance(dependency, str) else "")
        )
        repository = as_table(table, "repo")
        if url := as_text(repository.get("url")):
            pin = as_text(repository.get("rev_lock")) or as_text(repository.get("rev"))
            _address(url, pin, document.line(*at, "repo", "url") or 1, found)
        elif address and "://" in address and not address.startswith(_OWN):
            _address(address, None, document.line(*at, "url") or document.line(*at) or 1, found)


def _address(address: str, pin: str | None, line: int, found: Found) -> None:
    work = of_address(address, SubjectKind.DATASET) or of_hub_path(address)
    if work is None:
        found.miss(OTHER_ADDRESS, line, "dvc import")
    else:
        revision = pin if pin and is_revision(pin) else work.revision
        found.add(Work(work.ref, work.kind, revision, work.configuration), line, "dvc import")


def _commands(document: Document, name: str, stage: object, found: Found) -> None:
    for command, line in _texts(document, ("stages", name, "cmd"), as_table(stage).get("cmd")):
        read_command(command, line, found)


def _texts(document: Document, key: Key, value: object) -> Iterator[tuple[str, int]]:
    if isinstance(value, str):
        yield value, document.line(*key) or 1
    elif isinstance(value, list):
        for number, each in enumerate(value):
            if isinstance(each, str):
                yield each, document.line(*key, number) or 1
