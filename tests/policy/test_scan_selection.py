"""Which dependencies count is chosen in [scan]; what is left out by that is told."""

from typing import TYPE_CHECKING

import pytest

from licscan.errors import ConfigurationError
from licscan.model.policy import ScanSettings

if TYPE_CHECKING:
    from policy.conftest import Project


def told(project: "Project") -> list[str]:
    return [f"{one.location.path}:{one.location.line} {one.message}" for one in project.policy().notices]


def test_a_choice_is_read_and_told(project: "Project") -> None:
    project.write(
        '[scan]\nextras = ["Serve", "gpu_12"]\ngroups = []\npython = "3.12"\nplatforms = ["linux", "darwin"]\n'
    )
    assert project.policy().scan == ScanSettings(
        extras=("gpu-12", "serve"), groups=(), python="3.12", platforms=("darwin", "linux")
    )
    assert told(project) == [
        "licscan.toml:2 left out of the check: all extras but Serve, gpu_12",
        "licscan.toml:3 left out of the check: all dependency groups",
        "licscan.toml:5 left out of the check: all platforms but linux, darwin",
        "licscan.toml:4 left out of the check: dependencies that only other versions of Python than 3.12 need",
    ]


def test_without_a_choice_everything_counts(project: "Project") -> None:
    project.write("[scan]\n")
    assert project.policy().scan == ScanSettings()
    assert told(project) == []


def test_an_inner_layer_cannot_take_away_what_an_outer_one_chose(project: "Project") -> None:
    project.write('[scan]\nextras = ["serve"]\ngroups = ["dev"]\n', "org/licscan.toml")
    project.write('extends = ["org/licscan.toml"]\n[scan]\nextras = ["train"]\ngroups = []\n')
    scan = project.policy().scan
    assert (scan.extras, scan.groups) == (("serve", "train"), ("dev",))


def test_two_layers_that_name_different_versions_of_python(project: "Project") -> None:
    project.write('[scan]\npython = "3.11"\n', "org/licscan.toml")
    project.write('extends = ["org/licscan.toml"]\n[scan]\npython = "3.13"\n')
    with pytest.raises(ConfigurationError, match=r"`python` was 3.11 at org/licscan.toml:2:1"):
        project.policy()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('python = "2.7"', '`2.7` does not fit `python` for example "3.12"'),
        ("python = 3.12", "`python` has to be a text in quotes"),
        ('platforms = ["windows"]', "`windows` is no known value of `platforms`"),
        ('extras = "serve"', "`extras` has to be a list"),
        ('extras = ["serve me"]', "`serve me` does not fit `extras`"),
        ('group = ["dev"]', "unknown key `group` in `scan` did you mean `groups`?"),
        ("platforms = []", "`platforms` is empty"),
    ],
)
def test_mistakes(project: "Project", line: str, said: str) -> None:
    project.write(f"[scan]\n{line}\n")
    with pytest.raises(ConfigurationError) as caught:
        project.policy()
    [problem] = caught.value.problems
    assert said in f"{problem.message} {problem.hint}"
    assert problem.location.line == 2
