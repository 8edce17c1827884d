"""What the terminal report tells of a dataset beside its verdicts: places, sources, doubts, sides of a conflict."""

from dataclasses import replace

from licscan.formats.console import Console
from licscan.formats.work_lines import references
from licscan.model.audit import Audit, IdentifiedFinding
from licscan.model.evidence import Evidence, Location
from licscan.model.finding import LinkState, PersonalDataStatement, Smell, SmellKind, Upstream
from licscan.model.license import UNKNOWN_TERMS, Basis, Confidence, LicenseClaim
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
        "  made from: data/train <- hf:a/b (extended): CC-BY-NC-4.0, gated  [registry]",
        "  made from: data/train <- hf:a/b <- hf:c/d (source dataset): nobody says anything of it",
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
