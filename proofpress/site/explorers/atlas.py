"""An explorer of the kind `atlas`: the run behind each pixel, and all weights of the unit that the atlas is about."""

from collections.abc import Mapping
from itertools import product
from typing import Any

from proofpress.models import Explorer, Runs
from proofpress.runs.parameters import incoming, place
from proofpress.site.explorers.file import SHADES, Prepared, axis_of, ordered, packed, start_cell
from proofpress.site.explorers.words import measured, number

FAILED = -128
"""The byte of a run that died or diverged."""
FAILURES = ("dies", "diverges")
COARSE = 4
"""Pictures have shades this many steps apart: coarse ones pack into a third of the bytes."""
SEED = "seed"


def atlas(explorer: Explorer, words: Mapping[str, str], runs: Runs) -> Prepared:
    """Return for each run its sentence, its number, and the picture of the unit that the number leads into.

    words: `value`, what the number is called; what the channels of `also` and the outcomes are called.
    """
    chart = explorer.options["chart"]
    across, up = (axis.name for axis in explorer.axes)
    order = (SEED, up, across)
    numbers = ordered(explorer, chart.channel, runs, order)[chart.seed].astype(float)
    failed = _failed(explorer, runs, order)[chart.seed]
    own = place(chart.parameter, chart.sizes)
    picture = incoming(chart.parameter, chart.sizes)
    sizes = abs(numbers[~failed][:, [own, *picture]])
    sizes.sort(axis=0)
    full, most = (float(size) or 1.0 for size in (sizes[int(0.98 * (len(sizes) - 1)), 0], sizes[:, 1:].max()))
    values = _shades(numbers[..., own], full)
    values[failed] = FAILED
    pictures = _shades(numbers[..., picture], most)
    pictures[failed] = 0
    coarse = ((pictures / COARSE).round() * COARSE).clip(-SHADES, SHADES).astype("i1")
    axes = [axis_of(runs.axes[name]) for name in (across, up)]
    said = _said(explorer, words, runs, order, numbers[..., own])
    head = {"axes": axes, "said": said, "picture": list(chart.picture or ()), "framed": picture.index(own)}
    columns = len(axes[0]["keys"])
    at = start_cell(explorer, runs, (len(axes[0]["keys"]), len(axes[1]["keys"])))
    column, row = divmod(at, len(axes[1]["keys"]))
    facts = {"axes": axes, "said": said[row * columns + column]}
    return Prepared(packed(head, values.tobytes() + coarse.tobytes()), facts)


def _said(explorer: Explorer, words: Mapping[str, str], runs: Runs, order: tuple[str, ...], own: Any) -> list[str]:
    """Return a sentence for each run, row by row from the bottom."""
    seed, unit = explorer.options["chart"].seed, explorer.options["unit"]
    reads = ordered(explorer, explorer.options["channel"], runs, order)[seed]
    also = {name: ordered(explorer, name, runs, order)[seed] for name in explorer.options["also"]}
    outcomes = _outcomes(explorer, runs, order)[seed]
    labels = runs.channels[explorer.options["outcome"]].labels
    found = []
    for at in product(*(range(size) for size in own.shape)):
        label = labels[int(outcomes[at])]
        parts = [words.get(label, label)] if label in FAILURES else [f"{words['value']} {_number(float(own[at]))}"]
        parts.append(f"{measured(float(reads[at]), unit)} {words['measure']}")
        parts += [f"{words.get(name, name)} {_number(float(values[at]))}" for name, values in also.items()]
        found.append("; ".join(parts) + ".")
    return found


def _number(value: float) -> str:
    return number(value) if abs(value) < float("inf") else "not a number"


def _outcomes(explorer: Explorer, runs: Runs, order: tuple[str, ...]) -> Any:
    return ordered(explorer, explorer.options["outcome"], runs, order)


def _failed(explorer: Explorer, runs: Runs, order: tuple[str, ...]) -> Any:
    """Return which runs died or diverged, with the axes of `order`."""
    outcomes = _outcomes(explorer, runs, order)
    labels = runs.channels[explorer.options["outcome"]].labels
    codes = [code for code, label in enumerate(labels) if label in FAILURES]
    wrong = outcomes != outcomes
    for code in codes:
        wrong = wrong | (outcomes == code)
    return wrong


def _shades(numbers: Any, full: float) -> Any:
    """Return numbers as bytes, nought in the middle; what is not finite is nought."""
    shares = (numbers / full).clip(-1, 1)
    shares[shares != shares] = 0
    return (shares * SHADES).round().astype("i1")
