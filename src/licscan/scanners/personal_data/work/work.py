"""The work on a unit: one function of the unit, the same in this process, in another one and on another machine."""

import hashlib
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from pathlib import Path

from licscan.catalog.location import rules_digest
from licscan.inputs.readers import reader_for
from licscan.inputs.readers.interface import Reader
from licscan.inputs.sources import SourceError
from licscan.model.evidence import Location
from licscan.model.finding import Concern, Gap, GapReason
from licscan.scanners.languages import Languages
from licscan.scanners.personal_data.columns.counts import Counts
from licscan.scanners.personal_data.columns.field_names import FieldNames
from licscan.scanners.personal_data.columns.headers import Headers
from licscan.scanners.personal_data.columns.places import Places, Spool
from licscan.scanners.personal_data.columns.profile import Profiler
from licscan.scanners.personal_data.engine.detect import Detector
from licscan.scanners.personal_data.engine.faults import Faults, watch
from licscan.scanners.personal_data.engine.language.missing import not_looked_for
from licscan.scanners.personal_data.engine.language.model_name import ModelName
from licscan.scanners.personal_data.engine.language.models import folder_of, state_of, what_is_wrong
from licscan.scanners.personal_data.engine.language.names_model import NAMES_MODEL, find_names_model, read_names_model
from licscan.scanners.personal_data.engine.presidio import (
    MODEL_FAULTS,
    Engine,
    EngineOptions,
    Missing,
    install_line,
    load_engine,
    what_is_missing,
)
from licscan.scanners.personal_data.engine.stated import with_entities, with_stated
from licscan.scanners.personal_data.rules import RecognizerRules, load_recognizer_rules
from licscan.scanners.personal_data.tables.budget import Budget, budget_for
from licscan.scanners.personal_data.tables.looking import Judges, Share
from licscan.scanners.personal_data.tables.state import StaleError, State
from licscan.scanners.personal_data.tables.table import Piece, Table
from licscan.scanners.personal_data.work.checkpoint import Checkpoint
from licscan.scanners.personal_data.work.executors.interface import Tell
from licscan.scanners.personal_data.work.metered import Meter, metered
from licscan.scanners.personal_data.work.units import Unit
from licscan.version import VERSION


