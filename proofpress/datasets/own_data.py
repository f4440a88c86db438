"""Data of an author's own: the rows of a table, numbers as they are and words as columns of 0 and 1.

Side effects: reads the file that an author names, through `tables`.

    data: {file: data/penguins.csv, target: species, features: [island, bill_length_mm], missing: drop}

Runs are trained again when this module changes, so what only completes options is in `found`. A date, a column of
numbers and words, an empty column, a cell that is missing without a word about it: each is refused with its file and
line.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from proofpress.datasets.columns import Column, Table, missing_column
from proofpress.datasets.options import Data, Facts, FoundData
from proofpress.datasets.tables import read_table
from proofpress.diagnostics import BuildError, Diagnostic, Location, shortened

if TYPE_CHECKING:
    import numpy as np

    from proofpress.datasets.data_set import Rows

MOST_WORDS = 50
"""How many different words a column may hold: each becomes a column, or a class."""
LEAST_ROWS = 10
DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([T ].*)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}( .*)?|\d{4}/\d{1,2}/\d{1,2}( .*)?")


class Examples(Struct, frozen=True, eq=False):
    """A table as examples: inputs `(rows, features)`, NaN where a value is missing, and targets `(rows,)`."""

    inputs: "np.ndarray"
    targets: "np.ndarray"
    facts: Facts


def load(data: Data) -> "Rows":
    """Return inputs and targets of a file. Raises BuildError if it has changed into one that cannot be used."""
    assert isinstance(data, FoundData)
    assert data.own is not None
    found = examples(read_table(data.own.where, data.own.shown, wanted_columns(data)), data)
    return found.inputs, found.targets


def wanted_columns(data: Data) -> set[str] | None:
    """Return the columns that are read, None for all."""
    return None if data.features is None else {*data.features, str(data.target)}


def examples(table: Table, data: Data, locate: Callable[..., Location] | None = None) -> Examples:
    """Return a table as examples. locate: keys of an option → where its author wrote it.

    Raises BuildError with all that is wrong.
    """
    import numpy as np

    target = str(data.target)
    names = data.features or tuple(name for name in table.names if name and name != target)
    asked: list[tuple[str, tuple[str | int, ...]]] = [(target, ("data", "target"))]
    asked += [(name, ("data", "features", number)) for number, name in enumerate(names)]
    wrong = [
        Diagnostic(locate(*at) if locate else Location(table.file), "unknown-column", *missing_column(table, name))
        for name, at in asked
        if name not in table.columns
    ]
    if wrong:
        raise BuildError(wrong)
    missing = table.columns[target].is_missing()
    if data.missing == "drop":
        for name in names:
            missing = missing | table.columns[name].is_missing()
    elif missing.any():
        wrong.append(_absent(table, target, missing, "write missing: drop, so that its rows are left out"))
    kept = ~missing
    if not kept.any():
        raise BuildError([_wrong(table, "missing-value", "no row has a value in every column that is used")])
    columns: list[tuple[str, np.ndarray]] = []
    for name in names:
        column = table.columns[name]
        if data.missing is None and column.is_missing().any():
            wrong.append(
                _absent(table, name, column.is_missing(), "fill it in, or write missing: drop, or missing: mean")
            )
            continue
        wrong += _faults(table, column)
        columns += _features(column)
    wrong += _faults(table, table.columns[target])
    targets, classes = _targets(table, data, kept, wrong)
    if kept.sum() < LEAST_ROWS:
        wrong.append(_wrong(table, "too-few-rows", f"{kept.sum()} rows are used", f"give at least {LEAST_ROWS}"))
    if wrong:
        raise BuildError(wrong)
    inputs = np.column_stack([values for _, values in columns])[kept]
    return Examples(inputs, targets, Facts(int(kept.sum()), tuple(name for name, _ in columns), classes))


def _features(column: Column) -> list[tuple[str, "np.ndarray"]]:
    """Return the inputs that a column makes: itself, or one for each of its words; of two words, for the second."""
    import numpy as np

    holds_words = column.is_word()
    if not holds_words.any() or column.codes is None:
        return [(column.name, np.where(column.is_missing(), np.nan, column.numbers))]
    words = _words(column)
    shown = words[1:] if len(words) == 2 else words
    return [
        (f"{column.name} = {word}", np.where(holds_words, column.codes == column.words.index(word), np.nan))
        for word in shown[:MOST_WORDS]
    ]


def _targets(
    table: Table, data: Data, kept: "np.ndarray", wrong: list[Diagnostic]
) -> tuple["np.ndarray", tuple[str, ...]]:
    """Return the targets of the rows that are kept, and the names of their classes, none for numbers."""
    import numpy as np

    column = table.columns[str(data.target)]
    if column.is_word().any() and column.codes is not None:
        if data.predict == "number":
            wrong.append(_wrong(table, "not-a-number", f"the target '{shortened(column.name)}' holds words"))
        words = _words(column)
        order = np.array([words.index(word) if word in words else 0 for word in column.words])
        return order[column.codes[kept]], tuple(words)
    numbers = column.numbers[kept]
    different = np.unique(numbers)
    if data.predict == "classes" or (data.predict is None and set(different.tolist()) <= {0.0, 1.0}):
        if len(different) > MOST_WORDS:
            message = f"the target '{shortened(column.name)}' holds {len(different):,} different numbers"
            wrong.append(
                _wrong(table, "too-many-words", message, f"at most {MOST_WORDS} are classes; or predict: number")
            )
        return np.searchsorted(different, numbers), tuple(f"{number:g}" for number in different.tolist())
    return numbers, ()


def _words(column: Column) -> list[str]:
    """Return the words that a column holds, in order of the alphabet."""
    import numpy as np

    assert column.codes is not None
    return sorted({column.words[code] for code in np.unique(column.codes[column.is_word()])})


def _faults(table: Table, column: Column) -> list[Diagnostic]:
    """Return what is wrong with the cells of a column, missing ones apart."""
    import numpy as np

    name, words = shortened(column.name), column.is_word()
    numbers = ~words & ~column.is_missing()
    if not words.any():
        endless = numbers & np.isinf(column.numbers)
        if endless.any():
            row = int(endless.argmax())
            return [_wrong(table, "not-finite", f"'{name}' is infinite", "write a number, or leave it empty", row)]
        if not numbers.any():
            return [_wrong(table, "empty-column", f"the column '{name}' holds nothing", "leave it out of 'features'")]
        return []
    if numbers.any():
        fewer = words if words.sum() <= numbers.sum() else numbers
        row = int(fewer.argmax())
        cell = column.cell(row)
        message = f"'{name}' holds words and numbers: here {shortened(str(cell))!r}"
        return [
            _wrong(table, "mixed-types", message, "write one sort in all rows, or nothing where it is missing", row)
        ]
    found = _words(column)
    if all(DATE.fullmatch(word) for word in found):
        message = f"'{name}' holds dates, such as '{shortened(found[0])}'"
        hint = "write what matters about them as a number, such as days since a first day, or leave the column out"
        return [_wrong(table, "date", message, hint, int(words.argmax()))]
    if len(found) > MOST_WORDS:
        message = f"'{name}' holds {len(found):,} different words, more than the {MOST_WORDS} that can be columns"
        return [
            _wrong(table, "too-many-words", message, "leave it out of 'features', or group them", int(words.argmax()))
        ]
    return []


def _absent(table: Table, name: str, missing: "np.ndarray", hint: str) -> Diagnostic:
    count = int(missing.sum())
    message = f"'{shortened(name)}' is missing in {count:,} of {table.rows:,} rows, first here"
    return _wrong(table, "missing-value", message, hint, int(missing.argmax()))


def _wrong(table: Table, rule: str, message: str, hint: str = "", row: int | None = None) -> Diagnostic:
    return Diagnostic(table.locate(row), rule, message, hint)
