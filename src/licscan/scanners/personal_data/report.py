"""From the counts of one file to what an audit says of it."""

from collections.abc import Iterator

from licscan.model.coverage import ColumnProfile, FileCoverage
from licscan.model.evidence import Location
from licscan.model.finding import BirthYear, Concern, Gap, GapReason, PersonalDataFinding
from licscan.scanners.personal_data.columns.counts import ColumnCounts, Counts
from licscan.scanners.personal_data.columns.forms import BORN
from licscan.scanners.personal_data.columns.profile import Profile
from licscan.scanners.personal_data.columns.shape import LEAST_VALUES
from licscan.scanners.personal_data.columns.verdict import judged
from licscan.scanners.personal_data.engine.chunks import MAX_CELL_CHARS
from licscan.scanners.personal_data.engine.faults import Faults, languages_left
from licscan.scanners.personal_data.rules import RecognizerRules
from licscan.scanners.personal_data.tables.budget import budget_for
from licscan.scanners.personal_data.tables.sampling import unseen_permille
from licscan.scanners.personal_data.tables.table import MAX_COLUMNS

_ALL = "--sample all looks at everything, however long it takes"
# A table of features has thousands of columns, of which nobody compares one by one.
_MOST_PROFILES = 500


def observed(
    ref: str, path: str, counts: Counts, rules: RecognizerRules, sample: int | None, *, is_whole: bool
) -> Iterator[Gap | PersonalDataFinding]:
    """The gaps and findings of a file; `is_whole` says that all its rows were read."""
    yield from counts.gaps
    for reason, detail, hint in _defects(counts, sample):
        yield Gap(ref, reason, detail, Concern.PERSONAL_DATA, Location(path), hint)
    for profile, total, each in judged(counts, path, rules):
        yield PersonalDataFinding(
            subject=ref,
            field=profile.field,
            entity=each.entity,
            hits=each.hits,
            sampled=profile.sampled,
            total=total if is_whole else None,
            confidence=each.confidence,
            evidence=each.evidence,
            birth_years=birth_years(profile) if each.entity == "DATE_OF_BIRTH" else (),
        )


def birth_years(profile: Profile) -> tuple[BirthYear, ...]:
    """How many values of a column of births fall into each year from 2000 on."""
    born = ((form.removeprefix(BORN), tally) for form, tally in profile.forms.items() if form.startswith(BORN))
    return tuple(sorted(BirthYear(int(year), tally.cells) for year, tally in born))


def described(path: str, media: str, counts: Counts, rows: int | None) -> FileCoverage:
    """How much of the file was looked at; `rows` counts those of the whole file where not all were read."""
    sampled = [(column.profile.sampled, None if rows else column.total) for column in counts.columns if column.total]
    return FileCoverage(
        path=path,
        media=media,
        rows_total=rows or counts.rows,
        rows_sampled=counts.rows_sampled,
        columns=len(counts.columns),
        cells_sampled=sum(column.profile.sampled for column in counts.columns),
        rows_read=counts.rows,
        unseen_permille=max((unseen_permille(*each) for each in sampled), default=0),
        profiles=tuple(_profile(column, counts.rows) for column in counts.columns[:_MOST_PROFILES] if _is_told(column)),
    )


def _is_told(column: ColumnCounts) -> bool:
    """Whether enough values were looked at that their shares say nothing of a single one."""
    return column.shape.values >= LEAST_VALUES


def _profile(column: ColumnCounts, rows: int) -> ColumnProfile:
    shape = column.shape
    filled = min(1000, 1000 * column.total // max(1, rows))
    return ColumnProfile(
        field=column.profile.field,
        is_number=column.profile.is_number,
        sampled=column.profile.sampled,
        filled_permille=filled // 20 * 20,
        letters_permille=shape.permille(shape.letters),
        digits_permille=shape.permille(shape.digits),
        prose_permille=shape.permille(column.profile.prose_cells),
        distinct_permille=None if shape.distinct is None else shape.permille(shape.distinct),
        lengths_permille=tuple(shape.permille(count) for count in shape.lengths),
    )


def _defects(counts: Counts, sample: int | None) -> Iterator[tuple[GapReason, str, str | None]]:
    """What was in the file and not looked at."""
    left, budget = counts.left, budget_for(sample)
    if left.first_truncated_row is not None:
        first = left.first_truncated_row
        detail = f"cells longer than {MAX_CELL_CHARS:,} characters, first in row {first}: the rest was not looked at"
        yield GapReason.TRUNCATED, detail, None
    if budget is not None and left.first_cut_row is not None:
        first = left.first_cut_row
        detail = f"the sample holds long values, first in row {first}: only their beginnings were looked at"
        yield GapReason.TOO_LARGE, detail, _ALL
    if budget is not None and left.columns_left_out:
        count = left.columns_left_out
        detail = f"the sample holds over {budget.file:,} characters: {count:,} columns were not looked at"
        yield GapReason.TOO_LARGE, detail, _ALL
    if left.has_more_columns:
        yield GapReason.TRUNCATED, f"more than {MAX_COLUMNS:,} columns: the rest was not looked at", None
    for language in languages_left(counts.failures):
        detail = f"running text was not read for names: no model for texts in {language!r} is named"
        hint = f'name one: --model {language}=NAME, or {language} = "NAME" under [scan.models]'
        yield GapReason.MISSING_MODEL, detail, hint
    faults = Faults()
    faults.timeouts = counts.timeouts
    faults.failures.update(dict(counts.failures))
    if faults.describe():
        yield GapReason.TIMEOUT, f"recognizers gave up on some values: {faults.describe()}", None
