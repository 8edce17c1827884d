"""The quick cut of a header gives the fields that `email` reads, whatever stands in the file."""

import re
import sys
from email.parser import HeaderParser
from email.policy import compat32
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.documents.header import as_message, header_fields, header_span

_END = re.compile(rb"\r?\n\r?\n")


def by_email(head: bytes) -> list[tuple[str, str]]:
    message = HeaderParser(policy=compat32).parsestr(head.decode("utf-8", "replace"), headersonly=True)
    return [(name, str(value)) for name, value in message.items()]


def same(body: bytes) -> None:
    end = _END.search(body)
    start, below = header_span(body)
    assert (start, below) == ((end.start(), end.end()) if end else (len(body), len(body)))
    assert header_fields(body[:below]) == by_email(body[:below])


def test_fields_come_in_order_with_their_continuation_lines() -> None:
    head = b"Metadata-Version: 2.4\nName:  Tiny-Lib\nLicense: A\n        B\n\tC\nLicense:\nlicense: D  \n\n"
    assert header_fields(head) == [
        ("Metadata-Version", "2.4"),
        ("Name", "Tiny-Lib"),
        ("License", "A\n        B\n\tC"),
        ("License", ""),
        ("license", "D  "),
    ]


def test_other_libraries_get_the_fields_as_a_message() -> None:
    message = as_message(header_fields(b"License: MIT\nClassifier: A\nClassifier: B\n\n"))
    assert message.get("license") == "MIT"
    assert message.get_all("CLASSIFIER") == ["A", "B"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n",
        b"\n\n",
        b"\n\nName: below",
        b"Name: a",
        b"Name: a\n",
        b"Name: a\n\n",
        b"Name: a\n \n\nx",
        b"Name: a\r\nVersion: 1\r\n\r\nbody\n\nmore",
        b"Name: a\n\r\nbody",
        b"Name: a\r\n\nbody",
        b"Name: a\rVersion: 1\n\n",
        b" folded first\nName: a\n\n",
        b"From someone Mon\nName: a\n\n",
        b"Name: a\nFrom someone: b\nVersion: 1\n\n",
        b"Name: a\n: empty\nVersion: 1\n\n",
        b"Name: a\nno colon\nVersion: 1\n\n",
        b"Name : a\nVersion: 1\n\n",
        "Näme: a\nName: é\n\n".encode(),
        b"Name: \xff\xfe\nVersion: 1\x0b2\x0c\x1c\n\n",
        "Name: a\u2028b\x85c\nVersion: 1\n\n".encode(),
        b"Name: a\n\tb\n c\n\n",
        b"Name:\n\n",
        b"Name: =?utf-8?q?a?=\n\n",
        b"Name: a\x00b\n\n",
    ],
)
def test_odd_headers_are_read_alike(body: bytes) -> None:
    same(body)


_LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["Name: a", "License:", " more", "\tmore", "", " ", "From x", ":", "a b: c", "X-Y:z", "\r", "é: a"]
        ),
        st.text(st.sampled_from("AaZz:- \t\x0b\x85é\r!~.\x00"), max_size=12),
    ),
    max_size=8,
)


@given(_LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\n", "\n\n", "\n\nbody\n\n"]))
def test_any_lines_are_read_alike(lines: list[str], end: str, close: str) -> None:
    same((end.join(lines) + close).encode())


@given(st.binary(max_size=60))
def test_any_bytes_are_read_alike(body: bytes) -> None:
    same(body)


def test_packages_of_this_environment_are_read_alike() -> None:
    found = [path for folder in sys.path for path in Path(folder).glob("*.dist-info/METADATA")]
    assert len(found) > 10
    for path in found:
        same(path.read_bytes())
