import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.scanners.dependencies.metadata.fields import is_too_large, read_fields

METADATA = b"""Metadata-Version: 2.1
Name: tinylib
Version: 1.0
License: BSD
Classifier: Programming Language :: Python
Classifier: License :: OSI Approved :: BSD License
Classifier: License :: Free For Home Use
License-File: LICENSE

License: MIT
Classifier: License :: OSI Approved :: MIT License
"""


def test_fields_have_their_lines_and_the_description_is_not_read() -> None:
    fields = read_fields(METADATA)
    assert fields.license is not None
    assert (fields.license.text, fields.license.line) == ("BSD", 4)
    assert [(stated.text, stated.line) for stated in fields.classifiers] == [
        ("License :: OSI Approved :: BSD License", 6),
        ("License :: Free For Home Use", 7),
    ]


@pytest.mark.parametrize("value", ["UNKNOWN", "", "  ", "unknown", "None", "N/A"])
def test_words_for_nothing_are_nothing(value: str) -> None:
    fields = read_fields(f"Name: x\nVersion: 1\nLicense: {value}\nLicense-Expression: {value}\n\n".encode())
    assert (fields.license, fields.expression) == (None, None)


def test_folded_text_windows_lines_and_other_bytes() -> None:
    body = b"Name: x\r\nVersion: 1\r\nLicense: Caf\xe9 License\r\n        second line\r\n\r\nLicense: no\r\n"
    fields = read_fields(body)
    assert fields.license is not None
    assert fields.license.line == 3
    assert fields.license.text.endswith("second line")


@given(body=st.binary(max_size=500))
def test_any_bytes_are_read_and_every_value_has_a_line_that_is_there(body: bytes) -> None:
    fields = read_fields(b"License: MIT\n" + body)
    stated = [each for each in (fields.license, fields.expression, *fields.classifiers) if each is not None]
    assert all(each.line is None or 1 <= each.line <= body.count(b"\n") + 2 for each in stated)
    assert all(each.text.strip() for each in stated)


def test_a_classifier_in_another_case_counts() -> None:
    fields = read_fields(b"Name: x\nVersion: 1\nClassifier: license :: Free for non-commercial use\n\n")
    assert [stated.text for stated in fields.classifiers] == ["license :: Free for non-commercial use"]


def test_a_header_that_is_too_large_to_be_read_whole_is_told() -> None:
    small = b"Name: x\nVersion: 1\n\n" + b"x" * 2_000_000
    assert not is_too_large(small)
    assert is_too_large(
        b"Name: x\nLicense: MIT\n" + b"X-Fill: x\n" * 100_000 + b"Classifier: License :: Free For Home Use\n\n"
    )


def test_the_last_of_many_classifiers_is_not_cut_off() -> None:
    many = b"Classifier: License :: OSI Approved :: MIT License\n" * 500
    fields = read_fields(b"Name: x\nVersion: 1\n" + many + b"Classifier: License :: Free For Home Use\n\n")
    assert [stated.text for stated in fields.classifiers] == [
        "License :: OSI Approved :: MIT License",
        "License :: Free For Home Use",
    ]
