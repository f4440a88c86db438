"""`numbers`: every statistic with its interval, to look at before a claim is written about it."""

from typing import Any

import click

from proofpress import claims, pipeline
from proofpress.cache.store import Store
from proofpress.claims.numbers import COLUMNS, numbers_lines, numbers_table
from proofpress.commands._command import Command, Summary
from proofpress.console import Console
from proofpress.diagnostics import BuildError, Diagnostic
from proofpress.models import DataTable, Estimate
from proofpress.models.build_options import BuildOptions
from proofpress.site.parts.numbers import write_csv

FORMATS = ("table", "json", "csv")


def numbers(options: BuildOptions, console: Console, **_: Any) -> Summary:
    """Return the numbers of all statistics; train what is not stored, write nothing to output/.

    Raises BuildError for statistics that have no number, once the others are printed (as JSON: instead of them).
    """
    store = Store(options.runs, tell=console.say)
    estimates: dict[str, dict[str, Estimate]] = {}
    diagnostics: list[Diagnostic] = []
    with store.in_use(), pipeline.cluster_of(options) as cluster:
        for comparison in pipeline.read(options).comparisons:
            records = pipeline.train(comparison, options, console, store, cluster)
            estimates[comparison.slug], missing = claims.measure(comparison, records, store)
            diagnostics.extend(missing)
    summary = _summary(estimates, console.format)
    if diagnostics:
        if console.format != "json":
            console.finish(summary)
        raise BuildError(diagnostics)
    return summary


def _summary(estimates: dict[str, dict[str, Estimate]], form: str) -> Summary:
    columns = ("comparison", *COLUMNS)
    rows = tuple((slug, *row) for slug, each in estimates.items() for row in numbers_table(each).rows)
    if form == "csv":
        return {"line": write_csv(DataTable(columns, rows)).decode().replace("\r\n", "\n").rstrip("\n")}
    blocks = [[slug, *(f"  {line}" for line in numbers_lines(each))] for slug, each in estimates.items()]
    lines = "\n".join(line for block in blocks for line in block)
    return {"numbers": [dict(zip(columns, row, strict=True)) for row in rows], "line": lines}


def _form(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    return "text" if value == "table" else value


COMMAND = Command(
    numbers,
    "print every statistic with its interval",
    "numbers --only my-comparison --format csv",
    [
        click.Option(
            ["--format"], type=click.Choice(["table", "json", "csv"]), callback=_form, help="how they are printed"
        )
    ],
)
