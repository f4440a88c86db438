"""What is wrong is refused in a line each, with the documented status, and the site that was there stays."""

import errno
import os
import re

import pytest

from tests.desk import Desk

NUMBER = r"−?\d+(?:\.\d+)?"
INTERVAL = rf"{NUMBER} points \[{NUMBER}, {NUMBER}\]"
CLAIM = (
    "content/steps/claims.yaml:24:5: error[missed-gate]: "
    "'Steps that are too small waste the training budget' (small-steps-waste)"
)
MEND = " — the number has moved: find out why before you move the gate"

MISTAKES = {
    "false claim": (
        ("steps/claims.yaml", "asserts: more", "asserts: less"),
        re.escape(f"{CLAIM} has words for holds, and the runs say opposite: rate_gap is ").replace(
            "missed\\-gate", "false\\-claim"
        )
        + INTERVAL
        + re.escape(", where 'less' asks for below −1 point — say what the runs show, under the key 'opposite'"),
    ),
    "missed gate": (
        ("steps/claims.yaml", "gate: {above: 10}", "gate: {above: 99}"),
        re.escape(f"{CLAIM} misses its gate: rate_gap is ") + INTERVAL + re.escape(f", not above 99 points{MEND}"),
    ),
    "gate the other way round": (
        ("steps/claims.yaml", "gate: {above: 10}", "gate: {below: 10}"),
        re.escape(f"{CLAIM} misses its gate: rate_gap is ") + INTERVAL + re.escape(f", not below 10 points{MEND}"),
    ),
    "gate of no difference": (
        ("steps/claims.yaml", "gate: {above: 10}", "gate: {within: [-2, 2]}"),
        re.escape(f"{CLAIM} misses its gate: rate_gap is ")
        + INTERVAL
        + re.escape(f", not within −2 and 2 points{MEND}"),
    ),
    "undefined value": (
        ("steps/page.yaml", "leaves {{ rate_gap }}", "leaves {{ rate_gape }}"),
        re.escape(
            "content/steps/page.yaml:3:43: error[undefined-value]: 'rate_gape' is not a statistic"
            " — did you mean 'rate_gap'?"
        ),
    ),
    "unknown part of a value": (
        ("steps/page.yaml", "over {{ rate_gap.seeds }}", "over {{ rate_gap.seed }}"),
        re.escape(
            "content/steps/page.yaml:29:59: error[undefined-value]: 'rate_gap' has no part 'seed'"
            " — did you mean 'seeds'?"
        ),
    ),
    "bare number": (
        ("steps/page.yaml", "With the larger rate", "With 60 units the larger rate"),
        re.escape(
            "content/steps/page.yaml:28:12: error[bare-number]: '60' is a number in our own words that no run stands "
            "behind — print a statistic by its name, or write {{ given(60) }} for what is not measured"
        ),
    ),
    "dead link": (
        ("steps/page.yaml", "is all there is to it", "is [all there is](more.html) to it"),
        r"content/steps/page\.yaml:22:50: error\[dead-link\]: 'more\.html' leads nowhere: the site has no file "
        r"'steps/more\.html' — did you mean 'steps/index\.html'.*",
    ),
    "dead anchor": (
        ("steps/page.yaml", "is all there is to it", "is [all there is](#what-a-stop-is) to it"),
        r"content/steps/page\.yaml:22:50: error\[dead-anchor\]: '#what-a-stop-is' leads to no element: "
        r"'index\.html' has no id 'what-a-stop-is' — did you mean 'what-a-step-is'\?.*",
    ),
    "figure without alternative text": (
        (
            "steps/figures.yaml",
            "    alt: >-\n      Line chart of test accuracy by learning rate. The best rate reads {{ best_accuracy }} "
            "of the images,\n      {{ rate_gap }} more than the smallest rate. The numbers are in the table below.\n",
            "",
        ),
        re.escape(
            "content/steps/figures.yaml:2:3: error[missing-key]: a figure needs the key 'alt' — say in at most "
            "250 characters what the picture shows, for readers who cannot see it"
        ),
    ),
    "option of a kind": (
        ("steps/experiments.yaml", "epochs: 2", "epochs: 0"),
        re.escape("content/steps/experiments.yaml:7:75: error[out-of-range]: 'epochs' must be at least 1, not 0"),
    ),
    "quote that is not there": (
        ("steps/claims.yaml", "quote: Training ends too early", "quote: Training ends too soon"),
        re.escape(
            "content/steps/claims.yaml:35:12: error[quote-not-found]: the words 'Training ends too soon' do not occur "
            "in the table — copy them from the quoted text, letter by letter"
        ),
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_line_and_the_old_site_stays(desk, mistake):
    """Each mistake ends the build with status 1 and one line that names place, rule and mend; output/ is untouched."""
    (path, old, new), line = MISTAKES[mistake]
    before = desk.site()
    desk.edit(path, old, new)
    said = desk.run()
    assert said.status == 1, said
    assert len(said.diagnostics) == 1, said.err
    assert re.fullmatch(line, said.diagnostics[0]), said.err
    assert said.out == ""
    assert "Traceback" not in said.err
    assert desk.site() == before


def test_mistakes_of_one_stage_are_told_together(desk):
    """A missed gate, an undefined value and a bare number are told in one go, in the order of their places."""
    desk.edit("steps/claims.yaml", "gate: {above: 10}", "gate: {above: 99}")
    desk.edit("steps/page.yaml", "leaves {{ rate_gap }}", "leaves {{ rate_gape }} or 7")
    said = desk.run("--format", "json")
    assert said.status == 1
    found = [(diagnostic["file"], diagnostic["line"], diagnostic["rule"]) for diagnostic in said.summary["diagnostics"]]
    assert found == [
        ("content/steps/claims.yaml", 24, "missed-gate"),
        ("content/steps/page.yaml", 3, "undefined-value"),
        ("content/steps/page.yaml", 3, "bare-number"),
    ]


def test_a_folder_of_somebody_else_is_not_replaced(stored, empty_desk):
    """An output folder that no build wrote is left alone, to the byte."""
    desk = Desk(empty_desk.folder, stored[0].runs)
    desk.output.mkdir()
    (desk.output / "thesis.txt").write_text("years of work")
    said = desk.run()
    assert (said.status, said.diagnostics) == (
        1,
        [
            "output: error[not-ours]: 'output' holds files that no build of ours wrote, such as 'thesis.txt'"
            " — give an empty --output, or empty this one yourself"
        ],
    )
    assert [path.name for path in desk.output.iterdir()] == ["thesis.txt"]


def test_a_full_disk_leaves_the_old_site(desk, monkeypatch):
    """Where the disk is full while the new site is written, the old one stays whole, and the line says what to do."""
    before = desk.site()
    desk.edit("steps/page.yaml", "A step subtracts", "Each step subtracts")
    monkeypatch.setattr(os, "fsync", _full)
    said = desk.run()
    assert (said.status, said.err) == (
        1,
        "output: error[disk]: 'output' cannot be written: No space left on device"
        " — make room on the disk; the old output is untouched\n",
    )
    assert desk.site() == before
    assert sorted(path.name for path in desk.folder.iterdir()) == ["content", "output"]
    monkeypatch.undo()
    assert desk.run().status == 0


def test_a_full_disk_under_the_store_is_told_in_one_line(desk, monkeypatch):
    """Where no run can be stored, the command ends without a traceback and the old site stays."""
    before = desk.site()
    desk.edit("steps/experiments.yaml", "hidden: [8]", "hidden: [7]")
    monkeypatch.setattr(os, "replace", _full)
    said = desk.run()
    assert said.status == 1
    assert len(said.diagnostics) == 1, said.err
    assert "No space left on device" in said.diagnostics[0]
    assert "Traceback" not in said.err
    assert "our-bug" not in said.err
    assert desk.site() == before


def test_a_build_that_cannot_be_remembered_is_published_all_the_same(desk, monkeypatch):
    """Where only the note of the build finds no room, the new site is out: that is told, and is no failure."""
    desk.edit("steps/page.yaml", "A step subtracts", "Each step subtracts")
    replace = os.replace

    def full(source, target):
        if str(target).endswith(".built"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(source))
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        said = desk.run()
    assert said.status == 0
    assert re.fullmatch(
        rf"{re.escape(str(desk.runs))}/[0-9a-f]{{2}}/[0-9a-f]{{32}}\.built: cannot be written "
        r"\(No space left on device\): the next build makes all pages again\n",
        said.err,
    ), said.err
    assert "Each step subtracts" in (desk.output / "index.html").read_text(encoding="utf-8")
    before = desk.site()
    assert desk.run().status == 0
    assert desk.site() == before


def test_no_content_is_told_with_the_place(tmp_path):
    """Where there is no content folder, the line says how to name one and how to make one."""
    said = Desk(tmp_path, tmp_path / "runs").run()
    assert (said.status, said.diagnostics) == (
        1,
        [
            "content: error[missing-folder]: there is no such content folder"
            " — name one with --content, or make one with: build.py new"
        ],
    )
    assert not (tmp_path / "output").exists()


def _full(*args: object, **more: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
