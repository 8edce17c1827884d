"""What the `datasets` library writes beside data: dataset_infos.json and dataset_info.json (class DatasetInfo)."""

import re
from collections.abc import Iterator, Mapping

from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.documents.document import Document, Key, Value
from licscan.model.evidence import Location
from licscan.model.subject import Subject, SubjectKind
from licscan.scanners.datasets.cards.interface import Card, Passage, PassageKind, Statement
from licscan.scanners.datasets.cards.members import Member, members, read_object
from licscan.scanners.datasets.cards.wording import MAX_LABELS, Lines, folder_name, folder_ref, limited

MAX_CONFIGURATIONS = 1_000
# A license field longer than any name of one holds the text or terms themselves.
MAX_WORDS = 200
# All but what describes columns and files in detail: a configuration can have any other name.
_PLACED = re.compile(r"\A(?!(?:features|splits|download_checksums|post_processed|supervised_keys|version)\Z)")


def read(text: str, path: str, digest: str) -> Card | None:
    """The card in a file of the library, None where it names no license. Raises DocumentError where it is no object."""
    document, data = read_object(text, path, _PLACED, "dataset information")
    licenses = [(member, member.text) for member in _licenses(document, data)]
    short = [(member, words) for member, words in licenses if len(words) <= MAX_WORDS]
    if not licenses:
        return None
    lines = Lines(text, path, digest)
    return Card(
        subject=Subject(folder_ref(path), SubjectKind.DATASET, folder_name(path), path=path),
        statements=limited(_statements(short, lines), MAX_LABELS, Location(path)),
        passages=tuple(
            Passage(PassageKind.DESCRIPTION, words, member.line or 1, flat=True)
            for words, member in {
                words: member for member, words in reversed(licenses) if len(words) > MAX_WORDS
            }.items()
        ),
        digest=digest,
    )


def meaning(words: str, table: LicenseTable) -> LabelMeaning | None:
    """What the words of an author say."""
    return table.hugging_face(words)


def _licenses(document: Document, data: Mapping[str, Value]) -> Iterator[Member]:
    """The license of the file itself, or of each configuration in it."""
    nodes: list[tuple[Mapping[str, Value], Key]] = [(data, ())]
    nodes.extend((value, (name,)) for name, value in data.items() if isinstance(value, dict))
    for node, base in nodes[:MAX_CONFIGURATIONS]:
        for member in members(document, node, base):
            if member.name == "license" and member.text:
                yield member


def _statements(found: list[tuple[Member, str]], lines: Lines) -> Iterator[Statement]:
    """One label for all configurations that say the same."""
    for words, member in {words: member for member, words in reversed(found)}.items():
        yield Statement(words, (lines.evidence("dataset information license", member.place),))
