"""Several labels of one package brought together: vague ones settled, the rest joined by AND or OR."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from licscan.expressions.algebra import ExpressionError, all_of, any_of, normalize, parse, render
from licscan.model.license import Confidence
from licscan.scanners.dependencies.metadata.opinion import Opinion, Rank, family

_PLAIN_AND = re.compile(r"(?<= )and(?= )|[,;/&]")


def joined(opinions: Sequence[Opinion], hints: tuple[str, ...], *, dual: bool) -> Opinion | None:
    """One opinion of several labels: each settled to one license, joined by OR where there is a choice, else by AND."""
    groups = without_vaguer(opinion for opinion in opinions if opinion.expression or opinion.candidates)
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


def said_as_list(opinion: Opinion) -> Opinion:
    """A field that lists licenses in plain words (`FreeBSD and LGPLv3+`), where the author offers the choice elsewhere.

    An SPDX expression is believed: it is written to tell AND from OR.
    """
    listed = opinion.expression or ""
    if opinion.rank is not Rank.FIELD or not _PLAIN_AND.search(opinion.evidence.excerpt or "") or "(" in listed:
        return opinion
    names = listed.split(" AND ")
    return opinion if " OR " in listed else replace(opinion, expression=normalize(" OR ".join(names)))


def without_vaguer(opinions: Iterable[Opinion]) -> list[Opinion]:
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
    """The candidate that the other sources speak of, if it is one alone.

    Of `or later` forms of one license the earliest holds all. `or later` that prose states of a license stands before
    its bare text, which cannot say it.
    """
    meant = [name for name in candidates if name in hints]
    if len(meant) > 1 and len({family(name) for name in meant}) == 1:
        meant = [name for name in meant if name.endswith("-or-later")][:1] or meant[:1]
    if not meant:
        # A text says the version and not whether later ones count: `LGPLv2+` beside the text of 2.1.
        spoken = {family(name) for name in hints}
        meant = [name for name in candidates if family(name) in spoken]
    if len(meant) == 1:
        return meant[0]
    kin = len({name.partition("-")[0] for name in candidates}) == 1
    if kin and all(name.endswith("-or-later") for name in candidates):
        return min(candidates)
    return None
