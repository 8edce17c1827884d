"""What the README inside the metadata says of licenses: of the package where nothing else does, and of its parts.

Weights, models and data can stand under other terms than the code that loads them, and often nothing but the README
says so. Only sentences are read that name their subject: lists of other projects, tables, code and badges are not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from licscan.catalog.licenses import LicenseTable
from licscan.model.evidence import Evidence
from licscan.model.license import Basis, Confidence
from licscan.scanners.dependencies.excerpt import one_line
from licscan.scanners.dependencies.metadata.opinion import Opinion, Package, Rank
from licscan.scanners.dependencies.metadata.prose import Named, gnu_notice, name_at, named_under, sentences

SOURCE = "README"
_CHOICE = "OR"
_FOR_SALE = "LicenseRef-Commercial"
# A paragraph without any of these says nothing of licenses; looking for words is far cheaper than reading sentences.
_TELLING = (
    "licen",
    "commercial",
    "for research",
    "research only",
    "research purposes",
    "under the terms",
    "public domain",
    "rail-m",
    "cc-by",
    "cc by",
)
_MAX_PLACES = 400
_MAX_ABOVE = 3_000
_HEADING = re.compile(
    r"^(?:(#{1,6})[ \t]*(.{1,120}?)[ \t#]*|(\S.{0,120})\n[ \t]*(?:={3,}|-{3,}|~{3,}|\^{3,})[ \t]*)$", re.MULTILINE
)
_LICENSE_HEADING = re.compile(r"licen[sc]|copying|legal", re.IGNORECASE)
# Rows of tables, entries that are links to other projects, badges.
_NO_PROSE = re.compile(r"^[ \t]*(?:\||[-*+][ \t]+\[|\[!\[|!\[|\.\. |<)")
_PART = re.compile(
    r"\b(?:the|our|these|this|its|all|any|pre-?trained|provided|released|included|bundled|accompanying|model)"
    r"(?:\s+[\w'/-]+){0,3}?\s+(?P<part>weights?|checkpoints?|models?|datasets?|data|assets|fonts?)\b(?!\s+(?:zoo|card))"
    r"|^(?P<first>(?:model |pre-?trained )?(?:weights?|checkpoints?|models|datasets?))\b",
    re.IGNORECASE,
)
# `Several weights`, `the Foo models`: a name that nothing but a capital letter tells.
_SOME = re.compile(
    r"\b(?:[Ss]ome|[Cc]ertain|[Ss]everal|[Mm]any|[Ff]ew|[Tt]he\s+(?P<name>[A-Z]\S*)(?:\s+[A-Z]\S*)*)(?:\s+of)?\s+(?:[\w/-]+\s+){0,2}?\w+$"
)
_TITLE_LINES = 3
_WHOLE = re.compile(
    r"\b(?:this|the|our)\s+(?:[\w.'/-]+\s+){0,2}?(?:software|package|library|project|code|codebase|repository|program"
    r"|tool|toolkit|framework|module|sdk|port|work)\b|^(?:it|licen[sc]ed|released|distributed|available)\b",
    re.IGNORECASE,
)
_PARTLY = re.compile(
    r"\b(?:some|certain|portions?|parts?|components?|except\w*|third[- ]party|dependenc\w+|based on|derived|bundl\w+"
    r"|includ\w+|documentation|examples?|contribut\w+|optional|while)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not (?:limited|restricted|only)|no longer|previously|formerly|used to be|until|unlike)\b"
    r"|\bcommercial(?:ly)?\W{1,3}(?:(?:and|or)\W{1,3})?(?:for )?non-?commercial"
    r"|\bnon-?commercial(?:ly)?\W{1,3}(?:(?:and|or)\W{1,3})?(?:for )?commercial",
    re.IGNORECASE,
)
_DUAL = re.compile(r"\b(?:dual|double|multi|tri|triple)[- ]?licen[sc]ed?\b|\beither\b", re.IGNORECASE)
_SOLD = re.compile(r"\b(?:commercial|enterprise|proprietary|paid)\s+licen[sc]", re.IGNORECASE)
_CC = re.compile(r"\bCC[- ]BY(?:[- ](?:NC|SA|ND)){0,2}(?:[- ]\d\.\d(?:-[A-Z]{2,8})?)?(?![-\w])", re.IGNORECASE)
_BULLET = re.compile(r"^[-*+•]\s+(.{1,100})$")
_LISTED = re.compile(r"\s*[-*+•]\s")
_MAX_BULLETS = 4
_MAX_BARE = 80


@dataclass(slots=True)
class ReadmeOpinions:
    """`package` names the package's license, `restricts` what the README takes away from it, `parts` other terms.

    `hints` are licenses that settle vague words elsewhere. `dual` says that a choice is offered, `sold` are the
    licenses beside which one for money is offered.
    """

    package: list[Opinion] = field(default_factory=list)
    restricts: list[Opinion] = field(default_factory=list)
    parts: list[Opinion] = field(default_factory=list)
    hints: tuple[str, ...] = ()
    dual: bool = False
    sold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    line: int
    under: str
    """The heading that it stands under, empty for none."""


def readme_opinions(package: Package, table: LicenseTable) -> ReadmeOpinions:
    """Read the description of a package."""
    result = ReadmeOpinions()
    description = package.fields.description
    if description is None:
        return result
    for paragraph in _paragraphs(description.text):
        _read(result, package, paragraph, (description.line or 1) - 1, table)
    return result


def _read(
    result: ReadmeOpinions, package: Package, paragraph: _Paragraph, lines_before: int, table: LicenseTable
) -> None:
    own = bool(_LICENSE_HEADING.search(paragraph.under))
    bullets: list[Named] = []
    offered = said = False
    for sentence in sentences(paragraph.text):
        line = lines_before + paragraph.line + sentence.lines_before
        evidence = _evidence(package, sentence.text, line)
        bullet = _BULLET.match(sentence.text)
        if bullet and offered and (named := name_at(bullet[1], table)):
            bullets.append(named)
            continue
        if _NEGATED.search(sentence.text):
            continue
        if not _of_parts(result, package, sentence.text, evidence, table):
            before = len(result.package)
            offered = _of_package(result, sentence.text, evidence, table, own=own or said) or offered
            said = len(result.package) > before
    if offered and 2 <= len(bullets) <= _MAX_BULLETS:
        result.dual = True
        result.hints += tuple(named.expression for named in bullets if named.expression)
    if own and len(paragraph.text) <= _MAX_BARE and (named := name_at(paragraph.text.strip(), table)):
        evidence = _evidence(package, paragraph.text, lines_before + paragraph.line)
        _name(result, named, evidence)
    if notice := gnu_notice(paragraph.text):
        result.hints += (notice,)


def _of_parts(result: ReadmeOpinions, package: Package, text: str, evidence: Evidence, table: LicenseTable) -> bool:
    """Read a sentence on weights or data; returns whether it is one that restricts them."""
    subject = _PART.search(text)
    if subject is None:
        return False
    whole = _WHOLE.search(text)
    if whole is not None and whole.start() < subject.start():
        text = text[subject.start() :]
    means = next(_restrictions(text[subject.start() if whole is None else 0 :], table), None)
    if means is None:
        return False
    part = (subject["part"] or subject["first"]).casefold()
    words = one_line(f"{part}: {text}")
    told = Evidence(SOURCE, evidence.location, evidence.digest, words)
    some = _is_of_some(text[: subject.end()] if whole is None else subject[0], package)
    sure = Confidence.LOW if some else Confidence.MEDIUM
    result.parts.append(Opinion(Rank.README, Basis.DECLARED, sure, told, means))
    return True


def _is_of_some(subject: str, package: Package) -> bool:
    """Whether some of many are meant, as one maker's models: nobody knows whether these are used.

    A name that stands at the head of the README is the package's own: then all are meant.
    """
    match = _SOME.search(subject)
    if match is None or match["name"] is None:
        return match is not None
    description = package.fields.description
    lines = [line for line in description.text[:_MAX_ABOVE].splitlines() if line.strip()] if description else []
    return match["name"].casefold() not in " ".join(lines[:_TITLE_LINES]).casefold()


def _of_package(result: ReadmeOpinions, text: str, evidence: Evidence, table: LicenseTable, *, own: bool) -> bool:
    """Read a sentence on the package; returns whether it offers a choice that a list can follow."""
    if _PARTLY.search(text) or not (own or _WHOLE.search(text) or _DUAL.search(text)):
        return False
    about = bool(_WHOLE.search(text))
    named = named_under(text, table)
    dual = any(phrase.means == _CHOICE for phrase in table.phrases_in(text, "readme"))
    if dual and (own or about):
        result.dual = True
        if named is not None and _SOLD.search(text) and _DUAL.search(text):
            result.sold += named.names()
    if named is not None and (own or about):
        _name(result, named, evidence)
    elif about and (means := next(_restrictions(text, table), None)):
        result.restricts.append(Opinion(Rank.README, Basis.DECLARED, Confidence.LOW, evidence, means))
    return bool(_DUAL.search(text)) and "under" in text


def _name(result: ReadmeOpinions, named: Named, evidence: Evidence) -> None:
    if named.expression is not None:
        result.hints += (named.expression,)
        result.package.append(Opinion(Rank.README, Basis.DECLARED, Confidence.LOW, evidence, named.expression))


def _restrictions(text: str, table: LicenseTable) -> Iterator[str]:
    """What a sentence takes away from its subject: the names of licenses that do, then what phrases mean."""
    for match in _CC.finditer(text):
        meaning = table.spelling(match[0])
        if meaning and meaning.expression and "-NC" in meaning.expression:
            yield meaning.expression
    for phrase in table.phrases_in(text, "readme"):
        if phrase.means not in (_CHOICE, _FOR_SALE):
            yield phrase.means


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    """The paragraphs that may speak of licenses, outside of code, each with its line and heading."""
    done = 0
    for at in _telling_places(text):
        if at < done:
            continue
        start, end = _around(text, at)
        title, body = _titled(text[start:end])
        if title and not body.strip():
            start, end = end, _listed_end(text, _block_end(text, end + len(text[end:]) - len(text[end:].lstrip())))
            body = text[start:end]
        done = end
        if text.count("```", 0, at) % 2 or not body.strip() or _NO_PROSE.match(body.lstrip("\n")):
            continue
        before = text[:end].rindex(body)
        yield _Paragraph(body, text.count("\n", 0, before) + 1, title or _heading_before(text, start))


def _telling_places(text: str) -> list[int]:
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters have longer small forms; places have to be those of the text
        lowered = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    places: list[int] = []
    for word in _TELLING:
        at = lowered.find(word)
        while at >= 0 and len(places) < _MAX_PLACES:
            places.append(at)
            at = lowered.find(word, at + len(word))
    return sorted(places)


def _around(text: str, at: int) -> tuple[int, int]:
    """The block between blank lines around a place; a list belongs to the line with a colon before it."""
    start = text.rfind("\n\n", 0, at)
    start = 0 if start < 0 else start + 2
    return start, _listed_end(text, _block_end(text, at))


def _block_end(text: str, at: int) -> int:
    end = text.find("\n\n", at)
    return len(text) if end < 0 else end


def _listed_end(text: str, end: int) -> int:
    rest = text[end : end + 10]
    return _block_end(text, end + 2) if text[:end].endswith(":") and _LISTED.match(rest) else end


def _heading_before(text: str, start: int) -> str:
    """The last heading above a paragraph, looked for a little way up."""
    above = text[max(0, start - _MAX_ABOVE) : start]
    titles = [(match[2] or match[3] or "").strip() for match in _HEADING.finditer(above)]
    return titles[-1] if titles else ""


def _titled(block: str) -> tuple[str, str]:
    """A heading at the start of a block, and the rest of the block."""
    match = _HEADING.match(block.lstrip("\n"))
    if match is None:
        return "", block
    lead = len(block) - len(block.lstrip("\n"))
    return (match[2] or match[3] or "").strip(), block[lead + match.end() :]


def _evidence(package: Package, text: str, line: int) -> Evidence:
    return Evidence(SOURCE, package.at(line), f"sha256:{package.digest}", one_line(text))
