"""How much of one file counts: more than any project needs is a Gap, so that no file can fill time and memory."""

from dataclasses import replace

from licscan.model.finding import Gap, GapReason
from licscan.scanners.dependencies.sources.interface import Manifest, file_gap

MAX_PACKAGES = 10_000
_MAX_GAPS = 1_000


def too_many(path: str, line: int | None = None) -> Gap:
    """The Gap of a file that names more packages than are looked at."""
    detail = f"more than {MAX_PACKAGES} packages, of which the rest is not looked at"
    return file_gap(path, GapReason.TOO_LARGE, detail, line=line)


def bounded(manifest: Manifest) -> Manifest:
    """The manifest with at most as many packages and Gaps as are looked at; the rest is told in one Gap each."""
    told: list[Gap] = []
    if len(manifest.dependencies) > MAX_PACKAGES:
        told.append(too_many(manifest.path, manifest.dependencies[MAX_PACKAGES].reference.line))
    if len(manifest.gaps) > _MAX_GAPS:
        detail = f"{len(manifest.gaps) - _MAX_GAPS} further problems of this file are not listed"
        told.append(file_gap(manifest.path, GapReason.TOO_LARGE, detail))
    if not told:
        return manifest
    gaps = (*manifest.gaps[:_MAX_GAPS], *told)
    return replace(manifest, dependencies=manifest.dependencies[:MAX_PACKAGES], gaps=gaps)
