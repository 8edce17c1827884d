"""License terms: purpose and activity of the project decide what a license asks for."""

from typing import TYPE_CHECKING

import pytest

from licscan.model.decision import PROBLEMS, Decision, Status
from licscan.model.evidence import Evidence
from licscan.model.finding import Concern
from licscan.model.law import Severity
from licscan.model.license import Basis, Confidence, LicenseClaim
from licscan.policy.load import Overrides

if TYPE_CHECKING:
    from policy.conftest import Project

COMMERCIAL = '[project]\nname = "assistant"\nactivity = ["train", "serve", "distribute_code"]\npurpose = "commercial"\n'


def open_rules(project: "Project", overrides: Overrides | None = None) -> dict[str, str]:
    return {
        decision.rule: str(decision.severity)
        for decision in project.decide(overrides=overrides)
        if decision.status in PROBLEMS
    }


def the(project: "Project", rule: str) -> Decision:
    return project.by_rule()[rule]


def test_a_noncommercial_dataset_in_a_commercial_project(project: "Project") -> None:
    project.write(COMMERCIAL)
    project.card("file:data/train", "CC-BY-NC-4.0")
    decision = the(project, "license/noncommercial")
    assert (decision.status, decision.severity) == (Status.OPEN, Severity.CRITICAL)
    assert decision.asked_for == ("license_grant",)
    assert decision.found == ("License CC-BY-NC-4.0: no commercial use.",)
    assert decision.because == ("This project's purpose is commercial (licscan.toml:4).",)
    assert str(decision.locations[0]) == "data/train/README.md:3:10"
    assert [one.cite for one in decision.provisions] == ["CC BY-NC 4.0 s. 1(i), 2(a)(1)"]


@pytest.mark.parametrize(
    ("purpose", "expected"),
    [
        ("commercial", {"license/noncommercial": "critical", "license/attribution": "info"}),
        ("internal", {"license/noncommercial-internal": "high", "license/attribution": "info"}),
        ("research", {"license/attribution": "info"}),
    ],
)
def test_the_purpose_decides_about_noncommercial_works(
    project: "Project", purpose: str, expected: dict[str, str]
) -> None:
    project.write(COMMERCIAL)
    project.card("file:data/train", "CC-BY-NC-SA-4.0")
    assert open_rules(project, Overrides(purpose=purpose)) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MIT", {}),
        ("CC0-1.0", {}),
        ("AGPL-3.0-only", {"license/copyleft": "critical", "license/network-copyleft": "critical"}),
        ("GPL-2.0-or-later", {"license/copyleft": "critical"}),
        ("LGPL-2.1-only", {"license/weak-copyleft": "low"}),
        ("MPL-2.0", {"license/weak-copyleft": "low"}),
        ("SSPL-1.0", {"license/copyleft": "critical", "license/network-copyleft": "critical"}),
        ("LicenseRef-Proprietary", {"license/proprietary": "high"}),
        ("LicenseRef-NVIDIA-End-User-License-Agreement", {"license/proprietary": "high"}),
        ("BUSL-1.1", {"license/source-available": "high"}),
        (
            "LicenseRef-FAIR-NC-Research",
            {"license/noncommercial": "critical", "license/research-only": "critical", "license/use-limits": "high"},
        ),
        (
            "LicenseRef-scancode-llama-2-license-2023",
            {"license/use-limits": "high", "license/conditional-use": "medium"},
        ),
        ("LicenseRef-nobody-ever-saw-this", {"license/unknown": "high"}),
        ("NOASSERTION", {"license/unknown": "high"}),
        (None, {"license/unknown": "high"}),
        ("MIT OR GPL-3.0-only", {}),
        ("GPL-3.0-only AND MIT", {"license/copyleft": "critical"}),
        ("(GPL-3.0-only OR CC0-1.0) AND MIT", {}),
        ("GPL-2.0-only WITH Classpath-exception-2.0", {"license/weak-copyleft": "low"}),
    ],
)
def test_what_a_package_license_asks_for(project: "Project", expression: str | None, expected: dict[str, str]) -> None:
    project.write(COMMERCIAL)
    project.package("some-package", "1.2", expression)
    found = open_rules(project)
    found.pop("license/attribution", None)
    assert found == expected


def test_the_better_alternative_is_taken_and_named(project: "Project") -> None:
    project.write(COMMERCIAL)
    project.package("dual", "1.0", "GPL-3.0-only OR MIT")
    decision = the(project, "license/attribution")
    assert "Of the choice GPL-3.0-only OR MIT the alternative MIT asks for least and was taken." in decision.because


