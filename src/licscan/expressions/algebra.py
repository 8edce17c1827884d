"""The algebra of license expressions: values, and the way from and to SPDX text.

Shape of a text: names joined by AND, OR and WITH, grouped by parentheses; AND binds tighter than OR
(SPDX 2.3, Annex D).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Protocol, cast

from licscan.errors import LicscanError
from licscan.expressions.spdx import current_name, exception_name

MAX_BYTES = 10_000
_MAX_REMEMBERED = 500
MAX_NESTING = 50

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:_-]*\+?")
_TOKEN = re.compile(r"[()]|[^\s()]+")
_OPERATORS = frozenset({"and", "or", "with"})
_PARENTHESES = frozenset({"(", ")"})


class ExpressionError(LicscanError):
    """A text that is not a license expression; the message never quotes the text."""


@dataclass(frozen=True, slots=True)
class License:
    """A leaf: an SPDX id, a LicenseRef, or the whole name `X WITH exception`."""

    id: str


@dataclass(frozen=True, slots=True)
class And:
    """All operands govern at once; nested ANDs are merged, so that grouping alone makes no difference."""

    operands: tuple["Expression", ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "operands", _merged(self.operands, And))


@dataclass(frozen=True, slots=True)
class Or:
    """The licensee chooses one operand; nested ORs are merged."""

    operands: tuple["Expression", ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "operands", _merged(self.operands, Or))


Expression = License | And | Or


def parse(text: str) -> Expression:
    """Read a license expression; names are taken as they stand, see `normalize` for the check against SPDX.

    Raises ExpressionError where the text is no expression, over 10,000 bytes, or nested deeper than 50.
    """
    return _parsed(text) if len(text) <= _MAX_REMEMBERED else _read(text)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Expression:
    return _read(text)


def _read(text: str) -> Expression:
    tokens = _tokens(text)
    if len(tokens) == 1:
        return License(tokens[0])
    return _converted(_library_tree(" ".join(tokens)))


@lru_cache(maxsize=4096)
def parsed(text: str | None) -> Expression | None:
    """The same, or None where there is no text or it is no expression; a text is read once."""
    try:
        return parse(text) if text else None
    except ExpressionError:
        return None


def render(expression: Expression) -> str:
    """Write SPDX text: operands in their order, parentheses only where an OR stands inside an AND."""
    match expression:
        case License(name):
            return name
        case Or(operands):
            return " OR ".join(render(operand) for operand in operands)
        case And(operands):
            return " AND ".join(_grouped(operand) for operand in operands)


def leaves(expression: Expression) -> tuple[License, ...]:
    """The licenses that stand in an expression, each once, in order of first appearance."""
    match expression:
        case License():
            return (expression,)
        case And(operands) | Or(operands):
            return tuple(dict.fromkeys(leaf for operand in operands for leaf in leaves(operand)))


def all_of(operands: Iterable[Expression]) -> Expression:
    """The AND of operands without repeats; a single one is itself. Raises ValueError where there is none."""
    unique = tuple(dict.fromkeys(_flat(operands, And)))
    return unique[0] if len(unique) == 1 else And(unique)


def any_of(operands: Iterable[Expression]) -> Expression:
    """The OR of operands without repeats; a single one is itself. Raises ValueError where there is none."""
    unique = tuple(dict.fromkeys(_flat(operands, Or)))
    return unique[0] if len(unique) == 1 else Or(unique)


def normalize(text: str) -> str | None:
    """Canonical SPDX text, or None where the text is no expression or one of its names is not SPDX.

    Ids get their official case, retired ones are folded (`LGPL-2.1` is `LGPL-2.1-only`, `GPL-2.0+` is
    `GPL-2.0-or-later`, a `-with-` id becomes the WITH form); `LicenseRef-*` is accepted (SPDX 2.3, Annex D).
    """
    return _normalized(text) if len(text) <= MAX_BYTES else None


@lru_cache(maxsize=2048)
def _normalized(text: str) -> str | None:
    try:
        expression = parse(text)
    except ExpressionError:
        return None
    official = _official(expression)
    return render(official) if official else None


def _official(expression: Expression) -> Expression | None:
    match expression:
        case License(name):
            return _official_leaf(name)
        case And(operands):
            known = _all_official(operands)
            return all_of(known) if known else None
        case Or(operands):
            known = _all_official(operands)
            return any_of(known) if known else None


def _all_official(operands: tuple[Expression, ...]) -> list[Expression] | None:
    known = [_official(operand) for operand in operands]
    found = [operand for operand in known if operand is not None]
    return found if len(found) == len(known) else None


def _official_leaf(name: str) -> License | None:
    base, _, exception = name.partition(" WITH ")
    official = current_name(base)
    if official is None or not exception:
        return License(official) if official else None
    addition = exception_name(exception)
    if addition is None or " WITH " in official:
        return None
    return License(f"{official} WITH {addition}")


def _flat(operands: Iterable[Expression], kind: "type[And | Or]") -> list[Expression]:
    flat: list[Expression] = []
    for operand in operands:
        flat.extend(operand.operands if isinstance(operand, kind) else (operand,))
    return flat


def _merged(operands: tuple[Expression, ...], kind: "type[And | Or]") -> tuple[Expression, ...]:
    flat = _flat(operands, kind)
    if len(flat) < 2:
        raise ValueError("AND and OR join two licenses or more")
    return tuple(flat)


def _grouped(operand: Expression) -> str:
    return f"({render(operand)})" if isinstance(operand, Or) else render(operand)


def _tokens(text: str) -> list[str]:
    """Split into names, operators and parentheses; refuse what the library should never be asked."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise ExpressionError(f"a license expression of more than {MAX_BYTES} bytes is not read")
    words = _TOKEN.findall(text)
    if not all(word in _PARENTHESES or _NAME.fullmatch(word) for word in words):
        raise ExpressionError("a name in a license expression holds characters that SPDX does not allow")
    _check_nesting(words)
    _check_order(words)
    return words


