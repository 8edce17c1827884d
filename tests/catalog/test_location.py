"""rules/ is found in a checkout and by --rules, and its digest depends on contents alone."""

import shutil
from pathlib import Path

import pytest

from licscan.catalog.location import find_rules, rules_digest
from licscan.errors import RulesError

RULES = Path(__file__).parents[2] / "rules"


def test_a_checkout_finds_its_own_rules() -> None:
    assert find_rules() == RULES


def test_another_folder_can_be_asked_for(tmp_path: Path) -> None:
    (tmp_path / "VERSION").write_text("2030.1\n", encoding="utf-8")
    assert find_rules(tmp_path) == tmp_path


def test_a_folder_without_rules_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="VERSION") as caught:
        find_rules(tmp_path)
    assert caught.value.hint


def test_the_digest_is_of_names_and_contents_wherever_the_folder_lies(tmp_path: Path) -> None:
    copied = tmp_path / "copy"
    shutil.copytree(RULES, copied)
    before = rules_digest(copied)
    assert before == rules_digest(RULES)
    (copied / ".hidden").write_text("x", encoding="utf-8")
    assert rules_digest(copied) == before
    (copied / "law" / "new.toml").write_text("", encoding="utf-8")
    assert rules_digest(copied) != before
