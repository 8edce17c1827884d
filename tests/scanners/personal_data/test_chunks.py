from hypothesis import given
from hypothesis import strategies as st

from licscan.scanners.personal_data.chunks import CHUNK_CHARS, MAX_CELL_CHARS, OVERLAP_CHARS, Chunk, chunks, join
from licscan.scanners.personal_data.detection import Detection


@given(st.integers(0, 25_000), st.integers(1, OVERLAP_CHARS))
def test_what_is_no_longer_than_the_overlap_is_whole_in_some_chunk(start: int, length: int) -> None:
    text = "a" * start + "b" * length + "a" * 500
    whole = [chunk for chunk in chunks(text) if chunk.text.count("b") == length]
    assert whole
    assert all(text[chunk.offset :].startswith(chunk.text) for chunk in chunks(text))
    assert all(len(chunk.text) <= CHUNK_CHARS for chunk in chunks(text))


def test_a_short_cell_stays_whole() -> None:
    assert [chunk.text for chunk in chunks("Mei Tan")] == ["Mei Tan"]


def test_the_cap_on_a_cell_bounds_the_work() -> None:
    assert max(chunk.offset + len(chunk.text) for chunk in chunks("x" * (3 * MAX_CELL_CHARS))) == MAX_CELL_CHARS


def test_what_two_chunks_see_counts_once_and_a_cut_end_gives_way() -> None:
    whole = Detection(1800, 1830, "EMAIL_ADDRESS", 1000, "EmailRecognizer")
    again = Detection(56, 86, "EMAIL_ADDRESS", 1000, "EmailRecognizer")
    cut = Detection(60, 86, "EMAIL_ADDRESS", 1000, "EmailRecognizer")
    assert join([(Chunk(0, "x"), [whole]), (Chunk(1744, "x"), [again, cut])]) == (whole,)
