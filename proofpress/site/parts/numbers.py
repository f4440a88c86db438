"""Data as readers and spreadsheets get it: a short table on the page, every number in the CSV."""

import math
import re
from collections.abc import Sequence
from typing import cast

from msgspec import Struct

from proofpress import formatting
from proofpress.models import DataTable

QUOTED = re.compile(r'[",\r\n]|^ | $')
NUMBERS = {int, float, bool}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Some spreadsheets take the wide forms of East Asian typography for the narrow ones."""


class TableView(Struct, frozen=True):
    """A data table as a page shows it: `numeric` says which columns hold numbers only.

    left_out: how many rows are in the CSV only; the rows shown are then evenly spaced.
    """

    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[tuple[str, bool], ...], ...]
    total: int
    left_out: int


def show_table(table: DataTable, most: int) -> TableView:
    """Return at most `most` rows of a table, evenly spaced, first and last among them, as text."""
    total = len(table.rows)
    rows = table.rows
    if total > most:
        rows = tuple(table.rows[round(i * (total - 1) / (most - 1))] for i in range(most))
    kinds = [{type(row[i]) for row in rows} - {type(None)} for i in range(len(table.columns))]
    numeric = tuple(bool(kind) and kind <= NUMBERS for kind in kinds)
    return TableView(
        columns=tuple(zip(table.columns, numeric, strict=True)),
        rows=tuple(tuple(zip(map(formatting.cell, row), numeric, strict=True)) for row in rows),
        total=total,
        left_out=total - len(rows),
    )


def write_csv(table: DataTable) -> bytes:
    """Return a table as CSV (RFC 4180): numbers in full, and no text that a spreadsheet takes for a formula."""
    columns = [write_fields(values) for values in zip(*table.rows, strict=True)]
    lines = [",".join(map(_field, table.columns)), *map(",".join, zip(*columns, strict=True))]
    return ("\r\n".join(lines) + "\r\n").encode()


def write_fields(values: Sequence[float | int | str | None]) -> list[str]:
    """Return values as fields of CSV. Whole columns of one type are the rule, and some have 100,000 rows."""
    kinds = set(map(type, values))
    if kinds == {int} or (kinds == {float} and all(map(math.isfinite, cast(Sequence[float], values)))):
        return list(map(repr, values))
    if kinds <= {int, float, type(None)}:
        numbers = cast(Sequence[float | None], values)
        return ["" if value is None or not math.isfinite(value) else repr(value) for value in numbers]
    if kinds <= {str, type(None)}:
        fields = {value: _field(value) for value in set(values)}
        return [fields[value] for value in values]
    return [_field(value) for value in values]


def _field(value: float | int | str | None) -> str:
    if isinstance(value, str):
        inert = f"'{value}" if value.startswith(FORMULA_STARTS) else value
        return '"' + inert.replace('"', '""') + '"' if QUOTED.search(inert) else inert
    return "" if value is None or not math.isfinite(value) else repr(value)
