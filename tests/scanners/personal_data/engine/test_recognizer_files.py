"""Presidio's YAML files of recognizers, as its documentation writes them."""

from pathlib import Path

import pytest

from licscan.catalog.catalog import Catalog
from licscan.errors import ConfigurationError
from licscan.inputs.inventory import FileKind, InputFile, Inventory
from licscan.model.finding import Gap, GapReason, PersonalDataFinding
from licscan.scanners.interface import Observation, ScanContext
from licscan.scanners.personal_data.engine.recognizer_files import read_recognizers
from licscan.scanners.personal_data.rules import RecognizerRules
from licscan.scanners.personal_data.scan import PersonalDataScanner
from support.planted_people import Write

BADGES = r"""
recognizers:
  -
    name: "Badge recognizer"
    supported_language: "de"
    patterns:
      -
         name: "badge (strong)"
         regex: "(\\bQX-\\d{4}\\b)"
         score: 0.7
    context:
     - badge
    supported_entity: "CREW_BADGE"
  -
    name: "Decks"
    supported_languages:
      - language: en
        context: [deck]
      - language: es
        context: [cubierta]
    supported_entity: "DECK"
    deny_list: [Promenade, Lido]
    deny_list_score: 0.6
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "recognizers.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _scanned(folder: Path, rules: Path, name: str, recognizers: Path) -> list[Observation]:
    inventory = Inventory(folder, (InputFile(name, FileKind.DATA),))
    context = ScanContext(Catalog(rules), recognizers=(recognizers,))
    return list(PersonalDataScanner().scan(inventory, context))


def test_patterns_and_words_of_a_file_are_looked_for_whatever_language_it_names(
    write: Write, tmp_path: Path, rules_folder: Path
) -> None:
    write("crew.csv", ["a", "b", "c"], [["QX-1234", "Lido", "12"], ["none", "Bridge", "14"]])
    seen = _scanned(tmp_path, rules_folder, "crew.csv", _file(tmp_path, BADGES))
    found = {(each.field, each.entity, each.hits) for each in seen if isinstance(each, PersonalDataFinding)}
    assert found == {("a", "CREW_BADGE", 1), ("b", "DECK", 1)}
    assert not any(isinstance(each, Gap) for each in seen)


def test_the_examples_of_presidio_load(tmp_path: Path, rules: RecognizerRules) -> None:
    import presidio_analyzer

    conf = Path(presidio_analyzer.__file__).parent / "conf"
    found = read_recognizers([conf / "example_recognizers.yaml"], rules.predefined)
    assert [each.entities for each in found] == [("ZIP",), ("TITLE",)]
    assert found[0].patterns[0].score == 0.01
    assert found[1].deny_list[:2] == ("Mr.", "Mrs.")
    more = read_recognizers([_file(tmp_path, "recognizers:\n  - InPanRecognizer\n  - NhsRecognizer\n")])
    assert [(each.class_name, each.entities) for each in more] == [
        ("InPanRecognizer", ("IN_PAN",)),
        ("NhsRecognizer", ("UK_NHS",)),
    ]


@pytest.mark.parametrize(
    ("wrong", "line", "word"),
    [
        ("recognizers:\n  - name: A\n    supported_entity: A\n    deny_lst: [x]\n    type: custom\n", 4, "deny_lst"),
        (
            'recognizers:\n  - name: A\n    supported_entity: A\n    patterns:\n      - name: p\n        regex: "(["\n',
            6,
            "regular expression",
        ),
        (
            "recognizers:\n  - name: A\n    supported_entity: A\n    patterns: [{name: p, regex: a, score: 7}]\n",
            4,
            "from 0 to 1",
        ),
        ("recognizers:\n  - name: os.system\n", 2, "no recognizer of patterns"),
        ("recognizers:\n  - name: GLiNERRecognizer\n", 2, "no recognizer of patterns"),
        ("recognizers:\n  - name: A\n    type: custom\n    supported_entity: A\n", 2, "patterns or a deny_list"),
        ("recognizers:\n  - name: A\n    name: B\n    supported_entity: A\n    deny_list: [x]\n", 2, "twice"),
        ("recognizers: !!python/object/apply:os.system [id]\n", 1, "no recognizer of patterns"),
        ("- a\n", 1, "no list"),
        ("recognizers: [\n", 2, "YAML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, wrong: str, line: int, word: str) -> None:
    path = _file(tmp_path, wrong)
    with pytest.raises(ConfigurationError) as caught:
        read_recognizers([path])
    told = caught.value.problems
    assert any(word in problem.message and problem.location.line == line for problem in told), told
    assert all(problem.location.path == str(path) for problem in told)


def test_a_pattern_that_takes_too_long_makes_the_file_incomplete(
    write: Write, tmp_path: Path, rules_folder: Path
) -> None:
    pattern = r"{name: s, regex: '(x|xx)+(?=\d)', score: 1}"
    slow = f"recognizers:\n  - name: Slow\n    supported_entity: SLOW\n    patterns:\n      - {pattern}\n"
    write("a.csv", ["a"], [["x" * 60]])
    seen = _scanned(tmp_path, rules_folder, "a.csv", _file(tmp_path, slow))
    gaps = [each for each in seen if isinstance(each, Gap)]
    assert [gap.reason for gap in gaps] == [GapReason.TIMEOUT]
