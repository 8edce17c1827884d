"""The personal data scanner: data files in, findings about columns out."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from licscan.inputs.expand import data_sources
from licscan.inputs.inventory import Inventory
from licscan.inputs.readers import reader_for
from licscan.inputs.sources import Source
from licscan.model.coverage import NotSeen
from licscan.model.evidence import Location
from licscan.model.finding import Concern, Gap, GapReason
from licscan.model.subject import Subject, SubjectKind
from licscan.scanners.interface import Observation, RecognizersRun, ScanContext
from licscan.scanners.languages import ENGLISH, Languages
from licscan.scanners.personal_data.columns.counts import Counts, total_of
from licscan.scanners.personal_data.engine.language.identity import looked_with
from licscan.scanners.personal_data.engine.language.labels import load_labels
from licscan.scanners.personal_data.engine.language.model_name import ModelName
from licscan.scanners.personal_data.engine.language.models import what_is_wrong
from licscan.scanners.personal_data.engine.language.neural import entities_of_model
from licscan.scanners.personal_data.engine.presidio import DEFAULT_MODEL, EngineOptions, Missing, what_is_missing
from licscan.scanners.personal_data.engine.recognizer_files import read_recognizers
from licscan.scanners.personal_data.explain import answer
from licscan.scanners.personal_data.locations import Locations
from licscan.scanners.personal_data.report import described, observed
from licscan.scanners.personal_data.rules import EntityRule, RecognizerRules, Strength, load_recognizer_rules
from licscan.scanners.personal_data.work.executors import executor_for
from licscan.scanners.personal_data.work.executors.interface import Lost, Outcome
from licscan.scanners.personal_data.work.plan import Planned, plan, processes_for
from licscan.scanners.personal_data.work.units import Unit
from licscan.scanners.personal_data.work.work import LookForPersonalData, rules_for

_UNIT = 1_000


def entities_looked_for(rules: Mapping[str, EntityRule]) -> tuple[str, ...]:
    """The entity types that a scan can report; the ones that are never reported are not claimed."""
    reported = {entity for entity, rule in rules.items() if rule.strength is not Strength.NEVER}
    return tuple(sorted(reported | {"ACCOUNT_WITH_CREDENTIAL"}))


@dataclass(slots=True)
class _File:
    """What became of one file: the counts of its units by their index, and what went wrong as a whole."""

    planned: Planned
    counts: dict[int, Counts] = field(default_factory=dict)
    wrong: dict[int, Missing | Lost] = field(default_factory=dict)

    def take(self, unit: Unit, outcome: Outcome) -> None:
        if isinstance(outcome, Counts):
            self.counts[unit.index] = outcome
        else:
            self.wrong[unit.index] = outcome

    def whole(self) -> Counts:
        return total_of(self.counts[index] for index in sorted(self.counts))


class PersonalDataScanner:
    """Looks for personal data in data files, column by column. Makes no request to any host.

    `model` is the name of an installed spaCy pipeline. A scan without data files imports neither Presidio nor spaCy.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self._default = {ENGLISH: model}

    def scan(self, inventory: Inventory, context: ScanContext) -> Iterator[Observation]:
        """Yield what could not be looked into, then for each data file its subject, gaps, findings and coverage."""
        sources: list[Source] = []
        for each in data_sources(inventory):
            if isinstance(each, Gap | NotSeen):
                yield each
            else:
                sources.append(each)
        if not sources:
            return
        plain = load_recognizer_rules(context.catalog.folder)
        languages = replace(context.languages, models={**self._default, **context.languages.models})
        asked = languages.of_files(source.shown for source in sources)
        missing = _what_is_missing(languages, asked, context)
        engines = () if missing else engines_for(languages, asked, plain, context)
        rules = rules_for(plain, engines) if engines else plain
        with ExitStack() as stack:
            locations = _locations(rules, context, stack)
            nothing = [_File(Planned(source, ())) for source in sources]
            work = replace(_work(engines, languages, context), spool=locations.spool if locations else None)
            files = nothing if missing else _look(sources, context, work, locations)
            if any(file.counts for file in files):
                shown_to = {one.language: one.model for one in engines}
                yield RecognizersRun(
                    entities_looked_for(rules.entities), tuple(looked_with(shown_to, context.recognizers))
                )
            for file in files:
                yield from _observe(file, missing, rules, context.sample)
                _tell(file, locations, context, rules)


