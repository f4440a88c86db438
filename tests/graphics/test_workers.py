"""Who draws: the same results in order from one process or several, and none lost when a process is ended."""

import os

import pytest
from chart_examples import examples, made_runs

from proofpress.graphics import workers
from proofpress.graphics.drawing import _draw
from proofpress.graphics.workers import MANY, Workers
from proofpress.problems import Place
from proofpress.store import Entry
from proofpress.values import Figure, Text

PLACE = Place("figures.yaml", 3, 5)


def where(task: int) -> tuple[int, int]:
    """Return a task and the process that did it."""
    return task, os.getpid()


def fragile(parent: int) -> str:
    """End the process, unless it is the one that is named."""
    if os.getpid() != parent:
        os._exit(1)
    return "here"


def task(kind: str) -> tuple[Figure, object, str]:
    """Return what is to be drawn of a chart's example."""
    empty = Text("", PLACE)
    figure = Figure(kind, kind, examples()[kind], empty, empty, empty, PLACE)
    return figure, made_runs(), "What a reader should see"


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
    with Workers(2) as pool:
        beside = list(pool.each(_draw, tasks))
    here = list(map(_draw, tasks))
    assert all(isinstance(entry, Entry) for entry in here)
    assert [entry.data for entry in beside] == [entry.data for entry in here]


def test_what_an_ended_process_left_is_drawn_here() -> None:
    """When processes are ended from outside, nothing is missing."""
    with Workers(2) as pool:
        assert list(pool.each(fragile, [os.getpid()] * MANY)) == ["here"] * MANY
