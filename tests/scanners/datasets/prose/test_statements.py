"""What the reader of prose finds in a text: names, links, parts, places and lines."""

import pytest

from licscan.catalog.catalog import Catalog
from licscan.model.license import WorkPart
from licscan.scanners.datasets.cards.interface import Passage, PassageKind
from licscan.scanners.datasets.prose.interface import Place, Polarity, Prose, Silence
from licscan.scanners.datasets.prose.reader import read_prose

TABLE = Catalog().licenses


def prose_of(text: str, kind: PassageKind = PassageKind.BODY, *, flat: bool = False) -> Prose:
    return read_prose((Passage(kind, text, first_line=10, flat=flat),), TABLE)


def named(text: str) -> list[tuple[str, ...]]:
    """All names below a heading on licenses."""
    found = prose_of(f"## License\n\n{text}").statements
    return [one.names for one in found if one.polarity is Polarity.NAMED]


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("Creative Commons - Attribution 4.0 International - licence", "CC-BY-4.0"),
        ("the CC-BY-NC license (version 4.0)", "CC-BY-NC-4.0"),
        ("**CC BY-NC-SA 3.0**", "CC-BY-NC-SA-3.0"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("_GNU Lesser General Public License v2.1_", "LGPL-2.1-only"),
        ("Open Data Commons Open Database License (ODbL) v1.0", "ODbL-1.0"),
        ("Community Data License Agreement \u2013 Permissive \u2013 Version 2.0", "CDLA-Permissive-2.0"),
        ("Computational Use of Data Agreement (C-UDA)", "C-UDA-1.0"),
        ("[here](https://choosealicense.com/licenses/cc-by-sa-4.0/)", "CC-BY-SA-4.0"),
        ("[the text](https://opensource.org/licenses/MIT)", "MIT"),
        ("https://spdx.org/licenses/PDDL-1.0.html", "PDDL-1.0"),
        ("<https://opendatacommons.org/licenses/odbl/1-0/>", "ODbL-1.0"),
        ('<a rel="license" href="http://creativecommons.org/licenses/by-nd/4.0/">text</a>', "CC-BY-ND-4.0"),
        ("[![L](https://img.shields.io/badge/License-CC_BY--NC_4.0-grey.svg)](https://example.org)", "CC-BY-NC-4.0"),
    ],
)
def test_a_license_is_read_however_it_is_written(text: str, expression: str) -> None:
    assert named(text)[:1] == [(expression,)]


@pytest.mark.parametrize(
    "text",
    [
        "Recorded at MIT CSAIL with help of the Apache Foundation.",
        "The Open Harbour project, the Public Harbour Office and the Free City.",
        "Data of 2 gulls, 3 terns, and the new academic year.",
        "https://example.org/mit/apache/license",
    ],
)
def test_words_that_are_no_license_are_none(text: str) -> None:
    assert named(text) == []


def test_words_and_link_of_one_license_are_both_told_with_their_line() -> None:
    found = prose_of(
        "Intro.\n\n## License\n\nUnder [CC BY](https://creativecommons.org/licenses/by-sa/4.0/)."
    ).statements
    assert [(one.link, one.line, one.place) for one in found] == [(False, 14, Place.SECTION), (True, 14, Place.SECTION)]
    assert found[1].names == ("CC-BY-SA-4.0",)
    assert len(found[0].names) > 1


def test_each_license_belongs_to_its_part() -> None:
    found = prose_of(
        "## License\n\nThe code is under MIT, the images under CC BY-NC 2.0, and the labels under CC BY 4.0.\n"
        "The metadata is CC0. The original texts are CC BY-SA 3.0."
    ).statements
    assert {one.names[0]: one.part for one in found if one.polarity is Polarity.NAMED} == {
        "MIT": WorkPart.CODE,
        "CC-BY-NC-2.0": WorkPart.MEDIA,
        "CC-BY-4.0": WorkPart.ANNOTATIONS,
        "CC0-1.0": WorkPart.METADATA,
        "CC-BY-SA-3.0": WorkPart.SOURCES,
    }


def test_the_part_can_stand_behind_the_license_or_in_the_heading() -> None:
    behind = prose_of("## License\n\nCC BY-NC 2.0 for the images").statements
    assert [one.part for one in behind] == [WorkPart.MEDIA]
    above = prose_of("## License\n\n### Images\n\nCC BY-NC 2.0").statements
    assert [one.part for one in above] == [WorkPart.MEDIA]


@pytest.mark.parametrize(
    "text",
    ["Unlike River Birds, which is under CC BY-NC 4.0", "No longer under CC BY-NC 4.0.", "Not under CC BY-NC 4.0."],
)
def test_a_license_that_is_denied_is_not_given(text: str) -> None:
    (one,) = prose_of(f"## License\n\n{text}").statements
    assert (one.polarity, one.names) == (Polarity.DENIED, ("CC-BY-NC-4.0",))


@pytest.mark.parametrize(
    ("text", "silence"),
    [
        ("", Silence.EMPTY),
        ("[More Information Needed]", Silence.NOBODY_KNOWS),
        ("Unknown", Silence.NOBODY_KNOWS),
        ("The license of each original corpus applies: see the original licenses.", Silence.ELSEWHERE),
        ("Calls of gulls are loud.", Silence.OTHER),
        ("MIT", None),
    ],
)
def test_a_section_that_names_no_license_is_told(text: str, silence: Silence | None) -> None:
    prose = prose_of(f"# Birds\n\n## Licensing Information\n{text}\n\n## Citation\n\nnone")
    assert (prose.silence, prose.silent_line) == (silence, 12 if silence else None)


def test_a_heading_can_be_underlined_or_bold() -> None:
    for heading in ("License\n-------", "**License**", "<h2>License</h2>", "##License"):
        assert [one.place for one in prose_of(f"{heading}\n\nCC BY-NC 4.0").statements] == [Place.SECTION]


def test_a_text_on_one_line_of_the_file_has_the_place_of_that_line() -> None:
    found = prose_of(
        "Birds.\n\nThis dataset is licensed under CC BY 4.0.", PassageKind.DESCRIPTION, flat=True
    ).statements
    assert [(one.names, one.line, one.place) for one in found] == [(("CC-BY-4.0",), 10, Place.RUNNING)]


def test_a_license_text_in_a_fence_is_read_and_a_program_is_not() -> None:
    quoted = prose_of("## License\n\n```\nFor non-commercial purposes only.\n```").statements
    assert [one.polarity for one in quoted] == [Polarity.RESTRICTION]
    assert prose_of('## License\n\n```python\nimport x\nlicense = "CC BY-NC 4.0"\n```').statements == ()
