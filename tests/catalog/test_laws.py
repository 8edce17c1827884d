"""The law packs load, hold together, and every mistake in them is told with its line."""

import shutil
import time
from datetime import date
from pathlib import Path

import pytest

from licscan.catalog.laws import SMELLS, STATES, load_laws
from licscan.catalog.location import find_rules
from licscan.catalog.vocabulary import load_vocabulary
from licscan.errors import RulesError
from licscan.model.law import Force, Judges, Severity, Sure, Way

RULES = find_rules()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(RULES, tmp_path / "rules")
    return tmp_path / "rules"


def broken(folder: Path, name: str, old: str, new: str) -> str:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulesError) as caught:
        load_laws(folder)
    line = text[: text.index(old)].count("\n") + 1
    assert str(caught.value).startswith(f"rules/{name}:{line}"), (str(caught.value), line)
    return caught.value.message


def test_five_packs_each_says_what_it_judges() -> None:
    laws = load_laws(RULES)
    assert {law.id: law.judges for law in laws.values()} == {
        "ccpa": Judges.PERSONAL_DATA,
        "cdpa": Judges.PERSONAL_DATA,
        "gdpr": Judges.PERSONAL_DATA,
        "license": Judges.LICENSE,
        "pdpa": Judges.PERSONAL_DATA,
    }


def test_every_rule_cites_a_provision_itself_or_through_its_classes() -> None:
    for law in load_laws(RULES).values():
        for rule in law.rules.values():
            classes = [law.classes[word] for word in rule.applies_to if word in law.classes]
            assert rule.provisions or all(found.provisions for found in classes), f"{law.id}/{rule.id}"


def test_every_provision_is_used() -> None:
    for law in load_laws(RULES).values():
        used = {name for rule in law.rules.values() for name in rule.provisions}
        used |= {name for found in law.classes.values() for name in found.provisions}
        used |= {name for found in law.exemptions for name in found.provisions}
        assert set(law.provisions) - used <= {"4-5", "12", "2"} or not set(law.provisions) - used, law.id


def test_every_category_has_entities_and_every_law_a_class_for_it() -> None:
    vocabulary = load_vocabulary(RULES)
    assert all(category.detects and category.dpv for category in vocabulary.categories.values())
    for law in load_laws(RULES).values():
        assert law.otherwise in law.classes


def test_doubts_are_carried() -> None:
    laws = load_laws(RULES)
    assert laws["gdpr"].provisions["9-neural"].sure is Sure.LOW
    assert laws["cdpa"].provisions["578-geo"].sure is Sure.MEDIUM
    assert laws["ccpa"].provisions["risk-train"].sure is Sure.MEDIUM
    assert laws["pdpa"].provisions["anon-k"].sure is Sure.LOW


def test_dates_severities_and_force_are_read() -> None:
    laws = load_laws(RULES)
    assert laws["cdpa"].rules["geolocation-sale"].since == date(2026, 7, 1)
    assert laws["gdpr"].rules["credentials"].severity is Severity.CRITICAL
    assert laws["pdpa"].rules["assessment"].force is Force.SHOULD
    assert laws["gdpr"].rules["scale"].when == {"people_at_least": (10000,)}


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("law/gdpr.toml", 'require = ["retention"]', 'require = ["retentoin"]', "did you mean `retention`?"),
        ("law/gdpr.toml", 'categories = ["online_id"]', 'categories = ["online_ids"]', "unknown category `online_ids`"),
        ("law/gdpr.toml", 'applies_to = ["criminal"]', 'applies_to = ["crimnal"]', "did you mean `criminal`?"),
        ("law/gdpr.toml", 'provisions = ["5-1e"]', 'provisions = ["5-1x"]', "unknown provision"),
        ("law/gdpr.toml", 'lifts = ["purpose"]', 'lifts = ["purposes"]', "unknown rule"),
        ("law/gdpr.toml", "reviewed = 2026-11-23", 'reviewed = "2026-11-23"', "a date like"),
        ("law/gdpr.toml", 'otherwise = "personal"', 'otherwise = "personnel"', "unknown class"),
        ("law/gdpr.toml", "when = { crosses_border = true }", "when = { crossing = true }", "unknown fact"),
        (
            "law/gdpr.toml",
            'when = { purpose = "research" }',
            'when = { purpose = "fun" }',
            "unknown value of `purpose`",
        ),
        ("law/pdpa.toml", 'force = "should" #', 'force = "could" #', "unknown force"),
        ("law/cdpa.toml", "since = 2025-01-01", "from = 2025-01-01", "unknown key `from`"),
        ("law/license.toml", 'terms = ["research_only"]', 'terms = ["research"]', "unknown term"),
        ("law/license.toml", 'categories = ["weak-copyleft"]', 'categories = ["weak"]', "unknown category"),
        ("law/ccpa.toml", 'id = "ccpa"', 'id = "cpra"', "the name of its file"),
        ("vocabulary.toml", 'also_satisfies = ["consent"]', 'also_satisfies = ["consnet"]', "unknown action"),
        ("vocabulary.toml", 'label = "Phone number"', "label = 7", "has to be a text"),
        ("vocabulary.toml", 'SG = ["SG_NRIC_FIN", "SG_UEN"]', 'SG = ["SG_NRIC"]', "unknown entity type"),
    ],
)
def test_a_mistake_is_told_with_its_line(copy: Path, name: str, old: str, new: str, message: str) -> None:
    assert message in broken(copy, name, old, new)


def test_text_that_is_not_toml_is_told_with_its_line(copy: Path) -> None:
    assert "not valid TOML" in broken(copy, "law/gdpr.toml", 'id = "gdpr"', 'id = "gdpr')


def test_a_category_in_two_classes_is_a_mistake(copy: Path) -> None:
    old, new = 'categories = ["online_id"]', 'categories = ["online_id", "health"]'
    path = copy / "law/gdpr.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(RulesError, match="stands in class `online` already"):
        load_laws(copy)


def test_loading_is_fast() -> None:
    load_laws(RULES)
    started = time.process_time()
    load_laws(RULES)
    assert time.process_time() - started < 2, "measured about 0.007 s"


def test_every_doubt_and_state_falls_into_one_class_that_a_rule_reads() -> None:
    law = load_laws(RULES)["license"]
    read = {word for rule in law.rules.values() for word in rule.applies_to}
    for held, known in (("smells", SMELLS), ("states", STATES)):
        places = [(word, one.id) for one in law.classes.values() for word in getattr(one, held)]
        assert sorted(word for word, _ in places) == sorted(known)
        assert {name for _, name in places} <= read


def test_rules_say_by_which_way_terms_reach_a_work() -> None:
    law = load_laws(RULES)["license"]
    assert law.rules["noncommercial"].through == (Way.WORK,)
    assert law.rules["upstream-noncommercial"].through == (Way.SOURCE,)
    assert law.rules["use-limits"].through == (Way.WORK, Way.SOURCE)
    assert law.rules["trained-on-restricted"].severity is Severity.MEDIUM
    assert law.rules["trained-on-restricted"].require == ("review",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('through = ["training"]', 'through = ["osmosis"]', "unknown way `osmosis`"),
        ('smells = ["software-license-on-data"]', 'smells = ["fishy"]', "unknown doubt `fishy`"),
        ('states = ["gated"]', 'states = ["locked"]', "unknown state `locked`"),
    ],
)
def test_a_misspelt_way_doubt_or_state_is_told(copy: Path, old: str, new: str, said: str) -> None:
    assert said in broken(copy, "law/license.toml", old, new)
