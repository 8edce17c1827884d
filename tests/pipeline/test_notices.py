"""Which packages go along, and what keeps notices from being whole."""

from licscan.catalog.catalog import Catalog
from licscan.pipeline.notices import HandedOut, compose
from licscan.scanners.dependencies.attribution.attributions import Role, Shipped, ShippedText
from support.dependency_audits import audit_of, licensed, not_looked_at, package

TEXT = Shipped((ShippedText("LICENSE", "Copyright 2020 Jo\nTerms.", Role.LICENSE),))


def test_what_only_the_build_or_a_group_needs_stays_out_unless_it_is_asked_for() -> None:
    both = package("both", scopes=("group:dev", "runtime"))
    extra, group, build = (package(name, scopes=(name,)) for name in ("extra:x", "group:dev", "build"))
    unsaid = package("unsaid", scopes=())
    usual = HandedOut()
    assert [usual.includes(one) for one in (both, extra, group, build, unsaid)] == [True, True, False, False, True]
    assert HandedOut(groups=("dev",)).includes(group)
    assert not HandedOut(groups=("docs",)).includes(group)
    assert HandedOut(build=True).includes(build)


def test_left_out_packages_are_listed_by_what_they_are_needed_for() -> None:
    kept, tool = package("kept"), package("tool", scopes=("group:dev",))
    audit = audit_of((kept, tool), (licensed(kept), licensed(tool)))
    made = compose(audit, [kept], {kept.ref: TEXT}, Catalog().licenses)
    assert [(left.scope, left.packages) for left in made.left_out] == [("group:dev", ("tool 1.0",))]
    assert made.missing == ()


def test_a_package_that_was_not_looked_at_and_one_without_text_are_missing() -> None:
    absent, bare, free = package("absent"), package("bare"), package("free")
    audit = audit_of((absent, bare, free), (not_looked_at(absent), licensed(bare), licensed(free, "0BSD")))
    made = compose(audit, audit.subjects, {}, Catalog().licenses)
    assert {missing.what: missing.because for missing in made.missing} == {
        "absent 1.0": ("its license could not be looked at", "no license text could be found"),
        "bare 1.0": ("no license text could be found",),
    }


def test_two_copies_that_state_different_licenses_have_none() -> None:
    one = package("twice")
    audit = audit_of((one,), (licensed(one, "MIT"), licensed(one, "GPL-3.0-only")))
    made = compose(audit, [one], {one.ref: TEXT}, Catalog().licenses)
    assert made.components[0].license is None
    assert made.missing[0].because == ("its license is unknown",)
