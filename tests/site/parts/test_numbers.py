"""Data for readers and for spreadsheets."""

import csv
import io
import math

from hypothesis import given
from hypothesis import strategies as st

from proofpress.formatting import cell
from proofpress.models import DataTable
from proofpress.site.parts.numbers import show_table, write_csv

VALUES = st.one_of(st.none(), st.integers(-(10**6), 10**6), st.floats(), st.text(max_size=8))


@given(st.lists(st.tuples(VALUES, VALUES), max_size=20))
def test_csv_holds_every_number_in_full(rows):
    """What is read back from the CSV are the numbers drawn, to the last digit; missing ones are empty."""
    table = DataTable(("a", "b"), tuple(rows))
    read = list(csv.reader(io.StringIO(write_csv(table).decode(), newline="")))
    assert len(read) == len(rows) + 1
    for given_row, row in zip(rows, read[1:], strict=True):
        for value, written in zip(given_row, row, strict=True):
            if value is None or (isinstance(value, float) and not math.isfinite(value)):
                assert written == ""
            elif isinstance(value, str):
                assert written.removeprefix("'") == value or written == value
            else:
                assert float(written) == value


@given(st.text(max_size=8))
def test_csv_smuggles_no_formula(words):
    """No text in a CSV begins as a spreadsheet's formula does."""
    written = next(csv.reader(io.StringIO(write_csv(DataTable((words,), ())).decode(), newline="")), [""])
    assert not "".join(written).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.floats(-1e300, 1e300))
def test_a_cell_keeps_four_digits(value):
    """A number on a page is the drawn one to four significant digits, or better."""
    text = cell(value).replace(",", "").replace("−", "-")
    assert math.isclose(float(text), value, rel_tol=5.1e-4)


@given(st.integers(0, 300), st.integers(2, 50))
def test_rows_are_spaced_evenly(total, most):
    """At most so many rows are shown, the first and the last among them, in order, and the rest is counted."""
    table = DataTable(("row",), tuple((i,) for i in range(total)))
    seen = [int(row[0][0].replace(",", "")) for row in show_table(table, most).rows]
    assert len(seen) == min(total, most)
    assert seen == sorted(set(seen))
    assert not seen or (seen[0], seen[-1]) == (0, total - 1)
    assert show_table(table, most).left_out == total - len(seen)


def test_columns_of_numbers_are_known():
    """A column is numeric if it holds numbers and gaps only."""
    table = DataTable(("x", "gap", "word"), ((1, None, "a"), (2.5, 3.0, 4)))
    assert show_table(table, 5).columns == (("x", True), ("gap", True), ("word", False))
