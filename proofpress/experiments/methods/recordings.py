"""Tables of runs that were made elsewhere → arrays with a dimension for each axis, or all that is wrong with them.

Side effects: reads the tables.

A row is a run, or one step of a run. Which run it belongs to is said by the columns of the axes and of the seed. Each
combination of coordinates must be there once for each seed, and all runs must have the same steps.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from proofpress.datasets.columns import (
    NUMBER,
    Column,
    Table,
    check_case,
    is_decimal_comma,
    joined,
    missing_column,
    taken,
)
from proofpress.diagnostics import BuildError, Diagnostic, Location, shortened, suggest
from proofpress.experiments.methods.recorded_tables import Layout, read_recorded
from proofpress.models.own_files import OwnFile

if TYPE_CHECKING:
    import numpy as np

Locate = Callable[..., Location]
MOST_VALUES = 1000
"""How many coordinates an axis may have; more are most likely a column of measurements."""
LARGEST_WHOLE = 2**53
MISSING_RUNS, NOT_FINITE, UNEQUAL_STEPS = "missing-runs", "not-finite", "unequal-steps"


class Recordings(Struct, frozen=True):
    """Runs as they were recorded. axes: axis → coordinates, `seed` and `step` among them.

    channels: name → float64 `(*axes, seed[, step])`. rows: how many were read.
    """

    axes: Mapping[str, tuple[Any, ...]]
    channels: Mapping[str, "np.ndarray"]
    rows: int


class _Rows(Struct, frozen=True):
    """Rows of all tables, joined. tables: (first row, table) of each file, in order; kept: the rows that are read."""

    tables: tuple[tuple[int, Table], ...]
    columns: Mapping[str, Column]
    kept: "np.ndarray"

    def locate(self, index: int) -> Location:
        """Return where a row that is read was written. index: among those that are."""
        row = int(self.kept[index])
        first, table = next(pair for pair in reversed(self.tables) if pair[0] <= row)
        return table.locate(row - first)


def read_recordings(
    files: Sequence[OwnFile], layout: Layout, locate: Locate, tell: Callable[[str], None]
) -> Recordings:
    """Return the runs that some files record. locate: keys of the options → where they are written.

    Raises BuildError with all that is wrong at the first stage that finds anything.
    """
    rows = _join([read_recorded(file, layout, tell) for file in files], layout, locate)
    rows = _keep(rows, layout, locate)
    return _arrange(rows, layout, locate)


def _join(tables: Sequence[Table], layout: Layout, locate: Locate) -> _Rows:
    """Return the rows of all tables. Raises BuildError for columns that one of them lacks."""
    import numpy as np

    found: dict[Diagnostic, None] = {}
    for column in layout.columns:
        lacking = [table for table in tables if column not in table.names]
        if lacking:
            message, hint = missing_column(lacking[0], column)
            message += f", and {len(lacking) - 1:,} more have none" if len(lacking) > 1 else ""
            found[Diagnostic(locate(*layout.keys_of(column)), "missing-column", message, hint)] = None
    for table in tables:
        found |= dict.fromkeys(check_case(table, layout.columns))
    if found:
        raise BuildError(found)
    firsts = np.cumsum([0, *(table.rows for table in tables)]).tolist()
    columns = {name: joined(name, [table.columns[name] for table in tables]) for name in layout.columns}
    return _Rows(tuple(zip(firsts, tables, strict=False)), columns, np.arange(firsts[-1]))


def _keep(rows: _Rows, layout: Layout, locate: Locate) -> _Rows:
    """Return the rows that `where` asks for. Raises BuildError for a value that no row has."""
    import numpy as np

    chosen = np.ones(len(rows.kept), dtype=bool)
    found = []
    for name, values in layout.where.items():
        column = rows.columns[name]
        mask = np.zeros(len(chosen), dtype=bool)
        for value in values:
            same = _same(column, value)
            if not same.any():
                message = f"no row has {shortened(str(value))} in the column '{shortened(name)}'"
                known = [_shown(each) for each in _coordinates(column)[0][:20]]
                found.append(Diagnostic(locate("where", name), "no-rows", message, suggest(str(value), known)))
            mask |= same
        chosen &= mask
    if not found and not chosen.any():
        message = "no row has all that 'where' asks for"
        found.append(Diagnostic(locate("where"), "no-rows", message, "keep rows by fewer columns"))
    if found:
        raise BuildError(found)
    if chosen.all():
        return rows
    kept = np.flatnonzero(chosen)
    return _Rows(rows.tables, {name: taken(column, kept) for name, column in rows.columns.items()}, rows.kept[kept])


def _arrange(rows: _Rows, layout: Layout, locate: Locate) -> Recordings:
    """Return the rows as arrays. Raises BuildError where they do not make runs."""
    import numpy as np

    found: list[Diagnostic] = []
    axes: dict[str, tuple[Any, ...]] = {}
    codes: dict[str, np.ndarray] = {}
    for axis, column in layout.axes.items():
        axes[axis], codes[axis] = _axis(axis, rows, column, found)
    axes["seed"], codes["seed"] = _whole(rows, layout.seed, "seed", found)
    steps, step_codes = _numbers(rows, layout.step, found) if layout.step else ((0,), np.zeros(len(rows.kept), int))
    values = {name: _values(rows, column, layout, found) for name, column in layout.channels.items()}
    if found:
        raise BuildError(found)
    shape = tuple(map(len, axes.values()))
    run = np.ravel_multi_index(tuple(codes[axis] for axis in axes), shape)
    _check_order(rows, layout, run, step_codes)
    held = np.zeros((math.prod(shape), len(steps)), dtype=bool)
    held[run, step_codes] = True
    seeds = _complete_seeds(held.any(axis=1).reshape(shape), axes, rows, layout)
    kept_steps = _shared_steps(held, rows, layout, run, steps)
    channels = {}
    for name, numbers in values.items():
        array = np.full(held.shape, np.nan)
        array[run, step_codes] = numbers
        array = array[:, kept_steps].reshape((*shape, -1)).take(seeds, axis=len(shape) - 1)
        channels[name] = array if layout.step else array[..., 0]
    axes["seed"] = tuple(axes["seed"][index] for index in seeds)
    if layout.step:
        axes["step"] = tuple(steps[index] for index in kept_steps)
    return Recordings(axes, channels, len(rows.kept))


def _axis(axis: str, rows: _Rows, name: str, found: list[Diagnostic]) -> tuple[tuple[Any, ...], "np.ndarray"]:
    """Return the coordinates of an axis, and which one each row has."""
    import numpy as np

    column = rows.columns[name]
    missing = column.is_missing()
    if missing.any():
        message = f"the row has nothing in the column '{shortened(name)}', which is the axis '{axis}'"
        hint = "fill it in, or leave such rows out with: where"
        found.append(Diagnostic(rows.locate(int(np.argmax(missing))), "missing-value", message, hint))
        return (), np.zeros(len(missing), dtype=int)
    coordinates, which = _coordinates(column)
    if len(coordinates) > MOST_VALUES:
        message = f"the column '{shortened(name)}' has {len(coordinates):,} values, too many for the axis '{axis}'"
        found.append(
            Diagnostic(rows.locate(0), "too-many", message, f"an axis has at most {MOST_VALUES:,} coordinates")
        )
    return coordinates, which


def _coordinates(column: Column) -> tuple[tuple[Any, ...], "np.ndarray"]:
    """Return the distinct cells of a column, numbers in order and then words as they first come; and each row's."""
    import numpy as np

    is_number = np.ones(len(column.numbers), dtype=bool) if column.codes is None else column.codes == NUMBER
    numbers, of_numbers = np.unique(column.numbers[is_number], return_inverse=True)
    which = np.empty(len(is_number), dtype=np.int32)
    which[is_number] = of_numbers
    coordinates = [int(number) if number.is_integer() else number for number in numbers.tolist()]
    if column.codes is not None and not is_number.all():
        used, first, of_words = np.unique(column.codes[~is_number], return_index=True, return_inverse=True)
        order = np.argsort(first)
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        which[~is_number] = len(coordinates) + rank[of_words]
        coordinates += [column.words[used[index]] for index in order]
    return tuple(coordinates), which


