"""`sync` and the gate of `check`: numbers in other documents are those of the runs, and nothing else is touched."""

import json
import re

import pytest

from tests.desk import ROOT

GAP = "<!-- proofpress: steps.rate_gap -->"
END = "<!-- / -->"


@pytest.fixture
def site(desk):
    """The small site, with a README that its settings list."""
    desk.edit("site.yaml", "home: steps", "home: steps\nsync: [README.md, paper/main.tex]")
    (desk.folder / "README.md").write_bytes(
        f"\ufeffThe best rate gains {GAP}99 points{END}, or\r\n{GAP[:-4]}.interval -->?{END}.\r\n".encode()
    )
    (desk.folder / "paper").mkdir()
    (desk.folder / "paper" / "main.tex").write_text(
        "It gains\n% proofpress: steps.best_accuracy\nnothing\n% /\nmore, 5\\% in all. % not a mark / \n"
    )
    return desk


def numbers(desk):
    """The numbers of the small site by name, as a build writes them."""
    return json.loads((desk.output / "steps" / "data" / "numbers.json").read_bytes())["numbers"]


def test_sync_fills_in_what_stands_between_marks(site):
    """Both documents get the printed numbers; line ends and all else stay, and a second sync writes nothing."""
    known = numbers(site)
    said = site.run("sync")
    assert said.status == 0, said
    assert said.out == "3 marks in 2 documents; changed: README.md, paper/main.tex\n"
    gap, accuracy = known["rate_gap"], known["best_accuracy"]["text"].replace("%", r"\%")
    assert (site.folder / "README.md").read_bytes().decode() == (
        f"\ufeffThe best rate gains {GAP}{gap['text']}{END}, or\r\n{GAP[:-4]}.interval -->{gap['interval']}{END}.\r\n"
    )
    assert (site.folder / "paper" / "main.tex").read_text() == (
        f"It gains\n% proofpress: steps.best_accuracy\n{accuracy}\n% /\nmore, 5\\% in all. % not a mark / \n"
    )
    before = (site.folder / "README.md").stat().st_mtime_ns
    assert site.run("sync", "README.md").out == "2 marks in 1 document; changed: none\n"
    assert (site.folder / "README.md").stat().st_mtime_ns == before
    assert site.run("check").status == 0


def test_check_fails_where_a_number_is_stale(site):
    """Each stale number is told at its place, with what stands there, what is true, and the command that mends it."""
    known = numbers(site)
    said = site.run("check")
    assert said.status == 1
    gap, accuracy = known["rate_gap"], known["best_accuracy"]["text"]
    assert said.diagnostics == [
        f"README.md:1:38: error[stale-value]: 'steps.rate_gap' reads '99 points' here; the runs give '{gap['text']}' — "
        "run: build.py sync README.md",
        f"README.md:2:18: error[stale-value]: 'steps.rate_gap.interval' reads '?' here; the runs give "
        f"'{gap['interval']}' — run: build.py sync README.md",
        f"paper/main.tex:2:15: error[stale-value]: 'steps.best_accuracy' reads 'nothing' here; the runs give "
        f"'{accuracy}' — run: build.py sync paper/main.tex",
    ]


def test_a_number_within_its_interval_is_not_stale(site):
    """Numbers that another processor moved by less than half the interval's width pass `check`; further ones do not."""
    assert site.run("sync").status == 0
    gap = numbers(site)["rate_gap"]
    half = (gap["high"] - gap["low"]) / 2
    readme = (site.folder / "README.md").read_text()
    for part, status in ((0.8, 0), (-0.8, 0), (1.5, 1), (-1.5, 1)):
        moved = f"{gap['value'] + part * half:.1f} points"
        (site.folder / "README.md").write_text(readme.replace(f"{GAP}{gap['text']}{END}", f"{GAP}{moved}{END}"))
        assert site.run("check").status == status, (moved, gap)
    (site.folder / "README.md").write_text(readme.replace(f"{GAP}{gap['text']}{END}", f"{GAP}{gap['value']:.1f} {END}"))
    assert site.run("check").status == 1


def test_marks_that_check_nothing_are_told_and_nothing_is_written(site):
    """A number that is gone, an unknown part, a mark without an end and a document without marks fail both commands."""
    readme = site.folder / "README.md"
    readme.write_text(
        f"{GAP[:-4]}.tex -->1{END}\n<!-- proofpress: steps.rate_gab -->1{END}\n<!-- proofpress: stairs.x -->1{END}\n"
        f"{GAP}1\n{GAP}2{END}\n"
    )
    (site.folder / "paper" / "main.tex").write_text("Nothing is measured here.\n")
    before = readme.read_bytes()
    expected = [
        "README.md:1:18: error[unknown-value]: 'rate_gap' has no part 'tex' — did you mean 'text'?",
        "README.md:2:18: error[unknown-value]: 'steps' has no number 'rate_gab' — did you mean 'rate_gap'?",
        "README.md:3:18: error[unknown-value]: there is no comparison 'stairs' — use 'steps'",
        "README.md:4:18: error[open-mark]: the mark 'steps.rate_gap' has no end — write <!-- / --> after it",
        "paper/main.tex: error[no-mark]: the document holds no mark, so that nothing is checked — write "
        "% proofpress: SLUG.NAME where a number belongs, or do not list the file",
    ]
    for command in ("sync", "check"):
        said = site.run(command)
        assert said.status == 1
        assert sorted(said.diagnostics) == sorted(expected)
    assert readme.read_bytes() == before


def test_documents_that_cannot_be_read_are_told(site):
    """A missing document, one in another encoding and one outside of the site are told by name."""
    (site.folder / "README.md").write_bytes("Gr\u00f6\u00dfe".encode("latin-1"))
    (site.folder / "paper" / "main.tex").unlink()
    said = site.run("check").diagnostics
    assert "README.md: error[not-utf-8]: the document is not UTF-8 — save it as UTF-8" in said
    assert any(line.startswith("paper/main.tex: error[") and "No such file" in line for line in said), said
    site.edit("site.yaml", "paper/main.tex", "../elsewhere.md")
    assert site.run("sync").diagnostics == [
        "../elsewhere.md: error[outside]: the document lies outside of the site's folder — list files beside or below "
        "content/"
    ]


def test_without_a_document_sync_says_what_to_do(desk):
    """Where none is named and none is listed, a usage is shown; a build is not made."""
    said = desk.run("sync")
    assert said.status == 1
    assert said.diagnostics == [
        "content/site.yaml: error[no-document]: no document is named — name one, or list some in site.yaml: "
        "sync: [README.md]"
    ]


def test_our_own_documents_are_marked():
    """The README and the page of the method print numbers of the first site by name, and `check` looks at them."""
    settings = (ROOT / "content" / "site.yaml").read_text(encoding="utf-8")
    listed = re.search(r"^sync: \[(.*)\]$", settings, re.MULTILINE)[1].split(", ")
    assert listed == ["README.md", "docs/method.md"]
    for name in listed:
        assert "<!-- proofpress: hyperparameters-vs-parameters." in (ROOT / name).read_text(encoding="utf-8")
