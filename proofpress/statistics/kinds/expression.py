"""A number worked out from other statistics, in the units in which they were measured (fractions, not percent).

    slowdown: {kind: expression, formula: "slow_steps / fast_steps", unit: ratio, digits: 1}

The formula is evaluated in Jinja's sandbox, never with `eval`; operators take numbers only. Operands
measured on the same seeds are resampled together, so that the interval respects their pairing.
"""

import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from proofpress.models import Options, StatisticKind

LONGEST = 500
"""How many characters a formula may have."""


def _log10(value: float) -> float:
    if value <= 0:
        raise ValueError(f"{value:g} has no logarithm")
    return math.log10(value)


def _sqrt(value: float) -> float:
    if value < 0:
        raise ValueError(f"{value:g} has no square root")
    return math.sqrt(value)


FUNCTIONS: Mapping[str, Callable[..., float]] = {
    "abs": abs,
    "exp": math.exp,
    "log10": _log10,
    "max": max,
    "min": min,
    "sqrt": _sqrt,
}


class Expression(Options, frozen=True):
    """formula: names of statistics, numbers, + - * / **, parentheses and abs, exp, log10, max, min, sqrt."""

    formula: str

    def __post_init__(self) -> None:
        """Raise ValueError where it is no formula."""
        _names(self.formula)


@cache
def _environment() -> Any:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    class Arithmetic(SandboxedEnvironment):
        """A sandbox whose operators take and give floats, so that no formula can ask for a huge power or text."""

        intercepted_binops = frozenset({"+", "-", "*", "/", "**", "//", "%"})

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            for side in (left, right):
                if isinstance(side, bool) or not isinstance(side, int | float):
                    raise ValueError(f"'{operator}' needs numbers, not {type(side).__name__}")
            return self.binop_table[operator](float(left), float(right))

    environment = Arithmetic(undefined=StrictUndefined)
    environment.globals = {}
    environment.filters = {}
    environment.tests = {}
    return environment


@cache
def _names(formula: str) -> tuple[str, ...]:
    from jinja2 import TemplateError, meta

    if len(formula) > LONGEST:
        raise ValueError(f"a formula of {len(formula):,} characters is too long; use at most {LONGEST}")
    try:
        tree = _environment().parse("{{ (" + formula + ") }}")
        _environment().compile_expression(formula, undefined_to_none=False)
    except RecursionError:
        raise ValueError("the formula is nested too deep; leave out some of its brackets") from None
    except TemplateError as fault:
        raise ValueError(f"'{formula}' is not a formula: {fault}") from None
    return tuple(sorted(name for name in meta.find_undeclared_variables(tree) if name not in FUNCTIONS))


@cache
def _compiled(formula: str) -> Any:
    return _environment().compile_expression(formula, undefined_to_none=False)


def _expression(options: Expression, numbers: Mapping[str, Any]) -> float:
    """Return what the formula gives for the numbers of other statistics; ValueError where it gives none."""
    from jinja2 import TemplateError

    words = [name for name in _names(options.formula) if not isinstance(numbers[name], int | float)]
    if words:
        raise ValueError(f"'{words[0]}' is a word, not a number")
    try:
        result = _compiled(options.formula)(**FUNCTIONS, **numbers)
    except ZeroDivisionError:
        raise ValueError(f"'{options.formula}' divides by zero") from None
    except (ArithmeticError, TemplateError, TypeError, ValueError) as fault:
        raise ValueError(f"'{options.formula}' cannot be worked out: {fault}") from None
    if isinstance(result, bool) or not isinstance(result, int | float):
        raise ValueError(f"'{options.formula}' gives no number")
    return float(result)


KIND = StatisticKind(
    "expression",
    Expression,
    "A formula over other statistics.",
    lambda options: (),
    _expression,
    uses=lambda options: _names(options.formula),
)
