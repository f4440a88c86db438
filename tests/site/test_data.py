"""The record as data: what other people's programs read is what was measured."""

import csv
import hashlib
import io
import json
import math
import re
from pathlib import Path

import mlcroissant
import numpy as np
import pytest
import yaml

from proofpress.formatting import MINUS
from proofpress.models import Channel, Estimate, Record, Runs
from proofpress.models.build_options import BuildOptions
from proofpress.pipeline import load_runs
from proofpress.runs.tables import list_tables
from proofpress.site.data import tables
from proofpress.site.data.numbers import escape_tex, macro_name, write_json, write_tex, write_variables

PARTS = ("text", "number", "interval", "low", "high", "runs", "seeds")


@pytest.fixture(scope="module")
def folder(stored) -> Path:
    """The data of the small site."""
    found: Path = stored[0].output / "steps" / "data"
    return found


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file, read by the standard library."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def estimate(name: str, text: str, **given: object) -> Estimate:
    """Return a made-up number that is printed as some text."""
    known = {"kind": "mean", "unit": "percent", "value": 1.5, "low": 1.0, "high": 2.0, "error": 0.1, "level": 0.95}
    rest = {"runs": 6, "seeds": 3, "experiments": ("a",), "number": text, "interval": f"{text} [1, 2]"}
    return Estimate(id=name, text=text, **{**known, **rest, **given})


def test_the_table_has_every_run(stored, folder):
    """Each number of the record is in the CSV, at its coordinates, and reads back as the same number."""
    desk = stored[0]
    options = BuildOptions(content=desk.folder / "content", runs=desk.runs)
    record = load_runs("steps/learning-rate", options)
    rows = read(folder / "learning-rate.csv")
    assert len(rows) == record["test_accuracy"].values.size
    for row in rows:
        at = {"learning_rate": float(row["learning_rate"]), "seed": int(row["seed"]), "step": int(row["step"])}
        for channel in ("test_accuracy", "train_loss"):
            value = record[channel].sel(**at).values
            assert value.dtype.type(row[channel]) == value, (channel, at)
        assert row["outcome"] in {"learns", "stalls", "dies", "diverges"}


def test_croissant_is_read_by_the_library_of_those_who_made_it(folder):
    """mlcroissant finds nothing wrong, and its records are the rows of the table, by column and type."""
    described = json.loads((folder / "croissant.json").read_bytes())
    files = {each["@id"]: folder / each["@id"] for each in described["distribution"]}
    assert files
    data = mlcroissant.Dataset(jsonld=folder / "croissant.json", mapping=files)
    assert not data.metadata.ctx.issues.errors
    assert not data.metadata.ctx.issues.warnings
    records = list(data.records("learning-rate"))
    rows = read(folder / "learning-rate.csv")
    assert len(records) == len(rows) > 0
    for record, row in zip(records, rows, strict=True):
        assert float(record["learning-rate/test_accuracy"]) == pytest.approx(float(row["test_accuracy"]), rel=1e-6)
        assert int(record["learning-rate/seed"]) == int(row["seed"])


def test_descriptions_say_what_the_files_are(folder):
    """Sizes, digests, columns and keys in both descriptions are those of the files that lie there."""
    package = json.loads((folder / "datapackage.json").read_bytes())
    croissant = json.loads((folder / "croissant.json").read_bytes())
    listed = {each["@id"]: each for each in croissant["distribution"]}
    assert {each["path"] for each in package["resources"]} == set(listed)
    assert set(listed) == {path.name for path in folder.iterdir() if path.suffix in (".csv", ".parquet")}
    for each in package["resources"]:
        data = (folder / each["path"]).read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        assert (each["bytes"], each["hash"]) == (len(data), f"sha256:{digest}")
        assert listed[each["path"]]["sha256"] == digest
        if each["format"] == "csv":
            rows = read(folder / each["path"])
            assert [field["name"] for field in each["schema"]["fields"]] == list(rows[0])
            assert len({tuple(row[key] for key in each["schema"]["primaryKey"]) for row in rows}) == len(rows)


def test_parquet_has_what_csv_has(folder):
    """Both forms of a table have the same columns, and the same numbers to the last bit."""
    parquet = pytest.importorskip("pyarrow.parquet")
    found = parquet.read_table(folder / "learning-rate.parquet").to_pydict()
    rows = read(folder / "learning-rate.csv")
    assert list(found) == list(rows[0])
    assert [row["outcome"] for row in rows] == found["outcome"]
    assert [np.float32(row["test_loss"]) for row in rows] == [np.float32(value) for value in found["test_loss"]]