def _what_is_missing(languages: Languages, asked: Sequence[str], context: ScanContext) -> Missing | None:
    """What keeps values from being looked at; a language without any model is a gap of the files that it is in."""
    for model in (languages.models.get(language) for language in asked):
        if missing := what_is_missing(model) or what_is_wrong(model, context.catalog.folder):
            return missing
    return None


def engines_for(
    languages: Languages, asked: Sequence[str], rules: RecognizerRules, context: ScanContext
) -> tuple[EngineOptions, ...]:
    """What an engine is built from for each language, the main one first.

    Raises ConfigurationError for a file of recognizers that cannot be read.
    """
    stated = read_recognizers(context.recognizers, rules.predefined)
    known = load_labels(context.catalog.folder)
    engines = []
    for language in sorted(asked, key=lambda one: (one != languages.main, one)):
        model = languages.models.get(language)
        labels: dict[str, str] = {}
        if model is not None:
            labels = entities_of_model(ModelName.of(model), known, languages.labels, tuple(rules.entities))
        engines.append(EngineOptions(model, recognizers=stated, language=language, labels=labels))
    return tuple(engines)


def _look(
    sources: Sequence[Source], context: ScanContext, work: LookForPersonalData, locations: Locations | None
) -> list[_File]:
    """The counts of all files, whoever made them."""
    processes = processes_for(sources, jobs=context.jobs, sample=context.sample)
    executor = executor_for(context.engine, processes=processes, address=context.address, workers=context.workers)
    named = [(source, ref_of(source)) for source in sources]
    files = [_File(one) for one in plan(named, sample=context.sample, seed=context.seed, slots=executor.slots)]
    owner = {unit.index: file for file in files for unit in file.planned.units}
    units = [unit for file in files for unit in file.planned.units]
    context.progress.start("personal data, thousandths of a file", _UNIT * len(units))
    for unit, outcome in executor.run(units, work, context.progress.advance):
        kept = locations.keep(unit, outcome) if locations and isinstance(outcome, Counts) else outcome
        owner[unit.index].take(unit, kept)
    return files


def _work(engines: tuple[EngineOptions, ...], languages: Languages, context: ScanContext) -> LookForPersonalData:
    return LookForPersonalData(
        rules=context.catalog.folder,
        engines=engines,
        seed=context.seed,
        languages=languages,
        salt=os.urandom(16),
        cache=context.cache,
        resume=context.resume,
    )


def _tell(file: _File, locations: Locations | None, context: ScanContext, rules: RecognizerRules) -> None:
    """What was asked for beside the findings."""
    if not file.counts:
        return
    path, whole = file.planned.source.shown, file.whole()
    if context.question is not None:
        answer(context.question, path, whole, rules)
    if locations is not None:
        locations.tell(path, file.counts, whole)


def _locations(rules: RecognizerRules, context: ScanContext, stack: ExitStack) -> Locations | None:
    """Who gathers every hit, where somebody asked for them; machines of a cluster share no folder."""
    if context.locations is None:
        return None
    return stack.enter_context(Locations(context.locations, rules, is_shared=context.engine == "local"))


def ref_of(source: Source) -> str:
    """The ref of the subject that a source is."""
    return f"file:{source.shown}"


def _observe(file: _File, missing: Missing | None, rules: RecognizerRules, sample: int | None) -> Iterator[Observation]:
    source = file.planned.source
    ref = ref_of(source)
    yield Subject(ref, SubjectKind.DATA_FILE, source.shown, path=source.shown)
    wrong = dict.fromkeys([*([missing] if missing else []), *(file.wrong[index] for index in sorted(file.wrong))])
    for each in wrong:
        match each:
            case Missing(reason, detail, hint):
                yield Gap(ref, reason, detail, Concern.PERSONAL_DATA, Location(source.shown), hint)
            case Lost(because):
                yield Gap(ref, GapReason.UNREADABLE, because, Concern.PERSONAL_DATA, Location(source.shown))
    if not file.counts:
        return
    counts = file.whole()
    yield from observed(ref, source.shown, counts, rules, sample, is_whole=file.planned.is_whole)
    reader = reader_for(source.name)
    if reader is not None:
        yield described(source.shown, reader.media, counts, file.planned.rows if not file.planned.is_whole else None)
