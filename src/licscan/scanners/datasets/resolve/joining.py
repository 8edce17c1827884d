"""Labels and texts joined: what holds, whether they contradict each other, and how sure that is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from licscan.catalog.licenses import LicenseTable
from licscan.catalog.terms_algebra import restriction, terms_in_common, terms_of_all
from licscan.expressions.algebra import all_of, any_of, parse, render
from licscan.model.license import UNKNOWN_TERMS, Commercial, Confidence, Terms
from licscan.scanners.datasets.prose.interface import Place, ProseStatement
from licscan.scanners.datasets.resolve.labels import ORDER, Labels, Read, least_sure
from licscan.scanners.datasets.resolve.opinions import Opinion, family

# Which variant somebody has decides.
_CONDITIONAL = replace(UNKNOWN_TERMS, commercial=Commercial.CONDITIONAL)
_SECTIONS = frozenset({Place.SECTION, Place.LEAD})
_COMPONENTS = 2
_FROM_VERSION = re.compile(r"-\d.*")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Joined:
    """What holds.

    `contradictions` are the statements of texts that no label agrees with; `variants` those that give variants of the
    work different terms.
    """

    concluded: str | None
    terms: Terms
    confidence: Confidence
    conflict: bool
    contradictions: tuple[ProseStatement, ...] = ()
    variants: tuple[ProseStatement, ...] = ()


def join(labels: Labels, opinion: Opinion, table: LicenseTable) -> Joined:
    """Join labels and texts; of two that contradict each other the more restrictive governs."""
    stated = [read for read in labels.governing if read.names]
    opinion = _without_weak(opinion) if stated or opinion.named else opinion
    if not stated:
        return _by_text(labels, opinion, table)
    other = [one for one in opinion.named if not _fits(one, stated, table)]
    fitting = [one for one in opinion.named if one not in other]
    # Parts of the work with licenses of their own, beside one that is as the label says.
    partly = [one for one in other if one.part is not None and fitting]
    against = [one for one in other if one not in partly and not _public_domain(one)]
    against = [] if _components(against, stated, table) else against
    silent = _partly_silent(labels, stated, fitting, opinion, table)
    if len(stated) > 1 and not other and (either := _choice(fitting)):
        # A list of labels that the text offers as a choice.
        labels = replace(labels, declared=either)
        base = table.terms_of(either)
    else:
        base = _base(labels, fitting, table)
    limits = [one for one in opinion.limits if _takes_away(one, base, table)]
    conflict = labels.conflict or bool(against) or bool(limits) or bool(silent)
    concluded = _concluded(labels, fitting, partly, against, table)
    if limits and not opinion.named and all(not one.part and one.place in _SECTIONS for one in limits):
        concluded = limits[0].expression
    terms = terms_of_all((base, *(_terms(one, table) for one in (*partly, *against))))
    return Joined(
        concluded,
        _limited(terms, opinion.limits, table),
        _confidence(stated, labels, table, doubtful=conflict or concluded is None, several=len(stated) > 1),
        conflict,
        (*against, *limits, *silent),
    )


def _components(against: Sequence[ProseStatement], stated: Sequence[Read], table: LicenseTable) -> bool:
    """Whether a list gives components several licenses of their own, none of which asks for more than the labels do.

    Works that are free can be given on together under stricter terms.
    """
    if not all(one.listed for one in against) or len({one.names for one in against}) < _COMPONENTS:
        return False
    strict = terms_of_all(read.terms for read in stated)
    return all(restriction(terms_of_all((strict, _terms(one, table)))) == restriction(strict) for one in against)


def _partly_silent(
    labels: Labels, stated: Sequence[Read], fitting: Sequence[ProseStatement], opinion: Opinion, table: LicenseTable
) -> Sequence[ProseStatement]:
    """The statements on the whole work in its section on licenses, where they leave out a label of a list.

    A label that is named anywhere, if only for the code or the sources, is not left out, nor one with the same terms.
    """
    whole = all(one.part is None and one.place in _SECTIONS for one in fitting)
    if len({read.expression for read in stated}) < _COMPONENTS or labels.declared is None or not fitting or not whole:
        return ()
    known = (*opinion.named, *opinion.aside)
    uses = {_terms(one, table).commercial for one in fitting}
    left = [read for read in stated if not any(_fits(one, [read], table) for one in known)]
    return fitting if any(read.terms.commercial not in uses for read in left) else ()


def _choice(fitting: Sequence[ProseStatement]) -> str | None:
    either = _all(fitting) if fitting and all(one.choice for one in fitting) else None
    return either if either and " OR " in either else None


def _base(labels: Labels, fitting: Sequence[ProseStatement], table: LicenseTable) -> Terms:
    return terms_of_all(_label_terms(read, fitting, table) for read in labels.governing)


def _without_weak(opinion: Opinion) -> Opinion:
    """A use that is named beside a license shuts no other use out, unless somebody agrees to it before access."""
    return replace(opinion, limits=tuple(one for one in opinion.limits if not one.weak or one.place is Place.GATE))


def _by_text(labels: Labels, opinion: Opinion, table: LicenseTable) -> Joined:
    """No label names a license: what the texts say is all there is."""
    if opinion.named:
        concluded = _all(opinion.named)
        stated = [_terms(one, table) for one in opinion.named]
        terms = table.terms_of(concluded) if concluded else terms_of_all(stated)
    elif variants := _variants(opinion):
        return Joined(None, _CONDITIONAL, Confidence.LOW, labels.conflict, variants=variants)
    elif opinion.limits:
        concluded = _strictest(opinion.limits, table).expression
        terms = UNKNOWN_TERMS
    elif opinion.grants:
        concluded = opinion.grants[0].expression
        terms = table.terms_of(concluded)
    else:
        known = [read.terms for read in labels.governing]
        return Joined(None, terms_of_all(known) if known else UNKNOWN_TERMS, Confidence.LOW, labels.conflict)
    weak = concluded is None or all(one.place is Place.RUNNING for one in (*opinion.named, *opinion.limits))
    least = least_sure(concluded, table) if concluded and not weak else Confidence.LOW
    sure = max(Confidence.MEDIUM, least, key=ORDER.index)
    return Joined(concluded, _limited(terms, opinion.limits, table), sure, labels.conflict)


def _variants(opinion: Opinion) -> tuple[ProseStatement, ...]:
    """Statements that limit the use of one variant of the work and free that of another one."""
    free = [one for one in opinion.grants if one.variant]
    bound = opinion.limits if all(one.variant for one in opinion.limits) else ()
    return (*free, *bound) if free and bound else ()


def _fits(statement: ProseStatement, stated: Sequence[Read], table: LicenseTable) -> bool:
    meant = family(statement.names, table)
    for read in stated:
        names = family(read.names, table)
        if meant & names or _later(statement, read) or (not read.expression and _stems(meant) & _stems(names)):
            return True
    return False


def _later(statement: ProseStatement, read: Read) -> bool:
    """Whether a text names a version that the label allows (`GFDL-1.1-or-later`, and 1.3 in the text)."""
    label = read.expression or ""
    if not label.endswith("-or-later"):
        return False
    stem, first = _FROM_VERSION.sub("", label), _versions(label)
    return all(_FROM_VERSION.sub("", name) == stem and _versions(name) >= first for name in statement.names)


def _versions(name: str) -> tuple[int, ...]:
    return tuple(int(digits) for digits in _NUMBER.findall(name))


def _stems(names: Iterable[str]) -> set[str]:
    """Names without their versions: the label of a family fits every version of its members."""
    return {_FROM_VERSION.sub("", name) for name in names}


def _public_domain(statement: ProseStatement) -> bool:
    """Whether a text says `public domain` and no license: that is mostly said of the sources."""
    return set(statement.names) <= {"LicenseRef-Public-Domain"}


def _label_terms(read: Read, fitting: Sequence[ProseStatement], table: LicenseTable) -> Terms:
    """The terms of a label; of one that names a family, those of the member that a text names."""
    if read.expression:
        return read.terms
    exact = [one for one in fitting if one.expression and _fits(one, [read], table)]
    return table.terms_of(exact[0].expression) if exact else read.terms


def _concluded(
    labels: Labels,
    fitting: Sequence[ProseStatement],
    partly: Sequence[ProseStatement],
    against: Sequence[ProseStatement],
    table: LicenseTable,
) -> str | None:
    own = labels.declared
    if own is None:
        # A family, or a list with a label that nobody knows: a text may name the license itself.
        texts = (*fitting, *partly, *against)
        return _all(texts) if texts else None
    if against:
        rivals = [one.expression for one in against if one.expression]
        return max((own, *rivals), key=lambda name: restriction(table.terms_of(name)))
    added = [one for one in partly if one.expression]
    return render(all_of(parse(name) for name in (own, *(one.expression or "" for one in added)))) if added else own


def _all(statements: Sequence[ProseStatement]) -> str | None:
    names = [one.expression for one in statements]
    if not all(names):
        return None
    joint = any_of if all(one.choice for one in statements) and len(names) > 1 else all_of
    return render(joint(parse(name) for name in names if name))


def _terms(statement: ProseStatement, table: LicenseTable) -> Terms:
    return terms_in_common(table.terms_of(name) for name in statement.names)


def _takes_away(statement: ProseStatement, base: Terms, table: LicenseTable) -> bool:
    """Whether a limit in a text forbids what the labels allow."""
    limit = _terms(statement, table)
    return limit.commercial is Commercial.NO and base.commercial in {Commercial.YES, Commercial.CONDITIONAL}


def _limited(terms: Terms, limits: Iterable[ProseStatement], table: LicenseTable) -> Terms:
    """Terms with what plain words take away; what they do not speak of stays as it was."""
    for limit in limits:
        found = _terms(limit, table)
        terms = Terms(
            commercial=Commercial.NO if found.commercial is Commercial.NO else terms.commercial,
            non_commercial=found.non_commercial or terms.non_commercial,
            research_only=found.research_only or terms.research_only,
            no_derivatives=terms.no_derivatives,
            share_alike=terms.share_alike,
            attribution=terms.attribution,
            use_restrictions=found.use_restrictions or terms.use_restrictions,
        )
    return terms


def _strictest(statements: Sequence[ProseStatement], table: LicenseTable) -> ProseStatement:
    return max(statements, key=lambda one: restriction(_terms(one, table)))


def _confidence(
    stated: Sequence[Read], labels: Labels, table: LicenseTable, *, doubtful: bool, several: bool
) -> Confidence:
    if doubtful or labels.declared is None:
        return Confidence.LOW
    least = max((least_sure(read.expression, table) for read in stated if read.expression), key=ORDER.index)
    different = several and len({read.expression for read in stated}) > 1
    return max(least, Confidence.MEDIUM, key=ORDER.index) if different else least
