"""The guide for authors shows every kind, and every example in it is one that the press takes."""

import json
import os
import re
from pathlib import Path
from typing import get_args

import pytest

from proofpress import claims, experiments
from proofpress.charts.kinds import chart_kinds
from proofpress.content import load
from proofpress.content.kinds import Kinds
from proofpress.content.lab import LAB_SETTINGS
from proofpress.content.validation.annotations import keys
from proofpress.datasets.data_set import data_sets
from proofpress.models import Explorer, ExplorerAxis, Kind, Lab, LabPreset, LabSetting
from proofpress.models.entries import Unit
from tests.desk import ROOT, SMALL, Desk

DOCS = ROOT / "docs"
GUIDE = (DOCS / "authoring.md").read_text(encoding="utf-8")
LAB_PAGE = (DOCS / "lab.md").read_text(encoding="utf-8")
# The page that has the entries → the kinds that have one there.
PARTS = {
    "experiments.md": experiments.experiment_kinds(),
    "statistics.md": claims.statistic_kinds(),
    "charts.md": chart_kinds(),
}
EVERY = [(part, name) for part, kinds in PARTS.items() for name in kinds]


def beginning(page: str) -> str:
    """Return what a page says before its first entry."""
    return re.split(r"^## `", (DOCS / page).read_text(encoding="utf-8"), maxsplit=1, flags=re.MULTILINE)[0]


