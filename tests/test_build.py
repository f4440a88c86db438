"""The press from end to end, on a small site: what is made again and what is not."""

import json
import re
import shutil

from tests.desk import HEAVY, Desk

LINE = re.compile(
    r"0 trained, 9 runs reused; 0 drawn of 2 figures; 8 pages; \d+ links checked; "
    r"1 of 3 claims measured, all held; \d+\.\d s\n"
)
ARRAYS = set(HEAVY) - {"PIL"}


def test_a_first_build_makes_all_there_is(stored):
    """From nothing, every run is trained, every figure drawn, every claim checked, and the whole tree lies there."""
    desk, said, _ = stored
    assert said.status == 0, said
    counted = ("trained", "reused", "figures", "drawn", "pages", "claims", "measured")
    assert [said.summary[name] for name in counted] == [9, 0, 2, 2, 8, 3, 1]
    assert said.summary["links"] > 100
    for path in (
        "index.html", "steps/index.html", "steps/claims/index.html", "steps/claims/claims.json",
        "steps/infographic/index.html", "steps/infographic/slides.pptx", "steps/figures/rate-curve.svg",
        "steps/figures/rate-curve-dark.png", "steps/figures/rate-curve.csv", "steps/embed/rate-curve/index.html",
        "404.html", "sitemap.xml", "robots.txt", "feed.xml", ".nojekyll", "build.json",
    ):  # fmt: skip
        assert (desk.output / path).is_file(), path


def test_a_second_build_does_nothing(desk):
    """Where nothing changed, nothing is trained or drawn, no file is touched and no heavy library imported."""
    before = {path: path.stat().st_mtime_ns for path in desk.output.rglob("*")}
    said, imported = desk.imported()
    assert said.status == 0
    assert LINE.fullmatch(said.out), said.out
    assert said.err == ""
    assert imported == set()
    assert {path: path.stat().st_mtime_ns for path in desk.output.rglob("*")} == before


def test_a_changed_word_trains_and_draws_nothing(desk):
    """A word of text changes pages alone, and neither numpy nor jax nor matplotlib is imported for it."""
    before = desk.site()
    desk.edit("steps/page.yaml", "A step subtracts a part", "Each step subtracts a part")
    said, imported = desk.imported("--format", "json")
    assert (said.status, said.summary["trained"], said.summary["drawn"]) == (0, 0, 0), said
    assert imported & ARRAYS == set()
    changed = {path for path, digest in desk.site().items() if before.get(path) != digest}
    assert {"index.html", "build.json"} <= changed
    assert {path.rpartition(".")[2] for path in changed} == {"html", "json"}
    assert "Each step subtracts a part" in (desk.output / "index.html").read_text(encoding="utf-8")


def test_a_changed_caption_trains_and_draws_nothing(desk):
    """A caption is text of the page, and no part of the picture or of what was trained."""
    desk.edit("steps/figures.yaml", "mean and range over", "the mean and the range over")
    said, imported = desk.imported("--format", "json")
    assert (said.status, said.summary["trained"], said.summary["drawn"]) == (0, 0, 0), said
    assert imported & ARRAYS == set()
    assert "the mean and the range over 3 seeds" in (desk.output / "index.html").read_text(encoding="utf-8")


def test_a_changed_title_is_drawn_and_not_trained(desk):
    """A title is in the picture, and the figure's in the infographic too: both are drawn again, from the same runs."""
    desk.edit("steps/figures.yaml", "Too small a step learns nothing", "Too small a step learns little")
    said = desk.run("--format", "json")
    assert (said.status, said.summary["trained"], said.summary["drawn"]) == (0, 0, 2), said


def test_a_changed_learning_rate_trains_just_that_experiment(desk):
    """An experiment whose options changed is trained again; another one beside it is not."""
    desk.edit("steps/experiments.yaml", "experiments:\n", f"experiments:\n{OTHER}")
    first = desk.run("--format", "json")
    assert (first.status, first.summary["trained"], first.summary["reused"]) == (0, 2, 9), first
    desk.edit("steps/experiments.yaml", "learning_rate: 0.05", "learning_rate: 0.06")
    said = desk.run("status")
    assert said.out.splitlines() == [
        "steps/one-setting: 1 of 1 piece to train: training.learning_rate 0.05 → 0.06",
        "output: not what a build would give: content, templates, the press or the folder changed",
    ]
    again = desk.run("--format", "json")
    assert (again.status, again.summary["trained"], again.summary["reused"]) == (0, 2, 9), again
    assert desk.run("status").out == "everything is up to date\n"


