"""License files that lie beside the data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from licscan.catalog.licenses import LicenseTable
from licscan.license_text.reading import TextReader
from licscan.model.evidence import Evidence, Location
from licscan.model.finding import LicenseFile
from licscan.model.license import Basis, Confidence, LicenseClaim, WorkPart
from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.cards.interface import Card, Passage, PassageKind, TextBeside
from licscan.scanners.datasets.prose.interface import Place, Polarity, ProseStatement
from licscan.scanners.datasets.prose.reader import read_prose
from licscan.scanners.datasets.resolve.opinions import Opinion, opinion_of

MAX_FILES = 20
_FOR_DATA = re.compile(r"data|annotation|terms|corpus|dua", re.IGNORECASE)
_FOR_CODE = re.compile(r"code|software", re.IGNORECASE)
_SOFTWARE = frozenset({"permissive", "weak-copyleft", "strong-copyleft", "network-copyleft"})


@dataclass(frozen=True, slots=True)
class Beside:
    """What license files say: statements for the weighing, claims and names of the files."""

    opinion: Opinion = field(default_factory=Opinion)
    claims: tuple[LicenseClaim, ...] = ()
    files: tuple[LicenseFile, ...] = ()

    def joined_to(self, text: Opinion) -> Opinion:
        """Both opinions as one; the card's own words come first."""
        return Opinion(
            (*text.named, *self.opinion.named),
            (*text.limits, *self.opinion.limits),
            (*text.grants, *self.opinion.grants),
            (*text.aside, *self.opinion.aside),
        )


def read_beside(card: Card, table: LicenseTable, texts: TextReader | None) -> Beside:
    """Recognize the license files of a card, in the order of their paths.

    A license for programs in a file whose name does not say that it is for the data counts as that of the code.
    """
    if not card.beside:
        return Beside()
    reader = texts or TextReader()
    files = sorted(card.beside, key=lambda text: text.path)[:MAX_FILES]
    found = [one for text in files for one in _statements(text, card.subject.kind, table, reader)]
    whole = [one for one in found if one.part is not WorkPart.CODE and one.polarity is Polarity.NAMED]
    limits = [one for one in found if one.polarity is Polarity.RESTRICTION]
    claims = tuple(_claim(one) for one in found)
    listed = tuple(LicenseFile(text.path, text.digest) for text in files)
    return Beside(Opinion(named=tuple(whole), limits=tuple(limits)), claims, listed)


def _statements(
    text: TextBeside, kind: SubjectKind, table: LicenseTable, reader: TextReader
) -> Iterator[ProseStatement]:
    reading = reader.identify(text.text)
    ids = reading.ids if reading.sure or reading.likely else (reading.leading,) if reading.leading else ()
    name = PurePosixPath(text.path).name
    for license_id in ids:
        part = WorkPart.CODE if _is_for_code(name, license_id, table) else None
        words = f"text of {license_id}"
        place = Place.SECTION
        yield ProseStatement(Polarity.NAMED, place, (license_id,), 1, words, part, path=text.path, digest=text.digest)
    if not ids:
        opinion = opinion_of(read_prose((Passage(PassageKind.GATE, text.text),), table), kind, table)
        for one in (*opinion.named, *opinion.limits):
            yield replace(one, place=Place.SECTION, path=text.path, digest=text.digest)


def _is_for_code(name: str, license_id: str, table: LicenseTable) -> bool:
    if _FOR_CODE.search(name):
        return True
    return table.terms(license_id).category in _SOFTWARE and not _FOR_DATA.search(name)


def _claim(statement: ProseStatement) -> LicenseClaim:
    proof = Evidence("license file", Location(statement.path or "", statement.line), statement.digest, statement.words)
    words = None if statement.expression else statement.words
    return LicenseClaim(Basis.OBSERVED, Confidence.MEDIUM, statement.expression, words, (proof,), statement.part)
