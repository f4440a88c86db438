"""Words with the numbers filled in: prose reaches a number only by the name of a statistic.

What stands between braces is an expression, see `expressions`. Digits outside of braces, or typed within, are an error,
since no run stands behind them.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from proofpress import formatting
from proofpress.claims.expressions import PARTS, TypedError, evaluate
from proofpress.claims.literal_numbers import literal_numbers
from proofpress.diagnostics import Diagnostic
from proofpress.models import Comparison, Estimate, Text, find_texts
from proofpress.models.limits import LONGEST_ALT, LONGEST_TITLE

VALUE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
CONTROL = re.compile(r"\{[%#]")
PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
SHOWN = 60


class Printed(Struct, frozen=True):
    """A statistic as prose sees it; by itself it prints its number with the unit. All parts are text."""

    number: str
    text: str
    interval: str
    low: str
    high: str
    error: str
    runs: str
    splits: str
    seeds: str
    over: str

    def __str__(self) -> str:
        return self.text


def printed(estimate: Estimate, digits: int) -> Printed:
    """Return the parts of an estimate as prose prints them, all rounded alike."""
    word = isinstance(estimate.value, str)
    return Printed(
        number=estimate.number,
        text=estimate.text,
        # A line must not end between the ends of an interval.
        interval=estimate.interval.replace(", ", ",\u00a0").replace("; ", ";\u00a0"),
        low=estimate.number if word else formatting.fixed(estimate.low, digits),
        high=estimate.number if word else formatting.fixed(estimate.high, digits),
        error=formatting.fixed(estimate.error, digits),
        runs=formatting.given(estimate.runs),
        splits=formatting.given(estimate.splits),
        seeds=formatting.given(estimate.seeds),
        over=formatting.count_repeats(estimate.seeds, estimate.splits),
    )


def fill(comparison: Comparison, estimates: Mapping[str, Estimate]) -> tuple[dict[Text, str], list[Diagnostic]]:
    """Return every text of ours with its values in place, and all that is wrong with the texts.

    A statistic without an estimate prints nothing; it has a diagnostic of its own.
    """
    names: dict[str, Any] = {
        name: printed(estimates[name], statistic.digits) if name in estimates else _nothing()
        for name, statistic in comparison.statistics.items()
    }
    filled: dict[Text, str] = {}
    diagnostics: list[Diagnostic] = []
    for text in find_texts(comparison):
        if not text.verbatim and text not in filled:
            filled[text] = fill_text(text, names, diagnostics)
    return filled, diagnostics


def fill_text(text: Text, names: Mapping[str, Any], diagnostics: list[Diagnostic]) -> str:
    """Return one text with its values in place; what is wrong with it is added to the diagnostics."""
    source = text.source
    for offset, digits in literal_numbers(source):
        diagnostics.append(_typed(text, offset, digits))
    if "{" not in source:
        return source
    for match in CONTROL.finditer(source):
        message = f"'{match[0]}' begins a block or a comment, and texts hold only values"
        diagnostics.append(Diagnostic(text.locate(match.start()), "no-blocks", message, "use {{ name }} alone"))
    closed = VALUE.sub(lambda match: " " * len(match[0]), source)
    for brace in ("{{", "}}"):
        if brace in closed:
            message, hint = f"'{brace}' has no partner", "write a value as {{ name }}"
            diagnostics.append(Diagnostic(text.locate(closed.index(brace)), "undefined-value", message, hint))

    def value(match: re.Match[str]) -> str:
        try:
            return evaluate(match[1], names)
        except LookupError as fault:
            diagnostics.append(Diagnostic(text.locate(match.start()), "undefined-value", *fault.args))
        except TypedError as fault:
            diagnostics.append(_typed(text, match.start(), str(fault)))
        except ValueError as fault:
            shown = match[1] if len(match[1]) <= SHOWN else f"{match[1][: SHOWN - 1]}…"
            message = f"{{{{{' '.join(shown.split(chr(10)))}}}}} cannot be printed: {fault}"
            diagnostics.append(Diagnostic(text.locate(match.start()), "wrong-value", message))
        return ""

    return VALUE.sub(value, source)


def too_long(comparison: Comparison, filled: Mapping[Text, str]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each title and each alternative text of a figure that its values make too long."""
    poster = comparison.poster
    titles = [figure.title for figure in comparison.figures.values()]
    alts = [figure.alt for figure in comparison.figures.values()]
    if poster is not None:
        titles += [panel.title for column in poster.columns for panel in column.above + column.below]
        alts.append(poster.alt)
    limits = (
        (titles, "a chart title", LONGEST_TITLE, "say one finding in fewer words"),
        (alts, "an alternative text", LONGEST_ALT, "keep what it is and the finding; the rest is caption"),
    )
    for limited, what, limit, hint in limits:
        for text in limited:
            words = filled.get(text, text.source)
            if len(words) > limit:
                message = f"{what} may have {limit} characters and this one has {len(words)}: '{words}'"
                yield Diagnostic(text.location, "too-long", message, hint)


def _typed(text: Text, offset: int, digits: str) -> Diagnostic:
    message = f"'{digits}' is a number in our own words that no run stands behind"
    plain = digits.replace(",", "").replace("−", "-")
    if not PLAIN.fullmatch(plain):
        plain = f"'{digits}'"
    hint = f"print a statistic by its name, or write {{{{ given({plain}) }}}} for what is not measured"
    return Diagnostic(text.locate(offset), "bare-number", message, hint)


def _nothing() -> Printed:
    return Printed(**dict.fromkeys(PARTS, ""))
