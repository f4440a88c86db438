"""Runs that were recorded elsewhere, made again by their author's own command, and compared with what was recorded.

Side effects: runs the command, in the comparison's folder; writes into a temporary folder.

This happens only if somebody asks for it by `verify --repeat`: a build runs no command.
"""

import itertools
import math
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from proofpress import claims
from proofpress.diagnostics import BuildError, Diagnostic, Location, shortened
from proofpress.experiments.kinds.recorded import Recording, command
from proofpress.experiments.methods.recorded_tables import PLACEHOLDER, Layout
from proofpress.experiments.methods.recordings import read_recordings
from proofpress.formatting import count
from proofpress.models import Experiment, Record, Repeat, Runs
from proofpress.models.own_files import OwnFile
from proofpress.models.recorded import RECORDED_WORDS

if TYPE_CHECKING:
    import numpy as np

STEP = "step"
TABLE, LOG = "run.csv", "trainer_state.json"


def cannot_repeat(experiment: Experiment) -> str:
    """Return in a sentence why recorded runs are not trained again, and what can be done instead."""
    if experiment.options.repeat is None:
        return f"{experiment.id}: {RECORDED_WORDS}; it cannot be repeated here, since no command is given"
    return f"{experiment.id}: {RECORDED_WORDS}; its author's command is run by: verify {experiment.id} --repeat"


def repeat_runs(
    experiment: Experiment, record: Record, at_most: int | None, say: Callable[[str], None], day: str | None = None
) -> Repeat:
    """Run the author's command for each run, or for some evenly spread, and return how far the numbers differ.

    at_most: how many runs to repeat. say: is called with a sentence before each of them. day: the date of the repeat.
    Raises BuildError if the command fails, or writes something other than the run.
    """
    options: Recording = experiment.options
    stored = record.load()
    settings = list(_settings(stored))
    chosen = settings if at_most is None or at_most >= len(settings) else _spread(settings, at_most)
    largest: dict[str, float] = {}
    same = 0
    for number, (place, setting) in enumerate(chosen, 1):
        named = ", ".join(f"{name} {value}" for name, value in setting.items())
        say(f"{experiment.id}: run {number} of {len(chosen)}: {named}")
        again = _run(experiment, options, setting)
        apart = {
            name: _difference(experiment, named, stored.channels[name].values[place], values)
            for name, values in again.items()
        }
        same += not any(apart.values())
        largest |= {name: max(largest.get(name, 0.0), distance) for name, distance in apart.items() if distance}
    return Repeat(
        experiment=experiment.id,
        question=claims.asked(experiment),
        again=len(chosen),
        runs=len(settings),
        same=same,
        differs={name: distance if math.isfinite(distance) else None for name, distance in largest.items()},
        day=day,
    )


def repeat_line(repeat: Repeat) -> str:
    """Return in a sentence how far the numbers of runs that were made again differ."""
    some = f"{repeat.again:,} of {count(repeat.runs, 'recorded run')}"
    said = f"{repeat.experiment}: {some} made again by their command, "
    if not repeat.differs:
        return f"{said}the same numbers"
    if lost := [name for name, distance in repeat.differs.items() if distance is None]:
        return f"{said}{repeat.same:,} with the same numbers; '{lost[0]}' is a number in only one of the two"
    worst, distance = max(repeat.differs.items(), key=lambda each: each[1] or 0.0)
    return f"{said}{repeat.same:,} with the same numbers; '{worst}' differs by up to {distance:.2g}"


def _settings(stored: Runs) -> Iterator[tuple[tuple[int, ...], Mapping[str, Any]]]:
    """Yield where each run lies in the arrays, and its coordinates."""
    axes = {axis: coordinates for axis, coordinates in stored.axes.items() if axis != STEP}
    for place in itertools.product(*(range(len(coordinates)) for coordinates in axes.values())):
        yield place, {axis: axes[axis][index] for axis, index in zip(axes, place, strict=True)}


def _spread(settings: list[Any], at_most: int) -> list[Any]:
    """Return some of the settings, evenly spread, the first and the last among them."""
    last = len(settings) - 1
    return [settings[round(index * last / max(1, at_most - 1))] for index in range(at_most)]


def _run(experiment: Experiment, options: Recording, setting: Mapping[str, Any]) -> dict[str, "np.ndarray"]:
    """Return the channels of one run, made again."""
    with TemporaryDirectory(prefix="proofpress-") as folder:
        # A log is written as its trainer writes it; all else is a table.
        name = LOG if options.tables[0].path.endswith(LOG) else TABLE
        words = command(options, setting, str(Path(folder) / name))
        try:
            ended = subprocess.run(words, cwd=options.tables[0].folder, capture_output=True, check=False)
        except OSError as error:
            raise _not_repeated(experiment, f"'{words[0]}' cannot be run: {error.strerror}") from None
        said = ended.stderr.decode("utf-8", errors="replace").strip().splitlines()
        if ended.returncode:
            last = f": {shortened(said[-1], 200)}" if said else ""
            raise _not_repeated(experiment, f"its command ended with status {ended.returncode}{last}")
        if not (Path(folder) / name).is_file():
            raise _not_repeated(experiment, "its command wrote no file at {file}")
        file = OwnFile(name, "", f"what the command of '{experiment.id}' wrote", Path(folder))
        again = read_recordings([file], _named_by(options, setting), lambda *at: Location(file.shown), _silent)
    others = {
        axis: coordinates
        for axis, coordinates in again.axes.items()
        if axis != STEP and coordinates != (setting[axis],) and not (axis == "seed" and options.seed is None)
    }
    if others:
        axis, coordinates = next(iter(others.items()))
        raise _not_repeated(experiment, f"its command wrote {axis} {coordinates[0]}, and not {setting[axis]}")
    return {name: values.reshape(-1) for name, values in again.channels.items()}


def _named_by(options: Recording, setting: Mapping[str, Any]) -> Layout:
    """Return the layout of the one file: what paths name of the recorded files, the setting says of this one."""
    layout = options.layout
    columns = {column: axis for axis, column in (*layout.axes.items(), ("seed", layout.seed)) if column}
    named = {name for pattern in layout.paths for name in PLACEHOLDER.findall(pattern)}
    fixed = {name: str(setting[columns[name]]) for name in named if name in columns}
    kept = {name: values for name, values in layout.where.items() if name not in named}
    return replace(layout, paths=(), fixed=fixed, where=kept)


def _difference(experiment: Experiment, named: str, before: "np.ndarray", after: "np.ndarray") -> float:
    """Return the largest distance between what was recorded and what came again; infinity if only one is a number."""
    import numpy as np

    before = np.atleast_1d(before)
    if before.shape != after.shape:
        message = f"the run of {named} has {len(after):,} steps now, and {len(before):,} recorded"
        raise _not_repeated(experiment, message)
    if np.array_equal(before, after, equal_nan=True):
        return 0.0
    both = np.isfinite(before) & np.isfinite(after)
    if not np.array_equal(before[~both], after[~both], equal_nan=True):
        return float("inf")
    return float(np.max(np.abs(before - after)[both]))


def _not_repeated(experiment: Experiment, message: str) -> BuildError:
    hint = "run it by hand, in the comparison's folder, and mend it or: repeat"
    return BuildError([Diagnostic(experiment.location, "not-repeated", f"'{experiment.id}': {message}", hint)])


def _silent(sentence: str) -> None:
    """Say nothing."""
