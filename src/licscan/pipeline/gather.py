"""What a run looks at: the project on the disk, what is staged in git, and what lies in remote stores."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from licscan.inputs.inventory import FileKind, Inventory
from licscan.model.coverage import NotSeen
from licscan.model.finding import Gap
from licscan.model.policy import Policy
from licscan.pipeline.options import Options

if TYPE_CHECKING:
    from licscan.inputs.sources import Source


def gather(root: Path, explicit: tuple[Path, ...], policy: Policy, options: Options) -> Inventory:
    """The inventory of a run; `explicit` are the paths that the user named.

    With staged data files those of the working tree are left out; all other kinds of files are taken from there.
    """
    inventory = _on_disk(root, explicit, policy, options)
    if options.staged is not None:
        files = tuple(file for file in inventory.files if file.kind is not FileKind.DATA)
        inventory = _joined(replace(inventory, files=files), _staged(root, policy, options.staged))
    for url in options.remote:
        inventory = _joined(inventory, _remote(root, url, policy.scan.exclude, offline=options.offline))
    return replace(inventory, exclude=policy.scan.exclude)


def _on_disk(root: Path, explicit: tuple[Path, ...], policy: Policy, options: Options) -> Inventory:
    if options.remote_only or (options.staged is not None and options.folders_are_data):
        return Inventory(root, ())
    from licscan.inputs.discover import discover

    return discover(root, explicit=explicit, data_globs=_data(policy), exclude=policy.scan.exclude)


def _staged(root: Path, policy: Policy, only: tuple[Path, ...]) -> Inventory:
    from licscan.inputs.classify import Wanted
    from licscan.inputs.globs import Globs
    from licscan.inputs.staged import staged_files

    return staged_files(root, Wanted(Globs(_data(policy)), Globs(policy.scan.exclude)), only)


def _data(policy: Policy) -> tuple[str, ...]:
    declared = tuple(glob for dataset in policy.datasets for glob in dataset.paths)
    globs = policy.scan.data + declared
    # What names a member of an archive names the archive to be looked into.
    return globs + tuple(glob.partition("!/")[0] for glob in globs if "!/" in glob)


def _remote(root: Path, url: str, exclude: tuple[str, ...], *, offline: bool) -> Inventory:
    from licscan.inputs.remote import remote_sources

    sources: list[Source] = []
    gaps: list[Gap] = []
    not_seen: list[NotSeen] = []
    for item in remote_sources(url, offline=offline, exclude=exclude):
        match item:
            case Gap():
                gaps.append(item)
            case NotSeen():
                not_seen.append(item)
            case _:
                sources.append(item)
    return Inventory(root, (), tuple(gaps), tuple(not_seen), tuple(sources))


def _joined(one: Inventory, other: Inventory) -> Inventory:
    known = {source.shown for source in one.sources}
    return replace(
        one,
        gaps=one.gaps + tuple(gap for gap in other.gaps if gap not in one.gaps),
        not_seen=one.not_seen + other.not_seen,
        sources=one.sources + tuple(source for source in other.sources if source.shown not in known),
    )
