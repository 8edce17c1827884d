"""The scanner of dependencies: what is named or installed, then what each package's license is."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from licscan.inputs.inventory import Inventory
from licscan.model.finding import NOT_PINNED, Concern, Gap, GapReason, LicenseFinding
from licscan.model.license import Confidence
from licscan.model.subject import Subject, SubjectKind, place_of
from licscan.net.errors import NetError
from licscan.scanners.dependencies.collecting import collect
from licscan.scanners.dependencies.completing import completing
from licscan.scanners.dependencies.concluding import Concluding, Question
from licscan.scanners.dependencies.excerpt import one_line
from licscan.scanners.dependencies.gathering import SCAN_INSTALLED, read_manifests
from licscan.scanners.dependencies.metadata.opinion import Package
from licscan.scanners.dependencies.packages import of_archive, of_statements
from licscan.scanners.dependencies.sources.installed.environment import Installed
from licscan.scanners.dependencies.sources.interface import Origin
from licscan.scanners.dependencies.wanted import Wanted, best_place, shorter
from licscan.scanners.interface import Observation, ScanContext

if TYPE_CHECKING:
    from licscan.scanners.dependencies.lookup import Found

_DIRECT = {
    Origin.GIT: "comes from a Git repository",
    Origin.URL: "comes from a URL",
    Origin.PATH: "comes from a local path",
}
_STALE = "the package index could not be asked: answer of an earlier run"
_BY_PROJECT = "asked of a package index that only the project itself names"


class DependencyScanner:
    """Reads manifests, lock files and environments, and resolves the license of every package."""

    def scan(self, inventory: Inventory, context: ScanContext) -> Iterator[Observation]:
        """Yield gaps of files, then what is left out, then each package by name with its finding or gap."""
        manifests = read_manifests(inventory)
        gathered = collect(manifests, inventory, context, completing(inventory.root, context))
        yield from sorted(gathered.gaps, key=_order)
        yield from gathered.not_seen()
        indexes = tuple(sorted({index for manifest in manifests for index in manifest.indexes}))
        if wanted := gathered.sorted():
            yield from _judged(wanted, indexes, inventory, context)


def _order(gap: Gap) -> tuple[str, int, str]:
    return gap.subject, (gap.location.line or 0) if gap.location else 0, gap.detail


def _judged(
    wanted: tuple[Wanted, ...], indexes: tuple[str, ...], inventory: Inventory, context: ScanContext
) -> Iterator[Observation]:
    context.progress.start("licenses of packages", len(wanted))
    asked = [each for each in wanted if each.installed is None and each.on_index]
    if not asked:
        yield from _merged(wanted, iter(()), inventory, context)
        return
    # The client of the index takes as long to load as a dozen packages to read; an environment needs none.
    from licscan.scanners.dependencies.lookup import look_up, open_index

    with closing(open_index(inventory.root, offline=context.offline, cache=context.cache, further=indexes)) as index:
        yield from _merged(wanted, look_up(index, asked), inventory, context)


def _merged(
    wanted: tuple[Wanted, ...], answers: "Iterator[Found]", inventory: Inventory, context: ScanContext
) -> Iterator[Observation]:
    """Each subject once: a version that one file pins and another leaves open is judged as pinned."""
    judging = _Judging(inventory, context, wanted)
    merged: dict[str, tuple[Subject, list[LicenseFinding | Gap]]] = {}
    for each in wanted:
        subject, results = judging.one(each, answers)
        if before := merged.get(subject.ref):
            subject = _joined(before[0], subject)
            results = before[1]
        merged[subject.ref] = (subject, results)
        if each.installed is None:
            context.progress.advance()
    judging.keep()
    for ref in sorted(merged):
        yield merged[ref][0]
        yield from merged[ref][1]


def _joined(one: Subject, other: Subject) -> Subject:
    return replace(
        one,
        references=tuple(sorted({*one.references, *other.references}, key=place_of)),
        scopes=tuple(sorted({*one.scopes, *other.scopes})),
        dependency_path=shorter(one.dependency_path, other.dependency_path),
    )


class _Judging:
    """Finds the metadata of each package where it is, and concludes."""

    def __init__(self, inventory: Inventory, context: ScanContext, wanted: Sequence[Wanted]) -> None:
        self._root = inventory.root
        self._concluding = Concluding(inventory.root, context)
        self._installed_ones = iter(self._concluding.of_all([*_questions(wanted)]))

    def keep(self) -> None:
        """Keep for the next run what takes long to find out."""
        self._concluding.keep()

    def one(self, wanted: Wanted, answers: "Iterator[Found]") -> tuple[Subject, list[LicenseFinding | Gap]]:
        """The subject of a package with its findings; an answer of the index is taken where one was asked for."""
        if wanted.installed is not None:
            return self._installed(wanted)
        if wanted.on_index:
            return self._asked(wanted, next(answers))
        subject = _subject(wanted, wanted.version)
        package: Package | Gap | None = None
        if wanted.archive is not None:
            package = of_archive(self._root, wanted)
        elif wanted.stated:
            package = of_statements(wanted)
        if isinstance(package, Package):
            return subject, [self._concluded(subject, package, wanted)]
        return subject, [package or _unresolved(subject, wanted)]

    def _installed(self, wanted: Wanted) -> tuple[Subject, list[LicenseFinding | Gap]]:
        installed = _all_installed(wanted)
        subject = _subject(wanted, installed[0].version)
        findings = [next(self._installed_ones) for _ in installed]
        if not wanted.version:
            findings = [_unpinned(finding, f"the installed release {installed[0].version}") for finding in findings]
        return subject, [*findings]

    def _asked(self, wanted: Wanted, found: "Found") -> tuple[Subject, list[LicenseFinding | Gap]]:
        subject = _subject(wanted, found.version)
        if found.package is None:
            return subject, [_failed(subject, wanted, found.error or NetError("no answer"), "its metadata")]
        finding = self._concluded(subject, found.package, wanted)
        if not wanted.version:
            finding = _unpinned(finding, f"the newest release {found.version or ''}")
        elif wanted.resolved_by:
            finding = _unpinned(finding, f"the release {wanted.version}, chosen by {wanted.resolved_by}")
        for told, sentence in ((found.stale, _STALE), (found.by_project, _BY_PROJECT)):
            finding = _noted(finding, sentence) if told else finding
        results: list[LicenseFinding | Gap] = [finding]
        if found.partial is not None:
            from licscan.scanners.dependencies.metadata.ladder import decides

            would = "would tell of parts under other terms" if decides(found.package) else "would decide"
            results.append(_failed(subject, wanted, found.partial, f"its license files, which {would},"))
        return subject, results

    def _concluded(self, subject: Subject, package: Package, wanted: Wanted) -> LicenseFinding:
        return self._concluding.one(subject.ref, _with_stated(package, wanted))


def _questions(wanted: Sequence[Wanted]) -> Iterator[Question]:
    """The packages that are installed, whose files can be read at once and in any order."""
    for each in wanted:
        installed = _all_installed(each)
        for one in installed:
            subject = _subject(each, installed[0].version)
            yield Question(subject.ref, one, tuple(each.stated))


def _all_installed(wanted: Wanted) -> list[Installed]:
    return [each for each in (wanted.installed, *wanted.also_installed) if each is not None]


def _with_stated(package: Package, wanted: Wanted) -> Package:
    return replace(package, stated=tuple(wanted.stated)) if wanted.stated else package


def _subject(wanted: Wanted, version: str | None) -> Subject:
    shown = one_line(version) if version else None
    ref = f"pkg:{wanted.type}/{quote(wanted.name, safe='/')}" + (f"@{quote(shown, safe='')}" if shown else "")
    return Subject(
        ref,
        SubjectKind.COMPONENT,
        wanted.name,
        shown,
        path=wanted.archive,
        references=tuple(sorted(wanted.references, key=place_of)),
        scopes=tuple(sorted(wanted.scopes)),
        dependency_path=wanted.path,
    )


def _unpinned(finding: LicenseFinding, release: str) -> LicenseFinding:
    """A finding on a version that no file fixes: what holds of this release need not hold of the one that is used."""
    return replace(
        _noted(finding, f"{NOT_PINNED}judged by {one_line(release)}"),
        confidence=_capped(finding.confidence),
        claims=tuple(replace(claim, confidence=_capped(claim.confidence)) for claim in finding.claims),
    )


def _noted(finding: LicenseFinding, note: str) -> LicenseFinding:
    return replace(finding, note=f"{note}; {finding.note}" if finding.note else note)


def _capped(confidence: Confidence) -> Confidence:
    return Confidence.MEDIUM if confidence is Confidence.HIGH else confidence


def _unresolved(subject: Subject, wanted: Wanted) -> Gap:
    if wanted.type == "pypi":
        detail = f"{wanted.name} {_DIRECT.get(wanted.origin, 'is on no package index')} and is not installed"
        return _gap(subject, GapReason.UNRESOLVED, f"{detail} in a scanned environment", SCAN_INSTALLED)
    detail = f"no license is stated of {one_line(wanted.name)}, and packages of type {wanted.type} are not looked up"
    hint = "scan the environment that has it installed, or name its license in an SBOM"
    return _gap(subject, GapReason.UNRESOLVED, detail, hint)


def _failed(subject: Subject, wanted: Wanted, error: NetError, what: str) -> Gap:
    detail = f"{wanted.name}: {what} cannot be had from the package index: {error.message}"
    return _gap(subject, error.reason, detail, error.hint or SCAN_INSTALLED)


def _gap(subject: Subject, reason: GapReason, detail: str, hint: str) -> Gap:
    return Gap(subject.ref, reason, detail, Concern.LICENSE, best_place(subject.references), hint)
