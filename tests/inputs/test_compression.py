"""Data behind a compression, whole, damaged and hostile."""

import bz2
import gzip
import lzma
import pickle
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.inputs.compression import Codec, Compressed, codec_of
from licscan.inputs.readers import reader_for
from licscan.inputs.readers.interface import Batch
from licscan.inputs.sources import LocalFile, SourceError
from licscan.model.finding import Gap, GapReason

pa = pytest.importorskip("pyarrow")

TEXT = ("name,email\n" + "".join(f"Ann {n},ann{n}@example.com\n" for n in range(20_000))).encode()


def by_arrow(codec: str) -> Callable[[bytes], bytes]:
    def packed(data: bytes) -> bytes:
        held = pa.BufferOutputStream()
        with pa.CompressedOutputStream(held, codec) as stream:
            stream.write(data)
        return bytes(held.getvalue())

    return packed


PACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": lambda data: gzip.compress(data, mtime=0),
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": by_arrow("zstd"),
    ".lz4": by_arrow("lz4"),
}
CODECS = {
    ".gz": Codec.GZIP,
    ".bz2": Codec.BZIP2,
    ".xz": Codec.XZ,
    ".zst": Codec.ZSTANDARD,
    ".lz4": Codec.LZ4,
}
every_codec = pytest.mark.parametrize("suffix", PACK)


def written(folder: Path, suffix: str, content: bytes) -> Compressed:
    path = folder / f"people.csv{suffix}"
    path.write_bytes(content)
    return Compressed(LocalFile(path, f"data/people.csv{suffix}"), CODECS[suffix])


def cells(source: Compressed) -> tuple[list[str], list[Gap]]:
    reader = reader_for(source.name)
    assert reader is not None
    found: list[str] = []
    gaps: list[Gap] = []
    for item in reader.read(source, f"file:{source.shown}"):
        if isinstance(item, Batch):
            found += [cell for column in item.columns if column.name == "email" for cell in column.cells if cell]
        else:
            gaps.append(item)
    return found, gaps


@every_codec
def test_a_table_is_read_through_its_compression(tmp_path: Path, suffix: str) -> None:
    source = written(tmp_path, suffix, PACK[suffix](TEXT))
    found, gaps = cells(source)
    assert (source.name, source.shown) == ("people.csv", f"data/people.csv{suffix}")
    assert (len(found), found[-1], gaps) == (20_000, "ann19999@example.com", [])


@every_codec
def test_several_packed_streams_in_a_row_are_one_file(tmp_path: Path, suffix: str) -> None:
    half = TEXT.index(b"Ann 9000")
    found, gaps = cells(written(tmp_path, suffix, PACK[suffix](TEXT[:half]) + PACK[suffix](TEXT[half:])))
    assert (len(found), gaps) == (20_000, [])


@every_codec
@pytest.mark.parametrize("tenth", range(1, 10))
def test_what_is_cut_off_is_read_up_to_there_and_told(tmp_path: Path, suffix: str, tenth: int) -> None:
    packed = PACK[suffix](TEXT)
    found, gaps = cells(written(tmp_path, suffix, packed[: len(packed) * tenth // 10]))
    assert any("compression" in gap.detail for gap in gaps)
    assert not any("ann" in gap.detail.lower() for gap in gaps)
    if suffix == ".gz":
        assert len(found) > 1_900 * tenth


@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".xz"])  # the others carry no checksum here
def test_damage_in_the_middle_is_a_gap(tmp_path: Path, suffix: str) -> None:
    packed = bytearray(PACK[suffix](TEXT))
    middle = len(packed) // 2
    packed[middle : middle + 40] = bytes(255 - byte for byte in packed[middle : middle + 40])
    _, gaps = cells(written(tmp_path, suffix, bytes(packed)))
    assert GapReason.UNPARSABLE in {gap.reason for gap in gaps}


@pytest.mark.parametrize("suffix", [".bz2", ".xz", ".zst", ".gz"])
def test_a_bomb_is_refused_in_little_memory(tmp_path: Path, suffix: str) -> None:
    source = written(tmp_path, suffix, PACK[suffix](b"a,b\n" * 250_000) * 30)
    tracemalloc.start()
    sizes, error = read_all(source, 1 << 20)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert error is GapReason.TOO_LARGE
    assert sum(sizes) >= 15_000_000
    assert peak < 20_000_000
    assert [gap.reason for gap in cells(source)[1]] == [GapReason.TOO_LARGE]


def read_all(source: Compressed, size: int) -> tuple[list[int], GapReason | None]:
    sizes: list[int] = []
    with source.open() as stream:
        try:
            while block := stream.read(size):
                sizes.append(len(block))
        except SourceError as error:
            return sizes, error.reason
    return sizes, None


def test_a_bomb_of_empty_pieces_ends(tmp_path: Path) -> None:
    source = written(tmp_path, ".gz", gzip.compress(b"", mtime=0) * 500_000)
    assert read_all(source, 1_000) == ([], GapReason.TOO_LARGE)


def test_the_mark_of_the_file_counts_more_than_its_name(tmp_path: Path) -> None:
    assert len(cells(written(tmp_path, ".gz", lzma.compress(TEXT)))[0]) == 20_000
    assert len(cells(written(tmp_path, ".xz", TEXT))[0]) == 20_000


def test_an_empty_file_under_a_compressed_name_is_empty(tmp_path: Path) -> None:
    assert cells(written(tmp_path, ".gz", b"")) == ([], [])


def test_text_that_begins_like_bzip2_is_text() -> None:
    assert codec_of(b"BZh9 is a code") is None
    assert codec_of(bz2.compress(b"")) is Codec.BZIP2
    assert codec_of(bz2.compress(b"x")) is Codec.BZIP2


def test_a_compressed_source_is_opened_anew_by_another_process(tmp_path: Path) -> None:
    source = written(tmp_path, ".gz", gzip.compress(TEXT))
    again = pickle.loads(pickle.dumps(source))  # noqa: S301 - our own
    with source.open() as one, again.open() as other:
        assert one.read() == other.read() == TEXT


def test_parquet_behind_a_compression_is_read(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = tmp_path / "t.parquet"
    parquet.write_table(pa.table({"email": ["ann@example.com"] * 3}), table)
    path = tmp_path / "t.parquet.gz"
    path.write_bytes(gzip.compress(table.read_bytes()))
    assert cells(Compressed(LocalFile(path, "t.parquet.gz"), Codec.GZIP)) == (["ann@example.com"] * 3, [])


def test_a_missing_file_is_a_gap(tmp_path: Path) -> None:
    _, gaps = cells(Compressed(LocalFile(tmp_path / "no.csv.gz", "no.csv.gz"), Codec.GZIP))
    assert [gap.reason for gap in gaps] == [GapReason.UNREADABLE]


@given(st.binary(max_size=400), st.sampled_from(sorted(PACK)))
def test_any_bytes_behind_a_mark_end_in_bytes_or_our_own_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    source = written(folder, suffix, PACK[suffix](b"abc")[:12] + content)
    assert read_all(source, 100)[1] in {None, GapReason.UNPARSABLE, GapReason.TOO_LARGE}


@given(st.binary(max_size=3_000), st.integers(1, 50), st.sampled_from(sorted(PACK)))
def test_small_reads_give_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, size: int, suffix: str
) -> None:
    source = written(tmp_path_factory.getbasetemp(), suffix, PACK[suffix](content))
    with source.open() as stream:
        assert b"".join(iter(lambda: stream.read(size), b"")) == content
