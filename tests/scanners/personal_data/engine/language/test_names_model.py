"""The name model that ships with licscan: its weights are checked, and it reads names that the base model misses."""

import json
import shutil
from pathlib import Path

import pytest

from licscan.errors import RulesError
from licscan.scanners.personal_data.engine.language.names_model import load_names_model, read_names_model

FOLDER = Path(__file__).parents[5] / "models" / "en_licscan_names"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A folder of the model to spoil."""
    return Path(shutil.copytree(FOLDER, tmp_path / "model"))


def test_it_is_small_and_says_where_it_comes_from() -> None:
    model = read_names_model(FOLDER)
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 6_000_000
    assert model.base_version == "3.8.0"
    assert len(model.sha256) == 64
    assert "License" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_it_reads_names_in_posts_labels_and_addresses() -> None:
    nlp = load_names_model(FOLDER)
    assert nlp.meta["name"] == "en_licscan_names"
    with nlp.select_pipes(enable=["ner"]):
        lower = nlp("hey this is oluwaseun adeyemi from abeokuta")
        letter = nlp("Please send the parcel to 14 Lindenweg, 8021 Zwettl.")
        plain = nlp("How do I reset my password?")
    assert ("oluwaseun adeyemi", "PERSON") in {(each.text, each.label_) for each in lower.ents}
    assert any("Lindenweg" in each.text and each.label_ == "FAC" for each in letter.ents)
    assert not plain.ents


def test_it_reads_organizations_and_peoples_and_leaves_moods_alone() -> None:
    nlp = load_names_model(FOLDER)
    with nlp.select_pipes(enable=["ner"]):
        mail = nlp("Brintware's invoice is wrong, please call our lawyers at Oduya & Marsh LLP.")
        peoples = nlp("she is Lithuanian, her husband is a Sikh")
        mood = nlp("lol i hate mondays so much #tired")
    assert {each.text for each in mail.ents if each.label_ == "ORG"} == {"Brintware", "Oduya & Marsh LLP"}
    assert {each.text for each in peoples.ents if each.label_ == "NORP"} == {"Lithuanian", "Sikh"}
    assert not mood.ents


def test_other_weights_than_the_stated_ones_are_refused(copied: Path) -> None:
    weights = copied / "weights.npy"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(bytes(content))
    with pytest.raises(RulesError, match="SHA-256"):
        load_names_model(copied)


def test_a_pickled_array_is_not_loaded(copied: Path) -> None:
    import hashlib
    import pickle

    weights, card = copied / "weights.npy", copied / "model.json"
    weights.write_bytes(pickle.dumps([1.0, 2.0]))
    stated = json.loads(card.read_text(encoding="utf-8"))
    stated["weights"]["sha256"] = hashlib.sha256(weights.read_bytes()).hexdigest()
    card.write_text(json.dumps(stated), encoding="utf-8")
    with pytest.raises(RulesError, match="no array"):
        load_names_model(copied)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"version": 1}', '{"weights": 3, "base": {}}'])
def test_a_broken_card_is_a_fault_of_the_rules(copied: Path, content: str) -> None:
    (copied / "model.json").write_text(content, encoding="utf-8")
    read_names_model.cache_clear()
    with pytest.raises(RulesError, match="cannot be read"):
        read_names_model(copied)


def test_weights_of_another_network_do_not_fit(copied: Path) -> None:
    card = copied / "model.json"
    stated = json.loads(card.read_text(encoding="utf-8"))
    stated["parameters"] = stated["parameters"][:-1]
    card.write_text(json.dumps(stated), encoding="utf-8")
    with pytest.raises(RulesError, match="do not fit"):
        load_names_model(copied)
