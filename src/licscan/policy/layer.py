"""One policy file that was read: its table, and the place of each key."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from licscan.catalog.facts import DATASET_FACTS
from licscan.documents.document import Document
from licscan.documents.toml_text import read_toml
from licscan.errors import DocumentError, Problem
from licscan.expressions.algebra import normalize
from licscan.model.evidence import Location
from licscan.model.law import Condition, FactValue
from licscan.model.package_name import normalized
from licscan.model.policy import Clarification, DatasetDeclaration, EvidenceRecord
from licscan.policy.find import PolicyFile
from licscan.policy.shape import Key

MAX_BYTES = 1_000_000
Data = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Layer:
    """A policy file's table, with the way back to file and line; `digest` is `sha256:<hex>` of the bytes."""

    file: PolicyFile
    document: Document
    data: Data
    digest: str

    def place(self, *key: str | int) -> Location:
        """File, line and column of a key, or of its nearest ancestor."""
        position = self.document.position(*self.file.table, *key)
        return Location(self.file.shown, position.line, position.column) if position else Location(self.file.shown)

    def section(self, name: str) -> Data:
        """A table of the file; absent means empty."""
        return cast("Data", self.data.get(name) or {})

    def tables(self, name: str) -> Mapping[str, Data]:
        """A table of tables of the file; absent means empty."""
        return cast("Mapping[str, Data]", self.data.get(name) or {})

    def entries(self, name: str) -> tuple[Data, ...]:
        """An array of tables of the file; absent means empty."""
        return tuple(cast("list[Data]", self.data.get(name) or []))


def read_layer(file: PolicyFile) -> Layer | Problem:
    """Read one policy file, or say why that is not possible."""
    try:
        content = file.path.read_bytes()
    except FileNotFoundError:
        return Problem(Location(file.shown), "the policy file does not exist", "check the path")
    except OSError as error:
        return Problem(Location(file.shown), f"the policy file cannot be read: {error.strerror}")
    return _parsed(file, content)


def _parsed(file: PolicyFile, content: bytes) -> Layer | Problem:
    if len(content) > MAX_BYTES:
        return Problem(Location(file.shown), f"a policy file of more than {MAX_BYTES} bytes is not read")
    try:
        document = read_toml(content.decode("utf-8"), shown=file.shown)
    except UnicodeDecodeError:
        return Problem(Location(file.shown), "the policy file is not UTF-8", "save it as UTF-8")
    except DocumentError as error:
        return Problem(error.location or Location(file.shown), error.message, "see https://toml.io")
    table: object = document.data
    for name in file.table:
        table = table.get(name) if isinstance(table, dict) else None
    if not isinstance(table, dict):
        return Problem(Location(file.shown), f"the file has no table [{'.'.join(file.table)}]")
    return Layer(file, document, cast("Data", table), f"sha256:{hashlib.sha256(content).hexdigest()}")


def text(table: Data, key: str) -> str | None:
    """A text of a table that was validated."""
    value = table.get(key)
    return value if isinstance(value, str) else None


def texts(table: Data, key: str) -> tuple[str, ...]:
    """A list of texts of a table that was validated."""
    return tuple(cast("list[str]", table.get(key) or []))


def fact(table: Data, key: str) -> tuple[FactValue, ...] | None:
    """A declared fact as a tuple of its values, sorted where it is a list; None where it is not declared."""
    value = table.get(key)
    if value is None:
        return None
    return tuple(sorted(cast("list[str]", value))) if isinstance(value, list) else (cast("FactValue", value),)


def condition(table: Data) -> Condition:
    """The `when` table of a table that was validated."""
    when = cast("Data", table["when"])
    return {
        key: tuple(value) if isinstance(value, list) else (cast("FactValue", value),) for key, value in when.items()
    }


def declarations(layer: Layer) -> Iterator[DatasetDeclaration]:
    """The datasets that a layer declares, in file order."""
    for index, table in enumerate(layer.entries("dataset")):
        at: Key = ("dataset", index)
        facts = {key: found for key in DATASET_FACTS if (found := fact(table, key)) is not None}
        yield DatasetDeclaration(
            id=cast("str", table["id"]),
            location=layer.place(*at, "id"),
            paths=texts(table, "paths"),
            revision=text(table, "revision"),
            owner=text(table, "owner"),
            facts=facts,
            bases={key: str(value) for key, value in sorted(cast("Data", table.get("basis") or {}).items())},
            evidence=tuple(_evidence(layer, cast("Mapping[str, Data]", table.get("evidence") or {}), at)),
            license=text(table, "license"),
            license_proof=text(table, "license_proof"),
            lines={key: layer.place(*at, key) for key in table}
            | {f"basis.{law}": layer.place(*at, "basis", law) for law in cast("Data", table.get("basis") or {})},
        )


def clarifications(layer: Layer) -> Iterator[Clarification]:
    """The human conclusions about packages and works that a layer holds, in file order."""
    for index, table in enumerate(layer.entries("clarify")):
        files = cast("list[Data]", table.get("files") or [])
        digests = {*texts(table, "digests"), *(cast("str", one["digest"]) for one in files)}
        stated = cast("str", table["license"])
        yield Clarification(
            package=normalized(text(table, "package") or ""),
            versions=text(table, "versions") or "",
            license=normalize(stated) or stated,
            digests=tuple(sorted(digests)),
            reason=cast("str", table["reason"]),
            by=text(table, "by"),
            location=layer.place("clarify", index, "work" if "work" in table else "package"),
            work=text(table, "work"),
            revision=text(table, "revision"),
        )


def _evidence(layer: Layer, table: Mapping[str, Data], at: Key) -> Iterator[EvidenceRecord]:
    for action, record in sorted(table.items()):
        until = record.get("until")
        yield EvidenceRecord(
            action=action,
            ref=cast("str", record["ref"]),
            on=cast("date", record["on"]),
            until=until if isinstance(until, date) else None,
            laws=texts(record, "laws"),
            by=text(record, "by"),
            location=layer.place(*at, "evidence", action),
        )
