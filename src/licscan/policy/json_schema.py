"""The JSON Schema of licscan.toml, for editors; made from the same shape that validates it.

`python -m licscan.policy.json_schema schemas/policy.schema.json` writes it anew.
"""

import json
import sys
from pathlib import Path

from licscan.catalog.catalog import Catalog
from licscan.policy.file_shape import policy_shape
from licscan.policy.shape import Day, Either, Flag, Kind, Listed, Named, Table, Text, Whole

Schema = dict[str, object]


def policy_schema(catalog: Catalog) -> Schema:
    """The schema of a policy file (JSON Schema 2020-12); TOML dates read as texts like 2026-03-02."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "licscan policy file",
        "description": f"licscan.toml, or [tool.licscan] of pyproject.toml, with the rules of {catalog.version}.",
        **_schema(policy_shape(catalog)),
    }


def render_schema(catalog: Catalog) -> str:
    """The schema as the text that is committed."""
    return json.dumps(policy_schema(catalog), indent=2, ensure_ascii=False) + "\n"


def _schema(kind: Kind) -> Schema:
    match kind:
        case Table():
            return _table(kind)
        case Listed(item, least):
            return {"type": "array", "items": _schema(item), "minItems": least, "uniqueItems": kind.unique}
        case Either(item):
            return {"anyOf": [_schema(item), _schema(Listed(item))]}
        case Named(keys, value):
            return {"type": "object", "propertyNames": _schema(keys), "additionalProperties": _schema(value)}
        case _:
            return _scalar(kind)


def _scalar(kind: Text | Whole | Flag | Day) -> Schema:
    match kind:
        case Text():
            return _text(kind)
        case Whole(least):
            return {"type": "integer", "minimum": least}
        case Flag():
            return {"type": "boolean"}
        case Day():
            return {"type": "string", "format": "date"}


def _text(kind: Text) -> Schema:
    if kind.values:
        return {"type": "string", "enum": list(kind.values)}
    return {"type": "string", "pattern": f"^({kind.pattern})$" if kind.pattern else r"\S"}


def _table(kind: Table) -> Schema:
    schema: Schema = {
        "type": "object",
        "properties": {key: _schema(inner) for key, inner in kind.fields.items()},
        "additionalProperties": False,
    }
    if kind.required:
        schema["required"] = list(kind.required)
    if kind.together:
        schema["dependentRequired"] = {key: [other] for key, other in kind.together.items()}
    return schema


def main(arguments: list[str]) -> None:
    """Write the schema to the file that is named."""
    Path(arguments[0]).write_text(render_schema(Catalog()), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
