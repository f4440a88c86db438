"""Tables of an author's own: CSV, TSV, JSON lines and Parquet → columns, or all that is wrong, with file and line.

Side effects: reads the file that it is given.

Rows are read in blocks, so that ten million of them fit in memory. What is not UTF-8, ragged or no table at all is
refused, never guessed at.
"""

import csv
import itertools
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofpress.datasets.columns import NUMBER, Column, Table, as_number, refusal
from proofpress.diagnostics import BuildError, Diagnostic, Location, one_of, shortened

if TYPE_CHECKING:
    import numpy as np

BLOCK = 25_000
"""Rows that are turned into arrays at once."""
TELL_EVERY = 1_000_000
"""After how many rows it is said how far the reading has come."""
LONGEST_CELL = 1_000_000
SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")
Tell = Callable[[str], None]


def read_table(path: Path, file: str, wanted: Collection[str] | None = None, tell: Tell | None = None) -> Table:
    """Return the table that a file holds. The ending of its name says in which format.

    file: how messages name it. wanted: the columns to keep, those that are there; all if None. tell: is called with a
    sentence now and then while a long file is read.
    Raises BuildError if it is no table, with the line; OSError if it cannot be read.
    """
    tell = tell or _silent
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return _read_parquet(path, file, wanted, tell)
    if suffix not in SUFFIXES:
        raise refusal(file, 0, "unknown-format", f"'{suffix}' is not a table", f"use {one_of(SUFFIXES)}")
    _require_text(path, file)
    read = _read_lines if suffix in (".jsonl", ".ndjson") else _read_csv
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return read(lines, file, wanted, tell, suffix)
    except UnicodeDecodeError:
        raise BuildError([_not_utf8(path, file)]) from None


