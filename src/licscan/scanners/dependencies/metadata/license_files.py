"""Opinions of license texts: which file governs the package, and which are of parts that it bundles."""

from licscan.catalog.licenses import LicenseTable
from licscan.expressions.algebra import normalize
from licscan.model.evidence import Evidence
from licscan.model.license import Basis, Confidence
from licscan.scanners.dependencies.metadata.opinion import LicenseText, Opinion, Package, Rank, family
from licscan.scanners.dependencies.metadata.text import Reading, TextReader

_PRIMARY = ("LICENSE", "LICENCE", "COPYING", "UNLICENSE", "EULA")
_ENDINGS = ("", ".TXT", ".MD", ".RST")
_DUAL = "OR"
_FIELD = "License "
# Compiled code holds parts of the GCC runtime; this exception to the GPL is a text of its own that no matcher knows.
_GCC_RUNTIME = "gcc runtime library exception"
DECIDED_CHARACTERS = 40_960
"""How much of a text is matched where the author already stated a license: its head, where disagreement stands.

The longest single license text has 35,000 characters; a shorter cut would make it unrecognizable.
"""


class TextOpinions:
    """What the license files say: `governing` about the package, `bundled` about parts of it.

    `mention` is the first license that the governing file speaks of where it is not license text enough to govern.
    `hints` are all licenses that the governing file speaks of, `version_unsaid` those of them that are the text of a
    GNU license alone, `dual` says that its prose offers a choice, `prose` what its prose restricts.
    """

    __slots__ = ("bundled", "dual", "governing", "hints", "mention", "prose", "version_unsaid")

    def __init__(self) -> None:
        self.governing: Opinion | None = None
        self.mention: Opinion | None = None
        self.prose: list[Opinion] = []
        self.bundled: list[Opinion] = []
        self.hints: tuple[str, ...] = ()
        self.dual = False
        self.version_unsaid: frozenset[str] = frozenset()


def primary_of(texts: tuple[LicenseText, ...]) -> LicenseText | None:
    """The file that governs the package: the least nested with the plainest name; None where names do not tell."""
    named = [text for text in texts if _plainness(text.name) is not None]
    if named:
        return min(named, key=_rank)
    return texts[0] if len(texts) == 1 else None


def _rank(text: LicenseText) -> tuple[int, int, str]:
    """The folder `licenses/` of the metadata is the top itself (PEP 639)."""
    short = text.name.removeprefix("licenses/")
    return short.count("/"), _plainness(short) or 0, short


def text_opinions(package: Package, table: LicenseTable, reader: TextReader, *, decided: bool) -> TextOpinions:
    """Read all license files of a package, or the License field where it holds the text and there is no file."""
    result = TextOpinions()
    texts = package.texts or ()
    primary = primary_of(texts)
    if primary is None and package.fields.license is not None and len(package.fields.license.text) > 200:
        primary = LicenseText(_FIELD, package.fields.license.text, package.digest)
    if primary is not None:
        _read_primary(result, package, primary, table, reader, decided=decided)
    for text in texts:
        if text is not primary:
            result.bundled.extend(_bundled(package, text, table, reader))
    return result


def _read_primary(
    result: TextOpinions,
    package: Package,
    text: LicenseText,
    table: LicenseTable,
    reader: TextReader,
    *,
    decided: bool,
) -> None:
    reading = _head(text, table, reader) if decided else reader.identify(text.text)
    phrases = table.phrases_in(reading.rest, "text")
    result.dual = any(phrase.means == _DUAL for phrase in phrases)
    result.hints = tuple(hint for name in reading.ids if (hint := normalize(name)))
    evidence = _evidence(package, text, reading)
    result.governing = _governing(reading, evidence, dual=result.dual)
    if result.governing is None and result.hints:
        result.mention = Opinion(Rank.TEXT, Basis.OBSERVED, Confidence.LOW, evidence, result.hints[0])
    result.version_unsaid = frozenset(name for name in map(normalize, filter(is_gnu_text, reading.ids)) if name)
    for means in dict.fromkeys(phrase.means for phrase in phrases if phrase.means != _DUAL):
        result.prose.append(Opinion(Rank.PROSE, Basis.OBSERVED, Confidence.LOW, evidence, means))
    governs = result.governing.names() if result.governing else frozenset[str]()
    for name in _families(reading):
        if family(name) not in governs and (expression := _inside(name, text)):
            result.bundled.append(Opinion(Rank.TEXT, Basis.OBSERVED, Confidence.LOW, evidence, expression))


def _head(text: LicenseText, table: LicenseTable, reader: TextReader) -> Reading:
    """The head of a long text, unless what follows holds prose that restricts."""
    if table.phrases_in(text.text[DECIDED_CHARACTERS:], "text"):
        return reader.identify(text.text)
    return reader.identify(text.text[:DECIDED_CHARACTERS])


def _governing(reading: Reading, evidence: Evidence, *, dual: bool) -> Opinion | None:
    """The license at the head of the governing file; a choice of licenses where the prose offers one."""
    if reading.leading is None or not reading.likely:
        return None
    families = _families(reading)
    sure = reading.sure and len(families) == 1 and not is_gnu_text(reading.leading)
    confidence = Confidence.MEDIUM if sure else Confidence.LOW
    names = families if dual else (reading.leading,)
    forms = [form for name in names if (form := normalize(name))]
    expression = normalize(" OR ".join(forms)) if forms else None
    if expression is None:
        return None
    return Opinion(Rank.TEXT, Basis.OBSERVED, confidence, evidence, expression)


def _bundled(package: Package, text: LicenseText, table: LicenseTable, reader: TextReader) -> list[Opinion]:
    reading = reader.identify(text.text[:DECIDED_CHARACTERS])
    evidence = _evidence(package, text, reading)
    names = [form for name in _families(reading) if (form := _inside(name, text))]
    if not names:
        names = [phrase.means for phrase in table.phrases_in(text.text, "text") if phrase.means != _DUAL]
    return [Opinion(Rank.TEXT, Basis.OBSERVED, Confidence.LOW, evidence, name) for name in dict.fromkeys(names)]


def _inside(name: str, text: LicenseText) -> str | None:
    """The license of a bundled part, with the exception for the GCC runtime where the file holds that."""
    known = normalize(name)
    if known and family(known) == "GPL-3.0" and _GCC_RUNTIME in " ".join(text.text.casefold().split()):
        return normalize(f"{known} WITH GCC-exception-3.1")
    return known


def _families(reading: Reading) -> tuple[str, ...]:
    """The ids of a reading, one a family: the GPL's own appendix says `or later` of a program, not of this one."""
    first: dict[str, str] = {}
    for name in reading.ids:
        first.setdefault(family(name), name)
    return tuple(first.values())


def is_gnu_text(name: str) -> bool:
    """Whether the matcher saw the text of a GNU license itself, which says nothing of later versions."""
    return "GPL" in name and family(name) == name


def _evidence(package: Package, text: LicenseText, reading: Reading) -> Evidence:
    if text.name == _FIELD:
        place, shown = package.at(package.fields.license.line if package.fields.license else None), "License field"
    else:
        place, shown = package.beside(text.name), text.name.rpartition("/")[2]
    return Evidence("license file", place, f"sha256:{text.digest}", f"{shown}: {reading.leading or 'not recognized'}")


def _plainness(name: str) -> int | None:
    """How plain a license file's name is: 0 for LICENSE, None for names that speak of something special."""
    upper = name.rpartition("/")[2].upper()
    for number, stem in enumerate(_PRIMARY):
        if any(upper == stem + ending for ending in _ENDINGS):
            return number
    return None
