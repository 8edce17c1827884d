"""The index of LicenseDB: categories by present and former names."""

import pytest

from licscan.expressions.algebra import parse, parsed
from licscan.expressions.license_db import Listed, listed


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("MIT", Listed("MIT", "Permissive", is_exception=False)),
        ("gpl-2.0", Listed("GPL-2.0-only", "Copyleft", is_exception=False)),
        ("LICENSEREF-SCANCODE-ASWF-DIGITAL-ASSETS-1.0", Listed("ASWF-Digital-Assets-1.0", "Free Restricted", False)),
        ("Classpath-exception-2.0", Listed("Classpath-exception-2.0", "Copyleft Limited", is_exception=True)),
        ("LicenseRef-nobody-knows", None),
        ("", None),
    ],
)
def test_a_name_in_any_case(name: str, expected: Listed | None) -> None:
    found = listed(name)
    if expected is None or found is None:
        assert found is expected
    else:
        assert (found.name, found.is_exception) == (expected.name, expected.is_exception)
        assert found.category


@pytest.mark.parametrize("text", [None, "", "MIT AND", "(" * 200, "the usual"])
def test_what_is_no_expression_is_none(text: str | None) -> None:
    assert parsed(text) is None


def test_an_expression_is_read_once() -> None:
    assert parsed("MIT OR ISC") == parse("MIT OR ISC")
    assert parsed("MIT OR ISC") is parsed("MIT OR ISC")
