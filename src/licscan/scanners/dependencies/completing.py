"""How requirements that no file pins are completed in a run: by pip or uv, asked when the first file needs it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from licscan.scanners.dependencies.gathering import Completing
from licscan.scanners.dependencies.sources.interface import Dependency, Manifest
from licscan.scanners.interface import ScanContext

if TYPE_CHECKING:
    from licscan.model.finding import Gap
    from licscan.scanners.dependencies.resolver.interface import Resolution


def completing(root: Path, context: ScanContext) -> Completing | None:
    """What completes the requirements of a manifest; None where the run is told not to."""
    if context.resolver == "off":
        return None

    def complete(manifest: Manifest, requirements: Sequence[Dependency]) -> "Resolution | Gap | None":
        from licscan.scanners.dependencies.lookup import project_settings
        from licscan.scanners.dependencies.resolver.resolve import Resolving, resolve

        context.progress.start(f"Choosing versions for {manifest.path}", None)
        settings = project_settings(root, further=manifest.indexes)
        resolving = Resolving(
            settings,
            tool=context.resolver,
            python=context.selection.python,
            offline=context.offline,
            cache=context.cache,
        )
        return resolve(requirements, resolving)

    return complete
