"""What a compressed stream unpacks to is bounded."""

import gzip
import io
from typing import IO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.documents.unpacked import Unpacked
from licscan.errors import DocumentError


def unpacked(content: bytes, *, max_bytes: int) -> Unpacked:
    stream = gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(content)))
    return Unpacked(cast("IO[bytes]", stream), max_bytes=max_bytes)


@given(st.binary(max_size=3_000), st.integers(1, 700))
def test_what_is_within_the_bound_comes_whole(content: bytes, size: int) -> None:
    stream = unpacked(content, max_bytes=len(content))
    assert b"".join(iter(lambda: stream.read(size), b"")) == content


def test_a_bomb_ends_in_an_error_that_says_the_bound() -> None:
    stream = unpacked(bytes(5_000_000), max_bytes=1_000_000)
    with pytest.raises(DocumentError, match="unpacks to more than 1000000 bytes"):
        b"".join(iter(stream.read, b""))
