"""Which license an address names."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.catalog.license_urls import folded_address
from licscan.catalog.licenses import LicenseTable, load_licenses
from licscan.expressions.algebra import normalize
from licscan.model.license import Commercial

RULES = Path(__file__).resolve().parents[2] / "rules"


@pytest.fixture(scope="module")
def table() -> LicenseTable:
    return load_licenses(RULES)


@pytest.mark.parametrize(
    ("address", "expression"),
    [
        ("https://spdx.org/licenses/CC-BY-NC-4.0", "CC-BY-NC-4.0"),
        ("https://spdx.org/licenses/CC-BY-NC-4.0.html", "CC-BY-NC-4.0"),
        ("http://spdx.org/licenses/MIT-0.json", "MIT-0"),
        ("spdx.org/licenses/Apache-2.0", "Apache-2.0"),
        ("https://choosealicense.com/licenses/cc-by-nc-sa-4.0/", "CC-BY-NC-SA-4.0"),
        ("https://choosealicense.com/licenses/apache-2.0", "Apache-2.0"),
        ("https://choosealicense.com/licenses/llama3.1/", "LicenseRef-scancode-llama-3.1-license-2024"),
        ("https://choosealicense.com/licenses/odc-by/", "ODC-By-1.0"),
        ("https://opensource.org/license/apache-2-0", "Apache-2.0"),
        ("https://opensource.org/licenses/ISC", "ISC"),
        ("https://creativecommons.org/licenses/by-nc/4.0/deed.de", "CC-BY-NC-4.0"),
        ("http://creativecommons.org/licenses/by-sa/3.0/legalcode.txt", "CC-BY-SA-3.0"),
        ("https://www.creativecommons.org/licenses/by-nc-nd/4.0/?ref=footer", "CC-BY-NC-ND-4.0"),
        ("creativecommons.org/licenses/by/4.0", "CC-BY-4.0"),
        ("//creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("<https://creativecommons.org/licenses/by/4.0/>", "CC-BY-4.0"),
        ("https://creativecommons.org/licenses/by/4/", "CC-BY-4.0"),
        ("https://creativecommons.org/licenses/by/3.0/us/", "CC-BY-3.0-US"),
        ("https://creativecommons.org/publicdomain/zero/1.0/deed.en", "CC0-1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0"),
        ("https://opendatacommons.org/licenses/odbl/1-0/", "ODbL-1.0"),
        ("https://opendatacommons.org/licenses/by/summary/", "ODC-By-1.0"),
        ("http://www.opendatacommons.org/licenses/pddl/", "PDDL-1.0"),
        ("https://www.gnu.org/licenses/gpl-3.0.en.html", "GPL-3.0-only"),
        ("https://www.apache.org/licenses/LICENSE-2.0.html", "Apache-2.0"),
        ("https://cdla.dev/permissive-2-0/", "CDLA-Permissive-2.0"),
    ],
)
def test_an_address_names_its_license(table: LicenseTable, address: str, expression: str) -> None:
    assert normalize(expression) == expression
    for meaning in (table.spelling(address), table.hugging_face(address), table.kaggle(address)):
        assert meaning is not None
        assert meaning.expression == expression


def test_an_address_without_version_names_all_versions(table: LicenseTable) -> None:
    meaning = table.spelling("https://creativecommons.org/licenses/by-nc/")
    assert meaning is not None
    assert meaning.expression is None
    assert "CC-BY-NC-4.0" in meaning.candidates
    assert meaning.terms is not None
    assert meaning.terms.commercial is Commercial.NO


@pytest.mark.parametrize("tail", ["undefined/", "other", "unknown", "undefined.html", "UNDEFINED"])
def test_an_address_that_a_tool_made_of_nothing_says_nothing(table: LicenseTable, tail: str) -> None:
    meaning = table.spelling(f"https://choosealicense.com/licenses/{tail}")
    assert meaning is not None
    assert (meaning.expression, meaning.candidates) == (None, ())


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/licenses/MIT",
        "https://spdx.org/licenses/",
        "https://choosealicense.com/licenses/my-own-terms/",
        "https://creativecommons.org/licenses/by-xx/4.0/",
        "https://creativecommons.org/licenses/by/7.0/",
        "https://evil.example/creativecommons.org/licenses/by/4.0/",
        "https://creativecommons.org.evil.example/licenses/by/4.0/",
        "http://127.0.0.1/spdx.org/licenses/MIT",
        "file:///spdx.org/licenses/MIT",
        "https://spdx.org/licenses/*",
    ],
)
def test_another_address_is_not_known(table: LicenseTable, text: str) -> None:
    assert table.spelling(text) is None


def test_user_name_and_password_are_no_part_of_an_address() -> None:
    assert folded_address("https://jane:secret@spdx.org/licenses/MIT?token=1") == "spdx.org/licenses/mit"


@given(st.text(max_size=300))
def test_any_text_is_an_address_or_none(text: str) -> None:
    for written in (text, "https://" + text, "creativecommons.org/licenses/" + text):
        found = folded_address(written)
        assert found is None or not any(map(str.isspace, found))
