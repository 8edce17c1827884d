"""Settings about texts: their languages, the models that read them, what labels mean."""

from typing import TYPE_CHECKING

import pytest

from licscan.errors import ConfigurationError
from licscan.model.policy import WrittenIn

if TYPE_CHECKING:
    from policy.conftest import Project

_GERMAN = '[[scan.written_in]]\nlanguage = "de"\n'


def test_layers_add_up_and_the_nearest_is_asked_first(project: "Project") -> None:
    project.write(
        '[scan]\nlanguage = "de"\nrecognizers = ["ours.yaml"]\n[scan.models]\nde = "de_core_news_sm"\n'
        '[[scan.written_in]]\nlanguage = "fr"\npaths = ["data/fr/**"]\n',
        "org/licscan.toml",
    )
    project.write(
        'extends = ["org/licscan.toml"]\n[scan.models]\nfr = "hf:./names"\n[scan.labels]\nMISC = "NOT_PERSONAL"\n'
        + _GERMAN
        + 'columns = ["notiz"]\n'
    )
    scan = project.policy().scan
    assert scan.language == "de"
    assert scan.models == {"de": "de_core_news_sm", "fr": f"hf:{project.folder.resolve()}/names"}
    assert scan.labels == {"MISC": "NOT_PERSONAL"}
    assert scan.written_in == (
        WrittenIn("de", columns=("notiz",)),
        WrittenIn("fr", paths=("data/fr/**",)),
    )
    assert [path.resolve() for path in scan.recognizers] == [project.folder.resolve() / "org/ours.yaml"]


@pytest.mark.parametrize(
    ("outer", "inner", "said"),
    [
        ('[scan]\nlanguage = "de"\n', '[scan]\nlanguage = "fr"\n', "`language` was de at org/licscan.toml:2:1"),
        ('[scan.models]\nde = "a"\n', '[scan.models]\nde = "b"\n', "`de` was a at org/licscan.toml:2:1"),
        ('[scan.labels]\nX = "PERSON"\n', '[scan.labels]\nX = "NOT_PERSONAL"\n', "`X` was PERSON at org/licscan"),
    ],
)
def test_two_layers_never_say_two_things(project: "Project", outer: str, inner: str, said: str) -> None:
    project.write(outer, "org/licscan.toml")
    project.write('extends = ["org/licscan.toml"]\n' + inner)
    with pytest.raises(ConfigurationError, match=said):
        project.policy()
