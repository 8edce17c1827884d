"""Croissant 0.8, 1.0 and 1.1: JSON-LD that describes a dataset (https://docs.mlcommons.org/croissant/docs/croissant-spec.html).

Nothing is fetched: a context that is an address stays one. Keys are read in every form that JSON-LD allows for them:
`license`, `sc:license`, `https://schema.org/license`, and under a prefix or name that the file's own context defines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.documents.document import Document, Value
from licscan.documents.json_text import read_json
from licscan.model.evidence import Location
from licscan.model.finding import PersonalDataStatement
from licscan.model.license import WorkPart
from licscan.model.subject import Subject, SubjectKind
from licscan.scanners.datasets.cards.creative_work import names_of
from licscan.scanners.datasets.cards.interface import Card, Origin, Passage, PassageKind, Statement
from licscan.scanners.datasets.cards.json_ld import Graph, graph_of, local_name, texts_of
from licscan.scanners.datasets.cards.kaggle import NAMELESS
from licscan.scanners.datasets.cards.members import MAX_VALUES, Member, elements, members
from licscan.scanners.datasets.cards.origins import MAX_ORIGINS, hub_ref, once
from licscan.scanners.datasets.cards.wording import (
    MAX_LABELS,
    MAX_NAME,
    Lines,
    folder_name,
    folder_ref,
    limited,
    one_line,
)

# Files up to this size are read a second time, with places, where one of their parts has a license of its own.
MAX_PLACED = 60_000
_WANTED = (
    r"@graph|@context|license|sdLicense|usageInfo|acquireLicensePage|conditionsOfAccess|isAccessibleForFree|description"
    r"|copyrightNotice|creditText|name|isBasedOn|wasDerivedFrom|personalSensitiveInformation|annotatorDemographics"
    r"|data(?:UseCases|Limitations|Collection|ReleaseMaintenancePlan|SocialImpact)"
)
_PARTS = "distribution|recordSet|hasPart|isPartOf|included|subDataset|includesDataset"
_BRIEF = re.compile(rf"(?:\A|[:/#])(?:{_WANTED})\Z", re.IGNORECASE)
_FULL = re.compile(rf"(?:\A|[:/#])(?:{_WANTED}|{_PARTS})\Z", re.IGNORECASE)

_LICENSE = frozenset({"license", "licence"})
_MORE = frozenset({"usageInfo", "acquireLicensePage"})
_GATE = frozenset({"conditionsOfAccess"})
_TEXTS = frozenset(
    {
        *("description", "copyrightNotice", "creditText", "dataUseCases", "dataLimitations", "dataCollection"),
        *("dataReleaseMaintenancePlan", "dataSocialImpact"),
    }
)
# The Croissant RAI vocabulary (https://docs.mlcommons.org/croissant/docs/croissant-rai-spec.html).
_PERSONAL = frozenset({"personalSensitiveInformation", "annotatorDemographics"})
_ORIGINS = {"isBasedOn": "isBasedOn", "wasDerivedFrom": "derived_from"}


def read(text: str, path: str, digest: str) -> Card | None:
    """The card in a JSON-LD file, None where it describes no dataset. Raises DocumentError where it is not JSON."""
    graph = graph_of(read_json(text, shown=path, max_values=MAX_VALUES, placed=_BRIEF))
    if graph is None:
        return None
    if len(text) <= MAX_PLACED and any(True for node in graph.parts for _ in _licensed(node, graph.document)):
        graph = graph_of(read_json(text, shown=path, max_values=MAX_VALUES, placed=_FULL)) or graph
    found = _Found(Lines(text, path, digest), folder_ref(path))
    for member in graph.members():
        found.take(member, graph)
    return Card(
        subject=Subject(found.ref, SubjectKind.DATASET, found.name or folder_name(path), path=path),
        statements=limited(found.all_statements(graph), MAX_LABELS, Location(path)),
        origins=once(limited(found.origins, MAX_ORIGINS, Location(path))),
        gated=found.gated,
        passages=tuple(found.passages),
        personal=tuple(found.personal),
        digest=digest,
    )


def meaning(words: str, table: LicenseTable) -> LabelMeaning | None:
    """What the words or address of a license say: the hubs write their own names into Croissant."""
    return table.hugging_face(words) or table.kaggle(words)


@dataclass(slots=True)
class _Found:
    """What the members of one dataset say."""

    lines: Lines
    ref: str
    name: str = ""
    gated: bool = False
    statements: list[Statement] = field(default_factory=list)
    more: list[Statement] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    personal: list[PersonalDataStatement] = field(default_factory=list)
    occurrence: int = 0

    def take(self, member: Member, graph: Graph) -> None:
        """Sort one member of the dataset to where it belongs."""
        name = local_name(member.name, graph.names)
        if name.casefold() in _LICENSE or name == "sdLicense":
            part = WorkPart.METADATA if name == "sdLicense" else None
            self.statements.extend(self.labels(member, graph, self.occurrence, part))
            self.occurrence += 1
        elif name in _MORE:
            self.more.extend(self.labels(member, graph, self.occurrence, None))
        elif name in _ORIGINS:
            self.origins.extend(_origins(member, graph, _ORIGINS[name]))
        elif name == "name" and not self.name:
            self.name = next((one_line(words, MAX_NAME) for words in texts_of(member.value)), "")
        elif name == "isAccessibleForFree":
            self.gated = self.gated or str(_plain(member.value)).casefold() in {"false", "no"}
        else:
            self.words(member, name, graph)

    def words(self, member: Member, name: str, graph: Graph) -> None:
        """Running text, and what is said of personal data."""
        for each in elements(graph.document, member):
            for text in texts_of(each.value):
                line = each.line or 1
                if name in _TEXTS:
                    self.passages.append(Passage(PassageKind.DESCRIPTION, text, line, flat=True))
                elif name in _GATE:
                    self.passages.append(Passage(PassageKind.GATE, text, line, flat=True))
                elif name in _PERSONAL:
                    proof = self.lines.evidence(f"Croissant {name}", each.place)
                    self.personal.append(PersonalDataStatement(self.ref, f"rai:{name}", one_line(text), (proof,)))

    def labels(self, member: Member, graph: Graph, occurrence: int, part: WorkPart | None) -> Iterator[Statement]:
        """The labels of one license member: words, addresses, or works with both."""
        for each in elements(graph.document, member):
            words = names_of(each.value, graph) or ((NAMELESS,) if each.value else ())
            if words:
                proof = self.lines.evidence(f"Croissant {member.name.rpartition('/')[2]}", each.place)
                yield Statement(words[0], (proof,), occurrence, words[1:], part)

    def all_statements(self, graph: Graph) -> Iterator[Statement]:
        """The labels of the whole with the pages that say more, those of parts; the pages alone where no label is."""
        pages = tuple(one.words for one in self.more)
        proofs = tuple(proof for one in self.more for proof in one.evidence)
        whole = next((one.occurrence for one in self.statements if one.part is None), self.occurrence)
        for one in self.statements:
            if one.part is None:
                yield Statement(one.words, (*one.evidence, *proofs), one.occurrence, (*one.otherwise, *pages))
            else:
                yield one
        stated = {one.words for one in self.statements}
        for node in graph.parts:
            for member in _licensed(node, graph.document):
                # A part under the same label as the whole says nothing new; all parts govern together.
                labels = self.labels(member, graph, whole, _part_of(node.value))
                yield from (one for one in labels if one.words not in stated)
        if not stated:
            yield from self.more


def _licensed(node: Member, document: Document) -> Iterator[Member]:
    """The license members of a file or record set."""
    if not isinstance(node.value, dict):
        return
    for member in members(document, node.value, node.key):
        if member.value and local_name(member.name, {}).casefold() in _LICENSE:
            yield replace(member, place=member.place or node.place)


def _part_of(value: Value) -> WorkPart:
    encoding = value.get("encodingFormat") if isinstance(value, dict) else None
    media = isinstance(encoding, str) and encoding.startswith(("image/", "audio/", "video/"))
    return WorkPart.MEDIA if media else WorkPart.DATA


def _plain(value: Value) -> Value:
    return value.get("@value") if isinstance(value, dict) else value


def _origins(member: Member, graph: Graph, relation: str) -> Iterator[Origin]:
    for each in elements(graph.document, member):
        for words in names_of(each.value, graph)[:1]:
            yield Origin(hub_ref(words), relation, each.line)
