import shutil
import tomllib
from pathlib import Path

import pytest

from licscan.errors import RulesError
from licscan.scanners.personal_data.columns.cells import SHAPES
from licscan.scanners.personal_data.engine.presidio import Engine
from licscan.scanners.personal_data.rules import RecognizerRules, load_recognizer_rules
from licscan.scanners.personal_data.scan import entities_looked_for

# General names that other recognizers give: ours say which kind it is.
_NOT_IN_TEXT = {"EMAIL", "ID"}


def test_every_entity_that_the_vocabulary_names_is_judged(rules: RecognizerRules, rules_folder: Path) -> None:
    path = rules_folder / "vocabulary.toml"
    vocabulary = tomllib.loads(path.read_text(encoding="utf-8"))
    named = {entity for category in vocabulary["category"].values() for entity in category["detects"]}
    assert named - set(rules.entities) == _NOT_IN_TEXT
    assert set(rules.entities) <= named


def test_everything_that_the_engine_can_say_is_judged(engine: Engine, rules: RecognizerRules) -> None:
    assert set(engine.entities) <= set(rules.entities)


def test_an_entity_that_is_said_to_be_looked_for_can_be_found(engine: Engine, rules: RecognizerRules) -> None:
    by_header = {
        entity for entity, rule in rules.entities.items() if rule.headers and (rule.cell or entity in rules.terms)
    }
    by_pairs = {"ACCOUNT_WITH_CREDENTIAL", "CHILD_DATA", "GEO_COORDINATES"}
    assert set(entities_looked_for(rules.entities)) <= set(engine.entities) | by_header | by_pairs
    assert "ORGANIZATION" not in entities_looked_for(rules.entities)


def test_shapes_that_the_rules_name_exist(rules: RecognizerRules) -> None:
    assert {rule.cell for rule in rules.entities.values() if rule.cell} <= set(SHAPES)
    assert set(rules.terms) <= set(rules.entities)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("entities.toml", "[entity.PERSON]\nstrength = 'strong'\n"),
        ("entities.toml", "[entity.PERSON]\nstrength = 'name'\nheaders = 'name'\n"),
        ("entities.toml", "[entity.PERSON]\nstrength = 'name'\nprose = 'often'\n"),
        ("entities.toml", "[entity\n"),
        ("predefined.toml", "recognizer = 1\n"),
        ("predefined.toml", "[[recognizer]]\nclass = 'A'\ndigits = 'many'\n"),
        ("names.toml", "given = 1\n"),
        ("names_world.toml", "given = 1\n"),
        ("headers_world.toml", "[headers.NO_SUCH_ENTITY]\nclear = ['x']\n[group]\n[short]\n"),
    ],
)
def test_malformed_rules_say_what_is_wrong(tmp_path: Path, rules_folder: Path, name: str, text: str) -> None:
    shutil.copytree(rules_folder / "recognizers", tmp_path / "recognizers")
    (tmp_path / "recognizers" / name).write_text(text, encoding="utf-8")
    with pytest.raises(RulesError):
        load_recognizer_rules(tmp_path)