def test_undeclared_purpose_and_activity_let_nothing_go(project: "Project") -> None:
    project.card("file:data/train", "CC-BY-NC-ND-4.0")
    statuses = {decision.rule: decision.status for decision in project.decide()}
    assert statuses["license/noncommercial"] is Status.OPEN_ASSUMED
    assert statuses["license/no-derivatives"] is Status.OPEN_ASSUMED
    assert statuses["license/no-derivatives-model"] is Status.OPEN_ASSUMED


def test_a_published_model_asks_for_review_where_changed_data_asks_for_a_grant(project: "Project") -> None:
    project.card("file:data/train", "CC-BY-ND-4.0")
    project.write('[project]\npurpose = "commercial"\nactivity = ["publish_model"]\n')
    assert "license/no-derivatives" not in project.by_rule()
    model = the(project, "license/no-derivatives-model")
    assert (model.asked_for, model.severity) == (("review",), Severity.MEDIUM)
    assert model.note is not None
    assert "unsettled" in model.note
    project.write('[project]\npurpose = "commercial"\nactivity = ["publish_data"]\n')
    assert the(project, "license/no-derivatives").asked_for == ("license_grant",)


def test_a_share_alike_package_is_not_data_that_is_published(project: "Project") -> None:
    project.write('[project]\npurpose = "commercial"\nactivity = ["publish_data"]\n')
    project.package("lib", "1.0", "GPL-3.0-only")
    project.card("file:data/train", "ODbL-1.0")
    assert [one.subject for one in project.decide() if one.rule == "license/share-alike"] == ["file:data/train"]


def test_sources_that_disagree_ask_for_a_review(project: "Project") -> None:
    project.write(COMMERCIAL)
    project.card("file:data/train", "MIT", conflict=True)
    decision = the(project, "license/license-conflict")
    assert (decision.status, decision.asked_for) == (Status.OPEN, ("review",))


def claim(expression: str, basis: Basis = Basis.DECLARED) -> LicenseClaim:
    return LicenseClaim(basis, Confidence.LOW, expression, None, (Evidence("source", None),))


@pytest.mark.parametrize(
    ("other", "basis", "expected"),
    [
        ("LicenseRef-noncommercial", Basis.DECLARED, {"license/noncommercial": "critical"}),
        ("LicenseRef-noncommercial", Basis.OBSERVED, {"license/noncommercial": "high"}),
        ("LicenseRef-Proprietary", Basis.DECLARED, {"license/proprietary": "high"}),
        ("AGPL-3.0-only", Basis.DECLARED, {"license/copyleft": "critical", "license/network-copyleft": "critical"}),
        ("BSD-3-Clause", Basis.DECLARED, {}),
    ],
)
def test_where_sources_disagree_the_stricter_statement_counts(
    project: "Project", other: str, basis: Basis, expected: dict[str, str]
) -> None:
    project.write(COMMERCIAL)
    project.package("lib", "1.0", "Apache-2.0", claims=(claim("Apache-2.0"), claim(other, basis)), conflict=True)
    found = open_rules(project)
    assert found.pop("license/license-conflict") == "medium"
    assert found.pop("license/attribution") == "info"
    assert found == expected


def test_a_source_that_names_a_part_of_the_choice_is_not_stricter(project: "Project") -> None:
    project.write(COMMERCIAL)
    claims = (claim("MIT OR GPL-2.0-or-later"), claim("GPL-2.0-only"), claim("BSD-3-Clause"))
    project.package("lib", "1.0", "MIT OR GPL-2.0-or-later", claims=claims, conflict=True)
    assert "license/copyleft" not in open_rules(project)


