"""The scanner of dependencies: what is named or installed, then what each package's license is."""

import posixpath
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from urllib.parse import quote

from licscan.inputs.inventory import Inventory
from licscan.model.finding import Concern, Gap, GapReason, LicenseFinding
from licscan.model.license import Confidence
from licscan.model.subject import Subject, SubjectKind
from licscan.net.cache import Cache
from licscan.net.errors import NetError
from licscan.scanners.dependencies.gathering import (
    Wanted,
    best_place,
    gather,
    gather_installed,
    place_of,
    read_manifests,
)
from licscan.scanners.dependencies.lookup import Found, look_up, open_index
from licscan.scanners.dependencies.metadata.fields import one_line
from licscan.scanners.dependencies.metadata.ladder import conclude
from licscan.scanners.dependencies.metadata.text import TextReader
from licscan.scanners.dependencies.project_environment import ProjectEnvironments
from licscan.scanners.dependencies.sources.interface import Origin
from licscan.scanners.interface import Observation, ScanContext

_DIRECT = {
    Origin.GIT: "comes from a Git repository",
    Origin.URL: "comes from a URL",
    Origin.PATH: "comes from a local path",
}
_INSTALL_HINT = "scan the environment that has it installed (licscan deps --environment PYTHON)"


class DependencyScanner:
    """Reads manifests, lock files and environments, and resolves the license of every package."""

    def scan(self, inventory: Inventory, context: ScanContext) -> Iterator[Observation]:
        """Yield gaps of files, then each package by name with its finding or gap."""
        manifests = read_manifests(inventory)
        has_environment = bool(context.environments or context.site_packages)
        gathered = gather(manifests, has_environment=has_environment)
        gather_installed(gathered, context.environments, context.site_packages)
        yield from sorted(gathered.gaps, key=_order)
        wanted = _settled(gathered.sorted(), inventory, [posixpath.dirname(manifest.path) for manifest in manifests])
        if wanted:
            yield from _judged(wanted, inventory, context)


def _order(gap: Gap) -> tuple[str, int, str]:
    return gap.subject, (gap.location.line or 0) if gap.location else 0, gap.detail


def _settled(wanted: tuple[Wanted, ...], inventory: Inventory, folders: list[str]) -> tuple[Wanted, ...]:
    """Where an installed package answers, that one; a package without version or source is found by its name."""
    known = {each.name: each.installed for each in wanted if each.installed}
    local = ProjectEnvironments(inventory.root, [*folders, ""]) if folders else None
    for each in wanted:
        if each.installed is not None:
            continue
        if each.origin is Origin.INDEX and each.version is not None:
            each.installed = local.release(each.name, each.version) if local else None
        else:
            fitting = local.fitting(each.name, each.specifier) if local else None
            each.installed = known.get(each.name) or fitting
    return wanted


def _judged(wanted: tuple[Wanted, ...], inventory: Inventory, context: ScanContext) -> Iterator[Observation]:
    context.progress.start("licenses of packages", len(wanted))
    asked = [each for each in wanted if each.installed is None and each.origin is Origin.INDEX]
    if not asked:
        yield from _merged(wanted, iter(()), context)
        return
    with closing(open_index(inventory.root, offline=context.offline, cache=context.cache)) as index:
        yield from _merged(wanted, look_up(index, asked), context)


def _merged(wanted: tuple[Wanted, ...], answers: Iterator[Found], context: ScanContext) -> Iterator[Observation]:
    """Each subject once: a version that one file pins and another leaves open is judged as pinned."""
    reader = TextReader(Cache(context.cache))
    merged: dict[str, tuple[Subject, list[LicenseFinding | Gap]]] = {}
    for each in wanted:
        subject, results = _one(each, answers, context, reader)
        if before := merged.get(subject.ref):
            references = {*before[0].references, *subject.references}
            subject = replace(before[0], references=tuple(sorted(references, key=place_of)))
            results = before[1]
        merged[subject.ref] = (subject, results)
        context.progress.advance()
    for ref in sorted(merged):
        yield merged[ref][0]
        yield from merged[ref][1]


def _one(
    wanted: Wanted, answers: Iterator[Found], context: ScanContext, reader: TextReader
) -> tuple[Subject, list[LicenseFinding | Gap]]:
    licenses = context.catalog.licenses
    if wanted.installed is not None:
        subject = _subject(wanted, wanted.installed.version)
        installed = (wanted.installed, *wanted.also_installed)
        findings = [conclude(subject.ref, each.package(), licenses, reader) for each in installed]
        if not wanted.version:
            findings = [_unpinned(finding, wanted.installed.version, "installed") for finding in findings]
        return subject, [*findings]
    if wanted.origin is not Origin.INDEX:
        subject = _subject(wanted, wanted.version)
        detail = f"{wanted.name} {_DIRECT[wanted.origin]} and is not installed in a scanned environment"
        return subject, [_gap(subject, GapReason.UNRESOLVED, detail, _INSTALL_HINT)]
    found = next(answers)
    subject = _subject(wanted, found.version)
    if found.package is None:
        return subject, [_failed(subject, wanted, found.error or NetError("no answer"), "its metadata")]
    finding = conclude(subject.ref, found.package, licenses, reader)
    results: list[LicenseFinding | Gap] = [
        finding if wanted.version else _unpinned(finding, found.version or "", "newest")
    ]
    if found.partial is not None:
        results.append(_failed(subject, wanted, found.partial, "its license files, which would decide,"))
    return subject, results


def _subject(wanted: Wanted, version: str | None) -> Subject:
    shown = one_line(version) if version else None
    ref = f"pkg:pypi/{wanted.name}" + (f"@{quote(shown, safe='')}" if shown else "")
    return Subject(
        ref, SubjectKind.COMPONENT, wanted.name, shown, references=tuple(sorted(wanted.references, key=place_of))
    )


def _unpinned(finding: LicenseFinding, version: str, how: str) -> LicenseFinding:
    """A finding on a version that no file fixes: what holds of this release need not hold of the one that is used."""
    note = f"not pinned: judged by the {how} release {one_line(version)}"
    return replace(
        finding,
        confidence=_capped(finding.confidence),
        claims=tuple(replace(claim, confidence=_capped(claim.confidence)) for claim in finding.claims),
        note=f"{note}; {finding.note}" if finding.note else note,
    )


def _capped(confidence: Confidence) -> Confidence:
    return Confidence.MEDIUM if confidence is Confidence.HIGH else confidence


def _failed(subject: Subject, wanted: Wanted, error: NetError, what: str) -> Gap:
    detail = f"{wanted.name}: {what} cannot be had from the package index: {error.message}"
    return _gap(subject, error.reason, detail, error.hint or _INSTALL_HINT)


def _gap(subject: Subject, reason: GapReason, detail: str, hint: str) -> Gap:
    return Gap(subject.ref, reason, detail, Concern.LICENSE, best_place(subject.references), hint)
