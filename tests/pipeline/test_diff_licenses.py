"""What a comparison of two audits calls stricter."""

from collections.abc import Sequence

import pytest

from licscan.catalog.catalog import Catalog
from licscan.model.audit import Audit
from licscan.model.finding import Finding, LicenseFinding
from licscan.model.license import Commercial, Terms
from licscan.model.license_diff import AuditStamp, Direction, EarlierAudit, LicenseDiff
from licscan.model.subject import Subject
from licscan.pipeline.diff_licenses import diff_licenses
from support.dependency_audits import COPYLEFT, FREE, audit_of, licensed, not_looked_at, package

LICENSES = Catalog().licenses
NC = Terms(Commercial.NO, non_commercial=True)


def earlier(audit: Audit, *, rules: str | None = None) -> EarlierAudit:
    made = audit.provenance
    stamp = AuditStamp("sha256:" + "0" * 64, made.as_of, "0.1.0", "2026.11", rules or made.rules_digest, complete=True)
    found = tuple(one.finding for one in audit.findings if isinstance(one.finding, LicenseFinding))
    return EarlierAudit(stamp, audit.subjects, found, (), {})


def diff(
    old: Sequence[tuple[Subject, Finding]], new: Sequence[tuple[Subject, Finding]], *, rules: str | None = None
) -> LicenseDiff:
    before = audit_of([one for one, _ in old], [one for _, one in old])
    now = audit_of([one for one, _ in new], [one for _, one in new])
    return diff_licenses(earlier(before, rules=rules), now, LICENSES)


def one(expression: str | None, version: str, terms: Terms = FREE, **more: object) -> tuple[Subject, Finding]:
    subject = package("demo", version)
    return subject, licensed(subject, expression, terms=terms, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "direction"),
    [
        (one("MIT", "1"), one("Apache-2.0", "2"), Direction.DIFFERENT),
        (one("MIT", "1"), one("MPL-2.0", "2", COPYLEFT), Direction.STRICTER),
        (one("MPL-2.0", "1", COPYLEFT), one("GPL-3.0-only", "2", COPYLEFT), Direction.STRICTER),
        (one("GPL-3.0-only", "1", COPYLEFT), one("AGPL-3.0-only", "2", COPYLEFT), Direction.STRICTER),
        (one("GPL-3.0-only", "1", COPYLEFT), one("MIT OR GPL-3.0-only", "2"), Direction.LOOSER),
        (one("MIT", "1"), one("PolyForm-Noncommercial-1.0.0", "2", NC), Direction.STRICTER),
        (one("MIT", "1"), one(None, "2"), Direction.UNKNOWN),
        (one(None, "1"), one("MIT", "2"), Direction.LOOSER),
        (one("MIT", "1"), one("MIT", "2", conflict=True), Direction.UNKNOWN),
        (one("MIT", "1"), one("MIT", "2", bundled=("AGPL-3.0-only",)), Direction.STRICTER),
        (one("MIT-0", "1"), one("MIT", "2"), Direction.DIFFERENT),
    ],
)
def test_directions(old: tuple[Subject, Finding], new: tuple[Subject, Finding], direction: Direction) -> None:
    (change,) = diff([old], [new]).changed
    assert change.direction is direction
    assert change.because
    assert change.fails is (direction in {Direction.STRICTER, Direction.UNKNOWN})


def test_a_package_that_could_be_looked_at_before_and_not_now_fails() -> None:
    subject = package("demo", "2")
    (change,) = diff([one("MIT", "1")], [(subject, not_looked_at(subject))]).changed
    assert (change.direction, change.fails) == (Direction.UNKNOWN, True)


def test_every_new_version_is_compared_with_the_one_that_it_stands_beside() -> None:
    made = diff([one("MIT", "1.9")], [one("MIT", "1.9"), one("AGPL-3.0-only", "1.10", COPYLEFT)])
    (change,) = made.changed
    assert change.new is not None
    assert change.new.version == "1.10"
    assert (made.added, made.unchanged) == ((), 1)


def test_versions_are_paired_in_their_own_order() -> None:
    made = diff([one("MIT", "9.0"), one("MIT", "10.0")], [one("MIT", "9.1"), one("GPL-3.0-only", "10.1", COPYLEFT)])
    (change,) = made.changed
    assert change.old is not None
    assert (change.old.version, [each.new.version for each in made.updated if each.new]) == ("10.0", ["9.1"])


def test_a_change_of_the_rules_alone_is_no_change_of_a_license() -> None:
    old, new = one("MIT", "1"), one("MIT", "1", Terms(Commercial.CONDITIONAL))
    assert diff([old], [new], rules="sha256:" + "9" * 64).changed == ()
    assert diff([old], [new]).changed[0].direction is Direction.STRICTER


def test_the_same_audit_twice_changes_nothing() -> None:
    both = [one("MIT", "1"), (package("other"), licensed(package("other"), None, said="BSD"))]
    made = diff(both, both)
    assert (made.changed, made.added, made.removed, made.updated, made.failing) == ((), (), (), (), 0)
    assert made.unchanged == 2
