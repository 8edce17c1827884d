"""A human conclusion counts as long as version and texts are those that a person looked at, and no day longer."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licscan.errors import ConfigurationError
from licscan.model.decision import PROBLEMS, Decision, Status
from licscan.model.evidence import Evidence
from licscan.model.finding import LicenseFile
from licscan.model.license import Basis, Confidence, LicenseClaim
from licscan.policy.clarified import lapsed

if TYPE_CHECKING:
    from collections.abc import Callable

    from policy.conftest import Project

TEXT, METADATA, OTHER = (f"sha256:{digit * 64}" for digit in "abc")
CLARIFY = f"""\
[project]
purpose = "commercial"
activity = ["distribute_code"]
[[clarify]]
package = "Text_Unidecode"
versions = ">=1.3,<2"
license = "artistic-1.0"
digests = ["{TEXT}", "{METADATA}"]
reason = "The author offers a choice in the README; we take the Artistic License."
by = "counsel@acme.example"
"""
CLAIMS = (
    LicenseClaim(Basis.DECLARED, Confidence.HIGH, "Artistic-1.0", None, (Evidence("License", digest=METADATA),)),
    LicenseClaim(Basis.OBSERVED, Confidence.HIGH, "GPL-2.0-or-later", None, (Evidence("license file", digest=TEXT),)),
)


def add(
    project: "Project", version: str = "1.3", *, claims: tuple[LicenseClaim, ...] = CLAIMS, name: str = "text-unidecode"
) -> None:
    project.package(name, version, "GPL-2.0-or-later", claims=claims, conflict=True)


def problems(project: "Project") -> dict[str, Decision]:
    return {one.rule: one for one in project.decide() if one.status in PROBLEMS}


def notices(project: "Project") -> list[str]:
    found = lapsed(project.policy(), list(project.subjects.values()), project.findings)
    return [f"{one.location.path}:{one.location.line} {one.message}" for one in found]


def test_a_conclusion_that_holds_takes_the_place_of_what_was_found(project: "Project") -> None:
    project.write(CLARIFY)
    add(project)
    assert "license/copyleft" not in problems(project)
    assert set(problems(project)) == {"license/attribution", "license/weak-copyleft"}
    said = problems(project)["license/weak-copyleft"].because[0]
    assert said == (
        "The license Artistic-1.0 was concluded by counsel@acme.example (licscan.toml:5) in place of GPL-2.0-or-later: "
        "The author offers a choice in the README; we take the Artistic License."
    )
    assert notices(project) == []


def test_it_settles_the_conflict_and_says_who_and_where(project: "Project") -> None:
    project.write(CLARIFY)
    add(project)
    decision = next(one for one in project.decide() if one.rule == "license/license-conflict")
    assert decision.status is Status.SATISFIED
    assert decision.found == ("Sources name different licenses: Artistic-1.0; GPL-2.0-or-later.",)
    assert [(one.action, str(one.location)) for one in decision.evidence] == [("review", "licscan.toml:5:1")]
    assert "by counsel@acme.example" in decision.evidence[0].ref
    assert decision.findings == ("f000",)


@pytest.mark.parametrize(
    ("version", "digests", "why"),
    [
        ("2.0", (TEXT, METADATA), "it is for versions >=1.3,<2, here is 2.0"),
        ("1.2", (TEXT, METADATA), "it is for versions >=1.3,<2, here is 1.2"),
        (
            "1.3",
            (TEXT, OTHER),
            "what it was drawn from changed or was not read (no text here has sha256:bbbbbbbbbbbb…)",
        ),
        ("1.3", (), "what it was drawn from changed or was not read"),
        ("not a version", (TEXT, METADATA), "it is for versions >=1.3,<2, here is not a version"),
    ],
)
def test_it_lapses_by_itself_and_is_told(project: "Project", version: str, digests: tuple[str, ...], why: str) -> None:
    project.write(CLARIFY)
    texts = tuple(LicenseFile(f"LICENSE.{number}", digest) for number, digest in enumerate(digests))
    project.package("text-unidecode", version, "GPL-2.0-or-later", texts=texts)
    found = problems(project)
    assert str(found["license/copyleft"].severity) == "critical"
    sentence = found["license/copyleft"].because[0]
    assert sentence.startswith(f"The clarification at licscan.toml:5:1 does not count: {why}")
    [told] = notices(project)
    assert told.startswith("licscan.toml:5 the clarification of text-unidecode lapsed, the license found counts")
    assert why[:30] in told


def test_pre_releases_are_versions_too(project: "Project") -> None:
    project.write(CLARIFY)
    add(project, "1.4rc1")
    assert "license/copyleft" not in problems(project)


def test_digests_of_license_files_count_even_where_nothing_was_recognized(project: "Project") -> None:
    project.write(CLARIFY)
    texts = (LicenseFile("LICENSE", TEXT), LicenseFile("METADATA", METADATA), LicenseFile("NOTICE", OTHER))
    project.package("text-unidecode", "1.3", None, texts=texts)
    assert "license/unknown" not in problems(project)


def test_parts_shipped_inside_stay_visible(project: "Project") -> None:
    project.write(CLARIFY)
    inside = (LicenseClaim(Basis.OBSERVED, Confidence.HIGH, "AGPL-3.0-only", None, (Evidence("license file"),)),)
    project.package("text-unidecode", "1.3", None, claims=CLAIMS, bundled=inside)
    assert problems(project)["license/network-copyleft"].found == (
        "Shipped inside: license AGPL-3.0-only: network copyleft.",
    )


def test_of_two_the_one_for_this_version_counts(project: "Project") -> None:
    second = '[[clarify]]\npackage = "text-unidecode"\nversions = ">=2"\nlicense = "MIT"\nreason = "new"\n'
    project.write(f'{CLARIFY}{second}digests = ["{TEXT}"]\n')
    add(project, "2.1")
    assert set(problems(project)) == {"license/attribution"}
    assert notices(project) == [
        (
            "licscan.toml:5 the clarification of text-unidecode lapsed, another one counts "
            "(2.1: it is for versions >=1.3,<2, here is 2.1)"
        )
    ]


def test_a_package_that_is_not_here(project: "Project") -> None:
    project.write(CLARIFY)
    add(project, name="other")
    assert notices(project) == ["licscan.toml:5 the clarification of text-unidecode concerns nothing that is here"]
    assert "license/copyleft" in problems(project)


def test_files_with_their_digest_are_another_way_to_name_them(project: "Project") -> None:
    project.write(
        '[[clarify]]\npackage = "lib"\nlicense = "MIT"\nreason = "read"\n'
        f'files = [{{ path = "LICENSE", digest = "{TEXT}" }}]\n'
    )
    [one] = project.policy().clarifications
    assert (one.package, one.versions, one.license, one.digests, one.by) == ("lib", "", "MIT", (TEXT,), None)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('package = "a"\nlicense = "MIT"\nreason = "r"\n', "licscan.toml:1:3: a clarification names the texts"),
        (f'package = "a"\nlicense = "The MIT"\nreason = "r"\ndigests = ["{TEXT}"]\n', "has to be an SPDX expression"),
        (
            f'package = "a"\nversions = "1.x"\nlicense = "MIT"\nreason = "r"\ndigests = ["{TEXT}"]\n',
            "licscan.toml:3:1: `versions` has to be a version specifier",
        ),
        ('package = "a"\nlicense = "MIT"\nreason = "r"\ndigests = ["abc"]\n', "`abc` does not fit `digests`"),
        (f'package = "a"\nlicense = "MIT"\ndigests = ["{TEXT}"]\n', "lacks `reason`"),
        (f'package = "a b"\nlicense = "MIT"\nreason = "r"\ndigests = ["{TEXT}"]\n', "does not fit `package`"),
        (f'pakage = "a"\nlicense = "MIT"\nreason = "r"\ndigests = ["{TEXT}"]\n', "did you mean `package`?"),
        ('package = "a"\nlicense = "MIT"\nreason = "r"\ndigests = []\n', "`digests` is empty"),
    ],
)
def test_mistakes_are_told_with_their_place(project: "Project", entry: str, said: str) -> None:
    project.write(f"[[clarify]]\n{entry}")
    with pytest.raises(ConfigurationError) as caught:
        project.policy()
    text = "\n".join(f"{one.location}: {one.message} {one.hint}" for one in caught.value.problems)
    assert said in text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.sampled_from([TEXT, METADATA, OTHER])))
def test_it_holds_only_where_every_digest_was_read(new_project: "Callable[[], Project]", read: set[str]) -> None:
    project = new_project()
    project.write(CLARIFY)
    texts = tuple(LicenseFile(f"file{digest[-1]}", digest) for digest in sorted(read))
    project.package("text-unidecode", "1.3", "GPL-2.0-or-later", texts=texts)
    assert ("license/copyleft" in problems(project)) == (not {TEXT, METADATA} <= read)