def _whole(rows: _Rows, name: str, key: str, found: list[Diagnostic]) -> tuple[tuple[int, ...], "np.ndarray"]:
    """Return the whole numbers of a column, and which one each row has; one for all without a column."""
    import numpy as np

    if not name:
        return (0,), np.zeros(len(rows.kept), dtype=int)
    column = rows.columns[name]
    wrong = ~(np.isfinite(column.numbers) & (np.floor(column.numbers) == column.numbers))
    wrong |= np.abs(column.numbers) > LARGEST_WHOLE
    if wrong.any():
        row = int(np.argmax(wrong))
        message = f"the column '{shortened(name)}' holds {_cell(column, row)}, and a {key} is a whole number"
        found.append(Diagnostic(rows.locate(row), "wrong-seed", message, f"write 0, 1, 2 and so on for each {key}"))
        return (), np.zeros(len(wrong), dtype=int)
    whole, which = np.unique(column.numbers, return_inverse=True)
    return tuple(int(number) for number in whole), which


def _numbers(rows: _Rows, name: str, found: list[Diagnostic]) -> tuple[tuple[float, ...], "np.ndarray"]:
    """Return the steps, in order, and which one each row has."""
    import numpy as np

    column = rows.columns[name]
    wrong = ~np.isfinite(column.numbers)
    if wrong.any():
        row = int(np.argmax(wrong))
        message = f"the column '{shortened(name)}' holds {_cell(column, row)}, and a step is a number"
        found.append(Diagnostic(rows.locate(row), "wrong-step", message, "write a number in each row"))
        return (), np.zeros(len(wrong), dtype=int)
    steps, which = np.unique(column.numbers, return_inverse=True)
    return tuple(int(step) if step.is_integer() else step for step in steps.tolist()), which


