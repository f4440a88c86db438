"""A new kind really is one file: those that CONTRIBUTING.md shows, from a package of somebody else, make a site."""

import re
import sys

import pytest

from proofpress import commands
from tests.desk import ROOT, SMALL, Desk

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
# The folder of the press that a kind lies in → the entry points by which others bring theirs.
GROUPS = {
    "proofpress/charts/kinds": "proofpress.charts",
    "proofpress/statistics/kinds": "proofpress.statistics",
    "proofpress/datasets/sources": "proofpress.datasets",
    "proofpress/experiments/kinds": "proofpress.experiments",
}
SHOWN = dict(re.findall(r"^`(proofpress/[\w/]+\.py)`.*?^```python\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL))
COMMAND = "proofpress/commands/count.py"
KINDS = {path: text for path, text in SHOWN.items() if path != COMMAND}


@pytest.fixture
def package(tmp_path):
    """A folder to put on Python's path: the files shown, and the entry points that pip would write for them."""
    folder = tmp_path / "site-packages"
    (folder / "made_kinds").mkdir(parents=True)
    (folder / "made_kinds" / "__init__.py").write_text("")
    points = ""
    for path, text in KINDS.items():
        place, _, file = path.rpartition("/")
        (folder / "made_kinds" / file).write_text(text, encoding="utf-8")
        module = file.removesuffix(".py")
        points += f"[{GROUPS[place]}]\n{module} = made_kinds.{module}\n"
    about = folder / "made_kinds-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: made-kinds\nVersion: 1\n")
    (about / "entry_points.txt").write_text(points)
    return folder


def test_the_guide_shows_a_kind_of_each_sort():
    """Each of the four sorts of kinds is shown once."""
    assert sorted(path.rpartition("/")[0] for path in KINDS) == sorted(GROUPS)


def test_kinds_of_each_sort_from_another_package_make_a_site(package, tmp_path):
    """The files shown train, measure and draw; what they give is on the page, and a second build has nothing to do."""
    desk = Desk(tmp_path, tmp_path / "runs")
    walks = tmp_path / "content" / "walks"
    walks.mkdir(parents=True)
    site = (SMALL / "site.yaml").read_text(encoding="utf-8").replace("home: steps", "home: walks")
    (tmp_path / "content" / "site.yaml").write_text(site, encoding="utf-8")
    for name, text in CONTENT.items():
        (walks / name).write_text(text, encoding="utf-8")
    env = {"PYTHONPATH": str(package), "SOURCE_DATE_EPOCH": "0"}
    said = desk.shell("--format", "json", env=env)
    assert (said.status, said.err) == (0, ""), said
    page = (desk.output / "index.html").read_text(encoding="utf-8")
    farthest = re.search(r"at most (\d+) steps away", re.sub(r"<[^>]+>", "", page))
    assert farthest
    assert 20 <= int(farthest[1]) <= 400
    assert (desk.output / "walks" / "figures" / "distances.svg").is_file()
    again = desk.shell("--format", "json", env=env).summary
    assert (again["trained"], again["drawn"]) == (0, 0)
    # The code of a kind is part of what its results depend on, wherever it lies.
    walk = package / "made_kinds" / "walk.py"
    walk.write_text(walk.read_text().replace("[-1.0, 1.0]", "[-1.0, 1.5]"), encoding="utf-8")
    assert desk.shell("--format", "json", env=env).summary["trained"] > 0
    # The same site without the package: every kind is missed, at its line.
    without = desk.shell("--format", "json", env={"SOURCE_DATE_EPOCH": "0"})
    missed = [each["message"] for each in without.summary["diagnostics"]]
    for kind in ("walk", "ripples", "largest", "dots"):
        assert any(f"'{kind}'" in message for message in missed), (kind, missed)


def test_a_command_is_one_file(desk, monkeypatch):
    """The command shown is found by its name, is listed in the help, and runs with the shared options."""
    folder = desk.folder / "more-commands"
    folder.mkdir()
    (folder / "count.py").write_text(SHOWN[COMMAND], encoding="utf-8")
    monkeypatch.setattr(commands, "__path__", [*commands.__path__, str(folder)])
    assert desk.run("count").out == "1 comparisons\n"
    assert "count the comparisons" in desk.run("--help").out
    monkeypatch.delitem(sys.modules, "proofpress.commands.count")


CONTENT = {
    "experiments.yaml": """\
experiments:
  walks: {title: Walks of three lengths, kind: walk, steps: [25, 100, 400], seeds: 100}
  hills:
    title: Ridge regression on rings of hills
    kind: ridge
    data: {name: ripples, train: 100, validation: 1, test: 100}
    alpha: [0.1, 1, 10]
    phrases: [rings of hills]
    train: [50, 100]
    seeds: 20
""",
    "claims.yaml": """\
statistics:
  farthest: {kind: largest, experiment: walks, channel: distance, at: {steps: 400}, unit: plain, digits: 0}
  error: {kind: mean, experiment: hills, channel: test_error, at: {alpha: 1, train: 100}, unit: plain, digits: 2}
  away: {kind: mean, experiment: walks, channel: distance, at: {steps: 400}, unit: plain, digits: 1}
claims:
  - id: farther
    section: distances
    quote: A walk ends away from where it began
    kind: measured
    statistic: away
    asserts: more
    than: 0
    matters: 5
    says: On average it ends {{ away }} steps away.
""",
    "figures.yaml": """\
figures:
  distances:
    title: Longer walks end farther away
    caption: Median over {{ farthest.seeds }} walks.
    alt: A dot for each length of a walk. The numbers are in the table below.
    chart: {kind: dots, experiment: walks, channel: distance, x: steps}
""",
    "page.yaml": """\
title: Short walks vs Long walks
description: How far a random walk gets.
takeaway: A walk ends at most {{ farthest }} steps away.
published: "2026-11-27"
intro: A walk goes a step to the left or to the right, by chance.
table:
  title: Table of Comparison
  columns: [Short walks, Long walks]
  rows:
    - aspect: End
      cells: [Near, Farther away]
sections:
  - id: distances
    heading: How Far They Get
    text: A walk ends away from where it began.
    runs: >-
      The longest walks end at most {{ farthest }} steps away. On rings of hills, ridge regression leaves an error
      of {{ error }}.
    figures: [distances]
""",
}
