"""The licenses and limits that texts give the work: which of the statements govern, and what they come to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from licscan.catalog.licenses import LicenseTable
from licscan.expressions.algebra import leaves, parse
from licscan.model.license import WorkPart
from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.prose.interface import Place, Polarity, Prose, ProseStatement

_ASIDE = frozenset({WorkPart.METADATA, WorkPart.CODE, WorkPart.SOURCES, WorkPart.OUTPUTS})
# What a card is about, and what it only mentions: the data of a model, the models made with a dataset.
_ITSELF = {SubjectKind.MODEL: WorkPart.MODEL}
_OTHER = {SubjectKind.MODEL: WorkPart.DATA}
# So many different licenses in entries of lists are those of several sources.
_MANY_LISTED = 3


@dataclass(frozen=True, slots=True)
class Opinion:
    """What texts say of the work.

    `named` are licenses that govern it, each once, the most exact of those that agree; `aside` names that speak of
    something else; `limits` and `grants` are uses in plain words.
    """

    named: tuple[ProseStatement, ...] = ()
    limits: tuple[ProseStatement, ...] = ()
    grants: tuple[ProseStatement, ...] = ()
    aside: tuple[ProseStatement, ...] = ()


def opinion_of(prose: Prose, kind: SubjectKind, table: LicenseTable) -> Opinion:
    """Weigh statements: sections on licenses before running text, the work itself before its sources and its code."""
    said = [_seen_from(one, kind) for one in prose.statements]
    aside = _ASIDE | {_OTHER.get(kind, WorkPart.MODEL)}
    named = [one for one in said if one.polarity is Polarity.NAMED]
    several = _several_sources(named)
    whole = [one for one in named if one.own and one.part not in aside and one not in several]
    strong = [one for one in whole if one.place is not Place.RUNNING]
    if not strong and not whole:
        # A section that names nothing but the license of the source passes it on.
        strong = [one for one in named if one.part is WorkPart.SOURCES and one.place in {Place.SECTION, Place.LEAD}]
    governing = tuple(_most_exact(strong or whole, table))
    return Opinion(
        named=governing,
        limits=tuple(one for one in said if one.polarity is Polarity.RESTRICTION and _limits(one, aside)),
        grants=tuple(one for one in said if one.polarity is Polarity.GRANT and one.own and one.part not in aside),
        aside=tuple(one for one in named if one.own and one not in governing and one.part),
    )


def _seen_from(statement: ProseStatement, kind: SubjectKind) -> ProseStatement:
    """A statement that speaks of the work by its kind speaks of the whole."""
    if statement.part is _ITSELF.get(kind, WorkPart.DATA):
        return replace(statement, part=None)
    return statement


def _limits(statement: ProseStatement, aside: frozenset[WorkPart]) -> bool:
    """Limits on the sources bind whoever uses what was made from them, where licenses are the subject."""
    if not statement.own and (statement.weak or statement.place is Place.RUNNING):
        return False
    if statement.part is WorkPart.SOURCES:
        return statement.place is not Place.RUNNING
    return statement.part not in aside


def _several_sources(named: Sequence[ProseStatement]) -> frozenset[ProseStatement]:
    """Entries of a list that give each source a license of its own."""
    listed = [one for one in named if one.listed and one.place is Place.SECTION]
    return frozenset(listed) if len({one.names for one in listed}) >= _MANY_LISTED else frozenset()


def _most_exact(statements: Sequence[ProseStatement], table: LicenseTable) -> Iterator[ProseStatement]:
    """Each license once; a name that leaves open what another one says exactly is not told again."""
    seen: set[tuple[frozenset[str], WorkPart | None]] = set()
    meanings = [family(one.names, table) for one in statements]
    for statement, meant in zip(statements, meanings, strict=True):
        finer = any(len(other) < len(meant) and other & meant for other in meanings)
        if not finer and (meant, statement.part) not in seen:
            seen.add((meant, statement.part))
            yield statement


def family(names: Iterable[str], table: LicenseTable) -> frozenset[str]:
    """The licenses that names can mean; `only` and `or later` make no difference between label and prose."""
    families = table.prose.families
    stated = chain.from_iterable((leaf.id for leaf in leaves(parse(name))) for name in names)
    ids = chain.from_iterable((name, *families.get(name, ())) for name in stated)
    return frozenset(name.removesuffix("-only").removesuffix("-or-later").casefold() for name in ids)
