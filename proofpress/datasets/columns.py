"""Columns of tables: numbers and words side by side, and what is done to them whatever file they come from.

A number takes eight bytes, a word four and its text once, so that ten million rows fit in memory.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from proofpress.diagnostics import BuildError, Diagnostic, Location, shortened, suggest

if TYPE_CHECKING:
    import numpy as np

MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "-"})
"""Words, in small letters, that stand for a value that is not there."""
NUMBER = -1
"""The code of a cell that holds a number."""


class Column(Struct, frozen=True):
    """A column of a table.

    numbers: float64 `(rows,)`, NaN where a cell holds no number. codes: int32 `(rows,)`, which of the words a cell
    holds, `NUMBER` if it holds a number; None if all cells do. words: as they are written, blanks at their ends cut.
    """

    name: str
    numbers: "np.ndarray"
    codes: "np.ndarray | None" = None
    words: tuple[str, ...] = ()

    def cell(self, row: int) -> float | str:
        """Return what a cell holds."""
        code = NUMBER if self.codes is None else int(self.codes[row])
        return float(self.numbers[row]) if code == NUMBER else self.words[code]

    def is_word(self) -> "np.ndarray":
        """Return which cells hold a word other than one for a missing value; bool `(rows,)`."""
        return self._with(lambda word: word.lower() not in MISSING)

    def is_missing(self) -> "np.ndarray":
        """Return which cells hold nothing, or a word that stands for nothing, such as NA; bool `(rows,)`."""
        import numpy as np

        no_number: np.ndarray = np.isnan(self.numbers) & ~self._with(bool)
        missing: np.ndarray = no_number | self._with(lambda word: word.lower() in MISSING)
        return missing

    def _with(self, wanted: Callable[[str], bool]) -> "np.ndarray":
        import numpy as np

        if self.codes is None:
            return np.zeros(len(self.numbers), dtype=bool)
        # The code of a number, −1, takes the last entry.
        chosen: np.ndarray = np.array([*map(wanted, self.words), False], dtype=bool)[self.codes]
        return chosen


class Table(Struct, frozen=True):
    """A table as it was read.

    file: as its author would type it. names: of all columns, in order. columns: those that were asked for, by name.
    rows: how many. breaks: (row, line) from which on lines follow one another; a row of Parquet is its own line.
    """

    file: str
    names: tuple[str, ...]
    columns: dict[str, Column]
    rows: int
    breaks: tuple[tuple[int, int], ...] = ((0, 1),)

    def locate(self, row: int | None = None) -> Location:
        """Return where a row was written; its header's line without one."""
        if row is None:
            return Location(self.file, 1, 1)
        first, line = max(start for start in self.breaks if start[0] <= row)
        return Location(self.file, line + row - first, 1)


def missing_column(table: Table, name: str) -> tuple[str, str]:
    """Return message and hint for a column that a table does not have."""
    return f"the table '{table.file}' has no column '{shortened(name)}'", suggest(name, table.names)


def check_case(table: Table, names: Iterable[str]) -> list[Diagnostic]:
    """Return a diagnostic for each of some columns beside which another one differs only in case."""
    found = []
    for name in dict.fromkeys(names):
        others = [other for other in table.names if other != name and other.casefold() == name.casefold()]
        if name in table.names and others:
            message = f"the columns '{shortened(name)}' and '{shortened(others[0])}' differ only in case"
            hint = "rename one of them, so that nobody takes one for the other"
            found.append(Diagnostic(table.locate(), "ambiguous-column", message, hint))
    return found


def refusal(file: str, line: int, rule: str, message: str, hint: str = "") -> BuildError:
    """Return what is raised where a file is no table. line: 0 where it has none."""
    return BuildError([Diagnostic(Location(file, line, 1 if line else 0), rule, message, hint)])


def as_number(cell: str) -> float | None:
    """Return the number that a cell holds, None if it holds none.

    >>> as_number(" 1e-3 "), as_number("1_000"), as_number("0,5")
    (0.001, None, None)
    """
    try:
        return None if "_" in cell else float(cell)
    except ValueError:
        return None


def is_decimal_comma(word: str) -> bool:
    """Return whether a word is a number with a comma as its decimal sign.

    >>> is_decimal_comma("0,95"), is_decimal_comma("a,b")
    (True, False)
    """
    return word.count(",") == 1 and "." not in word and as_number(word.replace(",", ".")) is not None


def taken(column: Column, rows: "np.ndarray") -> Column:
    """Return some rows of a column."""
    return Column(column.name, column.numbers[rows], None if column.codes is None else column.codes[rows], column.words)


def constant(name: str, word: str, rows: int) -> Column:
    """Return a column that holds one cell in all rows, a number if it is one."""
    import numpy as np

    number = as_number(word)
    if number is not None:
        return Column(name, np.full(rows, number))
    return Column(name, np.full(rows, np.nan), np.zeros(rows, dtype=np.int32), (word,))


def joined(name: str, columns: Sequence[Column]) -> Column:
    """Return columns one below the other."""
    import numpy as np

    if len(columns) == 1:
        return Column(name, columns[0].numbers, columns[0].codes, columns[0].words)
    numbers = np.concatenate([column.numbers for column in columns])
    if all(column.codes is None for column in columns):
        return Column(name, numbers)
    known: dict[str, int] = {}
    codes = []
    for column in columns:
        if column.codes is None:
            codes.append(np.full(len(column.numbers), NUMBER, dtype=np.int32))
            continue
        # The last entry is for the code of a number, −1.
        new = np.array([*(known.setdefault(word, len(known)) for word in column.words), NUMBER], dtype=np.int32)
        codes.append(new[column.codes])
    return Column(name, numbers, np.concatenate(codes), tuple(known))
