"""Opinions of license texts: which file governs the package, and which are of parts that it bundles."""

from dataclasses import dataclass, field

from licscan.catalog.licenses import LicenseTable
from licscan.expressions.algebra import normalize
from licscan.license_text.reading import Reading, TextReader
from licscan.model.evidence import Evidence
from licscan.model.finding import LicenseFile
from licscan.model.license import Basis, Confidence
from licscan.model.license_file import LICENSE_STEMS, is_list_of_people, is_notice
from licscan.scanners.dependencies.excerpt import one_line
from licscan.scanners.dependencies.metadata.change_date import CHANGING, Change, change_of
from licscan.scanners.dependencies.metadata.governing import (
    CHOICE,
    Head,
    families_of,
    governing_expression,
    is_gnu_text,
    known,
    parts_in_notice,
    read_head,
)
from licscan.scanners.dependencies.metadata.opinion import LicenseText, Opinion, Package, Rank, family
from licscan.scanners.dependencies.metadata.variants import (
    Variant,
    is_completed_by_lesser,
    is_of_others,
    joined,
    variant_of,
)

_ENDINGS = ("", ".TXT", ".MD", ".RST")
_FIELD = "License "
# Compiled code holds parts of the GCC runtime; this exception to the GPL is a text of its own that no matcher knows.
_PYTHON = "Python-2.0.1"
_PYTHON_STACK = "beopen.com license agreement"
_OF_PYTHON = frozenset(("PSF-2.0", "Python-2.0", "Python-2.0.1", "CNRI-Python", "HPND"))
_MAX_STACK = 20_000
_GCC_RUNTIME = "gcc runtime library exception"
DECIDED_CHARACTERS = 40_960
"""How much of a text is matched where the author already stated a license: its head, where disagreement stands.

The longest single license text has 35,000 characters; a shorter cut would make it unrecognizable.
"""


@dataclass(slots=True)
class TextOpinions:
    """What the license files say: `governing` about the package, `bundled` about parts of it.

    `mention` is the first license that the governing file speaks of where it is not license text enough to govern,
    `unread` the governing file where nothing was recognized. `hints` are all licenses that the governing file speaks
    of, `version_unsaid` those of them that are the text of a GNU license alone, `dual` says that prose offers a choice,
    `apart` are licenses that prose puts on tests, tools or documentation alone, `prose` what its prose restricts,
    `exception` is the SPDX id of an exception that it grants. `change` is of a Business Source License. `files` are all
    files that were read.
    """

    governing: Opinion | None = None
    mention: Opinion | None = None
    unread: Opinion | None = None
    prose: list[Opinion] = field(default_factory=list)
    bundled: list[Opinion] = field(default_factory=list)
    hints: tuple[str, ...] = ()
    dual: bool = False
    apart: tuple[str, ...] = ()
    version_unsaid: frozenset[str] = frozenset()
    exception: str | None = None
    change: Change | None = None
    files: tuple[LicenseFile, ...] = ()


def primary_of(texts: tuple[LicenseText, ...]) -> LicenseText | None:
    """The file that governs the package: the least nested with the plainest name; None where names do not tell.

    A file inside the package governs only where the metadata folder has none, and it stands at the top of the one
    folder that the package consists of.
    """
    own = [text for text in texts if not text.in_package]
    if not own and len({text.name.partition("/")[0] for text in texts}) == 1:
        own = [text for text in texts if text.name.count("/") == 1]
    own = [text for text in own if not is_of_others(text.name)]
    named = [text for text in own if _plainness(text.name) is not None]
    if named:
        return min(named, key=_rank)
    licenses = [text for text in own if _short(text.name).upper().startswith(LICENSE_STEMS)]
    return next((listed[0] for listed in (licenses, own) if len(listed) == 1), None)


def _rank(text: LicenseText) -> tuple[int, int, str]:
    """The folder `licenses/` of the metadata is the top itself (PEP 639)."""
    short = text.name.removeprefix("licenses/")
    return short.count("/"), _plainness(short) or 0, short