def _values(rows: _Rows, name: str, layout: Layout, found: list[Diagnostic]) -> "np.ndarray":
    """Return the numbers of a channel's column; what is none is noted once."""
    import numpy as np

    column = rows.columns[name]
    words, missing = column.is_word(), column.is_missing()
    if words.any():
        row = int(np.argmax(words))
        cell = column.cell(row)
        hint = "write numbers in all rows"
        if isinstance(cell, str) and is_decimal_comma(cell):
            hint = f"write the decimal sign as a point: {cell.replace(',', '.')}"
        message = f"the column '{shortened(name)}' holds {_cell(column, row)}, and a channel holds numbers"
        found.append(Diagnostic(rows.locate(row), "wrong-value", message, hint))
    elif NOT_FINITE not in layout.allow:
        wrong = missing | np.isinf(column.numbers)
        if wrong.all():
            message = f"the column '{shortened(name)}' holds no number in any row that is read"
            found.append(Diagnostic(rows.locate(0), "no-values", message, "name another column, or mend the file"))
        elif wrong.any():
            row = int(np.argmax(wrong))
            given = "nothing" if missing[row] else _cell(column, row)
            message = f"the column '{shortened(name)}' holds {given}, and a channel holds finite numbers"
            hint = f"if such runs are meant, as where training diverged, write: allow: [{NOT_FINITE}]"
            found.append(Diagnostic(rows.locate(row), "not-finite", message, hint))
    return column.numbers


def _check_order(rows: _Rows, layout: Layout, run: "np.ndarray", step: "np.ndarray") -> None:
    """Raise BuildError if a run has a step twice, or goes back to an earlier one."""
    import numpy as np

    order = np.argsort(run, kind="stable")
    same_run = run[order][1:] == run[order][:-1]
    ahead = np.diff(step[order])
    wrong = same_run & (ahead <= 0)
    if not wrong.any():
        return
    # The first in the file, not the first run's.
    later = order[1:][wrong]
    index = int(np.argmin(later))
    row = int(later[index])
    before = rows.locate(int(order[:-1][wrong][index]))
    where = f"line {before.line}" if before.file == rows.locate(row).file else str(before)
    named = _run_words(rows, layout, row)
    if not layout.step or ahead[wrong][index] == 0:
        at = f" at {layout.step} {_cell(rows.columns[layout.step], row)}" if layout.step else ""
        message = f"there is a second row of {named}{at}, after that of {where}"
        hint = "remove one, or name the column in which they differ: under 'axes', in 'where' or as 'step'"
        raise BuildError([Diagnostic(rows.locate(row), "second-row", message, hint)])
    message = f"{named} goes back from {layout.step} {_cell(rows.columns[layout.step], int(order[:-1][wrong][index]))}"
    message += f" ({where}) to {_cell(rows.columns[layout.step], row)}"
    hint = "remove what a restart did again; or, if these are two runs, name what tells them apart under 'axes'"
    raise BuildError([Diagnostic(rows.locate(row), "step-backwards", message, hint)])