def test_status_names_what_changed_and_changes_nothing(desk):
    """`status` says which option has which new value, trains nothing and leaves output/ as it is."""
    before = desk.site()
    desk.edit("steps/experiments.yaml", "hidden: [8]", "hidden: [9]")
    said, imported = desk.imported("status", "--format", "json")
    assert said.status == 0
    assert said.summary["stale"] == {
        "steps/learning-rate": "1 of 1 piece to train: model.hidden 8 → 9",
        "output": "not what a build would give: content, templates, the press or the folder changed",
    }
    assert imported & ARRAYS == set()
    assert desk.site() == before


def test_a_damaged_entry_is_told_and_made_again(desk, stored, tmp_path):
    """A truncated store entry is noticed by its checksum, told in a line, trained again, and the site is the same."""
    shutil.copytree(stored[0].runs, tmp_path / "own-runs")
    mine = Desk(desk.folder, tmp_path / "own-runs")
    before = mine.site()
    (entry,) = [path for path in mine.entries() if b'"runs": 9' in path.read_bytes().partition(b"\n")[0]]
    entry.write_bytes(entry.read_bytes()[:-100])
    said = mine.run("--format", "text")
    assert said.status == 0, said
    assert f"stored runs {entry.stem[:12]} is damaged: dropped, and made again" in said.err.splitlines()
    assert said.out.startswith("9 trained, 0 runs reused; 0 drawn of 2 figures; ")
    after = mine.site()
    assert {path for path in after if after[path] != before.get(path)} <= {"build.json"}


def test_check_writes_nothing_to_output(empty_desk, stored):
    """`check` trains and judges all that a build does, and makes no output folder."""
    mine = Desk(empty_desk.folder, stored[0].runs)
    said = mine.run("check")
    assert said.status == 0, said
    assert LINE.fullmatch(said.out), said.out
    assert not mine.output.exists()
    assert sorted(path.name for path in mine.folder.iterdir()) == ["content"]


def test_json_sums_up_what_was_done(desk):
    """`--format json` prints the numbers of the closing line as one object, and nothing beside it."""
    said = desk.run("--format", "json")
    assert said.err == ""
    counted = {name: said.summary[name] for name in ("status", "diagnostics", "trained", "drawn", "claims", "measured")}
    assert counted == {"status": 0, "diagnostics": [], "trained": 0, "drawn": 0, "claims": 3, "measured": 1}
    assert said.out.count("\n") == 1
    assert json.loads(said.out)["line"].startswith("0 trained, 9 runs reused")


OTHER = """\
  one-setting:
    title: One setting beside the sweep
    kind: network
    data: {name: digits, train: 400, validation: 100, test: 100, split: 0}
    model: {hidden: [8], activation: relu}
    training: {optimizer: sgd, learning_rate: 0.05, batch_size: 8, epochs: 1}
    seeds: 2
"""


def test_words_of_the_legend_reach_picture_table_and_method(desk):
    """One line in page.yaml renames an axis in the picture, its CSV and the ledger; nothing is trained."""
    day = 'published: "2026-11-23"'
    desk.edit("steps/page.yaml", day, f"{day}\nwords: {{learning_rate: step size}}")
    said = desk.run("--format", "json")
    assert (said.status, said.summary["trained"], said.summary["drawn"] > 0) == (0, 0, True), said
    figure = desk.output / "steps" / "figures" / "rate-curve"
    assert "step size" in figure.with_suffix(".csv").read_text(encoding="utf-8").splitlines()[0]
    ledger = (desk.output / "steps" / "claims" / "index.html").read_text(encoding="utf-8")
    assert "step size 0.0001, 0.01, 0.1" in ledger
    assert "learning rate 0.0001" not in ledger
