"""Settings that name a function of a library: `_target_` of hydra, `_component_` of torchtune, arguments beside it."""

from collections.abc import Mapping

from licscan.scanners.datasets.references.identity import Work, is_revision
from licscan.scanners.datasets.references.table import Loader
from licscan.scanners.datasets.references.works import Place, Reading, work_of


def target_work(target: str, beside: Mapping[str, object], place: Place) -> Work | None:
    """The work that a function loads with the arguments beside it."""
    dotted = tuple(target.split("."))
    if not 2 <= len(dotted) <= 12 or not all(dotted):
        return None
    for builtin in place.names.builtins:
        named = builtin.match.fullmatch(target)
        if named and named["name"] not in builtin.excluded:
            asked = [beside[name] for name in sorted(builtin.asked & beside.keys())]
            if builtin.asked and not (any(asked) if asked else builtin.by_default):
                return None
            return work_of(named["name"], Reading("plain", builtin.kind, builtin.scheme), place)
    loader = next(iter(place.names.of(dotted)), None)
    return _loaded(loader, beside, place) if loader else None


def _loaded(loader: Loader, beside: Mapping[str, object], place: Place) -> Work | None:
    text = next((value for name in loader.argument if isinstance(value := beside.get(name), str)), None)
    if text is None or "${" in text or (loader.packaged and text in place.names.packaged):
        return None
    work = work_of(text, Reading(loader.scheme, loader.kind, loader.prefix), place)
    revision = beside.get(loader.revision)
    configuration = beside.get(loader.configuration)
    if work is None or work.ref.startswith("file:"):
        return work
    return Work(
        work.ref,
        work.kind,
        revision if isinstance(revision, str) and is_revision(revision) else work.revision,
        configuration if isinstance(configuration, str) else work.configuration,
    )