def _check_nesting(words: list[str]) -> None:
    depth = 0
    for word in words:
        depth += {"(": 1, ")": -1}.get(word, 0)
        if depth > MAX_NESTING:
            raise ExpressionError(f"a license expression nested deeper than {MAX_NESTING} is not read")
        if depth < 0:
            break
    if depth:
        raise ExpressionError("the parentheses of a license expression do not match")


def _check_order(words: list[str]) -> None:
    """Check which word may follow which: the library answers some disorder with its own assertions."""
    before = "and"
    for word in [*(word.lower() for word in words), "and"]:
        opens = before in _OPERATORS or before == "("
        starts = word == "(" or (word not in _OPERATORS and word != ")")
        if opens != starts or (before == "with" and word == "("):
            raise ExpressionError("names and operators of a license expression do not alternate")
        before = word


class _Symbol(Protocol):
    """What license-expression hands out for one name."""

    def render(self) -> str: ...


class _Operation(Protocol):
    """What license-expression hands out for AND and OR."""

    args: tuple[object, ...]


class _Parser(Protocol):
    def parse(self, text: str, *, simple: bool) -> object: ...


class _Library(Protocol):
    """The part of license-expression that is used; it ships no types of its own."""

    AND: type
    OR: type
    ExpressionError: type[Exception]

    def Licensing(self) -> _Parser: ...  # noqa: N802 - the library's own name


def _library() -> _Library:
    """The parser library, imported late: it takes 30 ms and most texts are a single name."""
    return cast("_Library", import_module("license_expression"))


def _library_tree(text: str) -> object:
    library = _library()
    try:
        return library.Licensing().parse(text, simple=True)
    except library.ExpressionError as error:
        raise ExpressionError("the text is not a license expression") from error


def _converted(node: object) -> Expression:
    library = _library()
    if isinstance(node, (library.AND, library.OR)):
        operands = tuple(_converted(argument) for argument in cast("_Operation", node).args)
        return And(operands) if isinstance(node, library.AND) else Or(operands)
    return License(cast("_Symbol", node).render())
