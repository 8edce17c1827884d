"""Audits made by hand, for tests of what renders them."""

from datetime import date

from licscan.model.audit import Audit, BrokenRules, Group, IdentifiedFinding, LawCoverage, Provenance, Tally
from licscan.model.coverage import Coverage, FileCoverage, NotSeen
from licscan.model.decision import Cited, Decision, Status, Task, UsedEvidence
from licscan.model.evidence import Evidence, Location
from licscan.model.finding import (
    Concern,
    Gap,
    GapReason,
    Hit,
    LicenseFinding,
    PersonalDataFinding,
    ReidentificationFinding,
    Upstream,
)
from licscan.model.law import Action, Force, Severity, Sure
from licscan.model.license import Basis, Commercial, Confidence, LicenseClaim, Terms
from licscan.model.policy import Policy, PolicyLayer
from licscan.model.subject import Reference, Subject, SubjectKind

DIGEST = "sha256:" + "ab" * 32
CARD = Location("data/train/README.md", 3, 10, 22)
NONCOMMERCIAL = Terms(Commercial.NO, True, False, False, False, True, False)


def license_finding(subject: str = "file:data/train", expression: str = "CC-BY-NC-4.0") -> LicenseFinding:
    evidence = Evidence("card license", CARD, DIGEST, "license: cc-by-nc-4.0")
    claim = LicenseClaim(Basis.DECLARED, Confidence.HIGH, expression, None, (evidence,))
    upstream = Upstream("hf:acme/source", "source_datasets", None, Terms())
    return LicenseFinding(
        subject, expression, expression, Confidence.HIGH, NONCOMMERCIAL, (claim,), lineage=(upstream,)
    )


def personal_data(field: str | None = "email") -> PersonalDataFinding:
    return PersonalDataFinding(
        "file:data/a.csv",
        field,
        "EMAIL_ADDRESS",
        198,
        200,
        200,
        Confidence.HIGH,
        (Hit(1, 0, 12, "EmailRecognizer", 1000),),
    )


def decision(**changes: object) -> Decision:
    values: dict[str, object] = {
        "rule": "license/noncommercial",
        "law": "license",
        "title": "Non-commercial works in a commercial product",
        "subject": "file:data/train",
        "status": Status.OPEN,
        "severity": Severity.CRITICAL,
        "force": Force.MUST,
        "findings": ("license:0000000000000001",),
        "asked_for": ("license_grant",),
        "one_of": (),
        "evidence": (UsedEvidence("notice", "PN-7", Location("licscan.toml", 9)),),
        "provisions": (Cited("cc-nc", "CC BY-NC 4.0 s. 1(i)", "Non-commercial purposes only.", Sure.HIGH),),
        "because": (
            "CC-BY-NC-4.0 forbids commercial use.",
            "This project's purpose is commercial (licscan.toml:4).",
        ),
        "locations": (CARD,),
        "fingerprint": "f" * 32,
        **changes,
    }
    return Decision(**values)  # type: ignore[arg-type]


def audit() -> Audit:
    """One of everything: a non-commercial dataset, personal data, a gap, a re-identification measure."""
    findings = (
        IdentifiedFinding("license:0000000000000001", license_finding()),
        IdentifiedFinding("personal-data:0000000000000002", personal_data()),
        IdentifiedFinding(
            "gap:0000000000000003",
            Gap(
                "file:data/b.parquet",
                GapReason.TRUNCATED,
                "the footer is missing",
                Concern.PERSONAL_DATA,
                Location("data/b.parquet"),
                "fetch the file again",
            ),
        ),
        IdentifiedFinding(
            "reidentification:0000000000000004",
            ReidentificationFinding("file:data/a.csv", ("zip", "age"), 1, None, 870),
        ),
    )
    first = decision()
    second = decision(
        rule="gdpr/minimize",
        law="gdpr",
        title="Keep only what training needs",
        subject="file:data/a.csv",
        status=Status.OPEN_ASSUMED,
        severity=Severity.MEDIUM,
        findings=("personal-data:0000000000000002",),
        asked_for=(),
        one_of=("minimize", "remove"),
        found=("E-mail address in column `email` (198 of 200 sampled values).",),
        because=("Assumed: source is not declared.",),
        locations=(Location("data/a.csv"),),
    )
    return Audit(
        provenance=Provenance("0.1.0", "2026.11", DIGEST, DIGEST, "2026-11-23", "2026-11-23T00:00:00Z"),
        complete=False,
        policy=Policy(
            laws=("gdpr", "license"),
            fail_on=Severity.HIGH,
            facts={"purpose": ("commercial",)},
            project="demo",
            layers=(PolicyLayer("licscan.toml", DIGEST),),
            lines={"project.purpose": Location("licscan.toml", 4)},
        ),
        fail_on=Severity.HIGH,
        coverage=Coverage(
            (FileCoverage("data/a.csv", "text/csv", 200, 200, 5, 1000),),
            (NotSeen("images", 3, ("data/x.png",)),),
            ("EMAIL_ADDRESS", "PERSON"),
            packages=1,
            datasets=1,
            sample=200,
        ),
        laws=(LawCoverage("gdpr", "GDPR", "partly", "1 thing could not be looked at"),),
        subjects=(
            Subject("file:data/a.csv", SubjectKind.DATA_FILE, "a.csv", path="data/a.csv"),
            Subject("file:data/train", SubjectKind.DATASET, "train", path="data/train/README.md"),
            Subject(
                "pkg:pypi/demo@1.0",
                SubjectKind.COMPONENT,
                "demo",
                "1.0",
                references=(Reference("uv.lock", 7, "uv.lock"),),
            ),
        ),
        findings=findings,
        decisions=(first, second),
        groups=(
            Group(
                ("file:data/train",),
                Severity.CRITICAL,
                (first,),
                (BrokenRules("license", Severity.CRITICAL, ("noncommercial",)),),
                first.because,
                findings[:1],
            ),
            Group(
                ("file:data/a.csv",),
                Severity.MEDIUM,
                (second,),
                (BrokenRules("gdpr", Severity.MEDIUM, ("minimize",)),),
                second.because,
                (findings[1],),
            ),
        ),
        tasks=(
            Task(
                "license_grant",
                "Get a license that allows this use",
                "Replace the work, or obtain a written license.",
                Severity.CRITICAL,
                ("file:data/train",),
                ("license/noncommercial",),
            ),
        ),
        actions={
            name: Action(name, f"Label of {name}", f"How to {name}") for name in ("license_grant", "minimize", "remove")
        },
        tally=Tally({status.value: 0 for status in Status}, {str(one): 0 for one in Severity}, 2, 1, 1, 1),
    )


REVIEWED = date(2026, 11, 23)
