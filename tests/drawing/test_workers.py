"""Who draws: the same results in order from one process or several."""

import os
from functools import partial

import pytest

from proofpress.cache.store import Entry
from proofpress.charts.draw import _draw
from proofpress.diagnostics import Location
from proofpress.drawing import workers
from proofpress.drawing.workers import MANY, Workers
from proofpress.models import Figure, Legend, Text
from tests.charts.chart_examples import examples, made_runs

PLACE = Location("figures.yaml", 3, 5)


def where(task: int) -> tuple[int, int]:
    """Return a task and the process that did it."""
    return task, os.getpid()


def task(kind: str) -> tuple[Figure, object, str, Legend, None]:
    """Return what is to be drawn of a chart's example."""
    empty = Text("", PLACE)
    figure = Figure(kind, kind, examples()[kind], empty, empty, empty, PLACE)
    return figure, made_runs(), "What a reader should see", Legend(), None


def test_little_is_drawn_here_and_much_beside() -> None:
    """A few drawings start no process; many go to as many processes as are allowed, and come back in order."""
    with Workers(2) as few, Workers(1) as alone, Workers(2) as many:
        assert {process for _, process in few.each(where, range(MANY - 1))} == {os.getpid()}
        assert {process for _, process in alone.each(where, range(MANY))} == {os.getpid()}
        beside = list(many.each(where, range(MANY)))
    assert [task for task, _ in beside] == list(range(MANY))
    assert os.getpid() not in {process for _, process in beside}


def test_another_process_draws_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A figure is equal byte for byte, whichever process drew it."""
    monkeypatch.setattr(workers, "MANY", 1)
    tasks = [task("bars"), task("map")]
    draw = partial(_draw, layout_only=False)
    with Workers(2) as pool:
        beside = list(pool.each(draw, tasks))
    here = list(map(draw, tasks))
    assert all(isinstance(entry, Entry) for entry in here)
    assert [entry.data for entry in beside] == [entry.data for entry in here]
