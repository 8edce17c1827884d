import pytest

from licscan.catalog.catalog import Catalog
from licscan.catalog.licenses import LicenseTable


@pytest.fixture(scope="module")
def table() -> LicenseTable:
    return Catalog().licenses


@pytest.mark.parametrize(
    ("sentence", "means"),
    [
        ("Permission is granted for academic and non-profit purposes only.", "LicenseRef-academic-use"),
        ("Use is strictly limited to non-commercial\nresearch.", "LicenseRef-noncommercial-research"),
        ("It is licensed exclusively for noncommercial use", "LicenseRef-noncommercial"),
        ("The code may be used for research purposes only", "LicenseRef-research-only"),
        ("You may use it solely for evaluation.", "LicenseRef-evaluation-only"),
        ("Free for personal use only", "LicenseRef-personal-use"),
        ("Commercial use requires a license from the author.", "LicenseRef-noncommercial"),
        ("Any commercial product needs a separate licence, ask us.", "LicenseRef-noncommercial"),
        ("You must not use the software for commercial purposes.", "LicenseRef-noncommercial"),
    ],
)
def test_a_sentence_that_limits_the_use_is_heard_whatever_the_order_of_its_words(
    table: LicenseTable, sentence: str, means: str
) -> None:
    assert table.limit_in(f"Copyright 2020 A. Person.\n\n{sentence}\n\nNo warranty.") == means
    assert table.terms_of(means).commercial.value != "yes"


@pytest.mark.parametrize(
    "sentence",
    [
        "You may use this for commercial or non-commercial purposes.",
        "Use is permitted for any purpose, including but not limited to research and education.",
        "The names of the authors may not be used for commercial purposes without written permission.",
        "Permission to use, copy and modify this software for any purpose and without fee is granted.",
        "Only the authors of research papers are listed here.",
        "In no event shall the authors be liable for loss of profit from any commercial use, which is not permitted.",
        "This alternative is allowed only for noncommercial distribution.",
        "",
    ],
)
def test_a_grant_or_a_disclaimer_is_no_limit(table: LicenseTable, sentence: str) -> None:
    assert table.limit_in(sentence) is None


def test_a_long_text_takes_no_longer_than_its_length_asks_for(table: LicenseTable) -> None:
    assert table.limit_in("only research " * 50_000) is None
    assert table.limit_in("commercial use " * 50_000 + "x") is None
