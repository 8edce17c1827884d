"""Lines that name the license of the work by themselves: headings that are a name, rows below a column of licenses."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from licscan.catalog.licenses import LicenseTable
from licscan.catalog.prose import Language
from licscan.catalog.prose_words import Words, lowered
from licscan.scanners.datasets.prose.interface import Place
from licscan.scanners.datasets.prose.layout import Block, Layout, Section
from licscan.scanners.datasets.prose.names import names_in
from licscan.scanners.datasets.prose.sentences import plain
from licscan.scanners.datasets.prose.tables import is_of_the_work, licensed_rows

# Below these headings, names and rows are those of other works.
_OF_OTHERS = frozenset({"source", "cited", "ignored"})
_LICENSING = frozenset({"license", "terms"})
_FIRST = re.compile(r"[\W_]{0,8}([A-Za-z0-9.]{1,24})")
# Not a colon: `license: mit` above a line of hyphens is metadata.
_SIGNS = " .,;()[]*_`#|"


@dataclass(frozen=True, slots=True)
class Apart:
    """A line to be read by itself, with the section and the place that it has."""

    block: Block
    section: Section
    place: Place


def lines_apart(
    layout: Layout, sections: Sequence[Section], languages: Sequence[Language], called: Words, table: LicenseTable
) -> Iterator[Apart]:
    """The headings, then the rows of tables, that say what the license of the work is."""
    yield from _headings(layout, sections, languages, table)
    starts = [section.start for section in sections]
    for row in licensed_rows(layout.text, languages):
        section = sections[max(bisect_right(starts, row.start) - 1, 0)]
        elsewhere = section.kind in _OF_OTHERS or section.kind in _LICENSING or layout.in_code(row.start)
        if not elsewhere and is_of_the_work(row.subject, languages, called):
            words = f"{row.subject} | {row.license}" if row.subject else row.license
            yield Apart(Block(row.start, words, listed=True), section, Place.LEAD)


def _headings(
    layout: Layout, sections: Sequence[Section], languages: Sequence[Language], table: LicenseTable
) -> Iterator[Apart]:
    begin = table.prose.strong | table.prose.weak
    # The section behind each heading.
    for heading, section in zip(layout.headings, sections[1:], strict=False):
        first = _FIRST.match(heading.title)
        near = first is not None and first[1].lower() in begin and section.kind not in _OF_OTHERS
        if near and _is_name(heading.title, languages, table, below=section.kind in _LICENSING):
            yield Apart(Block(heading.start, heading.title, listed=True), section, Place.SECTION)


def _is_name(title: str, languages: Sequence[Language], table: LicenseTable, *, below: bool) -> bool:
    """Whether a title is nothing but the name of a license; one that can be that of a work only `below` a heading."""
    seen = plain(title, table.prose.prefixes)
    names = [name for name in names_in(seen, table) if not name.link]
    rest = lowered(seen.text)
    for name in reversed(names):
        rest = rest[: name.start] + rest[name.end :]
    rest = rest.strip(_SIGNS)
    said = any(" ".join(rest.split()) in language.lead.words for language in languages)
    if not names or (rest and not said):
        return False
    # `Llama 3` and `MIT` are titles of works, too.
    public = not any("LicenseRef-" in expression for name in names for expression in name.names)
    return below or said or (public and len(lowered(seen.text).split()) > 1)
