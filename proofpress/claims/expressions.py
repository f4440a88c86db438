"""What may stand between braces, and what it prints.

`{{ name }}` prints a statistic with its unit, `{{ name.interval }}` a part of it, and `{{ given(32) }}` a number that
is not measured. These three shapes are read directly, since nearly all expressions have one of them, and Jinja is
slow to import. Anything else is an expression for Jinja's sandbox, with the same names. It may take parts and change
words, and no more, so that it can neither run for long nor fill the memory.

It cannot print a number of its own either: constants may stand only in `given`, for which the author answers, and in
changes of words, which must leave all numbers as they were.
"""

import math
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from proofpress import formatting
from proofpress.claims.literal_numbers import numbers
from proofpress.diagnostics import suggest

PERCENTAGE = re.compile(r"((?:0|[1-9][0-9]{0,8})(?:\.[0-9]*[1-9])?)%")
"""A text that is a percentage, which languages write in their own ways."""
NAME = re.compile(r"\s*([A-Za-z_]\w*)(?:\.([A-Za-z]\w*))?\s*")
GIVEN = re.compile(
    r"""\s*given\(\s*(?:(-?(?:0|[1-9][0-9]*(?:_[0-9]+)*)(?:\.[0-9]+)?(?:[eE]-?[0-9]+)?)"""
    r"""|"([^"\\]*)"|'([^'\\]*)')\s*\)\s*"""
)
LONGEST, LONGEST_NUMBER = 300, 24
CHANGES = ("replace", "lower", "upper", "capitalize")
MOST_CHANGES = 2
PARTS = ("number", "text", "interval", "low", "high", "error", "runs", "splits", "seeds", "over")


class TypedError(ValueError):
    """A number that is typed, not measured; its argument is the number as it was typed."""


def evaluate(expression: str, names: Mapping[str, Any]) -> str:
    """Return what an expression between braces prints.

    Raises LookupError with two sentences (message, hint) for a name or a part that is unknown, TypedError for a
    number outside of `given`, ValueError with one sentence for anything else.
    """
    if simple := GIVEN.fullmatch(expression):
        number, double, single = simple.groups()
        return given(_parsed(number)) if number is not None else given(single if double is None else double)
    if not (simple := NAME.fullmatch(expression)):
        return _in_sandbox(expression, names)
    name, part = simple.groups()
    if name not in names:
        raise LookupError(f"'{name}' is not a statistic", suggest(name, [*names, "given"]))
    if part is None:
        return str(names[name])
    if part not in PARTS:
        raise LookupError(f"'{name}' has no part '{part}'", suggest(part, PARTS))
    return str(getattr(names[name], part))


def given(value: Any) -> str:
    """Return a number or a text that is not measured as prose prints it; raises ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("given(…) holds one number, or one text in quotes")
    if isinstance(value, str):
        share = PERCENTAGE.fullmatch(value)
        return formatting.with_percent(formatting.given(_parsed(share[1]))) if share else value
    printed = formatting.given(value) if math.isfinite(value) else ""
    if not 0 < len(printed) <= LONGEST_NUMBER:
        raise ValueError("a number of that size is written as text, as in given('1e20')")
    return printed


def replaced(words: object, old: object, new: object) -> str:
    """Return words with some of them replaced. Raises ValueError where that would change a number."""
    before = str(words)
    after = before.replace(str(old), str(new))
    if numbers(after) != numbers(before):
        raise ValueError("a change of words may not change, add or remove a number")
    return after


def _parsed(written: str) -> int | float:
    plain = written.replace("_", "")
    if len(plain) > LONGEST_NUMBER:
        return math.inf
    return int(plain) if plain.lstrip("-").isdigit() else float(plain)


@cache
def _sandbox() -> Any:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    sandbox = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    sandbox.filters["replace"] = replaced
    return sandbox


def _in_sandbox(expression: str, names: Mapping[str, Any]) -> str:
    from jinja2 import TemplateError, UndefinedError

    if len(expression) > LONGEST:
        raise ValueError(f"it is longer than {LONGEST} characters")
    try:
        _refuse_work(_sandbox().parse("{{" + expression + "}}"), names)
        compiled: Callable[..., Any] = _sandbox().compile_expression(expression.strip(), undefined_to_none=False)
        return str(compiled(**names, given=given))
    except UndefinedError as fault:
        raise LookupError(f"'{expression.strip()}' is undefined: {fault}", "") from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    except (TemplateError, TypeError, ArithmeticError) as fault:
        raise ValueError(str(fault)) from None


def _refuse_work(tree: Any, names: Mapping[str, Any]) -> None:
    """Raise an error for anything in an expression but names, parts, `given` and a few changes of words.

    This comes before compiling, when Jinja would already compute constants, such as a power of powers.
    """
    from jinja2 import nodes

    for name in tree.find_all(nodes.Name):
        if name.name not in (*names, "given"):
            raise LookupError(f"'{name.name}' is not a statistic", suggest(name.name, [*names, "given"]))
    allowed = (nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.Filter)
    arguments: set[int] = set()
    for node in tree.find_all(nodes.Node):
        is_given = isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "given"
        change = not isinstance(node, nodes.Filter) or node.name in CHANGES
        if not (is_given or isinstance(node, allowed)) or not change:
            raise ValueError(f"only names, their parts, given(…) and changes such as {', '.join(CHANGES)} can be")
        if isinstance(node, nodes.Call | nodes.Filter):
            arguments.update(map(id, node.args))
    for constant in tree.find_all(nodes.Const):
        if id(constant) not in arguments:
            typed = numbers(str(constant.value))
            raise TypedError(typed[0]) if typed else ValueError("words stand outside of the braces")
    if len(list(tree.find_all(nodes.Filter))) > MOST_CHANGES:
        raise ValueError(f"words can be changed {MOST_CHANGES} times at most")
