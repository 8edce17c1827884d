"""What the coverage of a file says a sample can have missed, and what its columns look like."""

import json

from licscan.model.coverage import FileCoverage
from licscan.scanners.interface import Observation
from support.planted_people import People, Scan, Write


def _coverage(observations: list[Observation]) -> FileCoverage:
    (coverage,) = [each for each in observations if isinstance(each, FileCoverage)]
    return coverage


def test_a_sample_says_what_it_can_have_missed_and_all_values_miss_nothing(write: Write, scan: Scan) -> None:
    write("data/orders.csv", ["sku", "rare"], [[f"SKU-{n:05d}", "x" if n < 5 else ""] for n in range(3_000)])
    coverage = _coverage(scan(sample=200))
    assert (coverage.rows_total, coverage.rows_read, coverage.unseen_permille) == (3_000, 3_000, 15)
    assert _coverage(scan(sample=None)).unseen_permille == 0


def test_profiles_are_coarse_and_silent_on_single_values(write: Write, scan: Scan, people: People) -> None:
    rows = [[one["email"], number if number < 20 else "", "long " * 9] for number, one in enumerate(people)]
    write("data/people.csv", ["email", "few", "text"], rows)
    profiles = {profile.field: profile for profile in _coverage(scan()).profiles}
    assert set(profiles) == {"email", "text"}
    email = profiles["email"]
    assert (email.filled_permille, email.letters_permille, email.distinct_permille) == (1000, 1000, 1000)
    assert profiles["text"].distinct_permille == 20
    assert profiles["text"].lengths_permille == (0, 0, 0, 0, 0, 1000)
    told = json.dumps([repr(profile) for profile in profiles.values()])
    assert not any(one["email"] in told or one["name"] in told for one in people)
