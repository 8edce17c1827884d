"""Writes the JSON Schema of the audit: `python -m licscan.formats.schema schemas/audit-1.schema.json`."""

import json
import sys
from pathlib import Path

from licscan.formats.wire import json_schema


def schema_text() -> str:
    """The schema as it is committed: indented, with a final newline."""
    return json.dumps(json_schema(), indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")
