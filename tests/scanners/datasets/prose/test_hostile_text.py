"""Text that somebody wrote to stop the reader: every shape is read in bounded time, and what was not read is told."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licscan.catalog.catalog import Catalog
from licscan.scanners.datasets.cards.interface import Passage, PassageKind
from licscan.scanners.datasets.prose.reader import MAX_HEAD, MAX_TAIL, read_prose

TABLE = Catalog().licenses
SHAPES = [
    "CC BY ",
    "[",
    "[a](",
    "[a][",
    "<",
    "<!-- ",
    "<!---->",
    "```\n",
    "``` a\n~~~\n",
    "*",
    "**a\n",
    "_",
    "https://",
    "a\n=\n",
    "https://creativecommons.org/licenses/by/4.0/ ",
    "free non commercial only use ",
    "- license: CC BY-NC 4.0\n",
    "| license | mit |\n",
    "# License\n\nmit\n\n",
    "<h1>license</h1>\n",
    "\n",
    "\n> ",
    "\n \t",
    ". A",
    "仅用于学术研究",
    "研究目的",
    "attribution non commercial share alike no derivatives ",
    "(CC BY ",
    "İ license ",
    "| x | License |\n| data | CC BY-NC 4.0 |\n",
    "a|License\n\n",
    "|",
    "non - ",
    "non" + " " * 8 + "-",
    "n\u043e",
    "\u043e-",
    "\u975e \u5546 ",
    "# CC BY 4.0\n",
    "```text\nMIT\n```\n",
    "[![a](b)](",
    "![a](https://img.shields.io/badge/License-MIT-green)",
]


def body(text: str) -> tuple[Passage, ...]:
    return (Passage(PassageKind.BODY, text),)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("before", ["", "## License\n\n"])
def test_ten_million_characters_of_any_shape_take_no_longer_than_the_first_few(shape: str, before: str) -> None:
    read_prose(body("## License\n\nMIT, for research only"), TABLE)
    began = time.process_time()
    read_prose(body(before + shape * (10_000_000 // len(shape))), TABLE)
    # 50 ms on an idle machine; the bound only has to tell linear from quadratic.
    assert time.process_time() - began < 1


def test_what_was_not_read_is_told_with_its_line() -> None:
    line = "A gull, a tern, and a boat.\n"
    text = line * (2 * (MAX_HEAD + MAX_TAIL) // len(line))
    prose = read_prose(body(text), TABLE)
    assert prose.unread_line == MAX_HEAD // len(line) + 1
    assert read_prose(body(line * 100), TABLE).unread_line is None


def test_a_license_at_the_end_of_a_long_card_is_read() -> None:
    line = "A gull, a tern, and a boat.\n"
    text = f"{line * 20_000}\n## License\n\nCC BY-NC 4.0\n"
    prose = read_prose(body(text), TABLE)
    assert [(one.names, one.line) for one in prose.statements] == [(("CC-BY-NC-4.0",), 20_004)]


def test_a_license_section_is_read_before_much_text_that_speaks_of_licenses() -> None:
    chatter = "Some licenses permit commercial use, and others do not; we list many of them in this table.\n\n" * 400
    prose = read_prose(body(f"{chatter}## License\n\nCC BY-NC 4.0\n"), TABLE)
    assert ("CC-BY-NC-4.0",) in {one.names for one in prose.statements}
    assert prose.unread_line is not None


@given(st.text(alphabet=st.sampled_from("#-*_`[]()<>!|\n. aCcBbYyNn4MmIiTt仅用İ\u2028\0"), max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_an_error(text: str) -> None:
    for kind in PassageKind:
        prose = read_prose((Passage(kind, f"## License\n{text}\n# Other\n{text}", first_line=5),), TABLE)
        last = 5 + 2 + 2 * text.count("\n") + 1
        assert all(5 <= one.line <= last for one in prose.statements)
