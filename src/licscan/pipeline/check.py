"""The one join: inputs, scanners, findings, policy, audit."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from licscan.catalog.catalog import Catalog
from licscan.inputs.inventory import Inventory
from licscan.model.audit import Audit, IdentifiedFinding, LawCoverage
from licscan.model.coverage import Coverage, FileCoverage, NotSeen
from licscan.model.finding import Finding, Gap, LicenseFinding
from licscan.model.law import Judges
from licscan.model.policy import Notice, Policy
from licscan.model.subject import Subject
from licscan.pipeline.gather import gather
from licscan.pipeline.group import group
from licscan.pipeline.identify import identify, merge_subjects, project_subject
from licscan.pipeline.license_names import license_names
from licscan.pipeline.options import Options
from licscan.pipeline.provenance import describe, today
from licscan.pipeline.root import find_root
from licscan.pipeline.summarize import coverage, law_coverage, tally
from licscan.policy.clarified import lapsed
from licscan.policy.evaluate import evaluate
from licscan.policy.load import Overrides, load_policy
from licscan.policy.notices import overdue, unused
from licscan.policy.outbound import not_assessed
from licscan.policy.tasks import tasks
from licscan.scanners import SCANNERS, Entry
from licscan.scanners.interface import Observation, RecognizersRun, ScanContext, Selection
from licscan.scanners.languages import ENGLISH, Languages


def check(options: Options) -> Audit:
    """Find what a project uses, scan it, judge it.

    Raises UsageError for paths that do not exist, ConfigurationError with all defects of the policy files,
    RulesError for a broken rules folder. Whatever cannot be read below the root is a Gap in the audit.
    """
    root, explicit = find_root(options.paths, folders_are_data=options.folders_are_data)
    catalog = Catalog(options.rules)
    overrides = Overrides(
        purpose=options.purpose, laws=options.laws, laws_of_command=options.laws_of_command, fail_on=options.fail_on
    )
    policy = load_policy(root, explicit=options.policy, overrides=overrides, catalog=catalog)
    options.progress.start("Looking for manifests, cards and data", None)
    inventory = Inventory(root, ()) if options.environments_only else gather(root, explicit, policy, options)
    entries = _entries(options, catalog, policy)
    return _audit(_Run(options, catalog, policy, inventory, entries, bool(explicit)))


@dataclass(frozen=True, slots=True)
class _Run:
    """What an audit is made of; `named` says that the user named files of the project, which is then not whole."""

    options: Options
    catalog: Catalog
    policy: Policy
    inventory: Inventory
    entries: tuple[Entry, ...]
    named: bool

    def notices(
        self, subjects: tuple[Subject, ...], findings: tuple[IdentifiedFinding, ...], day: date
    ) -> tuple[Notice, ...]:
        """What there is to say of the policy itself.

        That a declaration covers nothing can be said of a whole project alone, a clarification of all its packages.
        """
        policy, options = self.policy, self.options
        shown = overdue(policy, self.catalog, today=day) + not_assessed(policy, subjects, self.catalog.laws)
        if self.named or options.environments_only:
            return shown
        if not (options.scanners or policy.left_out):
            members = sorted({one.path for one in subjects if one.path and "!/" in one.path})
            shown += unused(policy, subjects, [*(file.path for file in self.inventory.files), *members])
        return shown + lapsed(policy, subjects, findings, {one.id for one in self.entries})

    def coverage(self, subjects: tuple[Subject, ...], seen: Sequence[Observation]) -> Coverage:
        """What was looked at, and what was not."""
        return coverage(
            subjects,
            (item for item in seen if isinstance(item, FileCoverage)),
            (*self.inventory.not_seen, *(item for item in seen if isinstance(item, NotSeen))),
            (entity for item in seen if isinstance(item, RecognizersRun) for entity in item.entities),
            (each for item in seen if isinstance(item, RecognizersRun) for each in item.looked_with),
            sample=self.options.sample,
            seed=self.options.seed,
        )

    def laws(self, gaps: Sequence[Gap], seen: Sequence[Observation]) -> tuple[LawCoverage, ...]:
        """Which laws were judged by, and why others were not."""
        about = frozenset(entry.about for entry in self.entries)
        of_command = self.options.laws_of_command
        runs = [item.entities for item in seen if isinstance(item, RecognizersRun)]
        looked_for = frozenset(entity for entities in runs for entity in entities) if runs else None
        return law_coverage(
            self.catalog, self.policy, gaps, about, _seen(seen), looked_for=looked_for, laws_of_command=of_command
        )


def _audit(run: _Run) -> Audit:
    catalog, policy = run.catalog, run.policy
    seen = [*run.inventory.gaps, *_observe(run.entries, run.inventory, scan_context(run.options, catalog, policy))]
    subjects = merge_subjects(
        (project_subject(policy.project or "project"), *(item for item in seen if isinstance(item, Subject)))
    )
    findings = identify(item for item in seen if isinstance(item, Finding))
    day = today(run.options.as_of)
    decisions = evaluate(findings, subjects, policy, catalog, today=day)
    to_do = tasks(decisions, catalog, policy)
    policy = replace(policy, notices=policy.notices + run.notices(subjects, findings, day))
    gaps = [found.finding for found in findings if isinstance(found.finding, Gap)]
    asked = {action for decision in decisions for action in (*decision.asked_for, *decision.one_of)}
    return Audit(
        provenance=describe(catalog, policy, day),
        complete=not gaps,
        policy=policy,
        fail_on=policy.fail_on,
        coverage=run.coverage(subjects, seen),
        laws=run.laws(gaps, seen),
        subjects=subjects,
        findings=findings,
        decisions=decisions,
        groups=group(decisions, findings, subjects),
        tasks=to_do,
        actions={key: catalog.vocabulary.actions[key] for key in sorted(asked)},
        tally=tally(decisions, findings, to_do, policy.fail_on),
        license_names=license_names(findings, catalog.licenses),
    )


def _seen(observed: Iterable[Observation]) -> frozenset[Judges]:
    """The questions that at least one file or package was really looked at for."""
    return frozenset(
        Judges.PERSONAL_DATA if isinstance(item, FileCoverage) else Judges.LICENSE
        for item in observed
        if isinstance(item, FileCoverage | LicenseFinding)
    )


def _entries(options: Options, catalog: Catalog, policy: Policy) -> tuple[Entry, ...]:
    """The scanners that the assessed laws need, and of these only the ones asked for."""
    needed = {catalog.laws[law].judges for law in policy.laws}
    return tuple(
        entry for entry in SCANNERS if entry.about in needed and (not options.scanners or entry.id in options.scanners)
    )


def scan_context(options: Options, catalog: Catalog, policy: Policy) -> ScanContext:
    """What the scanners of a run may use."""
    return ScanContext(
        catalog=catalog,
        offline=options.offline,
        sample=options.sample,
        seed=options.seed,
        jobs=options.jobs or _cores(),
        environments=options.environments,
        site_packages=options.site_packages,
        cache=options.cache,
        selection=_selection(options.selection, policy),
        resolver=options.resolver,
        works=options.works,
        proved=frozenset(one.id for one in policy.datasets if one.license and one.license_proof),
        hubs=policy.scan.hubs is not False if options.hubs is None else options.hubs,
        engine=options.engine,
        address=options.address,
        workers=options.jobs,
        resume=options.resume,
        locations=options.locations,
        languages=_languages(options, policy),
        recognizers=options.recognizers or policy.scan.recognizers,
        question=options.question,
        progress=options.progress,
    )


def _cores() -> int:
    """The processor cores that this process may use, which in a container are fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _selection(asked: Selection, policy: Policy) -> Selection:
    """What a flag says, else what `[scan]` of the policy file says."""
    scan = policy.scan
    return Selection(
        extras=scan.extras if asked.extras is None else asked.extras,
        groups=scan.groups if asked.groups is None else asked.groups,
        python=scan.python if asked.python is None else asked.python,
        platforms=scan.platforms if asked.platforms is None else asked.platforms,
    )


def _languages(options: Options, policy: Policy) -> Languages:
    """What a flag says, else what `[scan]` of the policy file says."""
    scan = policy.scan
    main = options.language or scan.language or ENGLISH
    asked = {language or main: model for language, model in options.models.items()}
    return Languages(
        main=main,
        models={**scan.models, **asked},
        written_in=scan.written_in,
        labels=scan.labels,
    )


def _observe(entries: Iterable[Entry], inventory: Inventory, context: ScanContext) -> Iterable[Observation]:
    for entry in entries:
        yield from entry.load().scan(inventory, context)
