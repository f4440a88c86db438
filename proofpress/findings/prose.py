"""Words with the numbers filled in: prose reaches a number only by the name of a statistic.

`{{ name }}` prints a statistic with its unit, `{{ name.interval }}` and the like a part of it, and
`{{ given(32) }}` a number that is not measured. These three shapes are filled directly, since they
are nearly all there is; anything else is an expression for Jinja's sandbox, with the same names. It
may take parts and change words, and no more: nothing that it can say takes long or fills the memory.
"""

import re
from ast import literal_eval
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any

from proofpress.findings import format
from proofpress.findings.bare import bare_numbers
from proofpress.problems import Place, Problem, mend_name
from proofpress.values import Comparison, Estimate, Experiment, Statistic, Text

VALUE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
NAME = re.compile(r"\s*([A-Za-z_]\w*)(?:\.([A-Za-z]\w*))?\s*")
GIVEN = re.compile(r"""\s*given\(\s*(-?(?:0|[1-9][\d_]*)(?:\.\d+)?(?:[eE]-?\d+)?|"[^"\\]*"|'[^'\\]*')\s*\)\s*""")
CONTROL = re.compile(r"\{[%#]")
LONGEST, SHOWN = 300, 60
CHANGES = ("replace", "lower", "upper", "capitalize")
MOST_CHANGES = 2
PARTS = ("number", "text", "interval", "low", "high", "error", "runs", "seeds")


@dataclass(frozen=True)
class Printed:
    """A statistic as prose sees it; by itself it prints its number with the unit. All parts are text."""

    number: str
    text: str
    interval: str
    low: str
    high: str
    error: str
    runs: str
    seeds: str

    def __str__(self) -> str:
        return self.text


def printed(estimate: Estimate, digits: int) -> Printed:
    """Return the parts of an estimate as prose prints them, all rounded alike."""
    word = isinstance(estimate.value, str)
    return Printed(
        number=estimate.number,
        text=estimate.text,
        interval=estimate.interval,
        low=estimate.number if word else format.number(estimate.low, digits),
        high=estimate.number if word else format.number(estimate.high, digits),
        error=format.number(estimate.error, digits),
        runs=format.given(estimate.runs),
        seeds=format.given(estimate.seeds),
    )


def fill(comparison: Comparison, estimates: Mapping[str, Estimate]) -> tuple[dict[Text, str], list[Problem]]:
    """Return every text of ours with its values in place, and all that is wrong with the texts.

    A statistic that has no estimate prints nothing: that it has none is told elsewhere.
    """
    names: dict[str, Any] = {
        name: printed(estimates[name], statistic.digits) if name in estimates else _nothing()
        for name, statistic in comparison.statistics.items()
    }
    filled: dict[Text, str] = {}
    problems: list[Problem] = []
    for text in texts(comparison):
        if not text.verbatim and text not in filled:
            filled[text] = fill_text(text, names, problems)
    return filled, problems


def fill_text(text: Text, names: Mapping[str, Any], problems: list[Problem]) -> str:
    """Return one text with its values in place; what is wrong with it is added to the problems."""
    source = text.source
    for offset, digits in bare_numbers(source):
        says = f"'{digits}' is a number in our own words that no run stands behind"
        plain = digits.replace(",", "").replace("−", "-")
        mend = f"print a statistic by its name, or write {{{{ given({plain}) }}}} for what is not measured"
        problems.append(Problem(place_of(text, offset), "bare-number", says, mend))
    if "{" not in source:
        return source
    for found in CONTROL.finditer(source):
        says = f"'{found[0]}' begins a block or a comment, and texts hold only values"
        problems.append(Problem(place_of(text, found.start()), "no-blocks", says, "use {{ name }} alone"))
    closed = VALUE.sub(lambda found: " " * len(found[0]), source)
    for brace in ("{{", "}}"):
        if brace in closed:
            says, mend = f"'{brace}' has no partner", "write a value as {{ name }}"
            problems.append(Problem(place_of(text, closed.index(brace)), "undefined-value", says, mend))

    def value(found: re.Match[str]) -> str:
        try:
            return evaluate(found[1], names)
        except LookupError as fault:
            problems.append(Problem(place_of(text, found.start()), "undefined-value", *fault.args))
        except ValueError as fault:
            shown = found[1] if len(found[1]) <= SHOWN else f"{found[1][: SHOWN - 1]}…"
            says = f"{{{{{' '.join(shown.split(chr(10)))}}}}} cannot be printed: {fault}"
            problems.append(Problem(place_of(text, found.start()), "wrong-value", says))
        return ""

    return VALUE.sub(value, source)


