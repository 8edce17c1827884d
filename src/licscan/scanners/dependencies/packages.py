"""Packages that no index and no environment knows: a file in the tree, or the word of an SBOM or conda record."""

from pathlib import Path

from licscan.model.evidence import Location
from licscan.model.finding import Gap
from licscan.net.cache import sha256_of
from licscan.scanners.dependencies.metadata.fields import Fields, read_fields
from licscan.scanners.dependencies.metadata.opinion import Package
from licscan.scanners.dependencies.wanted import Wanted, best_place


def of_archive(root: Path, wanted: Wanted) -> Package | Gap:
    """What a wheel or source distribution in the tree says of itself, or the Gap that says why it cannot be read."""
    from licscan.scanners.dependencies.sources.archives.archive import read_archive

    found = read_archive(root, wanted.archive or "")
    if isinstance(found, Gap):
        return found
    fields = read_fields(found.metadata)
    return Package(fields, sha256_of(found.metadata), found.texts, Location(wanted.archive or ""))


def of_statements(wanted: Wanted) -> Package:
    """What others say of a package whose own metadata is out of reach; `Package.stated` carries it."""
    said = "\n".join(f"{each.source}: {each.text}" for each in wanted.stated)
    return Package(Fields(), sha256_of(said.encode("utf-8", "replace")), None, best_place(wanted.references))
