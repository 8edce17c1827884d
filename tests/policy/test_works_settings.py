"""Settings about datasets and models: hubs, model outputs, and conclusions about works."""

from typing import TYPE_CHECKING

import pytest

from licscan.errors import ConfigurationError
from licscan.policy.clarified import lapsed

if TYPE_CHECKING:
    from policy.conftest import Project


def test_settings_and_what_holds_without_them(project: "Project") -> None:
    project.write("[scan]\n")
    policy = project.policy()
    assert (policy.scan.hubs, policy.model_outputs) == (None, "count")
    project.write('[policy]\nmodel_outputs = "ignore"\n[scan]\nhubs = false\n')
    policy = project.policy()
    assert (policy.scan.hubs, policy.model_outputs) == (False, "ignore")
    assert [f"{one.location.path}:{one.location.line} {one.message}" for one in policy.notices] == [
        "licscan.toml:2 left out of the check: terms that providers set on what their models wrote"
    ]


@pytest.mark.parametrize(
    ("outer", "inner", "said"),
    [
        ("[scan]\nhubs = false\n", "[scan]\nhubs = true\n", "`hubs` was false at org/licscan.toml:2:1"),
        ("[scan]\nhubs = true\n", "[scan]\nhubs = false\n", "`hubs` was true at org/licscan.toml:2:1"),
        (
            '[policy]\nmodel_outputs = "count"\n',
            '[policy]\nmodel_outputs = "ignore"\n',
            "`model_outputs` was count at org/licscan.toml:2:1",
        ),
        ("[policy]\n", '[policy]\nmodel_outputs = "ignore"\n', "`model_outputs` was count at org/licscan.toml"),
    ],
)
def test_an_inner_layer_never_loosens(project: "Project", outer: str, inner: str, said: str) -> None:
    project.write(outer, "org/licscan.toml")
    project.write('extends = ["org/licscan.toml"]\n' + inner)
    with pytest.raises(ConfigurationError, match=said):
        project.policy()


@pytest.mark.parametrize(("outer", "inner", "expected"), [("ignore", "count", "count"), ("ignore", None, "ignore")])
def test_an_inner_layer_may_let_model_outputs_count(
    project: "Project", outer: str, inner: str | None, expected: str
) -> None:
    project.write(f'[policy]\nmodel_outputs = "{outer}"\n', "org/licscan.toml")
    more = f'[policy]\nmodel_outputs = "{inner}"\n' if inner else ""
    project.write('extends = ["org/licscan.toml"]\n' + more)
    assert project.policy().model_outputs == expected


DIGESTS = 'digests = ["sha256:' + "a" * 64 + '"]\n'


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", "a clarification names one package, or one work"),
        ('package = "a"\nwork = "hf:a/b"\n', "a clarification names one package, or one work"),
        ('work = "hf:a/b"\nversions = ">1"\n', "`versions` does not go with `work`"),
        ('package = "a"\nrevision = "abc"\n', "`revision` does not go with `package`"),
        ('work = "pkg:pypi/a"\n', "`pkg:pypi/a` does not fit `work`"),
    ],
)
def test_mistakes_in_a_conclusion(project: "Project", lines: str, said: str) -> None:
    project.write(f'[[clarify]]\n{lines}license = "MIT"\nreason = "r"\n{DIGESTS}')
    with pytest.raises(ConfigurationError) as caught:
        project.policy()
    assert said in caught.value.problems[0].message


def test_a_conclusion_about_a_work_that_is_not_here_is_told_where_works_were_looked_for(project: "Project") -> None:
    project.write(f'[[clarify]]\nwork = "hf:a/b"\nlicense = "MIT"\nreason = "r"\n{DIGESTS}')
    policy = project.policy()
    assert lapsed(policy, (), ()) == ()
    [notice] = lapsed(policy, (), (), ("datasets",))
    assert notice.message == "the clarification of hf:a/b concerns nothing that is here"


@pytest.mark.parametrize("ref", ["torchvision:CIFAR10", "sklearn:20newsgroups", "tfds:glue", "keras:mnist"])
def test_datasets_that_libraries_bring_can_be_declared(project: "Project", ref: str) -> None:
    project.write(
        f'[project]\npurpose = "commercial"\n[[dataset]]\nid = "{ref}"\nlicense = "MIT"\nlicense_proof = "p"\n'
    )
    project.work(ref, None)
    assert "license/unknown" not in {one.rule for one in project.decide()}
