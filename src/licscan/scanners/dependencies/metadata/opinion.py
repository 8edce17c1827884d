"""What one source of a package says about its license."""

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from licscan.catalog.licenses import LicenseTable
from licscan.catalog.terms_algebra import COMMERCIAL_ORDER
from licscan.expressions.algebra import And, Expression, ExpressionError, License, Or, leaves, parse
from licscan.model.evidence import Evidence, Location
from licscan.model.license import Basis, Confidence, LicenseClaim, Terms
from licscan.scanners.dependencies.metadata.fields import Fields

if TYPE_CHECKING:
    from licscan.scanners.dependencies.sources.interface import StatedLicense

_STRENGTH = {"weak-copyleft": 1, "strong-copyleft": 2, "network-copyleft": 3}
_CLOSED = "LicenseRef-Proprietary"


class Rank(IntEnum):
    """The order in which sources are believed (facts of PEP 639 and of measured packages)."""

    EXPRESSION = 0
    FIELD = 1
    CLASSIFIER = 2
    TEXT = 3
    AMBIGUOUS = 4
    PROSE = 5
    OTHERS = 6
    README = 7


@dataclass(frozen=True, slots=True)
class Opinion:
    """One source's statement: an expression, or candidates of which it does not say which, or words nobody knows.

    `unknown_words` says that the author named something that may be a license, unlike `see LICENSE`.
    """

    rank: Rank
    basis: Basis
    confidence: Confidence
    evidence: Evidence
    expression: str | None = None
    candidates: tuple[str, ...] = ()
    terms: Terms | None = None
    unrecognized: str | None = None
    unknown_words: bool = False

    def claim(self) -> LicenseClaim:
        """The opinion as a claim of the finding; candidates are shown as what the source said."""
        words = None if self.expression else self.unrecognized
        return LicenseClaim(self.basis, self.confidence, self.expression, words, (self.evidence,))

    def names(self) -> frozenset[str]:
        """The licenses that the source speaks of, with only and or-later folded together."""
        return frozenset(family(name) for name in (*self.candidates, *leaf_names(self.expression)))


@dataclass(frozen=True, slots=True)
class LicenseText:
    """A license file of a package; `digest` is the SHA-256 of its bytes.

    `name` is the path inside the metadata folder; with `in_package` the path inside the installed package
    (`pkg/_vendor/x/LICENSE`), where a license mostly covers the folder in which it stands.
    """

    name: str
    text: str
    digest: str
    in_package: bool = False


@dataclass(frozen=True, slots=True)
class Package:
    """All that is known of a package's license before anything is concluded.

    `texts` is None where license files were not looked at. `place` is where outputs point to; `in_metadata` says
    that it is the metadata file, so that the lines of `fields` are lines of that file. `stated` is what others than
    the author say: an SBOM, a conda record.
    """

    fields: Fields
    digest: str
    texts: tuple[LicenseText, ...] | None
    place: Location | None
    in_metadata: bool = False
    stated: "tuple[StatedLicense, ...]" = ()

    def at(self, line: int | None) -> Location | None:
        """The location of a line of the metadata, or the place where the project names the package."""
        if self.place is None or not self.in_metadata:
            return self.place
        return Location(self.place.path, line)

    def beside(self, text: LicenseText) -> Location | None:
        """The location of a license file, or the place where the project names the package."""
        if self.place is None or not self.in_metadata:
            return self.place
        folder = self.place.path.rpartition("/")[0]
        if text.in_package:
            folder = folder.rpartition("/")[0]
        return Location(f"{folder}/{text.name}" if folder else text.name)


def family(name: str) -> str:
    """A license name without only, or-later and exception, none of which a license text can say."""
    base = name.partition(" WITH ")[0]
    return base.removesuffix("-only").removesuffix("-or-later").removesuffix("+")


def leaf_names(expression: str | None) -> tuple[str, ...]:
    """The names in an expression; none for None."""
    if expression is None:
        return ()
    try:
        return tuple(leaf.id for leaf in leaves(parse(expression)))
    except ExpressionError:
        return (expression,)


def agree(one: Opinion, other: Opinion) -> bool:
    """Whether two opinions can both be right: one speaks of nothing that the other does not know of."""
    mine, theirs = one.names(), other.names()
    if not mine or not theirs:
        return True
    if (one.candidates or other.candidates) and mine & theirs:
        return True
    return mine <= theirs or theirs <= mine


def is_closed_family(opinion: Opinion, reached: Opinion, table: LicenseTable) -> bool:
    """Whether one of the two says no more than `proprietary`, and the other is a license of that kind."""
    if opinion.expression == _CLOSED and opinion.rank in (Rank.CLASSIFIER, Rank.PROSE):
        return _is_closed(reached, table)
    return reached.expression == _CLOSED and is_own_text(opinion, reached, table)


def is_own_text(opinion: Opinion, reached: Opinion, table: LicenseTable) -> bool:
    """Whether a license file tells in prose what a license that only the author names (LicenseRef) restricts."""
    if opinion.rank not in (Rank.TEXT, Rank.PROSE) or opinion.evidence.source != "license file":
        return False
    own = all(name.startswith("LicenseRef-") for name in leaf_names(reached.expression))
    return own and _is_closed(opinion, table)


def _is_closed(opinion: Opinion, table: LicenseTable) -> bool:
    names = leaf_names(opinion.expression)
    return bool(names) and all(
        name.startswith("LicenseRef-") or table.terms(name).category in ("proprietary", "source-available")
        for name in names
    )


def stricter(one: str | None, other: str | None, table: LicenseTable) -> bool:
    """Whether `one` restricts in some way that `other` does not: commercial use, a term, or stronger copyleft."""
    if one is None or other is None:
        return False
    mine, theirs = table.terms_of(one), table.terms_of(other)
    if COMMERCIAL_ORDER.index(mine.commercial) > COMMERCIAL_ORDER.index(theirs.commercial):
        return True
    pairs = (
        (mine.non_commercial, theirs.non_commercial),
        (mine.research_only, theirs.research_only),
        (mine.no_derivatives, theirs.no_derivatives),
        (mine.use_restrictions, theirs.use_restrictions),
    )
    if any(here is True and there is not True for here, there in pairs):
        return True
    return copyleft(one, table) > copyleft(other, table)


def is_stricter(opinion: Opinion, reached: Opinion, table: LicenseTable) -> bool:
    """Whether an opinion restricts more than another, whichever of its candidates is meant."""
    names = (opinion.expression,) if opinion.expression else opinion.candidates
    return bool(names) and all(stricter(name, reached.expression, table) for name in names)


def copyleft(expression: str, table: LicenseTable) -> int:
    """How far copyleft reaches: 0 none, 1 weak, 2 strong, 3 over a network; the best choice of an OR."""
    try:
        return _copyleft(parse(expression), table)
    except ExpressionError:
        return 0


def _copyleft(expression: Expression, table: LicenseTable) -> int:
    match expression:
        case License(name):
            return _STRENGTH.get(table.terms(name).category, 0)
        case And(operands):
            return max(_copyleft(operand, table) for operand in operands)
        case Or(operands):
            return min(_copyleft(operand, table) for operand in operands)
