"""YAML read with suspicion: events of the C parser, values by the core schema of YAML 1.2, nothing constructed.

What the usual loaders do in silence is refused or kept here: two equal keys stay visible, `no` stays a word, tags build
no objects, merge keys are plain keys, aliases count as often as they are used (https://yaml.org/spec/1.2.2/#103-core-schema).
"""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from licscan.documents.document import Document, Duplicate, Key, Position, Scalar, Value
from licscan.errors import DocumentError
from licscan.model.evidence import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

MAX_BYTES = 1_000_000
MAX_NESTING = 50
MAX_NODES = 100_000
MAX_DIGITS = 1_000

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_DECIMAL = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o([0-7]+)|0x([0-9a-fA-F]+)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITY = re.compile(r"([-+]?)\.(?:inf|Inf|INF)")
_NOT_A_NUMBER = frozenset({".nan", ".NaN", ".NAN"})
_STRING_TAGS = frozenset({"!", "tag:yaml.org,2002:str"})
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_yaml(
    text: str, *, shown: str, first_line: int = 1, max_bytes: int = MAX_BYTES, max_nodes: int = MAX_NODES
) -> Document:
    """Parse one YAML document and note where each key's value stands; lists and mappings stand where their key does.

    `shown` is the path that errors name, `first_line` the line of that file on which `text` begins. Mapping keys are
    their text. Raises DocumentError with path and line for text that is not YAML, over `max_bytes` (1 MB), nested
    deeper than 50, or of more than `max_nodes` (100,000) values with every alias counted as often as it is used.
    """
    import yaml

    text = text.removeprefix("\ufeff")
    builder = _Builder(shown, first_line, max_nodes)
    if len(text) > max_bytes or len(text.encode("utf-8", "surrogatepass")) > max_bytes:
        raise builder.error(f"larger than {max_bytes} bytes", None)
    if found := _SURROGATE.search(text):
        line = text.count("\n", 0, found.start())
        raise DocumentError("not valid YAML: half a character", location=Location(shown, first_line + line))
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        data = builder.document(yaml.parse(text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        raise builder.error(f"not valid YAML: {error.problem or 'malformed'}", error.problem_mark) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position if isinstance(error.position, int) else 0)
        place = Location(shown, first_line + line)
        raise DocumentError("not valid YAML: a character that YAML forbids", location=place) from None
    return Document(data, builder.positions, tuple(builder.duplicates))


def core_scalar(text: str) -> Scalar:
    """The value of a plain scalar by the core schema of YAML 1.2; what fits nothing is the text itself."""
    if text in _NULL:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    if len(text) > MAX_DIGITS:
        return text
    if _DECIMAL.fullmatch(text):
        return int(text)
    if based := _OTHER_BASE.fullmatch(text):
        return int(based[1], 8) if based[1] else int(based[2], 16)
    return _fraction(text)


def _fraction(text: str) -> float | str:
    if _FLOAT.fullmatch(text):
        return float(text)
    if infinity := _INFINITY.fullmatch(text):
        return float(f"{infinity[1]}inf")
    return float("nan") if text in _NOT_A_NUMBER else text


class _Mark(Protocol):
    """A place in the text as the parser counts, from 0."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


@dataclass(slots=True)
class _Builder:
    """Turns events into values; `nodes` counts them, `anchors` hold (value, nodes inside)."""

    shown: str
    first_line: int
    max_nodes: int = MAX_NODES
    positions: dict[Key, Position] = field(default_factory=dict)
    duplicates: list[Duplicate] = field(default_factory=list)
    anchors: dict[str, tuple[Value, int]] = field(default_factory=dict)
    nodes: int = 0
    depth: int = 0
    recording: bool = True

    def document(self, events: "Iterator[yaml.Event]") -> Value:
        """The value of the only document; None where there is none."""
        import yaml

        data: Value = None
        documents = 0
        self.positions[()] = Position(self.first_line, 1)
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self.error("not valid YAML: a second document", event.start_mark)
                data = self.node(next(events), events, (), Position(self.first_line, 1))
        return data

    def node(self, event: "yaml.Event", events: "Iterator[yaml.Event]", key: Key, place: Position) -> Value:
        """The value that begins with an event; `place` is where its key stands."""
        import yaml

        self.count(1, event)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, key)
        before = self.nodes
        value: Value
        if isinstance(event, yaml.ScalarEvent):
            here = self.place(event) if event.value or event.style else place
            self.record(key, here)
            value = _scalar(event)
        else:
            self.record(key, place)
            value = self.collection(event, events, key)
        anchor = getattr(event, "anchor", None)
        if isinstance(anchor, str):
            self.anchors[anchor] = (value, self.nodes - before)
        return value

    def collection(self, event: "yaml.Event", events: "Iterator[yaml.Event]", key: Key) -> Value:
        """A list or mapping, one level deeper."""
        import yaml

        self.depth += 1
        if self.depth > MAX_NESTING:
            raise self.error(f"nested deeper than {MAX_NESTING}", event.start_mark)
        # An alias inside its own anchor must not find an older anchor of that name.
        self.anchors.pop(str(getattr(event, "anchor", None)), None)
        is_list = isinstance(event, yaml.SequenceStartEvent)
        value: Value = self.sequence(events, key) if is_list else self.mapping(events, key)
        self.depth -= 1
        return value

    def sequence(self, events: "Iterator[yaml.Event]", key: Key) -> list[Value]:
        """The elements up to the end of a list."""
        import yaml

        values: list[Value] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            values.append(self.node(event, events, (*key, len(values)), self.place(event)))
        return values

    def mapping(self, events: "Iterator[yaml.Event]", key: Key) -> dict[str, Value]:
        """The entries up to the end of a mapping; the first of two equal keys stays, both are noted."""
        import yaml

        values: dict[str, Value] = {}
        places: dict[str, Position] = {}
        again: dict[str, list[tuple[Value, Position]]] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            name = self.key(event)
            at = self.place(event)
            value_event = next(events)
            here = self.place(value_event) if _is_scalar_text(value_event) else at
            if name not in values:
                values[name] = self.node(value_event, events, (*key, name), at)
                places[name] = here
            else:
                again.setdefault(name, [(values[name], places[name])]).append(
                    (self.unrecorded(value_event, events), here)
                )
        self.duplicates.extend(Duplicate((*key, name), tuple(found)) for name, found in again.items())
        return values

    def unrecorded(self, event: "yaml.Event", events: "Iterator[yaml.Event]") -> Value:
        """A value whose positions are not kept, because its key path belongs to an earlier one."""
        outer, self.recording = self.recording, False
        duplicates = len(self.duplicates)
        value = self.node(event, events, (), Position(self.first_line, 1))
        del self.duplicates[duplicates:]
        self.recording = outer
        return value

    def key(self, event: "yaml.Event") -> str:
        """The text of a mapping key."""
        import yaml

        self.count(1, event)
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor:
                self.anchors[event.anchor] = (_scalar(event), 1)
            return str(event.value)
        if isinstance(event, yaml.AliasEvent) and isinstance(text := self.alias(event, None), str):
            return text
        raise self.error("a mapping key that is not a word", event.start_mark)

    def alias(self, event: "yaml.AliasEvent", key: Key | None) -> Value:
        """The anchored value; it counts with all its nodes."""
        if event.anchor not in self.anchors:
            raise self.error("an alias without its anchor", event.start_mark)
        value, nodes = self.anchors[event.anchor]
        self.count(nodes, event)
        if key is not None:
            self.record(key, self.place(event))
        return value

    def count(self, nodes: int, event: "yaml.Event") -> None:
        """Add to the nodes seen."""
        self.nodes += nodes
        if self.nodes > self.max_nodes:
            raise self.error(f"more than {self.max_nodes} values", event.start_mark)

    def record(self, key: Key, place: Position) -> None:
        """Note where a key path stands."""
        if self.recording:
            self.positions[key] = place

    def place(self, event: "yaml.Event") -> Position:
        """Where an event stands in the file."""
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return Position(self.first_line, 1)
        one_line = start.line == end.line and end.column > start.column
        return Position(start.line + self.first_line, start.column + 1, end.column + 1 if one_line else None)

    def error(self, message: str, mark: _Mark | None) -> DocumentError:
        """An error at a place of the file."""
        line, column = (mark.line, mark.column + 1) if mark else (0, None)
        return DocumentError(message, location=Location(self.shown, line + self.first_line, column))


def _scalar(event: "yaml.ScalarEvent") -> Scalar:
    if not event.style and event.tag not in _STRING_TAGS:
        return core_scalar(str(event.value))
    return str(event.value)


def _is_scalar_text(event: "yaml.Event") -> bool:
    return bool(getattr(event, "value", None) or getattr(event, "style", None))
