"""From opinions to a finding: the first rung that decides, every claim kept, every disagreement shown.

Order: License-Expression, License, unambiguous classifiers, text of the governing license file, ambiguous words that
another source settles, prose. A conclusion is never more permissive in confidence than what disagrees with it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from licscan.catalog.licenses import LicenseTable
from licscan.catalog.terms_algebra import terms_of_all
from licscan.expressions.algebra import ExpressionError, all_of, any_of, parse, render
from licscan.model.finding import LicenseFinding
from licscan.model.license import Confidence, Terms
from licscan.scanners.dependencies.metadata.license_files import TextOpinions, text_opinions
from licscan.scanners.dependencies.metadata.opinion import (
    Opinion,
    Package,
    Rank,
    agree,
    family,
    is_closed_family,
    stricter,
)
from licscan.scanners.dependencies.metadata.statements import (
    classifier_opinions,
    expression_opinion,
    field_opinion,
    leaves_version_open,
    long_field_opinion,
)
from licscan.scanners.dependencies.metadata.text import TextReader

_ORDER = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)
_MAX_LISTED = 6
NOTHING_STATED = "states no license"


def decides(package: Package) -> bool:
    """Whether the metadata carries a valid License-Expression (PEP 639), so that no license file has to be fetched.

    The older fields do not suffice: packages whose License says Apache-2.0 ship files that restrict their use.
    """
    stated = expression_opinion(package)
    return stated is not None and stated.expression is not None


def conclude(subject: str, package: Package, table: LicenseTable, reader: TextReader) -> LicenseFinding:
    """The finding on one package."""
    stated = [opinion for opinion in (expression_opinion(package), field_opinion(package, table)) if opinion]
    classifiers = classifier_opinions(package, table)
    decided = any(opinion.expression for opinion in (*stated, *classifiers))
    texts = text_opinions(package, table, reader, decided=decided)
    dual = texts.dual or _field_says_choice(package, table)
    declared = _declared([*stated, *_refined(package, stated, classifiers)], classifiers, texts, dual=dual)
    reached = declared or texts.governing or next(iter(texts.prose), None)
    others = [*stated, *classifiers, *([texts.governing] if texts.governing else []), *texts.prose]
    if texts.mention is not None and reached is not None and reached.rank is Rank.AMBIGUOUS:
        others.append(texts.mention)
    finding = LicenseFinding(
        subject=subject,
        declared=_stated_expression(stated, declared),
        concluded=reached.expression if reached else None,
        confidence=Confidence.LOW,
        claims=tuple(opinion.claim() for opinion in others),
        bundled=tuple(opinion.claim() for opinion in texts.bundled),
    )
    if reached is None:
        return _without_conclusion(finding, others, table, long_field_opinion(package))
    return _weighed(finding, reached, others, texts, table)


def _declared(
    stated: Sequence[Opinion], classifiers: Sequence[Opinion], texts: TextOpinions, *, dual: bool
) -> Opinion | None:
    """What the author stated, ambiguous words settled by the other sources."""
    best = min((opinion for opinion in stated if opinion.expression), key=lambda opinion: opinion.rank, default=None)
    if best is not None:
        return best
    joined = _joined(classifiers, texts.hints, dual=dual)
    if joined is not None and joined.rank is Rank.CLASSIFIER:
        return joined
    if texts.governing is not None and texts.governing.confidence is not Confidence.LOW and not dual:
        return None
    open_field = [opinion for opinion in stated if opinion.candidates]
    return joined or _joined(open_field, texts.hints, dual=dual)


def _refined(package: Package, stated: Sequence[Opinion], classifiers: Sequence[Opinion]) -> list[Opinion]:
    """A License field that names a GNU version and not whether later ones count, completed by the classifier."""
    field = next((opinion for opinion in stated if opinion.rank is Rank.FIELD and opinion.expression), None)
    if field is None or not leaves_version_open(package):
        return []
    same = {
        opinion.expression
        for opinion in classifiers
        if opinion.expression and family(opinion.expression) == family(field.expression or "")
    }
    if len(same) != 1:
        return []
    # A refinement stands before the field itself: it says the same and more.
    return [replace(field, rank=Rank.EXPRESSION, expression=same.pop(), confidence=Confidence.MEDIUM)]


def _joined(opinions: Sequence[Opinion], hints: tuple[str, ...], *, dual: bool) -> Opinion | None:
    """One opinion of several labels: each settled to one license, joined by OR where there is a choice, else by AND."""
    groups = _groups(opinion for opinion in opinions if opinion.expression or opinion.candidates)
    names_of = [opinion.expression or settled(opinion.candidates, hints) for opinion in groups]
    names = tuple(dict.fromkeys(name for name in names_of if name))
    if not groups or len(names) < len({opinion.expression or opinion.candidates for opinion in groups}):
        return None
    open_words = any(opinion.expression is None for opinion in groups)
    try:
        operands = [parse(name) for name in names]
    except ExpressionError:
        return None
    join = any_of if dual else all_of
    return replace(
        groups[0],
        rank=Rank.AMBIGUOUS if open_words else Rank.CLASSIFIER,
        expression=render(join(operands)),
        candidates=(),
        confidence=Confidence.MEDIUM if len(names) == 1 or dual else Confidence.LOW,
    )


def _groups(opinions: Iterable[Opinion]) -> list[Opinion]:
    """The opinions without those that another makes precise (`GPL` beside `GPL-2.0-or-later`)."""
    listed = list(opinions)
    return [
        opinion
        for number, opinion in enumerate(listed)
        if not any(
            other is not opinion and _settles(other, opinion) and not (_settles(opinion, other) and number < place)
            for place, other in enumerate(listed)
        )
    ]


def _settles(precise: Opinion, vague: Opinion) -> bool:
    mine, theirs = (set(opinion.candidates) or {opinion.expression or ""} for opinion in (precise, vague))
    return mine <= theirs


def settled(candidates: tuple[str, ...], hints: tuple[str, ...]) -> str | None:
    """The candidate that the license texts speak of, if it is one alone; of `or later` forms the earliest holds all."""
    kin = len({name.partition("-")[0] for name in candidates}) == 1
    if kin and all(name.endswith("-or-later") for name in candidates):
        return min(candidates)
    meant = [name for name in candidates if name in hints]
    if len(meant) > 1 and len({family(name) for name in meant}) == 1:
        meant = meant[:1]
    return meant[0] if len(meant) == 1 else None


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
    named = _groups(opinion for opinion in others if opinion.expression or opinion.candidates)
    vague = [opinion for opinion in named if opinion.candidates]
    if not vague:
        return replace(finding, note="states its license in words that name no known license")
    notes = [f"{opinion.unrecognized} can mean {_listed(opinion.candidates)}" for opinion in vague]
    terms = [opinion.terms or table.terms_of(opinion.expression) for opinion in named]
    return replace(finding, terms=terms_of_all(terms), note="ambiguous: " + "; ".join(notes))


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:_MAX_LISTED]) + (" and more" if len(names) > _MAX_LISTED else "")


def _weighed(
    finding: LicenseFinding, reached: Opinion, others: Sequence[Opinion], texts: TextOpinions, table: LicenseTable
) -> LicenseFinding:
    """The finding with terms, and with its confidence after everything that agrees and disagrees was heard."""
    against = [
        opinion for opinion in others if not agree(reached, opinion) and not is_closed_family(opinion, reached, table)
    ]
    strict = next((opinion for opinion in against if stricter(opinion.expression, reached.expression, table)), None)
    unsaid = _later_unsaid(reached, others, texts)
    unknown = [opinion for opinion in others if opinion.unknown_words]
    # Words that nobody knows may name another license, unless the license text bears the conclusion out.
    doubted = bool(unknown) and (texts.governing is None or not agree(reached, texts.governing))
    confidence = reached.confidence
    if strict is not None or unsaid or doubted:
        confidence = Confidence.LOW
    elif against or unknown:
        confidence = min(confidence, Confidence.MEDIUM, key=_ORDER.index)
    elif confidence is not Confidence.LOW and any(opinion.basis != reached.basis for opinion in others):
        confidence = Confidence.HIGH
    governs = reached.names()
    return replace(
        finding,
        confidence=confidence,
        conflict=bool(against) or doubted,
        terms=_terms(reached, strict, table),
        bundled=tuple(opinion.claim() for opinion in texts.bundled if not opinion.names() <= governs),
        note="; ".join(
            _notes(reached, strict or next(iter([*against, *unknown]), None), strict=strict is not None, unsaid=unsaid)
        )
        or None,
    )


def _terms(reached: Opinion, strict: Opinion | None, table: LicenseTable) -> Terms:
    """The terms of the conclusion; where another source is stricter, of both together, until somebody decides."""
    if strict is None or strict.expression is None or reached.expression is None:
        return table.terms_of(reached.expression)
    return table.terms_of(f"({reached.expression}) AND ({strict.expression})")


def _later_unsaid(reached: Opinion, others: Sequence[Opinion], texts: TextOpinions) -> bool:
    """Whether `only` rests on nothing but the text of a GNU license, which cannot say it."""
    declared = {opinion.expression for opinion in others if opinion.rank < Rank.TEXT}
    return reached.expression in texts.version_unsaid and reached.expression not in declared


def _notes(reached: Opinion, against: Opinion | None, *, strict: bool, unsaid: bool) -> Iterator[str]:
    if against is not None:
        words = against.expression or against.unrecognized
        yield f"{against.evidence.source} says {words}" + (", which is more restrictive" if strict else "")
    if unsaid:
        yield "the license text does not say whether later versions are allowed"
    if reached.rank is Rank.EXPRESSION and reached.evidence.source == "License":
        yield "the License field leaves later versions open, and the classifier says which"
    if reached.rank is Rank.PROSE:
        yield "concluded from the prose of the license file"
    if " AND " in (reached.expression or "") and reached.rank in (Rank.CLASSIFIER, Rank.AMBIGUOUS):
        yield "several licenses are stated, and not whether one may be chosen"
