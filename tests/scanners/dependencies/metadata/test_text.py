"""The door to the text matcher: what is remembered never changes what is read."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from licscan.net.cache import Cache
from licscan.scanners.dependencies.metadata.text import TextReader
from support.license_texts import APACHE_2, BSD_2, MIT

TEXTS = {"Apache-2.0": APACHE_2, "BSD-2-Clause": BSD_2, "MIT": "Copyright (c) 2026 Ann Other\n\n" + MIT}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_recognized_the_same_from_memory(tmp_path: Path, name: str) -> None:
    fresh = TextReader().identify(TEXTS[name])
    first = TextReader(Cache(tmp_path)).identify(TEXTS[name])
    again = TextReader(Cache(tmp_path)).identify(TEXTS[name])
    assert fresh == first == again
    assert fresh.leading == name
    assert list(tmp_path.rglob("*")), "something was remembered"


def test_a_remembered_text_is_not_matched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = TextReader(Cache(tmp_path)).identify(MIT)
    monkeypatch.setitem(__import__("sys").modules, "licenseclassifier", None)
    assert TextReader(Cache(tmp_path)).identify(MIT) == kept
    with pytest.raises(ImportError):
        TextReader(Cache(tmp_path)).identify(BSD_2)


class Wrong:
    """A memory that says what nobody kept."""

    def __init__(self, regions: object) -> None:
        self.said = {"regions": regions}

    def record(self, *key: str) -> Mapping[str, object]:
        return self.said

    def keep_record(self, key: tuple[str, ...], value: Mapping[str, object]) -> None:
        self.said = dict(value)


@pytest.mark.parametrize("regions", ["MIT", [["MIT", 0]], [["MIT", 5, 2]], [["MIT", 0, 10**9]], [[1, 2, 3]], None])
def test_a_memory_without_the_right_form_is_not_believed(regions: object) -> None:
    assert TextReader(Wrong(regions)).identify(MIT) == TextReader().identify(MIT)
