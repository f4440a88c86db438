"""Tables are read exactly, whatever wrote them; what is no table is refused with its line."""

import csv
import io
import json
import math
import random
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.datasets import tables
from proofpress.datasets.columns import check_case
from proofpress.datasets.tables import read_table
from proofpress.diagnostics import BuildError

LINES = '{"seed": 0, "loss": 0.5, "optimizer": "sgd"}\n\n{"seed": 1, "loss": 1e-3, "optimizer": "adam"}'
ROWS = "seed,loss,optimizer\n0,0.5,sgd\n1,1e-3,adam\n"


def written(tmp_path, text, name="runs.csv"):
    """Write a file and return its path."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refusal(path, **options):
    """Return the one line that says why a file is no table."""
    with pytest.raises(BuildError) as caught:
        read_table(path, "data/" + path.name, **options)
    (line,) = caught.value.diagnostics
    return str(line)


def cells(table):
    """Return the cells of a table, row by row."""
    return [[column.cell(row) for column in table.columns.values()] for row in range(table.rows)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (ROWS, "runs.csv"),
        ("\ufeff" + ROWS, "runs.csv"),
        (ROWS.replace("\n", "\r\n"), "runs.csv"),
        (ROWS.replace("\n", "\r"), "runs.csv"),
        (ROWS.replace(",", ";"), "runs.csv"),
        (ROWS.replace(",", "\t"), "runs.tsv"),
        (ROWS.replace(",", " , ").replace("sgd", '"sgd"').replace(' "', '"'), "runs.csv"),
        (ROWS.replace("\n", "\n\n").rstrip("\n"), "runs.csv"),
        (
            '{"seed": 0, "loss": 0.5, "optimizer": "sgd"}\n\n{"seed": 1, "loss": 1e-3, "optimizer": "adam"}',
            "runs.jsonl",
        ),
    ],
)
def test_the_same_table_in_many_dresses(tmp_path, text, name):
    """A byte order mark, line ends, separators, blanks, empty lines and JSON change nothing of what is read."""
    table = read_table(written(tmp_path, text, name), name)
    assert table.names == ("seed", "loss", "optimizer")
    assert cells(table) == [[0.0, 0.5, "sgd"], [1.0, 1e-3, "adam"]]


def test_parquet_is_read_as_the_csv_of_the_same_rows(tmp_path):
    """Parquet gives what CSV gives: numbers to the bit, words, and missing values."""
    parquet = pytest.importorskip("pyarrow.parquet")
    import pyarrow

    rows = {"seed": [0, 1, 2], "loss": [0.1, None, math.pi], "name": ["a", "b", None]}
    parquet.write_table(pyarrow.table(rows), tmp_path / "runs.parquet")
    texts = [",".join("" if cell is None else str(cell) for cell in row) for row in zip(*rows.values(), strict=True)]
    one = read_table(tmp_path / "runs.parquet", "a")
    other = read_table(written(tmp_path, "\n".join(["seed,loss,name", *texts])), "b")
    assert cells(one) == cells(other)
    assert one.columns["loss"].is_missing().tolist() == [False, True, False]


def test_parquet_without_pyarrow_is_one_clear_line(tmp_path, monkeypatch):
    """Who lacks pyarrow is told what to install, or what to write instead."""
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    assert refusal(written(tmp_path, b"PAR1", "runs.parquet")) == (
        "data/runs.parquet: error[no-pyarrow]: Parquet is read by pyarrow, which is not installed — "
        "python -m pip install pyarrow, or write the table as CSV"
    )


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        (
            b"",
            "a.csv",
            "data/a.csv:1:1: error[empty-table]: the file is empty — write the names of the columns in the first line",
        ),
        (
            b"\nx\n",
            "a.csv",
            "data/a.csv:1:1: "
            "error[empty-table]: the first line is empty — "
            "write the names of the columns in the first line",
        ),
        (
            b"x,y\n",
            "a.csv",
            "data/a.csv:1:1: error[empty-table]: the table has a header and no rows — write a row under it",
        ),
        (
            b"\x89PNG\x00\x01",
            "a.csv",
            "data/a.csv: error[wrong-table]: the file is binary, not text — name a table that is written as text",
        ),
        (
            "x\nä\n".encode("latin-1"),
            "a.csv",
            "data/a.csv:2:1: error[not-utf-8]: the byte 0xE4 is not UTF-8 text — save the file with the encoding UTF-8",
        ),
        (
            "x\nä\n".encode("utf-16"),
            "a.csv",
            "data/a.csv:1:1: error[not-utf-8]: the file is UTF-16 text — save the file with the encoding UTF-8",
        ),
        (
            b"x,y\n1,2\n\n1\n",
            "a.csv",
            "data/a.csv:4:1: "
            "error[ragged-row]: the row has 1 cells, and the header 2 — "
            "give each row a cell for each column; quote a cell that holds the separator",
        ),
        (
            b"x,y\n1,2\nx,y\n1,2\n",
            "a.csv",
            "data/a.csv:3:1: error[second-header]: the row repeats the header — remove it",
        ),
        (
            b"x,y,x\n1,2,3\n",
            "a.csv",
            "data/a.csv:1:1: "
            "error[duplicate-column]: the header names the column 'x' twice — "
            "give each column its own name",
        ),
        (
            b"1,2\n3,4\n",
            "a.csv",
            "data/a.csv:1:1: "
            "error[no-header]: the first line holds numbers, and not the names of columns — "
            "write a header above it",
        ),
        (
            b'x,y\n1,2\n3,"4\n',
            "a.csv",
            "data/a.csv:3:1: error[wrong-table]: the row cannot be read: unexpected end of data — mend its quotes",
        ),
        (
            b'{"x": 1}\n[1]\n',
            "a.jsonl",
            "data/a.jsonl:2:1: "
            "error[wrong-table]: the line holds no object of names and values — "
            'write one such as {"seed": 0, "loss": 0.5}',
        ),
        (
            b'{"x": 1}\nx\n',
            "a.jsonl",
            "data/a.jsonl:2:1: error[wrong-table]: the line is not JSON: Expecting value — write one object a line",
        ),
        (
            b'{"x": 1}\n\n{"x": [1]}\n',
            "a.jsonl",
            "data/a.jsonl:3:1: error[wrong-table]: 'x' holds a list, and not one value — write numbers or words",
        ),
        (
            b"x",
            "a.xlsx",
            "data/a.xlsx: "
            "error[unknown-format]: '.xlsx' is not a table — "
            "use '.csv', '.tsv', '.jsonl', '.ndjson' or '.parquet'",
        ),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(tmp_path, text, name, says):
    """Each way in which a file is not a table is one line: the file, the line, what to do."""
    assert refusal(written(tmp_path, text, name)) == says


def test_columns_that_differ_only_in_case_are_told(tmp_path):
    """A column that could be taken for its neighbour is named with it."""
    table = read_table(written(tmp_path, "loss,Loss,seed\n1,2,3\n"), "a.csv")
    assert [str(each) for each in check_case(table, ["loss", "seed", "no"])] == [
        "a.csv:1:1: error[ambiguous-column]: the columns 'loss' and 'Loss' differ only in case — "
        "rename one of them, so that nobody takes one for the other"
    ]


@given(
    st.lists(
        st.tuples(
            st.floats(allow_nan=False),
            st.integers(-(2**53), 2**53),
            st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=5),
            st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["full", "NA", "1_0"])),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_what_the_csv_module_writes_is_read_back(tmp_path_factory, rows):
    """Any numbers and words come back as they were written, to the bit, at the line where they stand."""
    tables.BLOCK, kept = 7, tables.BLOCK
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["real", "whole", "word", "either"])
    writer.writerows(rows)
    path = written(tmp_path_factory.mktemp("csv"), text.getvalue())
    try:
        table = read_table(path, "a.csv")
    finally:
        tables.BLOCK = kept
    for row, (real, whole, word, either) in enumerate(rows):
        found = [column.cell(row) for column in table.columns.values()]
        assert found[:2] == [real, whole]
        as_read = tables.as_number(word)
        assert found[2] == (word.strip() if as_read is None else pytest.approx(as_read, nan_ok=True))
        assert found[3] == either
        assert table.locate(row).line == row + 2
    assert table.columns["either"].is_word().tolist() == [row[3] in ("full", "1_0") for row in rows]


SPELLINGS = [
    "nan",
    "-inf",
    "Infinity",
    " 1e-5 ",
    "+.5",
    "5.",
    "1e400",
    "0x10",
    "1d5",
    "\u0663",
    "1,5",
    "",
    "1_0",
    "1 2",
    "#1",
]


@given(cell=st.one_of(st.floats().map(repr), st.floats(width=32).map("{:.17g}".format), st.sampled_from(SPELLINGS)))
def test_blocks_of_numbers_are_read_as_python_reads_them(cell):
    """numpy's quick reader gives Python's number, to the bit, or leaves the block to the careful one."""
    read = tables._plain_numbers([f"1,{cell}\n", f"{cell},2\r\n"], ",", 2)
    number = tables.as_number(cell)
    if read is not None:
        assert number is not None
        assert np.array_equal(read, [[1, number], [number, 2]], equal_nan=True)
    else:
        assert cell in SPELLINGS


def test_blank_lines_and_uneven_ones_are_no_block_of_numbers():
    """A line without its cells is left to the reader that tells its line."""
    for lines in (["1,2\n", "\n", "3,4\n"], ["\n", "\n"], ["1,2\n", "3\n"], ["1,2,3\n"]):
        assert tables._plain_numbers(lines, ",", 2) is None


def test_lines_are_counted_as_an_editor_does(tmp_path):
    """Empty lines and cells that go over several lines do not shift the line that a message names."""
    table = read_table(written(tmp_path, 'x,y\n1,2\n\n\n3,"a\nb"\n5,6\n'), "a.csv")
    assert [table.locate(row).line for row in range(3)] == [2, 5, 7]


def test_keys_that_come_late_are_missing_before(tmp_path):
    """JSON lines may gain a key: earlier lines lack its value."""
    lines = [json.dumps({"step": step} | ({"late": 1.5} if step > 2 else {})) for step in range(5)]
    column = read_table(written(tmp_path, "\n".join(lines), "a.jsonl"), "a").columns["late"]
    assert column.is_missing().tolist() == [True, True, True, False, False]
    assert column.cell(3) == 1.5


def test_only_wanted_columns_are_kept_and_progress_is_told(tmp_path, monkeypatch):
    """A long file says how far it has come, and holds in memory the columns that are read and no others."""
    monkeypatch.setattr(tables, "TELL_EVERY", 100_000)
    rows = 250_000
    path = written(tmp_path, "x,y,z\n" + "0.123456789,sgd,0.123456789\n" * rows)
    said: list[str] = []
    tracemalloc.start()
    table = read_table(path, "a.csv", wanted={"x", "gone"}, tell=said.append)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (list(table.columns), table.rows, table.names) == (["x"], rows, ("x", "y", "z"))
    assert said == ["a.csv: 100,000 rows read", "a.csv: 200,000 rows read"]
    assert kept < 8 * rows * 1.5
    assert peak < 100 * rows + 8 * rows * 3
    assert np.all(table.columns["x"].numbers == 0.123456789)


@pytest.mark.parametrize("seed", range(6))
def test_blocks_and_rows_read_the_same_table_at_the_same_lines(tmp_path, monkeypatch, seed):
    """Quoted cells, blank lines, low lines and long tables: each row is that of Python's own reader, at its line."""
    monkeypatch.setattr(tables, "BLOCK", 7)
    drawn = random.Random(seed)
    lines, expected = ["name,x"], []
    while len(expected) < 60:
        if drawn.random() < 0.1 and seed % 2:
            lines.append("")
            continue
        cell = drawn.choice(["a", "b_c", "7"] + (['"two\nlines"', '"1,5"'] if seed > 3 and len(expected) > 20 else []))
        begun = sum(line.count("\n") + 1 for line in lines) + 1
        lines.append(f"{cell},{len(expected)}")
        word = cell.strip('"')
        expected.append((float(word) if word == "7" else word, float(len(expected)), begun))
    table = read_table(written(tmp_path, "\n".join(lines) + "\n"), "a.csv")
    assert table.rows == len(expected)
    found = [
        (table.columns["name"].cell(row), table.columns["x"].cell(row), table.locate(row).line)
        for row in range(table.rows)
    ]
    assert found == expected


@pytest.mark.parametrize("row", [3, 8, 20])
def test_a_wrong_row_deep_in_a_table_has_its_line(tmp_path, monkeypatch, row):
    """What is wrong in a later block is told with the line that it has in the file."""
    monkeypatch.setattr(tables, "BLOCK", 7)
    rows = [f"{number},1" for number in range(25)]
    for wrong, rule in (("1,2,3", "ragged-row"), ("name,x", "second-header")):
        text = "\n".join(["name,x", *rows[:row], wrong, *rows[row:]])
        with pytest.raises(BuildError) as caught:
            read_table(written(tmp_path, text), "a.csv")
        assert f"a.csv:{row + 2}:1: error[{rule}]" in str(caught.value)
