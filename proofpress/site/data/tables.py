"""The tables of each experiment as files: CSV where they are small, Parquet if pyarrow is there. Stored by key.

Warm, they are read from the store as they were written, and no array is loaded.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from proofpress.cache.keys import code_digest, digest
from proofpress.cache.store import Entry, Store
from proofpress.models import Record
from proofpress.runs.tables import RunTable, list_left_out, list_tables
from proofpress.site.material import Exported, TableFile
from proofpress.versions import version

if TYPE_CHECKING:
    import numpy as np

KIND = "export"
MOST_ROWS = 20_000
"""Rows of the longest table that is written as CSV too: some two megabytes."""
PARQUET = "pyarrow"
TYPES = {"f": "number", "i": "integer", "u": "integer", "b": "boolean"}
"""Kind of a numpy array → type of a column in the words of Data Package; anything else is a string."""


def export_records(records: Mapping[str, Record], store: Store | None) -> dict[str, Exported]:
    """Return the tables of each experiment, made or taken from the store."""
    return {name: export_record(record, store) for name, record in records.items()}


def export_record(record: Record, store: Store | None) -> Exported:
    """Return the tables of one experiment as files; those of the same runs have the same bytes."""
    key = digest(KIND, record.key, record.experiment, code_digest(__name__), version(PARQUET))
    entry = store.get(key, KIND) if store else None
    if entry is None:
        runs = record.load()
        made = [file for table in list_tables(runs) for file in _write(table)]
        written = {file.table for file in made}
        tables = [table.name for table in list_tables(runs) if table.name not in written]
        entry = _packed(Exported(tuple(made), list_left_out(runs), tuple(tables)))
        if store:
            store.put(key, KIND, entry.data, entry.meta)
    return _unpacked(entry)


def _write(table: RunTable) -> Iterator[TableFile]:
    """Yield a table in each form that it is written in."""
    rows = len(next(iter(table.columns.values())))
    fields = tuple((name, TYPES.get(values.dtype.kind, "string")) for name, values in table.columns.items())

    def file(ending: str, data: bytes) -> TableFile:
        sha256 = hashlib.sha256(data).hexdigest()
        return TableFile(f"{table.name}.{ending}", ending, rows, table.dims, fields, sha256, data)

    if rows <= MOST_ROWS:
        yield file("csv", _as_csv(table))
    parquet = _as_parquet(table)
    if parquet is not None:
        yield file("parquet", parquet)


def _as_csv(table: RunTable) -> bytes:
    from proofpress.site.parts.numbers import write_fields

    columns = [_written(values) for values in table.columns.values()]
    lines = [",".join(write_fields(tuple(table.columns))), *map(",".join, zip(*columns, strict=True))]
    return ("\r\n".join(lines) + "\r\n").encode()


def _written(values: "np.ndarray") -> list[str]:
    """Return a column as CSV has it: numbers with the digits that their precision has, what is no number empty."""
    from proofpress.site.parts.numbers import write_fields

    if values.dtype.kind == "f":
        special = {"nan": "", "inf": "INF", "-inf": "-INF"}
        return [special.get(text, text) for text in values.astype(str).tolist()]
    if values.dtype.kind == "b":
        return [str(value).lower() for value in values.tolist()]
    return list(write_fields(values.tolist()))


def _as_parquet(table: RunTable) -> bytes | None:
    """Return a table as Parquet, None if pyarrow is not installed."""
    if version(PARQUET) == "absent":
        return None
    import pyarrow
    import pyarrow.parquet

    buffer = io.BytesIO()
    columns = {name: pyarrow.array(values) for name, values in table.columns.items()}
    pyarrow.parquet.write_table(pyarrow.table(columns), buffer, compression="zstd", store_schema=False)
    return buffer.getvalue()


def _packed(exported: Exported) -> Entry:
    heads = [
        [file.path, file.format, file.rows, list(file.dims), list(map(list, file.fields)), file.sha256, len(file.data)]
        for file in exported.files
    ]
    meta = {"files": heads, "left_out": [list(exported.channels_left_out), list(exported.tables_left_out)]}
    return Entry(meta, b"".join(file.data for file in exported.files))


def _unpacked(entry: Entry) -> Exported:
    files, start = [], 0
    for path, form, rows, dims, fields, sha256, size in entry.meta["files"]:
        data = entry.data[start : start + size]
        files.append(
            TableFile(path, form, rows, tuple(dims), tuple((name, kind) for name, kind in fields), sha256, data)
        )
        start += size
    channels, tables = entry.meta["left_out"]
    return Exported(tuple(files), tuple(channels), tuple(tables))


def every_file(exported: Mapping[str, Exported]) -> Iterator[tuple[str, TableFile]]:
    """Yield each file with the experiment that it is of."""
    for experiment, of in exported.items():
        for file in of.files:
            yield experiment, file
