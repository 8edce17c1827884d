"""What the terminal report tells of a dataset beside its verdicts: places, sources, doubts, sides of a conflict."""

from dataclasses import replace

from licscan.formats.console import Console
from licscan.formats.work_lines import references, upstream_words
from licscan.model.audit import Audit, IdentifiedFinding
from licscan.model.evidence import Evidence, Location
from licscan.model.finding import (
    Concern,
    Gap,
    GapReason,
    LinkState,
    PersonalDataStatement,
    Smell,
    SmellKind,
    Upstream,
)
from licscan.model.license import UNKNOWN_TERMS, Basis, Commercial, Confidence, LicenseClaim
from licscan.model.subject import Reference, Subject, SubjectKind
from support.audits import audit, license_finding

PROSE = Location("data/train/TERMS.md", 12, 5, 32)
WORK = "file:data/train"


def of_a_work() -> Audit:
    made = audit()
    said = Evidence("terms beside the data", PROSE, None, "For non-commercial research only.")
    observed = LicenseClaim(Basis.OBSERVED, Confidence.MEDIUM, "LicenseRef-noncommercial", None, (said,))
    read = Evidence("registry", None)
    sources = (
        Upstream("hf:a/b", "extended", "CC-BY-NC-4.0", UNKNOWN_TERMS, (WORK, "hf:a/b"), evidence=(read,), gated=True),
        Upstream("hf:c/d", "source_dataset", None, UNKNOWN_TERMS, (WORK, "hf:a/b", "hf:c/d"), LinkState.MISSING),
    )
    first = license_finding(expression="MIT")
    finding = replace(
        first,
        declared="MIT",
        concluded="LicenseRef-noncommercial",
        claims=(*first.claims, observed),
        conflict=True,
        gated=True,
        smells=(
            Smell(SmellKind.SOFTWARE_LICENSE, "MIT was written for programs.", Location("data/train/README.md", 3)),
        ),
        lineage=sources,
    )
    words = PersonalDataStatement(WORK, "rai:personalSensitiveInformation", "Gender, age")
    found = (
        IdentifiedFinding("license:0000000000000001", finding),
        IdentifiedFinding("statement:0000000000000007", words),
    )
    group = made.groups[0]
    decision = replace(group.decisions[0], locations=(*group.decisions[0].locations, PROSE))
    calls = (Reference("train.py", line, "load_dataset") for line in (7, 21))
    places = (*calls, Reference("dvc.yaml", None, "dvc"))
    subject = Subject(WORK, SubjectKind.DATASET, "train", path="data/train/README.md", references=places)
    return replace(made, subjects=(subject,), groups=(replace(group, decisions=(decision,), findings=found),))


def test_a_dataset_is_told_with_places_sources_doubts_and_both_sides() -> None:
    shown = Console(width=120).render(of_a_work()).decode().splitlines()
    start = shown.index("data/train  LicenseRef-noncommercial")
    assert shown[start + 1 : start + 16] == [
        "  named in train.py:7,21 (load_dataset), dvc.yaml (dvc)",
        "  declares MIT; concluded LicenseRef-noncommercial (confidence high)",
        "  access is gated",
        "  data/train/README.md:3  doubtful, software-license-on-data: MIT was written for programs.",
        "  made from: hf:a/b (extended): CC-BY-NC-4.0, gated  [registry]",
        "  made from: hf:a/b <- hf:c/d (source dataset): nobody says anything of it",
        '  of personal data its card says (rai:personalSensitiveInformation): "Gender, age"',
        "  data/train/README.md:3:10  critical  license/noncommercial",
        "    Non-commercial works in a commercial product",
        "    CC-BY-NC-4.0 forbids commercial use.",
        "    This project's purpose is commercial (licscan.toml:4).",
        "      3 | license: cc-by-nc-4.0",
        "        |          ^^^^^^^^^^^^",
        "      data/train/TERMS.md:",
        "      12 | For non-commercial research only.",
    ]


def test_a_second_rule_of_a_work_repeats_no_excerpt_and_no_reason() -> None:
    made = of_a_work()
    group = made.groups[0]
    first = group.decisions[0]
    second = replace(first, rule="license/license-conflict", title="Sources disagree", found=("Two licenses.",))
    twice = replace(made, groups=(replace(group, decisions=(first, second)),))
    shown = Console(width=120).render(twice).decode().splitlines()
    start = shown.index("    Sources disagree")
    assert shown[start - 1] == "  data/train/README.md:3:10  critical  license/license-conflict"
    assert shown[start + 1 : start + 3] == ["    Two licenses.", "    Law: CC BY-NC 4.0 s. 1(i)"]
    spelled_out = Console(width=120, verbose=True).render(twice).decode()
    assert spelled_out.count("This project's purpose is commercial (licscan.toml:4).") == 2
    assert spelled_out.count("3 | license: cc-by-nc-4.0") == 2


def test_a_doubt_that_a_rule_tells_of_is_not_told_above_it_too() -> None:
    made = of_a_work()
    group = made.groups[0]
    doubted = replace(group.decisions[0], rule="license/doubtful-label", found=("MIT was written for programs.",))
    shown = Console(width=120).render(replace(made, groups=(replace(group, decisions=(doubted,)),))).decode()
    assert shown.count("MIT was written for programs.") == 1


def test_terms_without_a_name_are_not_called_unknown() -> None:
    closed = replace(UNKNOWN_TERMS, commercial=Commercial.NO)
    source = Upstream("hf:a/b", "derived_from", None, closed, (WORK, "hf:a/b"))
    assert upstream_words(source, WORK) == "hf:a/b (derived from): no named license, no commercial use"
    nothing = replace(source, terms=UNKNOWN_TERMS)
    assert upstream_words(nothing, WORK) == "hf:a/b (derived from): license unknown"


def test_a_gap_at_a_line_of_code_names_the_work() -> None:
    made = of_a_work()
    ref = f"hf:acme/private@{'0123456789abcdef' * 2}01234567"
    missing = Gap(ref, GapReason.NOT_FOUND, "the hub shows none", Concern.LICENSE, Location("train.py", 18))
    subjects = (*made.subjects, Subject(ref, SubjectKind.DATASET, "acme/private"))
    shown = Console(width=120).render(
        replace(made, subjects=subjects, findings=(IdentifiedFinding("gap:0000000000000009", missing),))
    )
    assert "  train.py:18  hf:acme/private@0123456789ab  not-found  the hub shows none" in shown.decode().splitlines()


def test_many_places_are_cut_with_a_count() -> None:
    places = [Reference(f"jobs/{number}.py", 3, "load_dataset") for number in range(7)]
    assert references(places).endswith("jobs/3.py:3 (load_dataset) and 3 more")
    assert (
        references([Reference("a.py", line, "load_dataset") for line in range(1, 9)]) == "a.py:1,2,3,4,… (load_dataset)"
    )
    assert references(()) == ""


def test_a_hostile_source_cannot_drive_the_terminal() -> None:
    made = of_a_work()
    group = made.groups[0]
    hostile = Upstream("hf:\x1b[2J", "\x1b]8;;x\x07", "\u202eMIT", UNKNOWN_TERMS)
    finding = replace(license_finding(), lineage=(hostile,))
    found = (IdentifiedFinding("license:0000000000000001", finding),)
    shown = Console().render(replace(made, groups=(replace(group, findings=found),))).decode()
    assert not any(ord(letter) < 32 and letter != "\n" for letter in shown)
    assert "\u202e" not in shown