class _Builder:
    """Collects the cells of one column, block by block, as numbers and words."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._numbers: list[np.ndarray] = []
        self._codes: list[np.ndarray | None] = []
        self._known: dict[str, int] = {}

    def add(self, cells: Sequence[str], plain: bool = False) -> None:
        """Add the cells of a block. plain: it is known that none holds a low line."""
        import numpy as np

        # Python reads 1_000 as a thousand; nobody who writes a table means that.
        if plain or "_" not in "".join(cells):
            try:
                self._numbers.append(np.fromiter(map(float, cells), dtype=np.float64, count=len(cells)))
                self._codes.append(None)
                return
            except ValueError:
                pass
        numbers, codes = np.full(len(cells), np.nan), np.full(len(cells), NUMBER, dtype=np.int32)
        known = self._known
        for row, cell in enumerate(cells):
            code = known.get(cell)
            if code is None:
                number = as_number(cell)
                if number is not None:
                    numbers[row] = number
                    continue
                code = known.setdefault(cell.strip(), len(known))
                known[cell] = code
            codes[row] = code
        self._numbers.append(numbers)
        self._codes.append(codes)

    def add_numbers(self, numbers: "np.ndarray") -> None:
        """Add the cells of a block that hold numbers alone."""
        self._numbers.append(numbers.copy())
        self._codes.append(None)

    def column(self) -> Column:
        import numpy as np

        numbers = np.concatenate(self._numbers) if self._numbers else np.empty(0)
        if all(codes is None for codes in self._codes):
            return Column(self.name, numbers)
        codes = [
            np.full(len(block), NUMBER, dtype=np.int32) if given is None else given
            for block, given in zip(self._numbers, self._codes, strict=True)
        ]
        words = dict.fromkeys(range(max(self._known.values()) + 1), "")
        for word, code in self._known.items():
            words[code] = word.strip()
        return Column(self.name, numbers, np.concatenate(codes), tuple(words.values()))


def _read_csv(lines: Any, file: str, wanted: Collection[str] | None, tell: Tell, suffix: str) -> Table:
    csv.field_size_limit(LONGEST_CELL)
    first = lines.readline()
    if not first.strip():
        message = "the first line is empty" if first else "the file is empty"
        raise refusal(file, 1, "empty-table", message, "write the names of the columns in the first line")
    delimiter = _delimiter(first, suffix)
    reader = csv.reader(itertools.chain([first], lines), delimiter=delimiter, strict=True)
    try:
        names = tuple(name.strip() for name in next(reader))
    except csv.Error as error:
        raise refusal(file, 1, "wrong-table", f"the header cannot be read: {error}") from None
    _check_header(names, file)
    # A header may go over several lines, of which the reader has taken all.
    after = reader.line_num
    kept = [index for index, name in enumerate(names) if name and (wanted is None or name in wanted)]
    builders = [_Builder(names[index]) for index in kept]
    rows = 0
    breaks: list[tuple[int, int]] = []
    for block, starts, plain in _blocks(lines, after, delimiter, names, file):
        # A block that follows on continues its line numbers.
        follows = breaks and starts == [(0, breaks[-1][1] + rows - breaks[-1][0])]
        breaks += [] if follows else [(rows + start, line) for start, line in starts]
        if isinstance(block, list):
            columns = list(zip(*block, strict=True)) if builders else []
            for index, builder in zip(kept, builders, strict=True):
                builder.add(columns[index], plain)
        else:
            for index, builder in zip(kept, builders, strict=True):
                builder.add_numbers(block[:, index])
        rows = _told(rows, len(block), file, tell)
    if not rows:
        raise refusal(file, 1, "empty-table", "the table has a header and no rows", "write a row under it")
    return Table(file, names, {each.name: each.column() for each in builders}, rows, tuple(breaks))


Block = tuple["list[list[str]] | np.ndarray", list[tuple[int, int]], bool]
"""Rows of cells, or of numbers alone, float64 `(rows, columns)`; those at which lines do not follow on as (row in the
block, line); and whether no cell holds a low line."""


def _blocks(lines: Iterator[str], after: int, delimiter: str, names: tuple[str, ...], file: str) -> Iterator[Block]:
    """Yield rows in blocks. after: how many lines were read before.

    Where no cell is quoted a line is a row, and a block is checked as a whole; else it is read row by row.
    """
    longest = max(names, key=len)
    numeric = True
    while texts := list(itertools.islice(lines, BLOCK)):
        text = "".join(texts)
        if '"' in text:
            # A quoted cell may go over the end of the block.
            yield from _slow_blocks(itertools.chain(texts, lines), after, delimiter, names, file)
            return
        # As soon as one block holds words, the others most likely do.
        numbers = _plain_numbers(texts, delimiter, len(names)) if numeric and "_" not in text else None
        if numbers is not None:
            yield numbers, [(0, after + 1)], True
            after += len(texts)
            continue
        numeric = False
        try:
            rows = None if longest in text else list(csv.reader(texts, delimiter=delimiter, strict=True))
        except csv.Error:
            rows = None
        if rows is not None and len(rows) == len(texts) and set(map(len, rows)) == {len(names)}:
            yield rows, [(0, after + 1)], "_" not in text
        else:
            yield from _slow_blocks(iter(texts), after, delimiter, names, file)
        after += len(texts)


def _plain_numbers(texts: list[str], delimiter: str, width: int) -> "np.ndarray | None":
    """Return lines of numbers alone as float64 `(lines, width)`, None where they hold anything else.

    numpy reads what Python's `float` reads, three times as fast.
    """
    import numpy as np

    if not texts[0].strip():
        return None
    try:
        numbers: np.ndarray = np.loadtxt(texts, delimiter=delimiter, comments=None, ndmin=2)
    except ValueError:
        return None
    return numbers if numbers.shape == (len(texts), width) else None


def _slow_blocks(
    lines: Iterator[str], after: int, delimiter: str, names: tuple[str, ...], file: str
) -> Iterator[Block]:
    """Yield rows in blocks, each looked at alone, so that what is wrong is told with its line."""
    width, header = len(names), list(names)
    block: list[list[str]] = []
    starts: list[tuple[int, int]] = []
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    expected = -1
    while True:
        begun = after + reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            raise refusal(file, begun, "wrong-table", f"the row cannot be read: {error}", "mend its quotes") from None
        line = after + reader.line_num
        if not row:
            continue
        if len(row) != width:
            message = f"the row has {len(row)} cells, and the header {width}"
            hint = "give each row a cell for each column; quote a cell that holds the separator"
            raise refusal(file, begun, "ragged-row", message, hint)
        if row == header or [cell.strip() for cell in row] == header:
            raise refusal(file, begun, "second-header", "the row repeats the header", "remove it")
        if begun != expected:
            starts.append((len(block), begun))
        # A quoted cell may go over several lines.
        expected = line + 1 if line == begun else -1
        block.append(row)
        if len(block) == BLOCK:
            yield block, starts, False
            block, starts = [], []
    if block:
        yield block, starts, False


def _delimiter(header: str, suffix: str) -> str:
    if suffix == ".tsv":
        return "\t"
    counts = {sign: header.count(sign) for sign in ",;\t"}
    return "," if counts[","] or not any(counts.values()) else max(counts, key=lambda sign: counts[sign])


def _check_header(names: tuple[str, ...], file: str) -> None:
    """Raise BuildError if the first line does not name columns, each once."""
    twice = [name for index, name in enumerate(names) if name and name in names[:index]]
    if twice:
        message = f"the header names the column '{shortened(twice[0])}' twice"
        raise refusal(file, 1, "duplicate-column", message, "give each column its own name")
    if all(as_number(name) is not None for name in names):
        message = "the first line holds numbers, and not the names of columns"
        raise refusal(file, 1, "no-header", message, "write a header above it")


def _read_lines(lines: Any, file: str, wanted: Collection[str] | None, tell: Tell, suffix: str) -> Table:
    """Read JSON lines: an object in each, whose keys are the columns; a key that a line lacks is a missing value."""
    builders: dict[str, _Builder] = {}
    names: dict[str, None] = {}
    rows, breaks, expected = 0, [], -1
    numbered = enumerate(lines, 1)
    while block := list(itertools.islice(((number, text) for number, text in numbered if text.strip()), BLOCK)):
        objects = []
        for row, (number, text) in enumerate(block):
            if number != expected:
                breaks.append((rows + row, number))
            expected = number + 1
            objects.append(_object(text, file, number))
        for each in objects:
            names |= dict.fromkeys(each)
        for name in names:
            if name not in builders and (wanted is None or name in wanted):
                builders[name] = _Builder(name)
                builders[name].add([""] * rows)
        for name, builder in builders.items():
            cells = zip(objects, block, strict=True)
            builder.add([_json_cell(each.get(name), name, file, number) for each, (number, _) in cells])
        rows = _told(rows, len(block), file, tell)
    if not rows:
        raise refusal(file, 1, "empty-table", "the file is empty", "write an object of names and values in each line")
    return Table(file, tuple(names), {name: each.column() for name, each in builders.items()}, rows, tuple(breaks))


def _object(text: str, file: str, line: int) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "it is nested too deeply")
        message = f"the line is not JSON: {shortened(reason)}"
        raise refusal(file, line, "wrong-table", message, "write one object a line") from None
    if not isinstance(found, dict):
        message = "the line holds no object of names and values"
        raise refusal(file, line, "wrong-table", message, 'write one such as {"seed": 0, "loss": 0.5}')
    return found


def _json_cell(value: Any, name: str, file: str, line: int) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    message = f"'{shortened(name)}' holds {'a list' if isinstance(value, list) else 'an object'}, and not one value"
    raise refusal(file, line, "wrong-table", message, "write numbers or words")


def _read_parquet(path: Path, file: str, wanted: Collection[str] | None, tell: Tell) -> Table:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        hint = "python -m pip install pyarrow, or write the table as CSV"
        raise refusal(file, 0, "no-pyarrow", "Parquet is read by pyarrow, which is not installed", hint) from None
    try:
        with ParquetFile(path) as source:
            names = tuple(source.schema_arrow.names)
            builders = {name: _Builder(name) for name in names if wanted is None or name in wanted}
            rows = 0
            for batch in source.iter_batches(BLOCK, columns=[*builders]):
                for name, builder in builders.items():
                    values = batch.column(name).to_pylist()
                    builder.add([_json_cell(_plain(value), name, file, rows + 1) for value in values])
                rows = _told(rows, len(batch), file, tell)
    except ArrowException as error:
        message = f"the file is not Parquet: {shortened(str(error), 80)}"
        raise refusal(file, 0, "wrong-table", message, "write it again") from None
    if not rows:
        raise refusal(file, 0, "empty-table", "the table has no rows", "write a row")
    return Table(file, names, {name: builder.column() for name, builder in builders.items()}, rows)


def _plain(value: Any) -> Any:
    """Return a value of Parquet as JSON would hold it; dates and the like as words."""
    return value if value is None or isinstance(value, str | int | float | list | dict) else str(value)


def _require_text(path: Path, file: str) -> None:
    """Raise BuildError if a file is clearly no UTF-8 text."""
    with path.open("rb") as source:
        beginning = source.read(8192)
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refusal(file, 1, "not-utf-8", "the file is UTF-16 text", "save the file with the encoding UTF-8")
    if b"\0" in beginning:
        raise refusal(file, 0, "wrong-table", "the file is binary, not text", "name a table that is written as text")


def _not_utf8(path: Path, file: str) -> Diagnostic:
    """Return the diagnostic of the first byte that is not UTF-8."""
    with path.open("rb") as source:
        for number, line in enumerate(source, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                column = len(line[: error.start].decode("utf-8", errors="replace")) + 1
                message = f"the byte 0x{line[error.start]:02X} is not UTF-8 text"
                location = Location(file, number, column)
                return Diagnostic(location, "not-utf-8", message, "save the file with the encoding UTF-8")
    return Diagnostic(Location(file), "not-utf-8", "this is not UTF-8 text", "save the file with the encoding UTF-8")


def _told(rows: int, more: int, file: str, tell: Tell) -> int:
    """Return how many rows are read now, and say so at each million."""
    if (rows + more) // TELL_EVERY > rows // TELL_EVERY:
        tell(f"{file}: {rows + more:,} rows read")
    return rows + more


def _silent(sentence: str) -> None:
    """Say nothing."""
