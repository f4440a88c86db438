"""Files of recorded runs → tables with the columns that a layout names: logs, wide tables, and what paths say.

Side effects: reads the files.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from proofpress.datasets.columns import Column, Table, constant, joined, taken
from proofpress.datasets.logs import is_log, read_log
from proofpress.datasets.tables import read_table
from proofpress.diagnostics import BuildError, Diagnostic, one_of, shortened
from proofpress.models.own_files import OwnFile

Tell = Callable[[str], None]
PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Layout(Struct, frozen=True):
    """Which columns hold what. axes: axis → column. channels: channel → column. where: column → values to keep.

    melt: names columns of a wide table, with {placeholders} for what its columns are called by; empty for a tidy one.
    allow: what is meant: `missing-runs`, `not-finite`, `unequal-steps`. paths: patterns with {placeholders}, each a
    column that the paths of files fill. fixed: column → what all rows have in it.
    """

    axes: Mapping[str, str]
    seed: str
    step: str
    channels: Mapping[str, str]
    where: Mapping[str, tuple[float | str, ...]]
    melt: str
    allow: tuple[str, ...]
    paths: tuple[str, ...] = ()
    fixed: Mapping[str, str] = {}

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that are read, once each."""
        named = [*self.axes.values(), self.seed, self.step, *self.channels.values(), *self.where]
        return tuple(dict.fromkeys(name for name in named if name))

    def keys_of(self, column: str) -> tuple[str, ...]:
        """Return the keys of the options under which a column is named."""
        for key in ("seed", "step"):
            if getattr(self, key) == column:
                return (key,)
        for key, more in (("axes", ()), ("channels", ("column",))):
            for name, its in getattr(self, key).items():
                if its == column:
                    return (key, name, *more)
        return ("where", column)


def named_by(pattern: str, path: str) -> dict[str, str] | None:
    """Return what the placeholders of a pattern stand for in a path; None if the path does not fit.

    >>> named_by("runs/{optimizer}-s{seed}/*.csv", "runs/adam-s3/log.csv")
    {'optimizer': 'adam', 'seed': '3'}
    """
    match = re.fullmatch("".join(_pieces(pattern, glob=True)), path)
    return match and match.groupdict()


def read_recorded(file: OwnFile, layout: Layout, tell: Tell) -> Table:
    """Return a file of recorded runs as a table with all columns that its layout names. Raises BuildError, OSError."""
    wanted = None if layout.melt else set(layout.columns)
    if is_log(file.path):
        table = read_log(file.where, file.shown, wanted)
    else:
        table = read_table(file.where, file.shown, wanted, tell)
    table = melted(table, layout.melt) if layout.melt else table
    named = next(filter(None, (named_by(pattern, file.path) for pattern in layout.paths)), {})
    return _with_words(table, {**layout.fixed, **named})


def _with_words(table: Table, words: Mapping[str, str]) -> Table:
    """Return a table with a column for each word, the same in all rows. Raises BuildError if it has one already."""
    both = [name for name in words if name in table.names]
    if both:
        message = f"the table '{table.file}' has a column '{shortened(both[0])}', and its path names that, too"
        raise BuildError([Diagnostic(table.locate(), "ambiguous-column", message, "give one of them another name")])
    more = {name: constant(name, word, table.rows) for name, word in words.items()}
    return replace(table, names=(*table.names, *more), columns={**table.columns, **more})


def melted(table: Table, pattern: str) -> Table:
    """Return a wide table as a tidy one: a column whose name fits the pattern becomes rows, its placeholders columns.

    `{column}` in the pattern is the name of the column that takes the values; without it that is called `value`.
    Columns that do not fit stay, and rows in which a run has nothing are left out. Raises BuildError if none fits.
    """
    import numpy as np

    fits = re.compile("".join(_pieces(pattern)))
    groups: dict[tuple[tuple[str, str], ...], dict[str, Column]] = {}
    rest: dict[str, Column] = {}
    for name, column in table.columns.items():
        match = fits.fullmatch(name)
        if match is None:
            rest[name] = column
            continue
        captured = match.groupdict()
        target = captured.pop("column", "value")
        groups.setdefault(tuple(captured.items()), {})[target] = column
    if not groups:
        message = f"no column of '{table.file}' fits the pattern '{shortened(pattern)}'"
        hint = f"its columns are {one_of(shortened(name) for name in table.names[:5])}{', …' * (len(table.names) > 5)}"
        raise BuildError([Diagnostic(table.locate(), "missing-column", message, hint)])
    targets = tuple(dict.fromkeys(target for group in groups.values() for target in group))
    nothing = Column("", np.full(table.rows, np.nan), np.zeros(table.rows, dtype=np.int32), ("",))
    blocks: list[dict[str, Column]] = []
    rows: list[np.ndarray] = []
    for words, group in groups.items():
        filled = {target: group.get(target, nothing) for target in targets}
        kept = np.flatnonzero(~np.all([column.is_missing() for column in filled.values()], axis=0))
        block = {name: taken(column, kept) for name, column in {**rest, **filled}.items()}
        block |= {name: constant(name, word, len(kept)) for name, word in words}
        blocks.append(block)
        rows.append(kept)
    names = tuple(dict.fromkeys(name for block in blocks for name in block))
    columns = {name: joined(name, [block[name] for block in blocks]) for name in names}
    every = np.concatenate(rows)
    # Line by line, since the rows of one line are no longer together.
    breaks = tuple((row, table.locate(int(written)).line) for row, written in enumerate(every))
    return Table(table.file, names, columns, len(every), breaks)


def _pieces(pattern: str, glob: bool = False) -> Iterator[str]:
    """Yield the parts of a regular expression that a pattern with placeholders stands for.

    glob: whether it is a pattern of paths, in which a star stands for letters too; neither goes beyond a folder.
    """
    end = 0
    for match in PLACEHOLDER.finditer(pattern):
        yield _escaped(pattern[end : match.start()], glob)
        yield f"(?P<{match[1]}>{'[^/]+?' if glob else '.+?'})"
        end = match.end()
    yield _escaped(pattern[end:], glob)


def _escaped(words: str, glob: bool) -> str:
    escaped = re.escape(words)
    if not glob:
        return escaped
    return escaped.replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