def test_without_pyarrow_short_tables_are_csv_and_long_ones_are_named(monkeypatch):
    """Nothing fails where pyarrow is missing: CSV is written as far as it is small, and the rest is told."""
    axes = {"seed": tuple(range(tables.MOST_ROWS + 1)), "rate": (1, 2)}
    channels = {
        "loss": Channel(("seed",), np.array([math.nan, math.inf, -math.inf] + [0.1] * (tables.MOST_ROWS - 2))),
        "gain": Channel(("rate",), np.array([True, False])),
    }
    runs = Runs("many", axes, channels)
    monkeypatch.setattr(tables, "version", lambda package: "absent")
    made = tables.export_record(Record("many", "k", 1, 1, 0.0, 1, (0,), {}, 0, lambda: runs), None)
    short, long = list_tables(runs)
    assert [file.path for file in made.files] == [f"{short.name}.csv"]
    assert made.tables_left_out == (long.name,)
    assert made.files[0].data == b"rate,gain\r\n1,true\r\n2,false\r\n"
    monkeypatch.setattr(tables, "MOST_ROWS", tables.MOST_ROWS + 1)
    made = tables.export_record(Record("many", "k", 1, 1, 0.0, 1, (0,), {}, 0, lambda: runs), None)
    lines = made.files[1].data.decode().splitlines()
    assert lines[:5] == ["seed,loss", "0,", "1,INF", "2,-INF", "3,0.1"]


def test_macros_of_tex_print_what_prose_prints(folder):
    """Each macro has a name of letters alone, once, and what it prints is the number's text, letter by letter."""
    known = json.loads((folder / "numbers.json").read_bytes())["numbers"]
    lines = (folder / "numbers.tex").read_text(encoding="utf-8").splitlines()[1:]
    macros = dict(re.fullmatch(r"\\newcommand\{\\([A-Za-z]+)\}\{(.*)\}", line).groups() for line in lines)
    assert len(macros) == len(lines) == len(known) * len(PARTS)
    for name, number in known.items():
        assert typeset(macros[macro_name(name)]) == number["text"]
        assert typeset(macros[f"{macro_name(name)}Interval"]) == number["interval"]


def typeset(source: str) -> str:
    """Return what TeX prints for the few commands that numbers are written with, read anew."""
    for command, letter in ((r"\ensuremath{-}", MINUS), (r"\ensuremath{\times}", "×"), (r"\ldots{}", "…")):
        source = source.replace(command, letter)
    source = source.replace("---", "—").replace("--", "–").replace(r"\,", "\u202f")
    source = re.sub(r"(?<!\\)~", "\u00a0", source)
    assert not re.search(r"(?<!\\)[%&#_$^]", source), f"{source} has a letter that TeX takes for a command"
    return re.sub(r"\\([%&#_${}])", r"\1", source)


def test_names_that_would_be_one_macro_stay_two():
    """`rate_2` and `rate_two` are both RateTwo: the second gets a letter more, as does a part that is a name."""
    names = ("rate_2", "rate_two", "gap", "gap_low")
    text = write_tex("a", {name: estimate(name, name) for name in names}).decode()
    macros = re.findall(r"\\newcommand\{\\([A-Za-z]+)\}", text)
    assert len(set(macros)) == len(macros) == len(names) * len(PARTS)
    assert {"RateTwo", "RateTwoX", "GapLow", "GapLowX"} <= set(macros)


def test_special_letters_are_no_commands():
    """Whatever a word of a statistic holds, TeX prints it."""
    assert escape_tex("5% & #1_$ {x}~^\\") == (
        r"5\% \& \#1\_\$ \{x\}\textasciitilde{}\textasciicircum{}\textbackslash{}"
    )


def test_variables_read_back_as_they_are_printed(folder):
    """PyYAML reads each part of each number as the words that prose prints, also words such as `no`."""
    known = json.loads((folder / "numbers.json").read_bytes())["numbers"]
    variables = yaml.safe_load((folder / "_variables.yml").read_text(encoding="utf-8"))
    assert variables.keys() == known.keys()
    for name, number in known.items():
        assert variables[name]["text"] == number["text"]
        assert variables[name]["runs"] == str(number["runs"])
    odd = {"yes": estimate("yes", "no"), "null": estimate("null", '12: "a" # \\ –')}
    assert [each["text"] for each in yaml.safe_load(write_variables("a", odd)).values()] == ["no", '12: "a" # \\ –']
    assert yaml.safe_load(write_variables("a", {})) == {}
    assert json.loads(write_json("a", odd))["numbers"]["yes"]["text"] == "no"


def test_figures_ledger_and_infographic_lead_to_the_runs(stored, folder):
    """From a figure, an experiment in the ledger and the downloads a link leads to the page with the tables."""
    output = folder.parent.parent
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert 'id="data-learning-rate"' in page
    for path, link in (
        ("index.html", "steps/data/index.html#data-learning-rate"),
        ("steps/claims/index.html", "../data/index.html#data-learning-rate"),
        ("steps/infographic/index.html", "../data/index.html"),
    ):
        assert f'href="{link}"' in (output / path).read_text(encoding="utf-8"), path
    for file in ("learning-rate.csv", "croissant.json", "datapackage.json", "numbers.tex", "_variables.yml"):
        assert f'href="{file}"' in page
    assert "steps/data/" in (output / "sitemap.xml").read_text(encoding="utf-8")
