"""Archives for tests, made by the standard library, and what expansion gives of them."""

import io
import tarfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from licscan.inputs.expand import data_sources
from licscan.inputs.inventory import FileKind, InputFile, Inventory
from licscan.inputs.readers import reader_for
from licscan.inputs.readers.interface import Batch
from licscan.inputs.sources import Source
from licscan.model.coverage import NotSeen
from licscan.model.finding import Gap

PEOPLE = "name,email\nAnn Lee,ann@example.com\nBo Chan,bo@example.com\n"


def tar_of(members: dict[str, bytes], mode: str = "w", format: int = tarfile.PAX_FORMAT) -> bytes:  # noqa: A002
    """A tar archive in memory; `mode` may name a compression."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode, format=format) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return held.getvalue()


def zip_of(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive in memory."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


@dataclass
class Expanded:
    """What the data files of a folder come to."""

    sources: list[Source] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    not_seen: dict[str, int] = field(default_factory=dict)

    @property
    def shown(self) -> list[str]:
        """The sources as outputs show them."""
        return [source.shown for source in self.sources]

    def cells(self, shown: str) -> dict[str | None, list[str]]:
        """The values of a source by column."""
        (source,) = (source for source in self.sources if source.shown == shown)
        found, gaps = read_source(source)
        assert gaps == []
        return found


def expanded(root: Path, *names: str) -> Expanded:
    """Expand the named data files below a folder."""
    inventory = Inventory(root, tuple(InputFile(name, FileKind.DATA) for name in names))
    result = Expanded()
    for item in data_sources(inventory):
        match item:
            case Gap():
                result.gaps.append(item)
            case NotSeen():
                result.not_seen[item.reason] = item.count
            case _:
                result.sources.append(item)
    return result


def read_source(source: Source) -> tuple[dict[str | None, list[str]], list[Gap]]:
    """The values of a source by column, and what its reader could not read."""
    reader = reader_for(source.name)
    assert reader is not None
    cells: dict[str | None, list[str]] = {}
    gaps: list[Gap] = []
    for item in reader.read(source, f"file:{source.shown}"):
        if isinstance(item, Batch):
            for column in item.columns:
                cells.setdefault(column.name, []).extend(cell for cell in column.cells if cell)
        else:
            gaps.append(item)
    return cells, gaps
