"""A small project on disk whose policy is loaded and whose findings are judged by the real rules."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from licscan.catalog.catalog import Catalog
from licscan.model.audit import IdentifiedFinding
from licscan.model.decision import Decision
from licscan.model.evidence import Evidence, Location
from licscan.model.finding import (
    Concern,
    Finding,
    Gap,
    GapReason,
    LicenseFile,
    LicenseFinding,
    PersonalDataFinding,
    PersonalDataStatement,
)
from licscan.model.license import Basis, Confidence, LicenseClaim
from licscan.model.policy import Policy
from licscan.model.subject import Reference, Subject, SubjectKind
from licscan.policy.evaluate import evaluate
from licscan.policy.load import Overrides, load_policy

TODAY = date(2026, 11, 23)


@dataclass
class Project:
    """Builds findings and a policy file, and judges them."""

    folder: Path
    catalog: Catalog
    findings: list[IdentifiedFinding] = field(default_factory=list)
    subjects: dict[str, Subject] = field(default_factory=dict)

    def write(self, text: str, name: str = "licscan.toml") -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def policy(self, overrides: Overrides | None = None) -> Policy:
        return load_policy(self.folder, overrides=overrides, catalog=self.catalog)

    def column(
        self, path: str, column: str | None, entity: str, hits: int = 200, confidence: Confidence = Confidence.HIGH
    ) -> None:
        ref = f"file:{path}"
        self.subjects[ref] = Subject(ref, SubjectKind.DATA_FILE, path, path=path)
        self._add(PersonalDataFinding(ref, column, entity, hits, 200, 1000, confidence))

    def card(
        self, ref: str, expression: str | None, *, conflict: bool = False, line: int = 3, version: str | None = None
    ) -> None:
        path = f"{ref.removeprefix('file:')}/README.md" if ref.startswith("file:") else None
        self.subjects[ref] = Subject(ref, SubjectKind.DATASET, ref, version, path)
        place = Location(path, line, 10, 22) if path else None
        claims = (
            (LicenseClaim(Basis.DECLARED, Confidence.HIGH, expression, None, (Evidence("card license", place),)),)
            if expression
            else ()
        )
        terms = self.catalog.licenses.terms_of(expression)
        self._add(LicenseFinding(ref, expression, expression, Confidence.HIGH, terms, claims, conflict=conflict))

    def work(self, ref: str, expression: str | None, kind: SubjectKind = SubjectKind.DATASET, **more: Any) -> None:
        """A dataset or model with whatever else its finding says (lineage, smells, parts)."""
        path = f"{ref.removeprefix('file:')}/README.md" if ref.startswith("file:") else None
        self.subjects[ref] = Subject(ref, kind, ref, more.pop("version", None), path)
        place = Location(path, 3, 10, 22) if path else None
        evidence = (Evidence("card license", place, more.pop("digest", None)),)
        claims = (LicenseClaim(Basis.DECLARED, Confidence.HIGH, expression, None, evidence),) if expression else ()
        terms = more.pop("terms", self.catalog.licenses.terms_of(expression))
        claims += more.pop("claims", ())
        confidence = more.pop("confidence", Confidence.HIGH)
        self._add(LicenseFinding(ref, expression, expression, confidence, terms, claims, **more))

    def says(self, ref: str, words: str, key: str = "rai:personalSensitiveInformation") -> None:
        """What the card of a work says of personal data."""
        path = f"{ref.removeprefix('file:')}/croissant.json" if ref.startswith("file:") else None
        self.subjects.setdefault(ref, Subject(ref, SubjectKind.DATASET, ref, path=path))
        place = Location(path, 14) if path else None
        self._add(PersonalDataStatement(ref, key, words, (Evidence("card", place, None, words),)))

    def package(
        self,
        name: str,
        version: str,
        expression: str | None,
        *,
        claims: tuple[LicenseClaim, ...] = (),
        bundled: tuple[LicenseClaim, ...] = (),
        conflict: bool = False,
        scopes: tuple[str, ...] = (),
        texts: tuple[LicenseFile, ...] = (),
        changes: tuple[str, str | None] | None = None,
    ) -> None:
        """`changes` is the day of a BUSL text and the license that follows."""
        ref = f"pkg:pypi/{name}@{version}"
        references = (Reference("uv.lock", 12, "uv.lock"),)
        self.subjects[ref] = Subject(ref, SubjectKind.COMPONENT, name, version, None, references, scopes)
        terms = self.catalog.licenses.terms_of(expression)
        day, after = changes or (None, None)
        self._add(
            LicenseFinding(
                ref,
                expression,
                expression,
                Confidence.HIGH,
                terms,
                claims,
                conflict,
                bundled=bundled,
                license_files=texts,
                change_date=day,
                change_license=after,
            )
        )

    def gap(self, path: str, concern: Concern) -> None:
        ref = f"file:{path}"
        self.subjects[ref] = Subject(ref, SubjectKind.DATA_FILE, path, path=path)
        self._add(Gap(ref, GapReason.UNPARSABLE, "the footer is cut off", concern, Location(path, 7)))

    def _add(self, finding: Finding) -> None:
        self.findings.append(IdentifiedFinding(f"f{len(self.findings):03}", finding))

    def decide(
        self,
        today: date = TODAY,
        overrides: Overrides | None = None,
        findings: Sequence[IdentifiedFinding] | None = None,
    ) -> tuple[Decision, ...]:
        chosen = self.findings if findings is None else findings
        return evaluate(chosen, tuple(self.subjects.values()), self.policy(overrides), self.catalog, today=today)

    def by_rule(self, today: date = TODAY, overrides: Overrides | None = None) -> dict[str, Decision]:
        """Decisions by rule id, where each rule stands once."""
        decisions = self.decide(today, overrides)
        found = {decision.rule: decision for decision in decisions}
        assert len(found) == len(decisions), "two subjects share a rule: use decide()"
        return found


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return Catalog()


@pytest.fixture
def project(tmp_path: Path, catalog: Catalog) -> Project:
    (tmp_path / ".git").mkdir()
    return Project(tmp_path, catalog)


@pytest.fixture
def new_project(tmp_path: Path, catalog: Catalog) -> Callable[[], Project]:
    """For property tests: a fresh set of findings in one folder."""
    (tmp_path / ".git").mkdir()
    return lambda: Project(tmp_path, catalog)
