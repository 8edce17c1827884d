"""Metadata from a hostile hand: no wrong license, no hang."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.catalog.catalog import Catalog
from licscan.catalog.licenses import LicenseTable
from licscan.model.license import Commercial
from licscan.scanners.dependencies.metadata.fields import is_too_large, read_fields
from support.license_texts import MIT
from support.packages import judge

LIMIT_S = 2.0


def _lines(text: str) -> str:
    return text.replace("\n", "\n        ")


@pytest.mark.parametrize(
    "lines",
    [
        ["License: " + "x" * 1_000_000],
        ["License: " + _lines("word of law\n" * 60_000)],
        ["License: \x1b[31mMIT\x1b]8;;http://example.org\x07"],
        ["License: MI\x00T"],
        ["License-Expression: " + "(" * 5_000 + "MIT" + ")" * 5_000],
        ["License-Expression: " + " AND ".join(["MIT"] * 5_000) + " AND CC-BY-NC-4.0"],
        ["License-Expression: MITT OR Apache-2.0"],
        ["License-Expression: MIT", "License-Expression: CC-BY-NC-4.0"],
        ["License: MIT", "License: CC-BY-NC-4.0"],
        ["License: UNLICENSED"],
        ["Classifier: License :: OSI Approved :: Moonlight License"],
        ["License-File: LICENSE"] * 20_000,
    ],
    ids=lambda lines: lines[0][:30].encode("unicode_escape").decode(),
)
def test_nothing_broken_reads_as_free(licenses: LicenseTable, lines: list[str]) -> None:
    start = time.process_time()
    finding = judge(licenses, *lines)
    assert time.process_time() - start < LIMIT_S
    assert finding.concluded is None or finding.terms.commercial is not Commercial.YES
    shown = [claim.unrecognized or "" for claim in finding.claims]
    shown += [claim.evidence[0].excerpt or "" for claim in finding.claims]
    assert all(text.isprintable() and len(text) <= 120 for text in shown)


def test_lower_case_and_unknown_ids(licenses: LicenseTable) -> None:
    assert judge(licenses, "License-Expression: apache-2.0 or mit").concluded == "Apache-2.0 OR MIT"
    unknown = judge(licenses, "License-Expression: MOONLIGHT-1.0", files={"LICENSE": MIT})
    assert (unknown.declared, unknown.claims[0].unrecognized) == (None, "MOONLIGHT-1.0")


def test_header_over_a_megabyte_is_said_to_be_too_large() -> None:
    assert is_too_large(b"License: " + b"x" * 1_100_000 + b"\n\n")
    assert not is_too_large(b"License: MIT\n\n" + b"x" * 1_100_000)


@pytest.mark.parametrize(
    "readme",
    [
        "licensed under " * 20_000,
        "The weights are " * 20_000 + "for non-commercial use.",
        "# License\n" * 20_000,
        "[" * 100_000 + "license",
        "license:\n\n- " * 20_000,
        "*" * 100_000 + " license " + "_" * 100_000,
        "`a <" * 50_000 + "license",
        "GNU General Public License " * 8_000,
        "\u0130" * 100_000 + " license",
        "License\n" + "=" * 150_000,
    ],
    ids=lambda text: text[:20].encode("unicode_escape").decode(),
)
def test_readme_that_wants_to_keep_us_busy(licenses: LicenseTable, readme: str) -> None:
    start = time.process_time()
    judge(licenses, "License: MIT", readme=readme)
    assert time.process_time() - start < LIMIT_S


@pytest.mark.parametrize(
    "text", ["license " * 30_000, "Licensed under " * 16_000, "#" * 200_000, "Files: *\n" * 20_000]
)
def test_license_file_that_wants_to_keep_us_busy(licenses: LicenseTable, text: str) -> None:
    start = time.process_time()
    finding = judge(licenses, files={"LICENSE": text})
    assert time.process_time() - start < LIMIT_S
    assert finding.concluded is None


@given(st.binary(max_size=400))
def test_any_bytes_are_metadata_of_some_kind(body: bytes) -> None:
    fields = read_fields(b"License: MIT\n" + body)
    assert fields.license is not None


_CATALOG = Catalog()


@given(
    st.text(
        alphabet="licensed under the MIT Apache GPL-2.0 non-commercial weights are for use only.\n#*[]()`:",
        max_size=300,
    )
)
def test_any_readme_leaves_a_stated_expression_alone(readme: str) -> None:
    finding = judge(_CATALOG.licenses, "License-Expression: MIT", readme=readme)
    assert (finding.declared, finding.concluded) == ("MIT", "MIT")
