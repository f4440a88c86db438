"""What every chart kind keeps: tables that hold, selects that lead somewhere, an example in its docstring."""

import re

import numpy as np
import pytest

from proofpress.charts.kinds import chart_kinds
from proofpress.runs.selection import ListSelect, ScalarSelect
from tests.charts.chart_examples import examples, made_runs


@pytest.mark.parametrize("kind", chart_kinds())
def test_tables_are_rectangular_and_finite(kind: str) -> None:
    """Every row has a cell for each column, and no cell is NaN or infinite."""
    made = chart_kinds()[kind].table(examples()[kind], made_runs())
    assert made.rows
    assert all(len(row) == len(made.columns) for row in made.rows)
    assert not [cell for row in made.rows for cell in row if isinstance(cell, float) and not np.isfinite(cell)]


@pytest.mark.parametrize("kind", chart_kinds())
def test_selects_name_channels_and_axes_that_exist(kind: str) -> None:
    """What a chart says it reads is there, with coordinates on their axes, so that content can check it."""
    for select in chart_kinds()[kind].selects(examples()[kind]):
        of = made_runs()[select.experiment]
        assert select.channel in of.channels
        for along, where in select.at.items():
            assert along in of.channels[select.channel].dims
            assert where in ("first", "last", "mean") or where in of.axes[along]


@pytest.mark.parametrize("kind", sorted(set(chart_kinds()) - {"values"}))
def test_selects_say_whether_a_number_or_a_list_is_needed(kind: str) -> None:
    """A channel that holds another shape is told before anything is drawn: each Select asks for one of the two."""
    for select in chart_kinds()[kind].selects(examples()[kind]):
        channel = made_runs()[select.experiment].channels[select.channel]
        holds_list = any(dim.startswith("*") for dim in channel.dims)
        assert isinstance(select, ListSelect if holds_list else ScalarSelect), select


@pytest.mark.parametrize("kind", chart_kinds())
def test_each_kind_has_an_example_in_its_docstring(kind: str) -> None:
    """The module of a chart kind opens with its name and an example that an author can copy."""
    import sys

    told = sys.modules[chart_kinds()[kind].draw.__module__].__doc__ or ""
    assert told.startswith(f"`{kind}`")
    assert re.search(rf"chart: \{{kind: {kind}\b", told)