def text_opinions(package: Package, table: LicenseTable, reader: TextReader, *, decided: bool) -> TextOpinions:
    """Read all license files of a package, or the License field where it holds the text and there is no file."""
    result = TextOpinions()
    # The sources differ in whether they bring lists of people; a notice is heard for what it says of parts alone.
    texts = tuple(text for text in package.texts or () if not is_list_of_people(_short(text.name)))
    notices = [text for text in package.texts or () if is_notice(_short(text.name)) and not text.in_package]
    result.files = tuple(sorted({LicenseFile(text.name, f"sha256:{text.digest}") for text in texts}))
    primary = primary_of(texts)
    stated = package.fields.license
    if primary is None and stated is not None and len(stated.text) > 200:
        primary = LicenseText(_FIELD, stated.text, package.digest)
    rest = [(text, reader.identify(text.text[:DECIDED_CHARACTERS])) for text in texts if text is not primary]
    if primary is not None:
        head = read_head(primary.text, table, _reading(primary, table, reader, decided=decided))
        _read_primary(result, package, primary, head, table)
        _complete(result, head, rest)
    rest = _without_base(result, rest)
    chosen = _variants(result, package, rest, table)
    for text, reading in rest:
        if text.name not in chosen and not _is_apart(text, reading, result):
            result.bundled.extend(_bundled(package, text, reading, table))
    for notice in notices:
        evidence = _evidence(package, notice, Reading(leading="a notice"))
        parts = parts_in_notice(notice.text, table)
        result.bundled.extend(Opinion(Rank.TEXT, Basis.OBSERVED, Confidence.LOW, evidence, name) for name in parts)
    return result


def _is_apart(text: LicenseText, reading: Reading, result: TextOpinions) -> bool:
    """Whether a file is a copy of a license of which the governing file says that nothing installed is under it."""
    names = {family(name) for name in reading.ids}
    return not text.in_package and bool(names) and names <= {family(name) for name in result.apart}


def _reading(text: LicenseText, table: LicenseTable, reader: TextReader, *, decided: bool) -> Reading:
    """The head of a long text where the author stated a license, unless what follows holds prose that restricts."""
    if not decided or table.phrases_in(text.text[DECIDED_CHARACTERS:], "text"):
        return reader.identify(text.text)
    return reader.identify(text.text[:DECIDED_CHARACTERS])


def _read_primary(result: TextOpinions, package: Package, text: LicenseText, head: Head, table: LicenseTable) -> None:
    reading = head.reading
    evidence = _evidence(package, text, reading)
    result.dual, result.hints, result.exception = head.dual, head.hints, head.exception
    result.apart = head.said.apart
    expression, confidence = governing_expression(head, table)
    if head.exception and expression and " " not in expression:
        expression = normalize(f"{expression} WITH {head.exception}") or expression
    if expression is not None:
        result.governing = Opinion(Rank.TEXT, Basis.OBSERVED, confidence, evidence, expression)
    elif head.hints:
        result.mention = Opinion(Rank.TEXT, Basis.OBSERVED, Confidence.LOW, evidence, head.hints[0])
    result.version_unsaid = frozenset(name for name in map(normalize, filter(is_gnu_text, reading.ids)) if name)
    for means in head.restrictions:
        result.prose.append(Opinion(Rank.PROSE, Basis.OBSERVED, Confidence.LOW, evidence, means))
    seen = result.governing or reading.ids or head.restrictions or text.name == _FIELD
    if not seen and (words := _first_words(text.text)):
        result.unread = Opinion(Rank.AMBIGUOUS, Basis.OBSERVED, Confidence.LOW, evidence, unrecognized=words)
    governs = result.governing.names() if result.governing else frozenset[str]()
    inside = [_inside(name, text, table) for name in families_of(reading)]
    for part in dict.fromkeys(name for name in (*inside, *head.said.parts) if name and family(name) not in governs):
        result.bundled.append(Opinion(Rank.TEXT, Basis.OBSERVED, Confidence.LOW, evidence, part))
    if governs & {CHANGING} or CHANGING in head.hints:
        result.change = change_of(text.text, table)


def _complete(result: TextOpinions, head: Head, rest: list[tuple[LicenseText, Reading]]) -> None:
    """The LGPL 3.0 is shipped as two files, and the plainer name is that of the GPL to which it adds."""
    if result.governing is None or not is_completed_by_lesser(head.reading, [reading for _, reading in rest]):
        return
    lesser = normalize("LGPL-3.0-only")
    result.governing = Opinion(Rank.TEXT, Basis.OBSERVED, Confidence.LOW, result.governing.evidence, lesser)
    result.version_unsaid |= {lesser} if lesser else set()
    result.hints += (lesser,) if lesser else ()


