"""What a work was made from governs it: the strictest source counts, and the way to it is shown."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licscan.model.decision import PROBLEMS, Decision, Status
from licscan.model.evidence import Evidence, Location
from licscan.model.finding import LinkState, Upstream
from licscan.model.law import Severity
from licscan.model.license import UNKNOWN_TERMS, Commercial, Confidence, Terms
from licscan.model.subject import SubjectKind
from licscan.policy.load import Overrides

if TYPE_CHECKING:
    from collections.abc import Callable

    from policy.conftest import Project

COMMERCIAL = '[project]\npurpose = "commercial"\nactivity = ["train", "serve"]\n'
WORK = "file:data/rewrites"
ALPACA = "hf:owner/talks"


def source(project: "Project", expression: str | None, **changes: object) -> Upstream:
    """A source one step away, read in a card of the tree."""
    values: dict[str, object] = {
        "ref": ALPACA,
        "relation": "extended",
        "concluded": expression,
        "terms": project.catalog.licenses.terms_of(expression) if expression else UNKNOWN_TERMS,
        "path": (WORK, ALPACA),
        "confidence": Confidence.HIGH,
        "evidence": (Evidence("card license", Location("data/talks/README.md", 4)),),
    }
    return Upstream(**values | changes)  # type: ignore[arg-type]


def problems(project: "Project", overrides: Overrides | None = None) -> dict[str, Decision]:
    found = {one.rule: one for one in project.decide(overrides=overrides) if one.status in PROBLEMS}
    found.pop("license/attribution", None)
    return found


def severities(project: "Project", overrides: Overrides | None = None) -> dict[str, str]:
    return {rule: str(one.severity) for rule, one in problems(project, overrides).items()}


def test_a_permissive_copy_of_a_noncommercial_source(project: "Project") -> None:
    project.write(COMMERCIAL)
    project.work(WORK, "CC-BY-4.0", lineage=(source(project, "CC-BY-NC-4.0"),))
    [decision] = problems(project).values()
    assert (decision.rule, decision.severity) == ("license/upstream-noncommercial", Severity.CRITICAL)
    assert decision.asked_for == ("license_grant",)
    assert decision.found == (
        (
            "Made from hf:owner/talks, CC-BY-NC-4.0: no commercial use "
            "(data/rewrites <- hf:owner/talks, extended; terms: card license data/talks/README.md:4)."
        ),
    )
    assert [str(place) for place in decision.locations] == [
        "data/talks/README.md:4",
        "data/rewrites/README.md:3:10",
        "data/rewrites/README.md",
    ]
    assert decision.because == ("This project's purpose is commercial (licscan.toml:2).",)
    assert "CC BY-NC 4.0 s. 1(i), 2(a)(1)" in [one.cite for one in decision.provisions]


def test_the_whole_way_is_shown(project: "Project") -> None:
    project.write(COMMERCIAL)
    path = (WORK, "hf:b/cleaned", ALPACA)
    project.work(WORK, "MIT", lineage=(source(project, "CC-BY-NC-4.0", path=path, relation="derived_from"),))
    [sentence] = problems(project)["license/upstream-noncommercial"].found
    assert "(data/rewrites <- hf:b/cleaned <- hf:owner/talks, derived from; " in sentence


@pytest.mark.parametrize(
    ("purpose", "expected"),
    [
        ("commercial", {"license/upstream-noncommercial": "critical", "license/upstream-research-only": "critical"}),
        ("internal", {"license/upstream-noncommercial-internal": "high", "license/upstream-research-only": "critical"}),
        ("research", {}),
    ],
)
def test_the_purpose_decides_as_for_the_work_itself(project: "Project", purpose: str, expected: dict[str, str]) -> None:
    project.write(COMMERCIAL)
    project.work(WORK, "MIT", lineage=(source(project, "LicenseRef-noncommercial-research"),))
    found = severities(project, Overrides(purpose=purpose))
    assert found == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("CC-BY-4.0", {}),
        ("CC-BY-ND-4.0", {"license/upstream-no-derivatives": "medium"}),
        (
            "LicenseRef-scancode-llama-2-license-2023",
            {"license/use-limits": "high", "license/conditional-use": "medium"},
        ),
        ("CC-BY-NC-4.0 OR CC-BY-4.0", {}),
        ("CC-BY-NC-4.0 AND CC-BY-4.0", {"license/upstream-noncommercial": "critical"}),
        (None, {"license/upstream-unknown": "medium"}),
        ("LicenseRef-nobody-ever-saw-this", {"license/upstream-unknown": "medium"}),
    ],
)
def test_what_the_license_of_a_source_asks_for(
    project: "Project", expression: str | None, expected: dict[str, str]
) -> None:
    project.write(COMMERCIAL)
    project.work(WORK, "MIT", lineage=(source(project, expression),))
    assert severities(project) == expected


def test_share_alike_of_a_source_binds_what_is_published(project: "Project") -> None:
    project.write('[project]\npurpose = "research"\nactivity = ["publish_data"]\n')
    project.work(WORK, "MIT", lineage=(source(project, "CC-BY-SA-4.0"),))
    decision = problems(project)["license/share-alike"]
    assert decision.asked_for == ("same_license",)
    assert decision.found[0].startswith("Made from hf:owner/talks, CC-BY-SA-4.0: share alike (")


def test_terms_without_a_license_count(project: "Project") -> None:
    project.write(COMMERCIAL)
    terms = Terms(Commercial.NO, non_commercial=True)
    project.work(WORK, "MIT", lineage=(source(project, None, terms=terms),))
    assert severities(project) == {"license/upstream-noncommercial": "critical"}


def test_terms_known_with_low_confidence_count_one_step_less(project: "Project") -> None:
    project.write(COMMERCIAL)
    low = source(project, "CC-BY-NC-4.0", confidence=Confidence.LOW)
    project.work(WORK, "MIT", lineage=(low,))
    assert severities(project) == {"license/upstream-noncommercial": "high"}


def test_what_the_work_says_of_itself_is_not_told_again_of_its_source(project: "Project") -> None:
    project.write(COMMERCIAL)
    project.work(WORK, "CC-BY-NC-SA-4.0", lineage=(source(project, "CC-BY-NC-4.0"),))
    assert severities(project) == {"license/noncommercial": "critical"}


def test_a_license_declared_for_the_work_leaves_its_source(project: "Project") -> None:
    declared = f'[[dataset]]\nid = "{WORK}"\nlicense = "CC-BY-4.0"\nlicense_proof = "mail, GRC-8790"\n'
    project.write(COMMERCIAL + declared)
    project.work(WORK, "CC-BY-NC-4.0", lineage=(source(project, "CC-BY-NC-4.0"),))
    assert severities(project) == {"license/upstream-noncommercial": "critical"}


def test_a_grant_closes_it(project: "Project") -> None:
    grant = f'[[dataset]]\nid = "{WORK}"\n[dataset.evidence]\nlicense_grant = {{ ref = "GRC-9", on = 2026-01-01 }}\n'
    project.write(COMMERCIAL + grant)
    project.work(WORK, "MIT", lineage=(source(project, "CC-BY-NC-4.0"),))
    assert project.by_rule()["license/upstream-noncommercial"].status is Status.SATISFIED


def test_a_model_trained_on_noncommercial_data_is_reviewed_and_not_blocked(project: "Project") -> None:
    project.write(COMMERCIAL)
    trained = source(project, "CC-BY-NC-4.0", relation="dataset", trained=True)
    project.work("hf:acme/model", "Apache-2.0", SubjectKind.MODEL, lineage=(trained,))
    [decision] = problems(project).values()
    assert (decision.rule, decision.severity) == ("license/trained-on-restricted", Severity.MEDIUM)
    assert decision.asked_for == ("review",)
    assert decision.found[0].startswith("Trained on hf:owner/talks, CC-BY-NC-4.0: no commercial use (")
    assert decision.note is not None
    assert "unsettled" in decision.note
    assert "contract of access may bind whoever trained" in decision.note


def test_the_model_that_a_model_was_made_from_is_a_source(project: "Project") -> None:
    project.write(COMMERCIAL)
    base = source(project, "CC-BY-NC-4.0", relation="base_model")
    project.work("hf:acme/model", "Apache-2.0", SubjectKind.MODEL, lineage=(base,))
    assert severities(project) == {"license/upstream-noncommercial": "critical"}


def test_outputs_of_a_model_count_until_the_policy_says_otherwise(project: "Project") -> None:
    terms = Terms(Commercial.CONDITIONAL, use_restrictions=True)
    written = source(project, "LicenseRef-some-provider", relation="generated_by", terms=terms)
    project.write(COMMERCIAL)
    project.work(WORK, "MIT", lineage=(written,))
    assert severities(project) == {"license/model-outputs": "medium"}
    decision = problems(project)["license/model-outputs"]
    [sentence] = decision.found
    assert sentence.startswith(
        "Written by hf:owner/talks, LicenseRef-some-provider: use restrictions that bind every user further on; "
        "commercial use under conditions ("
    )
    assert [one.cite for one in decision.provisions] == [
        project.catalog.laws["license"].provisions["output-terms"].cite
    ]
    project.write('[policy]\nmodel_outputs = "ignore"\n' + COMMERCIAL)
    assert severities(project) == {}


def test_sources_that_nobody_knows_are_told_together(project: "Project") -> None:
    project.write(COMMERCIAL)
    missing = tuple(
        source(project, None, ref=f"hf:gone/set-{number}", state=LinkState.MISSING, evidence=()) for number in range(10)
    )
    circle = source(project, None, ref=WORK, state=LinkState.CYCLE, evidence=())
    project.work(WORK, "MIT", lineage=(*missing, circle))
    [decision] = problems(project).values()
    assert (decision.rule, decision.severity) == ("license/upstream-missing", Severity.LOW)
    assert decision.found == (
        "Of what it was made from, its sources lead in a circle back to data/rewrites.",
        (
            "Of what it was made from, no card, registry entry or hub says anything of hf:gone/set-0, hf:gone/set-1, "
            "hf:gone/set-2, hf:gone/set-3, hf:gone/set-4, hf:gone/set-5, hf:gone/set-6, hf:gone/set-7 and 2 more."
        ),
    )


def test_places_in_the_rules_are_no_places_of_the_project(project: "Project") -> None:
    project.write(COMMERCIAL)
    evidence = (Evidence("registry", Location("rules/dataset/a.toml", 7)),)
    project.work(WORK, "MIT", lineage=(source(project, "CC-BY-NC-4.0", evidence=evidence),))
    decision = problems(project)["license/upstream-noncommercial"]
    assert "terms: registry rules/dataset/a.toml:7)." in decision.found[0]
    assert [place.path for place in decision.locations] == ["data/rewrites/README.md"] * 2


def test_terms_of_the_registry_are_told_with_basis_and_day(project: "Project") -> None:
    project.write(COMMERCIAL)
    evidence = (Evidence("registry", None, None, "hand-verified, 2026-11-23; https://terms.example/x"),)
    project.work(WORK, "MIT", lineage=(source(project, "CC-BY-NC-4.0", evidence=evidence),))
    [sentence] = problems(project)["license/upstream-noncommercial"].found
    assert sentence.endswith("extended; terms: registry, hand-verified, 2026-11-23).")


def test_a_gated_source(project: "Project") -> None:
    project.write(COMMERCIAL)
    project.work(WORK, "MIT", lineage=(source(project, "MIT", gated=True),))
    assert severities(project) == {"license/upstream-gated": "medium"}


LICENSES = st.sampled_from(["MIT", "CC-BY-NC-4.0", "CC-BY-ND-4.0", "LicenseRef-odd", "LicenseRef-openrail", None])


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    own=LICENSES,
    sources=st.lists(st.tuples(LICENSES, st.sampled_from(["extended", "dataset", "generated_by"])), max_size=3),
    more=LICENSES,
)
def test_another_source_never_lets_a_problem_go(
    new_project: "Callable[[], Project]", own: str | None, sources: list[tuple[str | None, str]], more: str | None
) -> None:
    def found(listed: list[tuple[str | None, str]]) -> dict[str, Severity]:
        project = new_project()
        lineage = tuple(
            source(project, name, ref=f"hf:a/{number}", relation=how, trained=how == "dataset")
            for number, (name, how) in enumerate(listed)
        )
        project.work(WORK, own, lineage=lineage)
        return {rule: one.severity for rule, one in problems(project).items()}

    before, after = found(sources), found([*sources, (more, "extended")])
    assert all(after[rule] >= severity for rule, severity in before.items())


def test_a_hostile_ref_cannot_break_out_of_its_sentence(project: "Project") -> None:
    project.write(COMMERCIAL)
    project.work(WORK, "MIT", lineage=(source(project, "CC-BY-NC-4.0", ref="hf:a/\x1b[31m" + "x" * 5000, path=()),))
    [sentence] = problems(project)["license/upstream-noncommercial"].found
    assert "\x1b" not in sentence
    assert len(sentence) < 500
