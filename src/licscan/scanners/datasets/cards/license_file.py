"""License files and terms that lie beside data: LICENSE, TERMS, DATA_LICENSE, EULA and their like."""

from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.model.subject import Subject, SubjectKind
from licscan.scanners.datasets.cards.front_matter import with_line_feeds
from licscan.scanners.datasets.cards.interface import Card, TextBeside
from licscan.scanners.datasets.cards.wording import folder_name, folder_ref


def read(text: str, path: str, digest: str) -> Card | None:
    """The text as a part of the card of its folder, None for an empty file."""
    if not text.strip("\ufeff\0 \t\r\n"):
        return None
    beside = (TextBeside(path, digest, with_line_feeds(text)),)
    subject = Subject(folder_ref(path), SubjectKind.DATASET, folder_name(path), path=path)
    return Card(subject, (), beside=beside, digest=digest)


def meaning(words: str, table: LicenseTable) -> LabelMeaning | None:
    """What a spelling says; a text is read as a whole, by `licscan.license_text`."""
    return table.spelling(words)
