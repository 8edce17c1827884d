import time

from hypothesis import given
from hypothesis import strategies as st

from licscan.scanners.personal_data.columns.resolve import resolve
from licscan.scanners.personal_data.engine.chunks import (
    CHUNK_CHARS,
    MAX_CELL_CHARS,
    OVERLAP_CHARS,
    WHOLE_CHARS,
    Chunk,
    chunks,
    join,
)
from licscan.scanners.personal_data.engine.detection import Detection


@given(st.integers(0, 25_000), st.integers(1, OVERLAP_CHARS))
def test_what_is_no_longer_than_the_overlap_is_whole_in_some_chunk(start: int, length: int) -> None:
    text = "a" * start + "b" * length + "a" * 500
    whole = [chunk for chunk in chunks(text) if chunk.text.count("b") == length]
    assert whole
    assert all(text[chunk.offset :].startswith(chunk.text) for chunk in chunks(text))
    assert len(text) <= WHOLE_CHARS or all(len(chunk.text) <= CHUNK_CHARS for chunk in chunks(text))


def test_a_cell_of_up_to_ten_thousand_characters_stays_whole() -> None:
    assert [chunk.text for chunk in chunks("Mei Tan")] == ["Mei Tan"]
    assert [len(chunk.text) for chunk in chunks("x" * 10_000)] == [10_000]
    assert len(list(chunks("x" * 10_001))) > 1


def test_the_cap_on_a_cell_bounds_the_work() -> None:
    assert max(chunk.offset + len(chunk.text) for chunk in chunks("x" * (3 * MAX_CELL_CHARS))) == MAX_CELL_CHARS


def test_what_two_chunks_see_counts_once_and_a_cut_end_gives_way() -> None:
    whole = Detection(1800, 1830, "EMAIL_ADDRESS", 1000, "EmailRecognizer")
    again = Detection(56, 86, "EMAIL_ADDRESS", 1000, "EmailRecognizer")
    cut = Detection(60, 86, "EMAIL_ADDRESS", 1000, "EmailRecognizer")
    assert join([(Chunk(0, "x"), [whole]), (Chunk(1744, "x"), [again, cut])]) == (whole,)


def _contains_a_shorter(other: Detection, each: Detection) -> bool:
    same = (other.entity, other.recognizer) == (each.entity, each.recognizer)
    longer = other.end - other.start > each.end - each.start
    return same and longer and other.start <= each.start and each.end <= other.end


SPANS = st.builds(
    lambda start, length, entity, score: Detection(start, start + length, entity, score, "r"),
    st.integers(0, 12),
    st.integers(1, 6),
    st.sampled_from(["A", "B"]),
    st.sampled_from([400, 900]),
)


@given(st.lists(SPANS, max_size=20))
def test_of_detections_inside_one_another_the_longest_stay(found: list[Detection]) -> None:
    expected = {each for each in found if not any(_contains_a_shorter(other, each) for other in found)}
    assert join([(Chunk(0, "x"), found)]) == tuple(sorted(expected))


def test_a_cell_full_of_detections_takes_no_square_of_time() -> None:
    found = [Detection(start, start + 8, "PHONE_NUMBER", 700, "r") for start in range(0, 2_000_000, 10)]
    began = time.process_time()
    kept = resolve(join([(Chunk(0, "x"), found)]), lambda each: (each.score_permille,))
    assert kept == found
    assert time.process_time() - began < 10
