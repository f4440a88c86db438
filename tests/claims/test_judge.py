"""The way through the room, and what it stores."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from proofpress.cache.store import Store
from proofpress.claims import judge
from proofpress.diagnostics import BuildError, Location
from proofpress.models import Best, Figure, Gate, Runs
from tests.claims.made import claim, comparison, records, runs, statistic, text

HIGH = runs(
    np.array([[0.1], [0.9]]) + np.random.default_rng(0).normal(0, 0.01, (2, 12)), ("rate", "seed"), rate=(0.1, 1)
)
GAIN = statistic(
    "gain",
    "difference",
    "points",
    experiment="tides",
    channel="height",
    at={"rate": Best("height")},
    minus={"rate": 0.1},
)
LEVEL = statistic("level", "mean", "percent", experiment="tides", channel="height", at={"rate": 1})
LOW = statistic("low", "mean", "percent", experiment="tides", channel="height", at={"rate": 0.1})
TIMES = statistic("times", "expression", "ratio", formula="level / low")
COUNT = statistic("trained", "count", "count", 0, experiment="tides", of="runs")
GATED = (claim("gains", "gain", Gate(above=30), says="By {{ gain }}, {{ times.number }}-fold."),)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def test_the_whole_way(store: Store) -> None:
    """Estimates, verdicts and filled texts agree with the runs."""
    of = comparison({"tides": HIGH}, (GAIN, TIMES, LEVEL, LOW, COUNT), GATED, takeaway=text("{{ trained }} runs"))
    findings = judge(of, records(HIGH), store)
    heights = HIGH.channels["height"].values
    paired = heights[1] - heights[0]
    gain = findings.estimates["gain"]
    assert gain.value == pytest.approx(100 * paired.mean())
    assert gain.low < gain.value < gain.high
    assert (gain.runs, gain.seeds, gain.experiments) == (24, 12, ("tides",))
    times = findings.estimates["times"]
    assert times.value == pytest.approx(heights[1].mean() / heights[0].mean())
    assert times.low < times.value < times.high
    assert findings.text(of.takeaway) == "1,000 runs"
    assert findings.text(findings.verdicts[0].says) == f"By {gain.text}, {times.number}-fold."
    assert findings.verdicts[0].verdict == "holds"


def test_a_second_build_loads_no_runs(store: Store) -> None:
    """What was estimated once is read from the store, to the last bit; another unit needs no runs either."""
    of = comparison({"tides": HIGH}, (GAIN, TIMES, LEVEL, LOW, COUNT), GATED)
    loads: list[str] = []
    first = judge(of, records(HIGH, loads=loads), store)
    assert loads == ["tides"]
    assert judge(of, records(HIGH, loads=loads), store) == first
    relabelled = statistic("level", "mean", "plain", 3, experiment="tides", channel="height", at={"rate": 1})
    of = comparison({"tides": HIGH}, (GAIN, TIMES, relabelled, LOW, COUNT), GATED)
    assert judge(of, records(HIGH, loads=loads), store).estimates["level"].number.startswith("0.")
    assert loads == ["tides"]


def test_other_runs_are_estimated_anew(store: Store) -> None:
    """Runs under another key never meet the old estimate."""
    of = comparison({"tides": HIGH}, (GAIN,), (claim("gains", "gain", Gate(above=30)),))
    judge(of, records(HIGH), store)
    other = {"tides": runs(HIGH.channels["height"].values * 2, ("rate", "seed"), rate=(0.1, 1))}
    again = {name: replace(record, key="other") for name, record in records(*other.values()).items()}
    assert judge(of, again, store).estimates["gain"].value == pytest.approx(160, abs=5)


def told(store: Store, *statistics: Any, of: Runs = HIGH, **more: Any) -> list[str]:
    gate = (claim("gains", "gain", Gate(above=30)),)
    with pytest.raises(BuildError) as caught:
        judge(comparison({"tides": of}, (GAIN, *statistics), more.pop("claims", gate), **more), records(of), store)
    return [str(diagnostic) for diagnostic in caught.value.diagnostics]


def test_everything_wrong_is_told_at_once(store: Store) -> None:
    """A false claim, a bare number, an undefined value and a long title come in one go."""
    title = text("A title that says far too much for a chart of its size", line=3)
    figure = Figure(
        "f", "curves", None, title, text("Caption."), text("Alt."), Location("content/tides/figures.yaml", 2)
    )
    messages = told(
        store,
        claims=(claim("falls", "gain", asserts="less"),),
        figures=(figure,),
        takeaway=text("5 of {{ gian }}", line=2),
    )
    rules = [message.split("[")[1].split("]")[0] for message in messages]
    assert rules == ["false-claim", "bare-number", "undefined-value", "too-long"]
    assert messages[-1] == (
        "content/tides/page.yaml:3:1: error[too-long]: a chart title may have 38 characters and this one has 54: "
        "'A title that says far too much for a chart of its size' — say one finding in fewer words"
    )


def test_an_alternative_text_is_measured_as_it_is_printed(store: Store) -> None:
    """Its values in place, an alternative text may have 250 characters."""
    alt = text("{{ gain }} " + "x" * 245, line=4)
    location = Location("content/tides/figures.yaml", 2)
    figure = Figure("f", "curves", None, text("Title"), text("Caption."), alt, location)
    (message,) = told(store, figures=(figure,))
    assert message.startswith(
        "content/tides/page.yaml:4:1: error[too-long]: an alternative text may have 250 characters and this one has 25"
    )


@pytest.mark.parametrize(
    ("statistics", "message"),
    [
        (
            (statistic("odd", "expression", formula="levle / 2"), LEVEL),
            "error[unknown-statistic]: 'levle' in 'odd' is not a statistic — did you mean 'level'?",
        ),
        (
            (statistic("a", "expression", formula="b + 1"), statistic("b", "expression", formula="a + 1")),
            "error[circular]: 'b' is worked out from itself: a → b → a — break the circle",
        ),
        (
            (statistic("odd", "count", experiment="tides", of="buoys"),),
            "error[no-number]: 'odd' has no number: 'buoys' of 'tides' cannot be counted: "
            "use 'parameters', 'rate', 'runs', 'seeds' or 'updates'",
        ),
        (
            (statistic("odd", "crossing", experiment="tides", channel="height", axis="rate", above=7),),
            "error[no-number]: 'odd' has no number: the mean of 'height' is above 7 nowhere along 'rate'",
        ),
    ],
)
def test_a_statistic_without_a_number_is_told(store: Store, statistics: tuple[Any, ...], message: str) -> None:
    """What cannot be measured is told at the statistic, in one line."""
    assert told(store, *statistics) == [f"content/tides/claims.yaml:2:3: {message}"]


def test_diverged_runs_do_not_become_a_mean(store: Store) -> None:
    """A mean over runs of which one is not finite is refused rather than printed."""
    heights = HIGH.channels["height"].values.copy()
    heights[0, 3] = np.nan
    of = runs(heights, ("rate", "seed"), rate=(0.1, 1))
    messages = told(store, LOW, of=of, claims=(claim("high", "level", Gate(above=30)),))
    says = "some of the runs it reads diverged, so that it is not finite; a median or a share would be"
    assert messages[1] == f"content/tides/claims.yaml:2:3: error[no-number]: 'low' has no number: {says}"


def test_fixed_numbers_have_no_interval(store: Store) -> None:
    """What does not vary over seeds has low = high = value, and prints without brackets."""
    flat = runs(np.array([[0.1] * 7, [0.9] * 7]), ("rate", "seed"), rate=(0.1, 1))
    claims = (claim("gains", "gain", Gate(above=30)),)
    gain = judge(comparison({"tides": flat}, (GAIN,), claims), records(flat), store).estimates["gain"]
    assert gain.low == gain.high == gain.value
    assert (gain.error, gain.interval) == (0, "80.0 points")


def test_what_is_stored_needs_no_numpy() -> None:
    """The room is imported, and its options are made, without numpy or Jinja, as on the warm path."""
    code = (
        "import sys; from proofpress.claims import statistic_kinds;"
        "statistic_kinds()['mean'].options('tides', 'height');"
        "sys.exit(any(name in sys.modules for name in ('numpy', 'jinja2')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