def test_a_license_declared_with_proof_settles_what_sources_dispute(project: "Project") -> None:
    project.write(
        COMMERCIAL + '[[dataset]]\nid = "pkg:pypi/lib"\nlicense = "MIT"\nlicense_proof = "mail of the author"\n'
    )
    claims = (claim("CC-BY-NC-4.0"), claim("AGPL-3.0-only"))
    project.package("lib", "1.0", "CC-BY-NC-4.0", claims=claims, conflict=True)
    assert open_rules(project) == {"license/attribution": "info"}
    decision = the(project, "license/license-conflict")
    assert decision.status is Status.SATISFIED
    assert [(one.action, one.ref) for one in decision.evidence] == [("review", "mail of the author")]
    assert "Evidence for review: mail of the author (licscan.toml:7)." in decision.because


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("AGPL-3.0-only", {"license/copyleft": "high", "license/network-copyleft": "high"}),
        ("LicenseRef-noncommercial-research", {"license/noncommercial": "high", "license/research-only": "high"}),
        ("GPL-3.0-only WITH GCC-exception-3.1", {}),
        ("Zlib", {}),
    ],
)
def test_a_part_under_another_license_is_told_one_step_less_severe(
    project: "Project", part: str, expected: dict[str, str]
) -> None:
    project.write(COMMERCIAL)
    project.package("lib", "1.0", "MIT", bundled=(claim(part, Basis.OBSERVED),))
    found = {rule: severity for rule, severity in open_rules(project).items() if severity == "high"}
    assert found == expected
    for rule in expected:
        assert the(project, rule).found[0].startswith(f"Shipped inside: license {part}: ")


def test_a_declared_license_counts_with_its_proof_and_is_shown(project: "Project") -> None:
    project.write(
        COMMERCIAL + '[[dataset]]\nid = "hf:someone/corpus"\nlicense = "CC-BY-4.0"\nlicense_proof = "mail, GRC-8790"\n'
    )
    project.card("hf:someone/corpus", None)
    decisions = project.by_rule()
    assert "license/unknown" not in decisions
    assert (
        "The license CC-BY-4.0 is declared at licscan.toml:7, in place of an unknown one; proof: mail, GRC-8790."
        in decisions["license/attribution"].because
    )


def test_a_declared_license_for_another_revision_does_not_count(project: "Project") -> None:
    declaration = (
        '[[dataset]]\nid = "hf:someone/corpus"\nrevision = "1b2a3c4"\nlicense = "MIT"\nlicense_proof = "mail"\n'
    )
    project.write(COMMERCIAL + declaration)
    project.card("hf:someone/corpus", None, version="ffffffffffffffffffffffffffffffffffffffff")
    assert the(project, "license/unknown").status is Status.OPEN
    project.card("hf:someone/corpus", None, version="1b2a3c4fffffffffffffffffffffffffffffffff")
    assert "license/unknown" not in {decision.rule for decision in project.decide()}


def test_evidence_on_a_package_closes_its_rule(project: "Project") -> None:
    project.write(
        COMMERCIAL
        + '[[dataset]]\nid = "pkg:pypi/lib"\n[dataset.evidence]\noffer_source = { ref = "repo", on = 2026-01-01 }\n'
    )
    project.package("lib", "1.0", "GPL-3.0-only")
    assert the(project, "license/copyleft").status is Status.SATISFIED


def test_a_fingerprint_survives_a_new_version_and_changes_with_the_license(project: "Project") -> None:
    def print_of(version: str, expression: str) -> str:
        project.findings.clear()
        project.subjects.clear()
        project.package("lib", version, expression)
        return the(project, "license/copyleft").fingerprint

    project.write(COMMERCIAL)
    first = print_of("1.0", "GPL-3.0-only")
    assert len(first) == 32
    assert print_of("2.0", "GPL-3.0-only") == first
    assert print_of("1.0", "AGPL-3.0-only") != first


def test_a_component_is_shown_where_the_project_names_it(project: "Project") -> None:
    project.write(COMMERCIAL)
    project.package("lib", "1.0", "GPL-3.0-only")
    assert [str(place) for place in the(project, "license/copyleft").locations] == ["uv.lock:12"]


def test_a_license_gap_concerns_the_license_law_alone(project: "Project") -> None:
    project.gap("uv.lock", Concern.LICENSE)
    assert list(project.by_rule()) == ["license/not-scanned"]


def test_decisions_stand_worst_first(project: "Project") -> None:
    project.write(COMMERCIAL)
    project.package("lib", "1.0", "LGPL-3.0-only")
    project.card("file:data/train", "CC-BY-NC-4.0")
    severities = [decision.severity for decision in project.decide()]
    assert severities == sorted(severities, reverse=True)


def test_of_a_list_of_activities_only_the_ones_that_matter_are_named(project: "Project") -> None:
    project.write(COMMERCIAL)
    project.package("lib", "1.0", "GPL-3.0-only")
    assert the(project, "license/copyleft").because == (
        "This project's activity includes distribute_code (licscan.toml:3).",
    )