@dataclass(frozen=True, slots=True)
class LookForPersonalData:
    """What a run of the scanner asks of every worker.

    `salt` hashes the names of columns, which can be personal, for the way between processes; it is of this run alone
    and shows in no result. `cache` is where checkpoints are kept, `resume` whether old ones are taken up.
    `engines` are those of the languages that columns of this run may be in (`languages`), the main one first.
    `spool` takes every hit, where they are asked for; such a run keeps no checkpoint, which holds counts alone.
    """

    rules: Path
    engines: tuple[EngineOptions, ...]
    seed: int
    languages: Languages = field(default_factory=Languages)
    salt: bytes = b""
    cache: Path | None = None
    resume: bool = True
    spool: Spool | None = None

    def begin(self) -> "UnitWorker | Missing":
        """Load rules and engine."""
        judges = load_judges(self.rules, self.engines, self.languages)
        return judges if isinstance(judges, Missing) else UnitWorker(self, judges)

    def digest(self) -> str:
        """Tells version, rules, model and options apart, as they are where it is called."""
        digest = hashlib.sha256(rules_digest(self.rules).encode())
        told = (VERSION, self.seed, self.engines, [_version_of(one.model) for one in self.engines], self.languages)
        digest.update(repr(told).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()


def _version_of(model: str | None) -> str | None:
    """The version of an installed model, the digest of licscan's own, what the disk tells of the files of any other."""
    if model is None:
        return None
    if model == NAMES_MODEL and (own := find_names_model()):
        return read_names_model(own).sha256
    with suppress(PackageNotFoundError, ValueError):
        return version(model.replace("_", "-"))
    return state_of(folder_of(model))


def load_judges(folder: Path, engines: Sequence[EngineOptions], languages: Languages) -> Judges | Missing:
    """Everything that looks at values, or what is missing for it. Raises RulesError for a broken rules folder."""
    rules = rules_for(load_recognizer_rules(folder), engines)
    detectors: dict[str, Detector] = {}
    for options in engines:
        engine = _engine(folder, rules, options)
        if isinstance(engine, Missing):
            return engine
        detectors[options.language] = Detector(engine)
    detector = detectors.pop(languages.main)
    field_names = FieldNames(rules, detector)
    return Judges(rules, detector, Headers(rules), Profiler(rules), field_names, languages, detectors)


def rules_for(rules: RecognizerRules, engines: Sequence[EngineOptions]) -> RecognizerRules:
    """The rules with a rule for each entity type that only a recognizer or model of the user's knows."""
    stated = with_stated(rules, engines[0].recognizers)
    return with_entities(stated, (entity for one in engines for entity in one.labels.values()))


def _engine(folder: Path, rules: RecognizerRules, options: EngineOptions) -> Engine | Missing:
    missing = what_is_missing(options.model) or what_is_wrong(options.model, folder)
    if missing is not None:
        return missing
    with watch(), warnings.catch_warnings():
        # Libraries of models warn of each other's ways; what keeps one from loading is told below.
        warnings.simplefilter("ignore")
        try:
            return load_engine(rules, options)
        except ImportError as error:
            detail = f"{error.name or 'a library'} cannot be imported"
            return not_looked_for(GapReason.MISSING_EXTRA, detail, 'pip install "licscan[pii]"')
        except MODEL_FAULTS:
            name = options.model or options.language
            detail = f"the model {ModelName.of(name).shown} cannot be loaded"
            return not_looked_for(GapReason.MISSING_MODEL, detail, install_line(name))


class UnitWorker:
    """Has an engine and works on one unit after the other."""

    def __init__(self, work: LookForPersonalData, judges: Judges) -> None:
        self._work = work
        self._judges = judges
        self._digest = work.digest()

    def look(self, unit: Unit, tell: Tell) -> Counts:
        """Everything that counts of a unit."""
        meter = Meter(tell)
        counts = self._counts(unit, meter)
        meter.reach()
        return counts

    def _counts(self, unit: Unit, meter: Meter) -> Counts:
        reader = reader_for(unit.source.name)
        if reader is None:
            return Counts(gaps=(gap_of(unit, GapReason.UNSUPPORTED_FORMAT, "no reader for this kind of file"),))
        if self._work.spool is not None:
            return self._with_places(unit, reader, self._work.spool, meter)
        checkpoint = Checkpoint.of(unit, self._work.cache, self._digest)
        state = checkpoint.state() if checkpoint is not None and self._work.resume else None
        try:
            counts = self._read(unit, reader, checkpoint, state, meter)
        except StaleError:
            counts = self._read(unit, reader, checkpoint, None, meter)
        if checkpoint is not None:
            checkpoint.forget()
        return counts

    def _with_places(self, unit: Unit, reader: Reader, spool: Spool, meter: Meter) -> Counts:
        with spool.open(unit.index) as stream:
            places = Places(stream)
            counts = self._read(unit, reader, None, None, meter, places)
            places.flush()
            return replace(counts, places=stream.getvalue() if isinstance(stream, BytesIO) else b"")

    def _read(
        self,
        unit: Unit,
        reader: Reader,
        checkpoint: Checkpoint | None,
        state: State | None,
        meter: Meter,
        places: Places | None = None,
    ) -> Counts:
        with watch() as faults:
            table = self._table(unit, faults, places)
            if state is not None:
                table.resume(state)
            if checkpoint is not None:
                table.counted = checkpoint.keep
            gaps = tuple(_feed(unit, reader, table, meter))
            counts = table.counts()
        return replace(counts, gaps=gaps if unit.is_first else ())

    def _table(self, unit: Unit, faults: Faults, places: Places | None) -> Table:
        first_row = 1 if unit.part is None else unit.part.first_row
        return Table(
            unit.source.shown,
            self._judges,
            faults,
            sample=unit.sample,
            seed=self._work.seed,
            budget=_budget(unit),
            piece=Piece(Share(unit.share, unit.shares), first_row, self._work.salt, places),
        )


def gap_of(unit: Unit, reason: GapReason, detail: str, hint: str | None = None) -> Gap:
    """A gap about the file of a unit."""
    return Gap(unit.ref, reason, detail, Concern.PERSONAL_DATA, Location(unit.source.shown), hint)


def _budget(unit: Unit) -> Budget | None:
    """The part of a file's budget that falls to one of its row groups."""
    whole = budget_for(unit.sample)
    if whole is None or unit.parts == 1:
        return whole
    return Budget(whole.column // unit.parts, whole.file // unit.parts, whole.kept)


def _feed(unit: Unit, reader: Reader, table: Table, meter: Meter) -> Iterator[Gap]:
    """Feed a table from its file; what cannot be read is a Gap and the rest counts."""
    try:
        for each in reader.read(metered(unit.source, meter), unit.ref, unit.part):
            if isinstance(each, Gap):
                yield each
            else:
                table.absorb(each)
    except SourceError as error:
        yield gap_of(unit, error.reason, f"the file cannot be read: it {error.detail}", error.hint)
    except OSError as error:
        yield gap_of(unit, GapReason.UNREADABLE, f"the file cannot be read: {type(error).__name__}")
