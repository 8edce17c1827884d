from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project() -> Path:
    return ROOT / "examples"


@pytest.fixture
def make_data(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The generator, imported as the script finds its neighbours."""
    import importlib

    monkeypatch.syspath_prepend(str(ROOT / "examples"))
    return importlib.import_module("make_data")
