"""From the data files of a project to the sources that readers open: archives and compressions are looked into."""

from collections.abc import Iterator

from licscan.inputs.containers.archive import Expansion
from licscan.inputs.globs import Globs
from licscan.inputs.inventory import FileKind, Inventory
from licscan.inputs.media.image import tells_of_people
from licscan.inputs.sources import LocalFile, Source
from licscan.model.coverage import NotSeen
from licscan.model.finding import Gap


def data_sources(inventory: Inventory) -> Iterator[Source | Gap | NotSeen]:
    """Every source of the data files, in the order of their names, an archive's members where the archive stands.

    The reader of a source is `reader_for(source.name)`, its ref `f"file:{source.shown}"`; no two are shown alike. Gaps
    are about what cannot be looked into; what archives hold beside data is counted in the end.
    """
    plain: list[Source] = [LocalFile(inventory.open_path(file), file.path) for file in inventory.of(FileKind.DATA)]
    plain += [picture for picture in _pictures(inventory) if tells_of_people(picture)]
    expansion = Expansion(Globs(inventory.exclude))
    for source in sorted((*plain, *inventory.sources), key=lambda source: source.shown):
        yield from expansion.expand(source)
    yield from expansion.unseen.told()


def _pictures(inventory: Inventory) -> Iterator[LocalFile]:
    return (LocalFile(inventory.open_path(file), file.path) for file in inventory.of(FileKind.PICTURE))
