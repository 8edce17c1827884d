"""The data sets of LLaMA-Factory: names in settings stand for entries of `dataset_info.json` (its data/README.md)."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from licscan.documents.json_text import read_json
from licscan.documents.values import as_table, as_text
from licscan.errors import DocumentError
from licscan.model.finding import Gap
from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.references.identity import Work
from licscan.scanners.datasets.references.source_text import source_text
from licscan.scanners.datasets.references.works import Place, Reading, local_of, work_of

Sets = Mapping[str, Work]
_FILE = "dataset_info.json"


def named_sets(folder: object, place: Place) -> Sets:
    """The works behind the names, from the nearest folder above the settings that has the list."""
    inside = folder if isinstance(folder, str) and ".." not in folder and not folder.startswith("/") else "data"
    for above in PurePosixPath(place.path).parents:
        path = (above / inside / _FILE).as_posix()
        if (place.root / path).is_file():
            return _sets(path, place)
    return {}


def _sets(path: str, place: Place) -> Sets:
    text = source_text(place.root, path)
    if isinstance(text, Gap):
        return {}
    try:
        data = as_table(read_json(text, shown=path).data)
    except DocumentError:
        return {}
    found: dict[str, Work] = {}
    for name, entry in data.items():
        if work := _work(as_table(entry), Place(place.root, path, place.names)):
            found[name] = work
    return found


def _work(entry: dict[str, object], place: Place) -> Work | None:
    kind = SubjectKind.DATASET
    if address := as_text(entry.get("hf_hub_url")):
        work = work_of(address, Reading("hf", kind), place)
        return Work(work.ref, kind, work.revision, as_text(entry.get("subset"))) if work else None
    if file := as_text(entry.get("file_name")):
        return local_of(file, kind, place)
    return None