def _without_base(result: TextOpinions, rest: list[tuple[LicenseText, Reading]]) -> list[tuple[LicenseText, Reading]]:
    """The files without the GPL 3.0 to which the LGPL 3.0 of the governing file adds: it is no license of a part."""
    governs = result.governing.names() if result.governing else frozenset[str]()
    if governs != {"LGPL-3.0"}:
        return rest
    return [
        (text, reading)
        for text, reading in rest
        if text.in_package or {family(name) for name in reading.ids} != {"GPL-3.0"}
    ]


def _variants(
    result: TextOpinions, package: Package, rest: list[tuple[LicenseText, Reading]], table: LicenseTable
) -> set[str]:
    """Take files that name their licenses as the governing text where none governs; returns their names."""
    found = [variant for text, reading in rest if (variant := variant_of(text, reading, table))]
    result.hints += tuple(variant.expression for variant in found)
    expression = joined(found, table, said=result.dual)
    if result.governing is not None or expression is None:
        return set()
    confidence = Confidence.MEDIUM if " OR " in expression else Confidence.LOW
    result.governing = Opinion(Rank.TEXT, Basis.OBSERVED, confidence, _of_variants(package, found), expression)
    result.unread = result.mention = None
    result.dual = result.dual or " OR " in expression
    return {variant.text.name for variant in found}


def _of_variants(package: Package, found: list[Variant]) -> Evidence:
    first = found[0].text
    shown = ", ".join(_short(variant.text.name) for variant in found)
    return Evidence("license file", package.beside(first), f"sha256:{first.digest}", one_line(shown))


def _bundled(package: Package, text: LicenseText, reading: Reading, table: LicenseTable) -> list[Opinion]:
    evidence = _evidence(package, text, reading)
    names = [form for name in families_of(reading) if (form := _inside(name, text, table))]
    if _PYTHON_STACK in text.text[:_MAX_STACK].casefold() and _OF_PYTHON & set(names):
        # The licenses of Python stand one behind the other; SPDX has one name for all of them together.
        names = [_PYTHON if name in _OF_PYTHON else name for name in names]
    if not names:
        names = [phrase.means for phrase in table.phrases_in(text.text, "text") if phrase.means != CHOICE]
    if not names and (limit := table.limit_in(reading.rest)):
        names = [limit]
    return [Opinion(Rank.TEXT, Basis.OBSERVED, Confidence.LOW, evidence, name) for name in dict.fromkeys(names)]


def _inside(name: str, text: LicenseText, table: LicenseTable) -> str | None:
    """The license of a bundled part, with the exception for the GCC runtime where the file holds that."""
    form = known(name, table)
    if form and family(form) == "GPL-3.0" and _GCC_RUNTIME in " ".join(text.text.casefold().split()):
        return normalize(f"{form} WITH GCC-exception-3.1")
    return form


def _evidence(package: Package, text: LicenseText, reading: Reading) -> Evidence:
    if text.name == _FIELD:
        place, shown = package.at(package.fields.license.line if package.fields.license else None), "License field"
    else:
        place, shown = package.beside(text), text.name if text.in_package else _short(text.name)
    words = one_line(f"{shown}: {reading.leading or 'not recognized'}")
    return Evidence("license file", place, f"sha256:{text.digest}", words)


def _first_words(text: str) -> str:
    """The first line that holds words and is no picture or link."""
    lines = (line for line in text.splitlines() if not line.lstrip(" #").startswith(("![", "<", "[!")))
    return one_line("\n".join(line for line in lines if any(sign.isalpha() for sign in line)))


def _short(name: str) -> str:
    return name.rpartition("/")[2]


def _plainness(name: str) -> int | None:
    """How plain a license file's name is: 0 for LICENSE, None for names that speak of something special."""
    upper = _short(name).upper()
    for number, stem in enumerate(LICENSE_STEMS):
        if any(upper == stem + ending for ending in _ENDINGS):
            return number
    return None
