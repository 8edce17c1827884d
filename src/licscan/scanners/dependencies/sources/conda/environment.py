"""environment.yml of conda: packages of its own, and those under `pip:`.

https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html
"""

from pathlib import Path

from licscan.documents.document import Document
from licscan.documents.values import as_table
from licscan.documents.yaml_text import read_yaml
from licscan.model.finding import Gap, GapReason
from licscan.model.subject import Reference
from licscan.scanners.dependencies.sources.conda.spec import conda_dependency
from licscan.scanners.dependencies.sources.document import read_document
from licscan.scanners.dependencies.sources.interface import Dependency, Manifest, file_gap
from licscan.scanners.dependencies.sources.requirements.file import Requirements
from licscan.scanners.dependencies.sources.requirements.line import logical_lines

HOW = "environment.yml"


class CondaEnvironmentSource:
    """Reads the specification of a conda environment; channels are not asked."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read the packages of conda and of pip, each with its line."""
        document = read_document(root, path, read_yaml)
        if isinstance(document, Gap):
            return Manifest(path, gaps=(document,))
        data = as_table(document.data)
        listed = data.get("dependencies")
        gaps = [
            file_gap(path, GapReason.UNPARSABLE, f"{each.key[0]} stands twice", line=each.values[1][1].line)
            for each in document.duplicates
            if each.key == ("dependencies",)
        ]
        if not isinstance(listed, list):
            gap = file_gap(path, GapReason.UNPARSABLE, "dependencies is no list", line=document.line("dependencies"))
            return Manifest(path, gaps=(gap,))
        reading = Requirements(root, HOW, seen={(path, False)})
        conda: list[Dependency] = []
        for number, entry in enumerate(listed):
            line = document.line("dependencies", number)
            found = conda_dependency(entry, Reference(path, line, HOW)) if isinstance(entry, str) else None
            if isinstance(entry, dict) and isinstance(entry.get("pip"), list):
                _pip(reading, path, document, number, entry["pip"])
            elif found is None:
                gaps.append(file_gap(path, GapReason.UNPARSABLE, "an entry that is no package", line=line))
            else:
                conda.append(found)
        return Manifest(path, (*conda, *reading.dependencies()), (*gaps, *reading.gaps), indexes=tuple(reading.indexes))


def _pip(reading: Requirements, path: str, document: Document, number: int, entries: list[object]) -> None:
    """What conda hands to pip as lines of a requirements file."""
    for place, entry in enumerate(entries):
        line = document.line("dependencies", number, "pip", place)
        if isinstance(entry, str):
            reading.read(path, [(line, content) for _, content in logical_lines(entry)])
        else:
            reading.gaps.append(file_gap(path, GapReason.UNPARSABLE, "an entry of pip is no requirement", line=line))
