"""From opinions to a finding: the first rung that decides, every claim kept, every disagreement shown.

Order: License-Expression, License, unambiguous classifiers, text of the governing license file, ambiguous words that
another source settles, prose of the license file, what others state (SBOM, conda), README. A conclusion is never more
permissive in confidence than what disagrees with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from licscan.catalog.licenses import LicenseTable
from licscan.catalog.terms_algebra import terms_of_all
from licscan.expressions.algebra import normalize
from licscan.license_text.reading import TextReader
from licscan.model.finding import LicenseFinding
from licscan.model.license import Basis, Confidence
from licscan.model.license_file import is_license_name
from licscan.scanners.dependencies.metadata.joining import joined, said_as_list, without_vaguer
from licscan.scanners.dependencies.metadata.license_files import TextOpinions, text_opinions
from licscan.scanners.dependencies.metadata.opinion import (
    Opinion,
    Package,
    Rank,
    agree,
    family,
    is_stricter,
    leaf_names,
    stricter,
)
from licscan.scanners.dependencies.metadata.readme import ReadmeOpinions, readme_opinions
from licscan.scanners.dependencies.metadata.statements import (
    classifier_opinions,
    expression_opinion,
    field_opinion,
    leaves_version_open,
    long_field_opinion,
    speaks_of_exception,
    stated_opinions,
)
from licscan.scanners.dependencies.metadata.weighing import is_explained, weighed

_MAX_LISTED = 6
_PUBLIC_DOMAIN = "LicenseRef-Public-Domain"
_DEDICATIONS = ("CC0-1.0", "Unlicense")
_FOR_SALE = "LicenseRef-Commercial"
NOTHING_STATED = "states no license"


@dataclass(frozen=True, slots=True)
class _Heard:
    """All opinions on one package, by their kind."""

    stated: tuple[Opinion, ...]
    classifiers: tuple[Opinion, ...]
    texts: TextOpinions
    readme: ReadmeOpinions
    others: tuple[Opinion, ...]
    dual: bool

    @property
    def hints(self) -> tuple[str, ...]:
        """What texts and prose speak of, to settle vague words by."""
        return (*self.readme.hints, *self.texts.hints)


def decides(package: Package) -> bool:
    """Whether the metadata alone says what the package is under; its license files then only tell of parts.

    That is a valid License-Expression where License-File names one license at most (PEP 639). The older fields do not
    suffice: packages whose License says Apache-2.0 ship files that restrict their use.
    """
    stated = expression_opinion(package)
    files = [name for name in package.fields.license_files if is_license_name(name.rpartition("/")[2])]
    return stated is not None and stated.expression is not None and len(files) <= 1


def conclude(subject: str, package: Package, table: LicenseTable, reader: TextReader) -> LicenseFinding:
    """The finding on one package."""
    heard = _hear(package, table, reader)
    declared = _declared(package, heard)
    reached = declared or _observed(heard, table)
    claims, parts = _claims(heard, reached), (*heard.texts.bundled, *heard.readme.parts)
    finding = LicenseFinding(
        subject=subject,
        declared=_stated_expression(heard.stated, declared),
        concluded=reached.expression if reached else None,
        confidence=Confidence.LOW,
        claims=tuple(opinion.claim() for opinion in claims),
        bundled=tuple(opinion.claim() for opinion in parts),
        license_files=heard.texts.files,
        change_date=heard.texts.change.day if heard.texts.change else None,
        change_license=heard.texts.change.license if heard.texts.change else None,
    )
    if reached is None:
        return _without_conclusion(finding, claims, table, long_field_opinion(package))
    return _restricted(weighed(finding, reached, claims, parts, heard.texts, table), reached, heard.texts, table)


def _observed(heard: _Heard, table: LicenseTable) -> Opinion | None:
    """What texts and prose say where the author's statement names no license.

    A text does not stand against a vague statement that is stricter whatever it means (GPL beside the text of MIT).
    """
    governing = (heard.texts.governing,) if heard.texts.governing else ()
    found = next(iter((*governing, *heard.texts.prose, *heard.others, *_of_readme(heard))), None)
    if found is None or " OR " in (found.expression or ""):
        return found
    stated = (*heard.stated, *heard.classifiers)
    vague = [
        opinion
        for opinion in stated
        if not agree(found, opinion) and not is_explained(opinion, found, stated, heard.texts)
    ]
    return None if any(is_stricter(opinion, found, table) for opinion in vague) else found


def _hear(package: Package, table: LicenseTable, reader: TextReader) -> _Heard:
    stated = tuple(opinion for opinion in (expression_opinion(package), field_opinion(package, table)) if opinion)
    classifiers = tuple(classifier_opinions(package, table))
    decided = any(opinion.expression for opinion in (*stated, *classifiers))
    texts = text_opinions(package, table, reader, decided=decided)
    stated, classifiers = _dedicated(stated, texts.hints), _dedicated(classifiers, texts.hints)
    readme = readme_opinions(package, table)
    dual = texts.dual or readme.dual or _field_says_choice(package, table)
    return _Heard(stated, classifiers, texts, readme, tuple(stated_opinions(package, table)), dual)


def _dedicated(opinions: tuple[Opinion, ...], hints: tuple[str, ...]) -> tuple[Opinion, ...]:
    """`Public Domain` made precise by the text of the dedication, where the license file has exactly one."""
    named = [name for name in _DEDICATIONS if name in hints]
    if len(named) != 1:
        return opinions
    return tuple(
        replace(opinion, expression=named[0], confidence=Confidence.MEDIUM)
        if opinion.expression == _PUBLIC_DOMAIN
        else opinion
        for opinion in opinions
    )


def _of_readme(heard: _Heard) -> Iterator[Opinion]:
    """What the README says of the package itself: that it restricts stands before the name of a license."""
    yield from heard.readme.restricts
    names = tuple(dict.fromkeys(opinion.expression for opinion in heard.readme.package if opinion.expression))
    if len(names) == 1:
        yield heard.readme.package[0]
    elif names and (all_of := joined(heard.readme.package, (), dual=heard.dual)):
        yield replace(all_of, rank=Rank.README, confidence=Confidence.LOW)


def _claims(heard: _Heard, reached: Opinion | None) -> tuple[Opinion, ...]:
    """What is shown as said of the package; names in a README only where nothing else says more."""
    texts = heard.texts
    found = [*heard.stated, *heard.classifiers]
    found += [opinion for opinion in (texts.governing, texts.unread) if opinion]
    found += [*texts.prose, *heard.others, *heard.readme.restricts]
    if texts.mention is not None and reached is not None and reached.rank is Rank.AMBIGUOUS:
        found.append(texts.mention)
    if not any(opinion.expression for opinion in found) or heard.dual:
        found += heard.readme.package
    return tuple(found)


def _declared(package: Package, heard: _Heard) -> Opinion | None:
    """What the author stated, ambiguous words settled by the other sources."""
    stated = [*heard.stated, *_refined(package, heard)]
    best = min((opinion for opinion in stated if opinion.expression), key=lambda opinion: opinion.rank, default=None)
    several = joined(heard.classifiers, heard.hints, dual=heard.dual)
    if best is not None:
        return _excepted(_noticed(_widened(best, several, heard), package, heard), package, heard)
    if several is not None and several.rank is Rank.CLASSIFIER:
        return _excepted(_noticed(_widened(several, None, heard), package, heard), package, heard)
    governing = heard.texts.governing
    if governing is not None and governing.confidence is not Confidence.LOW and not heard.dual:
        return None
    open_field = [opinion for opinion in heard.stated if opinion.candidates]
    found = several or joined(open_field, heard.hints, dual=heard.dual)
    return _excepted(found, package, heard) if found else None


def _widened(best: Opinion, several: Opinion | None, heard: _Heard) -> Opinion:
    """A field that names one license where the author offers a choice: all that the classifiers, or the sale, add."""
    if not heard.dual or best.rank is Rank.EXPRESSION:
        return best
    if len(best.names()) != 1:
        return said_as_list(best) if heard.readme.dual else best
    if several is not None and " OR " in (several.expression or "") and best.names() < several.names():
        return several
    if best.expression in {*heard.readme.sold, *_later(heard.readme.sold)}:
        return replace(best, expression=normalize(f"{best.expression} OR {_FOR_SALE}"), confidence=Confidence.MEDIUM)
    return best


def _noticed(opinion: Opinion, package: Package, heard: _Heard) -> Opinion:
    """A GNU license declared without `only`, with `or later` where the notice in the license file says it."""
    governs, same = heard.texts.governing, family(opinion.expression or "")
    open_words = (
        leaves_version_open(package) if opinion.evidence.source == "License" else opinion.rank is Rank.CLASSIFIER
    )
    if (
        not open_words
        or governs is None
        or governs.expression != f"{same}-or-later"
        or opinion.expression != f"{same}-only"
    ):
        return opinion
    return replace(opinion, expression=governs.expression)


def _later(names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        yield from (f"{family(name)}-only", f"{family(name)}-or-later")


def _excepted(opinion: Opinion, package: Package, heard: _Heard) -> Opinion:
    """A GNU license WITH the exception that the license file grants, unless the author names a license without it."""
    exception = heard.texts.exception
    if exception is None or " " in (opinion.expression or " "):
        return opinion
    governs = heard.texts.governing
    spoken_of = speaks_of_exception(package)
    same = governs is not None and family(governs.expression or "") == family(opinion.expression or "")
    fits = same or (governs is None and spoken_of and "GPL" in (opinion.expression or ""))
    said_plainly = opinion.rank is Rank.EXPRESSION or (opinion.rank is Rank.FIELD and not spoken_of)
    if said_plainly or not fits:
        return opinion
    return replace(opinion, expression=normalize(f"{opinion.expression} WITH {exception}") or opinion.expression)


def _restricted(finding: LicenseFinding, reached: Opinion, texts: TextOpinions, table: LicenseTable) -> LicenseFinding:
    """A conclusion together with what the governing license file takes away from it in prose."""
    if reached.evidence.source == "License-Expression" or " OR " in (reached.expression or ""):
        return finding
    names = leaf_names(reached.expression)
    if any(name.startswith("LicenseRef-") for name in names):
        return finding
    for opinion in texts.prose:
        offer = " OR " in (opinion.expression or "") or opinion.expression == _FOR_SALE
        if not offer and stricter(opinion.expression, reached.expression, table):
            both = normalize(f"({reached.expression}) AND ({opinion.expression})")
            return replace(finding, concluded=both, confidence=Confidence.LOW, terms=table.terms_of(both))
    return finding


def _refined(package: Package, heard: _Heard) -> list[Opinion]:
    """A License field that names a GNU version and not whether later ones count, completed by classifier or README."""
    field = next((opinion for opinion in heard.stated if opinion.rank is Rank.FIELD and opinion.expression), None)
    if field is None or not leaves_version_open(package):
        return []
    same = {
        opinion.expression
        for opinion in heard.classifiers
        if opinion.expression and family(opinion.expression) == family(field.expression or "")
    }
    if not same:
        same = {name for name in heard.readme.hints if name == f"{family(field.expression or '')}-or-later"}
    if len(same) != 1:
        return []
    # A refinement stands before the field itself: it says the same and more.
    return [replace(field, rank=Rank.EXPRESSION, expression=same.pop(), confidence=Confidence.MEDIUM)]


def _field_says_choice(package: Package, table: LicenseTable) -> bool:
    stated = package.fields.license
    return stated is not None and any(phrase.means == "OR" for phrase in table.phrases_in(stated.text[:2000], "field"))


def _stated_expression(stated: Sequence[Opinion], declared: Opinion | None) -> str | None:
    """What the metadata states: the conclusion from it, unless only a license text made it possible."""
    best = min((opinion for opinion in stated if opinion.expression), key=lambda opinion: opinion.rank, default=None)
    if best is not None:
        return best.expression
    return declared.expression if declared and declared.rank is not Rank.AMBIGUOUS else None


def _without_conclusion(
    finding: LicenseFinding, others: Sequence[Opinion], table: LicenseTable, unread: Opinion | None
) -> LicenseFinding:
    """A finding that ends open: the terms are those that hold whatever is meant."""
    if not others and unread is not None:
        others, finding = [unread], replace(finding, claims=(unread.claim(),))
    if not others:
        return replace(finding, note=NOTHING_STATED)
    named = without_vaguer(opinion for opinion in others if opinion.expression or opinion.candidates)
    vague = [opinion for opinion in named if opinion.candidates]
    if not vague:
        return replace(finding, note="states its license in words that name no known license")
    notes = [f"{opinion.unrecognized} can mean {_listed(opinion.candidates)}" for opinion in vague]
    observed = [opinion for opinion in named if opinion.basis is Basis.OBSERVED]
    against = [opinion for opinion in observed if not all(agree(opinion, other) for other in vague)]
    notes += [f"{opinion.evidence.source} says {opinion.expression}" for opinion in against]
    terms = [opinion.terms or table.terms_of(opinion.expression) for opinion in named]
    return replace(finding, terms=terms_of_all(terms), conflict=bool(against), note="ambiguous: " + "; ".join(notes))


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:_MAX_LISTED]) + (" and more" if len(names) > _MAX_LISTED else "")
