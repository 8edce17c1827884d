"""An expression without its ORs: what is left when the licensee took the alternative that asks for least."""

from collections.abc import Callable

from licscan.expressions.algebra import And, Expression, ExpressionError, License, Or, all_of, parse, render

# How much an expression asks for, for comparison; it has no OR any more.
Demands = Callable[[Expression], tuple[int, ...]]


def without_choices(text: str | None, demands: Demands) -> Expression | None:
    """The expression with the lightest alternative of every OR; None for None or for what is no expression.

    Among equals the first by name is taken, so that the order of the operands makes no difference.
    """
    if not text:
        return None
    try:
        return _chosen(parse(text), demands)
    except ExpressionError:
        return None


def _chosen(expression: Expression, demands: Demands) -> Expression:
    match expression:
        case License():
            return expression
        case And(operands):
            return all_of(_chosen(operand, demands) for operand in operands)
        case Or(operands):
            kept = [_chosen(operand, demands) for operand in operands]
            return min(kept, key=lambda operand: (demands(operand), render(operand)))
