"""What several policy files say of texts: their languages, who reads them for names, what labels mean."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from licscan.model.evidence import Location
from licscan.model.policy import WrittenIn
from licscan.policy.layer import Data, Layer, text, texts

# Takes the place of a value that another one contradicts, what was said before, and the way out.
Contradicts = Callable[[Location, str, str], None]
Read = Callable[[Layer, str], str]


def _as_it_stands(_layer: Layer, value: str) -> str:
    return value


def model_beside(layer: Layer, model: str) -> str:
    """A model with its folder, where it names one, which lies relative to the policy file."""
    prefix, colon, name = model.partition(":")
    return f"{prefix}:{(layer.file.path.parent / name).resolve()}" if colon and name.startswith(".") else model


def agreed_table(
    layers: Sequence[Layer], key: str, contradicts: Contradicts, read: Read = _as_it_stands
) -> dict[str, str]:
    """A table of [scan] of all layers together; a name means the same wherever it stands."""
    known: dict[str, tuple[str, Location]] = {}
    for layer in layers:
        table = cast("Data", layer.section("scan").get(key) or {})
        for name, value in table.items():
            here = (read(layer, str(value)), layer.place("scan", key, name))
            first = known.setdefault(name, here)
            if first[0] != here[0]:
                contradicts(here[1], f"`{name[:60]}` was {first[0]} at {first[1]}", f"use {first[0]}")
    return {name: value for name, (value, _) in sorted(known.items())}


def written_in(layers: Sequence[Layer]) -> tuple[WrittenIn, ...]:
    """The languages of files and columns in the order in which they are asked: those of the nearest file first."""
    return tuple(
        WrittenIn(text(table, "language") or "", texts(table, "paths"), texts(table, "columns"))
        for layer in reversed(layers)
        for table in cast("list[Data]", layer.section("scan").get("written_in") or [])
    )


def recognizer_files(layers: Sequence[Layer]) -> tuple[Path, ...]:
    """The files of recognizers of all layers, each relative to the policy file that names it."""
    found = [layer.file.path.parent / name for layer in layers for name in texts(layer.section("scan"), "recognizers")]
    return tuple(dict.fromkeys(found))
