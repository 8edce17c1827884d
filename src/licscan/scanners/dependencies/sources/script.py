"""Metadata of a single-file script, `# /// script` (PEP 723)."""

import re
from pathlib import Path

from licscan.documents.toml_text import read_toml
from licscan.documents.values import as_table
from licscan.model.finding import Gap, GapReason
from licscan.model.scope import RUNTIME
from licscan.model.subject import Reference
from licscan.scanners.dependencies.sources.document import parsed
from licscan.scanners.dependencies.sources.interface import Dependency, Manifest, file_gap
from licscan.scanners.dependencies.sources.requirements.text import read_requirement
from licscan.scanners.dependencies.sources.text_file import read_text

HOW = "script"
_START = re.compile(r"# /// ([a-zA-Z0-9-]+)")


class ScriptSource:
    """Reads the block of a script that says what running it needs."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read `dependencies` and `requires-python`, each with its line."""
        text = read_text(root, path)
        if isinstance(text, Gap):
            return Manifest(path, gaps=(text,))
        blocks = [block for kind, *block in _blocks(text) if kind == "script"]
        if not blocks:
            return Manifest(path)
        if len(blocks) > 1:
            line = int(str(blocks[1][0]))
            gap = file_gap(path, GapReason.UNPARSABLE, "a second block of script metadata", line=line)
            return Manifest(path, gaps=(gap,))
        return _read(root, path, str(blocks[0][1]))


def _blocks(text: str) -> list[tuple[str, int, str]]:
    """Kind, line and content of each block; the content keeps its lines where they stand in the file."""
    lines = re.split(r"\r\n|\r|\n", text)
    found: list[tuple[str, int, str]] = []
    at = 0
    while at < len(lines):
        start = _START.fullmatch(lines[at].rstrip())
        at += 1
        if start is None:
            continue
        first = last = at
        while at < len(lines) and (lines[at] == "#" or lines[at].startswith("# ")):
            # The block ends at the last `# ///` of the run of comments.
            at += 1
            if lines[at - 1].rstrip() == "# ///":
                last = at
        if last > first + 1:
            content = [line[2:] for line in lines[first : last - 1]]
            found.append((start[1], first, "\n" * first + "\n".join(content)))
            at = last
        else:
            at = first
    return found


def _read(root: Path, path: str, content: str) -> Manifest:
    document = parsed(content, path, read_toml)
    if isinstance(document, Gap):
        return Manifest(path, gaps=(document,))
    data = as_table(document.data)
    listed = data.get("dependencies", [])
    found: list[Dependency] = []
    gaps: list[Gap] = []
    if not isinstance(listed, list):
        gap = file_gap(path, GapReason.UNPARSABLE, "dependencies is no list", line=document.line("dependencies"))
        return Manifest(path, gaps=(gap,))
    for number, entry in enumerate(listed):
        line = document.line("dependencies", number)
        reference = Reference(path, line, HOW)
        read = read_requirement(entry, reference, scopes=(RUNTIME,), root=root) if isinstance(entry, str) else None
        if read is None:
            gaps.append(file_gap(path, GapReason.UNPARSABLE, "an entry of dependencies is no requirement", line=line))
        else:
            found.append(read)
    python = data.get("requires-python")
    return Manifest(path, tuple(found), tuple(gaps), requires_python=python if isinstance(python, str) else None)
