"""From the counts of a whole file to what it holds."""

from collections.abc import Iterator

from licscan.model.license import Confidence
from licscan.scanners.personal_data.columns.column import Judgement, judge
from licscan.scanners.personal_data.columns.counts import Counts
from licscan.scanners.personal_data.columns.pairs import complete
from licscan.scanners.personal_data.columns.profile import Profile
from licscan.scanners.personal_data.rules import RecognizerRules

# From this share of persons on, the names of columns are data themselves.
_PERSONAL_NAMES = 0.3
# One or two columns that have a name are of brands, firms and treatments.
_LEAST_NAMES = 3
NAMES = "names of columns"


def judged(counts: Counts, path: str, rules: RecognizerRules) -> Iterator[tuple[Profile, int, Judgement]]:
    """Judge every column: its profile, its number of values in all, and what it holds."""
    profiles = [column.profile for column in counts.columns]
    found = [each for number, profile in enumerate(profiles) for each in judge(profile, number, rules)]
    personal, every = counts.names
    named = personal >= _PERSONAL_NAMES * every and (personal >= _LEAST_NAMES or personal * 2 >= every > 0)
    for each in complete(profiles, found, rules.world, named=named):
        yield profiles[each.column], counts.columns[each.column].total, each
    if named:
        # Keys or headers that are mostly persons are values as much as those that stand below them.
        profile = Profile(path, NAMES, {}, frozenset(), sampled=every)
        yield profile, every, Judgement(-1, "PERSON", personal, Confidence.LOW, ())
