"""The one join: inputs, scanners, findings, policy, audit."""

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from licscan.catalog.catalog import Catalog
from licscan.inputs.discover import discover
from licscan.inputs.inventory import Inventory
from licscan.model.audit import Audit
from licscan.model.coverage import FileCoverage, NotSeen
from licscan.model.finding import Finding, Gap, LicenseFinding
from licscan.model.law import Judges
from licscan.model.policy import Policy
from licscan.model.subject import Subject
from licscan.pipeline.group import group
from licscan.pipeline.identify import identify, merge_subjects, project_subject
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


def check(options: Options) -> Audit:
    """Find what a project uses, scan it, judge it.

    Raises UsageError for paths that do not exist, ConfigurationError with all defects of the policy files,
    RulesError for a broken rules folder. Whatever cannot be read below the root is a Gap in the audit.
    """
    root, explicit = find_root(options.paths, folders_are_data=options.folders_are_data)
    catalog = Catalog(options.rules)
    overrides = Overrides(purpose=options.purpose, laws=options.laws, fail_on=options.fail_on)
    policy = load_policy(root, explicit=options.policy, overrides=overrides, catalog=catalog)
    options.progress.start("Looking for manifests, cards and data", None)
    inventory = Inventory(root, ()) if options.environments_only else _discover(root, explicit, policy)
    entries = _entries(options, catalog, policy)
    # That a declaration covers nothing can be said of a whole project alone.
    whole = not (explicit or options.environments_only or options.scanners or policy.left_out)
    return _audit(options, catalog, policy, inventory, entries, whole=whole)


def _audit(
    options: Options, catalog: Catalog, policy: Policy, inventory: Inventory, entries: tuple[Entry, ...], *, whole: bool
) -> Audit:
    seen = [*inventory.gaps, *_observe(entries, inventory, scan_context(options, catalog, policy))]
    subjects = merge_subjects(
        (project_subject(policy.project or "project"), *(item for item in seen if isinstance(item, Subject)))
    )
    findings = identify(item for item in seen if isinstance(item, Finding))
    day = today(options.as_of)
    decisions = evaluate(findings, subjects, policy, catalog, today=day)
    to_do = tasks(decisions, catalog, policy)
    shown = overdue(policy, catalog, today=day) + not_assessed(policy, subjects, catalog.laws)
    if whole:
        shown += unused(policy, subjects, [file.path for file in inventory.files])
        shown += lapsed(policy, subjects, findings)
    policy = replace(policy, notices=policy.notices + shown)
    gaps = [found.finding for found in findings if isinstance(found.finding, Gap)]
    asked = {action for decision in decisions for action in (*decision.asked_for, *decision.one_of)}
    return Audit(
        provenance=describe(catalog, policy, day),
        complete=not gaps,
        policy=policy,
        fail_on=policy.fail_on,
        coverage=coverage(
            subjects,
            (item for item in seen if isinstance(item, FileCoverage)),
            (*inventory.not_seen, *(item for item in seen if isinstance(item, NotSeen))),
            (entity for item in seen if isinstance(item, RecognizersRun) for entity in item.entities),
            sample=options.sample,
            seed=options.seed,
        ),
        laws=law_coverage(catalog, policy, gaps, frozenset(entry.about for entry in entries), _seen(seen)),
        subjects=subjects,
        findings=findings,
        decisions=decisions,
        groups=group(decisions, findings, subjects),
        tasks=to_do,
        actions={key: catalog.vocabulary.actions[key] for key in sorted(asked)},
        tally=tally(decisions, findings, to_do, policy.fail_on),
    )


def _seen(observed: Iterable[Observation]) -> frozenset[Judges]:
    """The questions that at least one file or package was really looked at for."""
    return frozenset(
        Judges.PERSONAL_DATA if isinstance(item, FileCoverage) else Judges.LICENSE
        for item in observed
        if isinstance(item, FileCoverage | LicenseFinding)
    )


def _discover(root: Path, explicit: tuple[Path, ...], policy: Policy) -> Inventory:
    declared = tuple(glob for dataset in policy.datasets for glob in dataset.paths)
    return discover(root, explicit=explicit, data_globs=policy.scan.data + declared, exclude=policy.scan.exclude)


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
        jobs=options.jobs or os.cpu_count() or 1,
        environments=options.environments,
        site_packages=options.site_packages,
        cache=options.cache,
        selection=_selection(options.selection, policy),
        resolver=options.resolver,
        progress=options.progress,
    )


def _selection(asked: Selection, policy: Policy) -> Selection:
    """What a flag says, else what `[scan]` of the policy file says."""
    scan = policy.scan
    return Selection(
        extras=scan.extras if asked.extras is None else asked.extras,
        groups=scan.groups if asked.groups is None else asked.groups,
        python=scan.python if asked.python is None else asked.python,
        platforms=scan.platforms if asked.platforms is None else asked.platforms,
    )


def _observe(entries: Iterable[Entry], inventory: Inventory, context: ScanContext) -> Iterable[Observation]:
    for entry in entries:
        yield from entry.load().scan(inventory, context)
