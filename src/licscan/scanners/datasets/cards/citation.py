"""Citation files of datasets: CITATION.cff (https://github.com/citation-file-format/citation-file-format)."""

from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.documents.document import Value
from licscan.documents.values import as_text
from licscan.documents.yaml_text import read_yaml
from licscan.model.subject import Subject, SubjectKind
from licscan.scanners.datasets.cards.front_matter import with_line_feeds
from licscan.scanners.datasets.cards.interface import Card, Passage, PassageKind, Statement
from licscan.scanners.datasets.cards.members import members
from licscan.scanners.datasets.cards.wording import MAX_NAME, Lines, folder_name, folder_ref, one_line

MAX_BYTES = 100_000
MAX_VALUES = 3_000


def read(text: str, path: str, digest: str) -> Card | None:
    """The card in a citation file, None where it cites software. Raises DocumentError where it is not YAML."""
    text = with_line_feeds(text)
    document = read_yaml(text, shown=path, max_bytes=MAX_BYTES, max_nodes=MAX_VALUES)
    data = document.data
    # Without a type a citation is one of software (schema guide, `type`).
    if not isinstance(data, dict) or data.get("type") != "dataset":
        return None
    lines = Lines(text, path, digest)
    abstract = as_text(data.get("abstract"))
    url = as_text(data.get("license-url"))
    licenses = [member for member in members(document, data) if member.name == "license"]
    statements = tuple(
        Statement(words, (lines.evidence("citation license", member.place),), occurrence, (url,) if url else ())
        for occurrence, member in enumerate(licenses)
        if (words := _words(member.value))
    )
    alone = (Statement(url, (lines.evidence("citation license", document.position("license-url")),)),) if url else ()
    return Card(
        subject=Subject(folder_ref(path), SubjectKind.DATASET, _name(data, path), path=path),
        statements=statements or alone,
        passages=(Passage(PassageKind.DESCRIPTION, abstract, document.line("abstract") or 1),) if abstract else (),
        digest=digest,
    )


def meaning(words: str, table: LicenseTable) -> LabelMeaning | None:
    """What an SPDX id, a choice of several, or an address says."""
    return table.spelling(words)


def _words(value: Value) -> str:
    """One id, or several of which one may be chosen (schema guide, `license`)."""
    listed = value if isinstance(value, list) else [value]
    return " OR ".join(each.strip() for each in listed if isinstance(each, str) and each.strip())


def _name(data: dict[str, Value], path: str) -> str:
    return one_line(as_text(data.get("title")) or "", MAX_NAME) or folder_name(path)
