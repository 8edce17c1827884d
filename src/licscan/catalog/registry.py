"""rules/dataset in memory: terms of well-known datasets, models and providers, found by the names that people use."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from licscan.catalog.gated_names import GatedName, GatedNames, read_gated_names
from licscan.catalog.licenses import LicenseTable
from licscan.catalog.registry_entry import BASES, MAX_REF, RegistryEntry, entry_of, known_as, refs_of
from licscan.catalog.registry_files import FILES, Row, malformed, read_rows
from licscan.errors import RulesError
from licscan.model.subject import SubjectKind

__all__ = ["BASES", "FILES", "MAX_REF", "GatedName", "Registry", "RegistryEntry"]

_Index = Mapping[str, Row]
# What people add to the name of a dataset.
_ADDED = ("-dataset", "-datasets", "-corpus", "-data")


class Registry:
    """Terms of well-known works; its files are read when a work of their kind is first looked up.

    Every method raises RulesError where a file of rules/dataset is missing or malformed.
    """

    def __init__(self, folder: Path, licenses: LicenseTable) -> None:
        self._folder = folder / "dataset"
        self._licenses = licenses
        self._rows: dict[SubjectKind, tuple[Row, ...]] = {}
        self._indexes: dict[SubjectKind, _Index] = {}
        self._found: dict[tuple[SubjectKind, str, str | None], RegistryEntry] = {}

    def find(self, ref: str, configuration: str | None = None, kind: SubjectKind | None = None) -> RegistryEntry | None:
        """What is known of a work, by any of its names; None for one that nobody noted.

        `ref` is `hf:owner/name`, `hf:name`, `name:words`, `torchvision:CIFAR10` and so on, with or without `@revision`;
        letters of either case. Where parts of the work have terms of their own, `configuration` names one; without it
        the strictest of them holds. `kind` is asked for where a dataset and a model may share a name.
        """
        if len(ref) > MAX_REF:
            return None
        for wanted, part in _readings(known_as(ref), configuration):
            if row := self._row(wanted, kind):
                return self._entry(row, part)
        return None

    def entries(self) -> Iterator[RegistryEntry]:
        """Every work of the registry as a whole, in the order of the files."""
        yield from (self._entry(row, None) for kind in FILES for row in self._rows_of(kind))

    def gated_names_in(self, text: str) -> tuple[GatedName, ...]:
        """The names of gated or restricted sources that stand in a text, in the order of their places."""
        return self._gated.found_in(text)

    def _entry(self, row: Row, part: str | None) -> RegistryEntry:
        known = part.casefold() if part and part.casefold() in row.parts else None
        key = row.kind, row.key, known
        if key not in self._found:
            self._found[key] = entry_of(row, known, self._licenses)
        return self._found[key]

    def _row(self, wanted: str, kind: SubjectKind | None) -> Row | None:
        kinds = (kind,) if kind else tuple(FILES)
        return next((row for one in kinds if (row := self._index(one).get(wanted))), None)

    def _rows_of(self, kind: SubjectKind) -> tuple[Row, ...]:
        if kind not in self._rows:
            self._rows[kind] = tuple(row for name in FILES[kind] for row in read_rows(self._folder / name, kind))
        return self._rows[kind]

    def _index(self, kind: SubjectKind) -> _Index:
        """The rows of a kind by each of their names; raises RulesError where a name stands for two works."""
        if kind not in FILES:
            return {}
        if kind not in self._indexes:
            index: dict[str, Row] = {}
            for row in self._rows_of(kind):
                for ref in refs_of(row):
                    if index.setdefault(ref, row) is not row:
                        raise malformed(row.path, f"{ref!r} stands for two works")
            self._indexes[kind] = index
        return self._indexes[kind]

    @cached_property
    def _gated(self) -> GatedNames:
        names = read_gated_names(self._folder / "gated.toml")
        if unknown := next((ref for ref in names.refs if self.find(ref) is None), None):
            raise RulesError(f"rules/dataset/gated.toml: {unknown!r} is not in the registry")
        return names


def _readings(ref: str, configuration: str | None) -> Iterator[tuple[str, str | None]]:
    """The names to look for, in turn, each with the part of the work that it stands for."""
    yield ref, configuration
    scheme, _, name = ref.partition(":")
    if scheme == "name":
        for plain in (name, *(name.removesuffix(added) for added in _ADDED if name.endswith(added))):
            # Cards and papers name a dataset as the hub once did, without an owner.
            for wanted in (f"name:{plain}", f"hf:{plain}", f"hf:{plain.replace('-', '_')}"):
                yield wanted, configuration
    elif scheme == "hf" and "/" not in name:
        # Nothing without an owner is made there any more: such a name is that by which people know the work.
        yield f"name:{name}", configuration
    elif scheme == "kaggle-competition":
        yield f"kaggle:{name}", configuration
    elif scheme == "tfds" and "/" in name:
        work, _, part = name.partition("/")
        yield f"tfds:{work}", configuration or part
