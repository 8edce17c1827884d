"""Where a project names its dependencies: one file a source, and the literal table of them."""

from licscan.inputs.inventory import FileKind
from licscan.scanners.dependencies.sources.interface import Source
from licscan.scanners.dependencies.sources.pyproject import PyprojectSource
from licscan.scanners.dependencies.sources.requirements import RequirementsSource
from licscan.scanners.dependencies.sources.unread import UnreadSource
from licscan.scanners.dependencies.sources.uv_lock import UvLockSource

SOURCES: dict[FileKind, Source] = {
    FileKind.REQUIREMENTS: RequirementsSource(),
    FileKind.PYPROJECT: PyprojectSource(),
    FileKind.UV_LOCK: UvLockSource(),
    FileKind.UNREAD_MANIFEST: UnreadSource(),
}