def _complete_seeds(
    there: "np.ndarray", axes: Mapping[str, tuple[Any, ...]], rows: _Rows, layout: Layout
) -> "np.ndarray":
    """Return the indices of the seeds to keep. there: which runs there are, `(*axes, seed)`.

    Raises BuildError if a combination lacks a seed that others have, unless that is allowed.
    """
    import numpy as np

    seeds = len(axes["seed"])
    if there.all():
        return np.arange(seeds)
    complete = np.flatnonzero(there.reshape(-1, seeds).all(axis=0))
    if MISSING_RUNS in layout.allow and len(complete):
        return complete
    lacking = np.argwhere(~there)
    first = {axis: axes[axis][index] for axis, index in zip(axes, lacking[0].tolist(), strict=True)}
    named = ", ".join(f"{axis} {_shown(value)}" for axis, value in first.items())
    more = f" and {len(lacking) - 1:,} more" if len(lacking) > 1 else ""
    message = f"there is no run of {named}{more}, and each combination needs the same seeds"
    hint = f"add it, or leave the seeds that are not complete out with: allow: [{MISSING_RUNS}]"
    if not len(complete):
        hint = "add it; no seed is there for all combinations"
    raise BuildError([Diagnostic(rows.tables[0][1].locate(), "missing-run", message, hint)])


def _shared_steps(
    held: "np.ndarray", rows: _Rows, layout: Layout, run: "np.ndarray", steps: Sequence[float]
) -> "np.ndarray":
    """Return the indices of the steps to keep. held: which run has which step, `(runs, steps)`.

    Raises BuildError if runs have other steps than others, unless that is allowed.
    """
    import numpy as np

    there = held[held.any(axis=1)]
    shared = np.flatnonzero(there.all(axis=0))
    if there.all() or (UNEQUAL_STEPS in layout.allow and len(shared)):
        return shared
    counts = held.sum(axis=1)
    short = int(np.flatnonzero(counts)[np.argmin(counts[counts > 0])])
    row = int(np.flatnonzero(run == short)[-1])
    lacks = _shown(steps[int(np.argmin(held[short]))])
    message = f"{_run_words(rows, layout, row)} has {counts[short]:,} steps, others up to {counts.max():,}: "
    message += f"it has no {layout.step} {lacks}"
    hint = f"if only the steps that all runs have are meant, write: allow: [{UNEQUAL_STEPS}]"
    if not len(shared):
        hint = "give all runs the same steps"
    raise BuildError([Diagnostic(rows.locate(row), "unequal-steps", message, hint)])


def _run_words(rows: _Rows, layout: Layout, row: int) -> str:
    """Return in words to which run a row belongs."""
    columns = [*layout.axes.items(), *([("seed", layout.seed)] if layout.seed else [])]
    words = ", ".join(f"{axis} {_shown(rows.columns[column].cell(row))}" for axis, column in columns)
    return f"the run of {words}" if words else "the run"


def _same(column: Column, value: float | str | bool) -> "np.ndarray":
    import numpy as np

    if isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, str):
        codes = [
            code for code, word in enumerate(column.words) if word == value or word.lower() == value.lower() != word
        ]
        codes = [code for code in codes if column.words[code] == value] or codes
        none: np.ndarray = np.zeros(len(column.numbers), dtype=bool)
        return none if column.codes is None else np.isin(column.codes, codes)
    close: np.ndarray = np.isclose(column.numbers, value, rtol=1e-9, atol=0)
    return close


def _cell(column: Column, row: int) -> str:
    cell = column.cell(row)
    if cell == "":
        return "nothing"
    return f"'{shortened(cell)}'" if isinstance(cell, str) else _shown(cell)


def _shown(value: Any) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)
