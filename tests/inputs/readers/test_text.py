"""Running text."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licscan.inputs.readers.interface import ColumnKind
from licscan.inputs.readers.text import PARAGRAPH
from licscan.model.finding import GapReason
from support.data_files import read


def written(folder: Path, content: str | bytes, name: str = "notes.txt") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_paragraph_is_read_whole_in_the_row_of_its_first_line(tmp_path: Path) -> None:
    found = read(written(tmp_path, "Call notes\n\nAnn Lee lives at\n12 Example Road.\n\n\nDone.\n"))
    assert found.cells == {
        None: {1: ["Call notes"], 3: ["Ann Lee lives at\n12 Example Road."], 7: ["Done."]},
    }
    assert found.kinds[None] == {ColumnKind.PROSE}


def test_markdown_is_read_with_its_front_matter(tmp_path: Path) -> None:
    found = read(written(tmp_path, "---\nauthor: ann@example.com\n---\n\n# Title\n", "notes.md"))
    assert "author: ann@example.com" in found.text


def test_a_long_line_is_read_in_pieces_in_its_own_row(tmp_path: Path) -> None:
    sentence = "The quick brown fox jumps over the lazy dog and goes home. "
    found = read(written(tmp_path, "first\n" + sentence * 200 + "\nlast line\n"))
    assert list(found.cells[None]) == [1, 2, 3]
    assert all(len(piece) <= PARAGRAPH for piece in found.cells[None][2])
    assert "".join(found.cells[None][2]) == sentence * 200
    assert found.cells[None][3] == ["last line"]


def test_a_value_on_a_cut_is_whole_in_one_of_the_pieces(tmp_path: Path) -> None:
    for shift in range(0, 60, 7):
        text = "x" * (PARAGRAPH - shift) + " Ann Lee, ann.lee@example.com, +65 9123 4567 " + "y " * PARAGRAPH
        found = read(written(tmp_path, text))
        for value in ("Ann Lee", "ann.lee@example.com", "+65 9123 4567"):
            assert any(value in piece for piece in found.column(None))


def test_a_line_of_many_megabytes_gives_small_pieces(tmp_path: Path) -> None:
    found = read(written(tmp_path, "z" * 5_000_000 + "\nend@example.com\n"))
    assert max(map(len, found.column(None))) <= PARAGRAPH
    assert sum(map(len, found.cells[None][1])) >= 5_000_000
    assert found.cells[None][2] == ["end@example.com"]


def test_latin_1_text_is_read_and_told(tmp_path: Path) -> None:
    found = read(written(tmp_path, "Guten Tag\n\nHerr Müller\n".encode("latin-1")))
    assert found.column(None) == ["Guten Tag", "Herr Müller"]
    assert found.reasons == [GapReason.ENCODING]
    assert found.gaps[0].location is not None
    assert found.gaps[0].location.line == 3


def test_an_odd_end_of_utf_16_is_told(tmp_path: Path) -> None:
    found = read(written(tmp_path, "Ann Lee\n".encode("utf-16") + b"\x00"))
    assert found.column(None)[0].startswith("Ann Lee")
    assert GapReason.ENCODING in found.reasons


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.text("abcdefgh.,@\n ", min_size=1, max_size=3_000), max_size=6))
def test_no_word_is_lost(tmp_path: Path, words: list[str]) -> None:
    text = "".join(words)
    found = read(written(tmp_path, text))
    seen = found.text
    for word in text.split():
        if len(word) <= 100:
            assert word in seen


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_no_bytes_raise(tmp_path: Path, content: bytes) -> None:
    read(written(tmp_path, content))