def entries(page: str) -> dict[str, str]:
    """Return kind → its entry on a page."""
    pieces = re.split(r"^## `([a-z_]+)`\n", (DOCS / page).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def examples(entry: str) -> str:
    """Return all YAML of an entry."""
    return "".join(re.findall(r"^```yaml\n(.*?)^```", entry, flags=re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("part", PARTS)
def test_the_guide_has_an_entry_for_each_kind_and_for_nothing_else(part):
    """Each kind in the table has an entry under its name, and no entry is left of a kind that is gone."""
    missing = sorted(PARTS[part].keys() - entries(part).keys())
    assert not missing, f"docs/{part}: write an entry for {missing}, beginning with ## and its name"
    assert sorted(entries(part)) == sorted(PARTS[part]), "an entry is left of a kind that is gone"


def test_the_guide_names_every_data_set():
    """Every name that `data: {name: …}` may say is in the guide."""
    named = re.search(r"^\*\*`data`\*\*.*?(?=^\*\*)", beginning("experiments.md"), re.MULTILINE | re.DOTALL)[0]
    missing = sorted(name for name in data_sets() if not re.search(rf"\b{name}\b", named))
    assert not missing, f"docs/experiments.md, the paragraph on `data`: name {missing}"


@pytest.mark.parametrize(("part", "name"), EVERY, ids=[f"{part.removesuffix('s.md')}-{name}" for part, name in EVERY])
def test_an_entry_has_an_example_and_explains_every_option(part, name):
    """An entry shows its kind in use, and names each option of its record, or the part's beginning does."""
    kind: Kind = PARTS[part][name]
    entry = entries(part).get(name, "")
    assert f"kind: {name}" in examples(entry), f"docs/{part}, '## `{name}`': show an example in a block of yaml"
    named = set(re.findall(r"`([a-z_]+)\b[^`]*`", entry + beginning(part))) | {"kind"}
    missing = set(keys(kind.options)) - named
    assert not missing, f"{part}, {name}: not explained: {sorted(missing)}"


def test_all_examples_make_a_comparison_without_a_mistake(tmp_path):
    """Put together, the examples are content that loads: options valid, and every axis and channel there."""
    folder = tmp_path / "content"
    (folder / "steps").mkdir(parents=True)
    (folder / "site.yaml").write_bytes((SMALL / "site.yaml").read_bytes())
    (folder / "steps" / "my_training.py").write_text("def train(seed, optimizer, learning_rate, epochs):\n    pass\n")
    (folder / "steps" / "data").mkdir(exist_ok=True)
    (folder / "steps" / "data" / "runs-1.csv").write_text(RUNS)
    trained = "".join(map(examples, entries("experiments.md").values()))
    (folder / "steps" / "experiments.yaml").write_text("experiments:\n" + indented(trained))
    measured = "".join(map(examples, entries("statistics.md").values()))
    (folder / "steps" / "claims.yaml").write_text(f"statistics:\n{indented(measured)}{CLAIM}")
    drawn = {name: examples(entry).splitlines() for name, entry in entries("charts.md").items()}
    figures = [
        FIGURE.format(id=(f"{name}-{n}" if n else name).replace("_", "-"), chart=line)
        for name, lines in drawn.items()
        for n, line in enumerate(lines)
    ]
    (folder / "steps" / "figures.yaml").write_text("figures:\n" + "".join(figures))
    (folder / "steps" / "page.yaml").write_text(PAGE)
    site = load(folder, Kinds(experiments.experiment_kinds(), claims.statistic_kinds(), chart_kinds()))
    (comparison,) = site.comparisons
    assert {each.kind for each in comparison.experiments.values()} == set(experiments.experiment_kinds())
    assert {each.kind for each in comparison.statistics.values()} == set(claims.statistic_kinds())
    assert {each.chart for each in comparison.figures.values()} == set(chart_kinds())


EXPLORERS = {each.name: each for kind in chart_kinds().values() for each in kind.explorers}
RECORDS = {
    "Key of `lab.yaml`": keys(Lab),
    "Key of a setting": keys(LabSetting),
    "Key of a preset": keys(LabPreset),
    "Key of an explorer": keys(Explorer),
    "Key of an axis": keys(ExplorerAxis),
    "Kind": tuple(EXPLORERS),
    "Key of a kind": tuple(dict.fromkeys(key for each in EXPLORERS.values() for key in keys(each.options))),
}


def rows(first: str) -> dict[str, list[str]]:
    """Return name → the other cells of its row, in the table whose first column is called so."""
    (table,) = re.findall(rf"^\| {re.escape(first)} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", LAB_PAGE, re.MULTILINE)
    split = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()]
    return {row[0].strip("` "): row[1:] for row in split}


@pytest.mark.parametrize("first", RECORDS)
def test_each_key_of_the_lab_and_the_explorers_has_a_row_that_explains_it(first):
    """Each key of a record of lab.yaml or explorers.yaml, and no other, has a row with its meaning and an example."""
    told = rows(first)
    missing = sorted(set(RECORDS[first]) - set(told))
    assert not missing, f"docs/lab.md, the table '{first}': write a row for {missing}"
    assert sorted(told) == sorted(RECORDS[first]), "a row is left of a key that is gone"
    if first != "Kind":
        assert all(len(row) == 2 and len(row[0]) > 10 and re.fullmatch("`.+`", row[1]) for row in told.values()), told


@pytest.mark.parametrize("name", EXPLORERS)
def test_the_row_of_an_explorer_kind_names_its_own_keys_and_words(name):
    """How many axes a kind has, which keys of its own, and which words it asks for, is as its record has it."""
    kind, (_, axes, own, words) = EXPLORERS[name], rows("Kind")[name]
    assert sorted(re.findall(r"`(\w+)`", own)) == sorted(keys(kind.options))
    assert sorted(re.findall(r"`(\w+)`", words)) == sorted(kind.words)
    named = [each for each in kind.axes if each] or ["x", "y"]
    assert axes == str(len(kind.axes)) or re.findall(r"`(\w+)`", axes) == named


def test_the_guide_names_every_setting_of_the_lab_and_its_limit():
    """An author finds what readers may be given to set, and how far."""
    told = re.search(r"^A setting is one of .*?(?=^\|)", LAB_PAGE, re.MULTILINE | re.DOTALL)[0]
    for name, bounds in LAB_SETTINGS.items():
        after = told.partition(f"`{name}`")[2].partition("`")[0]
        assert after, f"docs/lab.md: name '{name}'"
        assert f"{bounds.high:g}" in after or bounds.words or bounds.high in (1, 100_000, 4_294_967_295), name
        assert all(word in after for word in bounds.words), name


def test_the_examples_of_the_lab_and_the_explorers_load(tmp_path):
    """Put beside experiments and figures, they are content without a mistake."""
    folder = tmp_path / "content"
    (folder / "steps").mkdir(parents=True)
    (folder / "site.yaml").write_bytes((SMALL / "site.yaml").read_bytes())
    lab, lab_run, explorers = re.findall(r"^```yaml\n(.*?)^```", LAB_PAGE, re.MULTILINE | re.DOTALL)
    network = examples(entries("experiments.md")["network"])
    drawn = {id_: examples(entries("charts.md")[kind]) for id_, kind in (("rate-curve", "curves"), ("cells", "cells"))}
    files = {
        "lab.yaml": lab,
        "explorers.yaml": explorers,
        "experiments.yaml": "experiments:\n" + indented(network + lab_run),
        "claims.yaml": CLAIM,
        "figures.yaml": "figures:\n" + "".join(FIGURE.format(id=id_, chart=chart) for id_, chart in drawn.items()),
        "page.yaml": PAGE + "    figures: [rate-curve, cells]\n",
    }
    for name, text in files.items():
        (folder / "steps" / name).write_text(text)
    (comparison,) = load(
        folder, Kinds(experiments.experiment_kinds(), claims.statistic_kinds(), chart_kinds())
    ).comparisons
    assert comparison.lab.experiment == "lab-run"
    assert [each.kind for each in comparison.explorers.values()] == ["sweep", "scrub"]


def test_the_walk_is_walked_to_its_end(tmp_path):
    """Who does what the guide says, file by file, has a page that passes every check, and an infographic that fits.

    Commands are taken from the guide as they are printed, and files as they are shown, over those of the scaffold.
    """
    walk = GUIDE.partition("\n## From nothing to a page\n")[2]
    shown = dict(re.findall(r"^### \d\. [^\n]*`(\w+\.yaml)`\n.*?^```yaml\n(.*?)^```", walk, re.MULTILINE | re.DOTALL))
    assert sorted(shown) == ["claims.yaml", "experiments.yaml", "figures.yaml", "page.yaml", "poster.yaml"]
    commands = re.findall(r"^python build\.py *([^#\n]*?)(?: +#.*)?$", walk, re.MULTILINE)
    new, serve, check, verify, build = commands
    assert [each.partition(" ")[0] for each in commands] == ["new", "serve", "check", "verify", ""]
    (tmp_path / "content").mkdir()
    site = (SMALL / "site.yaml").read_text(encoding="utf-8").replace("home: steps", f"home: {new.split()[1]}")
    (tmp_path / "content" / "site.yaml").write_text(site, encoding="utf-8")
    desk = Desk(tmp_path, Path(os.environ.get("PROOFPRESS_TEST_RUNS") or tmp_path / "runs").resolve())
    made = desk.run(*new.split(), "--format", "json").summary["made"]
    slug = new.split()[1]
    for name, text in shown.items():
        (tmp_path / "content" / slug / name).write_text(text, encoding="utf-8")
    assert {Path(path).name for path in made} == set(shown) - {"poster.yaml"}
    assert all(f"--only {slug}" in each for each in (serve, check, verify))
    for command in (check, verify, build):
        said = desk.run(*command.split())
        assert (said.status, said.diagnostics) == (0, []), said.err
    used = set(re.findall(r"\{\{ (\w+)[ .]", "".join(shown.values())))
    assert used - {"given"} <= set(re.findall(r"^  (\w+):", shown["claims.yaml"], re.MULTILINE))


def test_the_guide_names_every_unit():
    """Every unit in which a statistic may be printed is in the guide."""
    assert not [unit for unit in get_args(Unit) if f"`{unit}`" not in GUIDE]


@pytest.mark.parametrize("document", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_documents_link_to_what_is_there(document):
    """Relative links in the documents at the root, and in docs/, lead to files that exist; examples lead anywhere."""
    for path in [ROOT / document, *sorted((ROOT / "docs").rglob("*.md"))]:
        text = re.sub(r"^```markdown\n.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        for address in re.findall(r"\]\((?!https?:|#|mailto:|\?)([^)#\s]+)", text):
            assert (path.parent / address).exists(), f"{path.relative_to(ROOT)}: {address}"


def test_the_method_has_a_line_for_each_source_of_the_site():
    """Of every work that a comparison cites, the method says what for, and what of it could be read."""
    method = (DOCS / "method.md").read_text(encoding="utf-8").split("## What the sources are cited for")[1]
    lines = {
        name.lower().replace("-", "") + year for name, year in re.findall(r"^\| ([\w-]+) (\d{4}) \|", method, re.M)
    }
    cited = re.findall(
        r"^  - id: (\S+)\n    authors",
        "".join(path.read_text(encoding="utf-8") for path in (ROOT / "content").glob("*/page.yaml")),
        re.M,
    )
    assert len(set(cited)) > 20
    assert lines == {name.replace("-", "") for name in cited}


def test_decisions_say_why():
    """Each record of a decision has its context, its options, its outcome and its consequences."""
    records: list[Path] = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert len(records) >= 5
    for number, path in enumerate(records, 1):
        assert path.name.startswith(f"{number:04d}-"), path.name
        headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert headings == ["Context", "Options", "Outcome", "Consequences"], path.name


def indented(text: str) -> str:
    """Return YAML two blanks further in."""
    return "".join(f"  {line}\n" for line in text.splitlines())


CLAIM = """\
claims:
  - id: one
    section: only
    quote: Words that are quoted
    kind: opinion
    says: Nothing more.
"""
FIGURE = """\
  {id}:
    title: A finding
    caption: What is drawn.
    alt: A picture. The numbers are in the table below.
    {chart}
"""
RUNS = "optim.name,lr,seed,step,val/acc,val/loss,split\nsgd,0.1,0,1,0.5,1.0,main\n"
PAGE = """\
title: One vs Other
description: Examples of every kind.
takeaway: None.
published: "2026-11-23"
intro: Words.
table:
  title: Table
  columns: [One, Other]
  rows:
    - aspect: Definition
      cells: [This, That]
sections:
  - id: only
    heading: Only
    text: Words that are quoted.
"""


def shown_files(document):
    """Return name → text of each file that a page of docs/ shows."""
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    return dict(re.findall(r"<!-- file (\S+) -->\n```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL))


def test_the_training_loop_of_the_guide_is_measured(tmp_path):
    """The module and the experiment that docs/functions.md shows build as they stand, and give the numbers it says."""
    files = shown_files("functions.md")
    assert sorted(files) == ["experiments.yaml", "my_training.py"]
    statistics = """\
statistics:
  gain:
    kind: ratio
    experiment: bowl
    channel: final_loss
    at: {optimizer: sgd, learning_rate: 0.01}
    over: {optimizer: momentum}
    unit: ratio
    digits: 1
claims: []
"""
    folder = tmp_path / "content" / "steps"
    folder.mkdir(parents=True)
    (tmp_path / "content" / "site.yaml").write_bytes((SMALL / "site.yaml").read_bytes())
    for name, text in {**files, "claims.yaml": statistics, "figures.yaml": "figures: {}\n", "page.yaml": PAGE}.items():
        (folder / name).write_text(text, encoding="utf-8")
    said = Desk(tmp_path, tmp_path / "runs").run("numbers", "--format", "json")
    assert said.status == 0, said.err
    ((gain),) = said.summary["numbers"]
    assert gain["seeds"] == 20
    spec: dict = {}
    exec(compile(files["my_training.py"], "my_training.py", "exec"), spec)
    means = [
        sum(spec["train"](seed, optimizer, 0.01, 100)["final_loss"] for seed in range(20)) / 20
        for optimizer in ("sgd", "momentum")
    ]
    assert gain["value"] == pytest.approx(means[0] / means[1], rel=1e-6)


def test_the_recorded_runs_of_the_guide_are_read(tmp_path):
    """The tables, and a trainer's logs, that docs/recorded-runs.md shows how to read give the numbers in them."""
    files = shown_files("recorded-runs.md")
    assert sorted(files) == ["experiments.yaml", "logs.yaml", "runs.csv", "wide.csv", "wide.yaml"]
    statistics = """\
statistics:
  gain:
    kind: difference
    experiment: my-runs
    channel: validation_accuracy
    at: {optimizer: sgd}
    minus: {optimizer: adam}
    unit: points
    digits: 1
claims: []
"""
    logs = {
        f"logs/{name}-s{seed}/trainer_state.json": (100, seed, {"eval_loss": 0.5, "eval_accuracy": accuracy})
        for name, accuracies in (("sgd", (0.78, 0.79)), ("adam", (0.77, 0.76)))
        for seed, accuracy in enumerate(accuracies)
    }
    logged = {
        path: json.dumps({"log_history": [{"step": step, "loss": 1.0 + seed}, {"step": step, **measured}]})
        for path, (step, seed, measured) in logs.items()
    }
    tables = {name: {name: files[name]} for name in ("runs.csv", "wide.csv")} | {"logs": logged}
    shown = {"runs.csv": "experiments.yaml", "wide.csv": "wide.yaml", "logs": "logs.yaml"}
    for table, experiment in shown.items():
        desk = Desk(tmp_path / table, tmp_path / table / "runs")
        folder = desk.folder / "content" / "steps"
        folder.mkdir(parents=True)
        (desk.folder / "content" / "site.yaml").write_bytes((SMALL / "site.yaml").read_bytes())
        channel = "channel: accuracy" if table == "logs" else "channel: validation_accuracy"
        measured = statistics.replace("channel: validation_accuracy", channel)
        texts = {**tables[table], "experiments.yaml": files[experiment], "claims.yaml": measured}
        for name, text in {**texts, "figures.yaml": "figures: {}\n", "page.yaml": PAGE}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        said = desk.run("numbers", "--format", "json")
        assert said.status == 0, said.err
        (gain,) = said.summary["numbers"]
        assert gain["value"] == pytest.approx((0.78 + 0.79 - 0.77 - 0.76) / 2 * 100)
