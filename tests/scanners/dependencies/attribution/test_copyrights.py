"""Who holds copyright, by the texts that packages ship."""

import pytest

from licscan.scanners.dependencies.attribution.copyrights import copyright_lines
from support.license_texts import APACHE_2, BSD_3, COMMON, MIT


def test_the_holders_are_found_and_sentences_about_copyright_are_not() -> None:
    assert copyright_lines(MIT) == ("Copyright (c) 2026 The Example Authors",)
    assert copyright_lines(BSD_3) == ("Copyright (c) 2026, The Example Authors",)


def test_blanks_to_fill_in_name_nobody() -> None:
    assert not [line for line in copyright_lines(APACHE_2) if "[" in line]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("# Copyright 2019 Example Corp.", "Copyright 2019 Example Corp"),
        (" * (C) 2001, 2002 Jo Example", "(C) 2001, 2002 Jo Example"),
        ("© 2020 Example GmbH", "© 2020 Example GmbH"),
        ("  Portions copyright (c) 1990 by Example", "Portions copyright (c) 1990 by Example"),
        ("COPYRIGHT 2011 EXAMPLE", "COPYRIGHT 2011 EXAMPLE"),
    ],
)
def test_forms_of_the_statement(line: str, shown: str) -> None:
    assert copyright_lines(f"Text.\n{line}\nMore.") == (shown,)


@pytest.mark.parametrize(
    "line",
    [
        "copyright, trademark, trade name, service mark or other intellectual property",
        '"Copyright" also means copyright-like laws that apply to other kinds of works',
        "Copyright notice above shall be kept.",
        "COPYRIGHT HOLDERS AND CONTRIBUTORS BE LIABLE",
        "Copyright (C) <year>  <name of author>",
        "Copyright [yyyy] [name of copyright owner]",
    ],
)
def test_prose_is_no_statement(line: str) -> None:
    assert copyright_lines(line) == ()


def test_the_copyright_of_the_text_of_a_gnu_license_is_not_that_of_the_package() -> None:
    text = COMMON / "GPL-3"
    if not text.exists():
        pytest.skip("this system does not keep the GNU licenses where Debian does")
    assert copyright_lines(text.read_text(encoding="utf-8")) == ()