def evaluate(expression: str, names: Mapping[str, Any]) -> str:
    """Return what an expression between braces prints.

    Raises LookupError with two sentences (what is wrong, the mend) for a name or a part that is
    unknown, ValueError with one for anything else.
    """
    if simple := GIVEN.fullmatch(expression):
        return format.given(literal_eval(simple[1]))
    if not (simple := NAME.fullmatch(expression)):
        return _in_sandbox(expression, names)
    name, part = simple.groups()
    if name not in names:
        raise LookupError(f"'{name}' is not a statistic", mend_name(name, [*names, "given"]))
    if part is None:
        return str(names[name])
    if part not in PARTS:
        raise LookupError(f"'{name}' has no part '{part}'", mend_name(part, PARTS))
    return str(getattr(names[name], part))


def texts(record: Any) -> Iterator[Text]:
    """Yield every Text in a record, in the order in which the records name them."""
    if isinstance(record, Text):
        yield record
    elif isinstance(record, Mapping):
        for item in record.values():
            yield from texts(item)
    elif isinstance(record, tuple):
        for item in record:
            yield from texts(item)
    elif is_dataclass(record) and not isinstance(record, Experiment | Statistic | Place):
        for field in fields(record):
            if field.name != "options":
                yield from texts(getattr(record, field.name))


def place_of(text: Text, offset: int) -> Place:
    """Return where in the file a character of a text stands, as far as the text's own place lets one know."""
    before = text.source[:offset]
    column = text.place.column + len(before) - (before.rfind("\n") + 1)
    return replace(text.place, line=text.place.line + before.count("\n"), column=column)


def _nothing() -> Printed:
    return Printed(**dict.fromkeys(PARTS, ""))


@cache
def _sandbox() -> Any:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


def _in_sandbox(expression: str, names: Mapping[str, Any]) -> str:
    from jinja2 import TemplateError, UndefinedError

    if len(expression) > LONGEST:
        raise ValueError(f"it is longer than {LONGEST} characters")
    try:
        _refuse_work(_sandbox().parse("{{" + expression + "}}"), names)
        compiled: Callable[..., Any] = _sandbox().compile_expression(expression.strip(), undefined_to_none=False)
        return str(compiled(**names, given=format.given))
    except UndefinedError as fault:
        raise LookupError(f"'{expression.strip()}' is undefined: {fault}", "") from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    except (TemplateError, TypeError, ArithmeticError) as fault:
        raise ValueError(str(fault)) from None


def _refuse_work(tree: Any, names: Mapping[str, Any]) -> None:
    """Raise an error for anything in an expression but names, parts, `given` and a few changes of words.

    Before it is compiled: Jinja works constants out while compiling, and they may be as large as a power of powers.
    """
    from jinja2 import nodes

    for name in tree.find_all(nodes.Name):
        if name.name not in (*names, "given"):
            raise LookupError(f"'{name.name}' is not a statistic", mend_name(name.name, [*names, "given"]))
    allowed = (nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.Filter)
    for node in tree.find_all(nodes.Node):
        given = isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "given"
        change = not isinstance(node, nodes.Filter) or node.name in CHANGES
        if not (given or isinstance(node, allowed)) or not change:
            raise ValueError(f"only names, their parts, given(…) and changes such as {', '.join(CHANGES)} can be")
    if len(list(tree.find_all(nodes.Filter))) > MOST_CHANGES:
        raise ValueError(f"words can be changed {MOST_CHANGES} times at most")
