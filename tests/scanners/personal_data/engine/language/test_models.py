"""Models: any spaCy pipeline that is there; the default one only as it was released."""

from pathlib import Path

import pytest

from licscan.catalog.catalog import Catalog
from licscan.inputs.inventory import FileKind, InputFile, Inventory
from licscan.model.finding import Gap, GapReason, PersonalDataFinding
from licscan.scanners.interface import Observation, ScanContext
from licscan.scanners.languages import Languages
from licscan.scanners.personal_data.engine.language.models import digest_of, folder_of, what_is_wrong
from licscan.scanners.personal_data.engine.presidio import DEFAULT_MODEL
from support.planted_people import Write


def _scanned(folder: Path, rules: Path, name: str, model: str) -> list[Observation]:
    from licscan.scanners.personal_data.scan import PersonalDataScanner

    inventory = Inventory(folder, (InputFile(name, FileKind.DATA),))
    return list(
        PersonalDataScanner().scan(inventory, ScanContext(Catalog(rules), languages=Languages(models={"en": model})))
    )


@pytest.mark.parametrize(("language", "label"), [("en", "PERSON"), ("de", "PER")])
def test_a_pipeline_of_the_user_looks_for_names(
    write: Write, tmp_path: Path, rules_folder: Path, language: str, label: str
) -> None:
    import spacy

    nlp = spacy.blank(language)
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": "Zorblax Quindle"}])  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "model")
    text = "In the evening we sat with Zorblax Quindle and spoke of the weather of the week."
    write("notes.csv", ["note"], [[text]] * 5)
    seen = _scanned(tmp_path, rules_folder, "notes.csv", str(tmp_path / "model"))
    found = [each for each in seen if isinstance(each, PersonalDataFinding) and each.entity == "PERSON"]
    assert [(each.field, each.hits) for each in found] == [("note", 5)]
    start = text.index("Zorblax")
    assert (found[0].evidence[0].start, found[0].evidence[0].end) == (start, start + len("Zorblax Quindle"))


@pytest.mark.parametrize("model", ["xx_no_such_model", "/no/such/folder", "../x", "transformers:a/b"])
def test_a_model_that_is_not_there_is_a_gap(write: Write, tmp_path: Path, rules_folder: Path, model: str) -> None:
    write("a.csv", ["a"], [["b"]])
    gaps = [each for each in _scanned(tmp_path, rules_folder, "a.csv", model) if isinstance(each, Gap)]
    assert [gap.reason for gap in gaps] == [GapReason.MISSING_MODEL]
    assert gaps[0].hint


def test_the_default_model_is_the_one_that_was_measured(rules_folder: Path) -> None:
    assert what_is_wrong(DEFAULT_MODEL, rules_folder) is None
    assert what_is_wrong("de_core_news_sm", rules_folder) is None


def test_a_changed_file_of_a_pinned_model_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = tmp_path / "rules" / "recognizers"
    rules.mkdir(parents=True)
    model = tmp_path / "pinned_model"
    model.mkdir()
    (model / "__init__.py").write_text("", encoding="utf-8")
    (model / "weights").write_bytes(b"1")
    digest = digest_of(model)
    (rules / "models.toml").write_text(
        f'[[model]]\nname = "pinned_model"\ninstall = "pinned-model==1"\ndigest = "{digest}"\n', encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert folder_of("pinned_model") == model
    (model / "__pycache__").mkdir()
    (model / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert what_is_wrong("pinned_model", tmp_path / "rules") is None
    (model / "weights").write_bytes(b"2")
    told = what_is_wrong("pinned_model", tmp_path / "rules")
    assert told is not None
    assert "pinned-model==1" in told.hint
    assert "pinned_model" in told.detail
