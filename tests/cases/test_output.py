"""What was written wrong without a word: each case is a specimen of a kind."""

import json
import re
from html import unescape
from pathlib import Path

import html5lib
import pytest
from pptx import Presentation

from proofpress.charts.draw import loaded
from proofpress.drawing.canvas import style
from proofpress.drawing.check import find_faults
from proofpress.drawing.theme import THEMES
from proofpress.infographic.draw import lay_out, list_experiments
from proofpress.infographic.plan import create_plan
from proofpress.infographic.sheets.catalog import create_sheets
from tests.desk import Desk, Said
from tests.published import judged_comparison, text_of

TEXTS = {".html", ".json", ".svg", ".xml", ".txt", ".css", ".bib", ".csv", ".md"}
POSTER = re.compile(r"<text[^>]*>([^<]*)</text>")


def built(desk: Desk) -> Said:
    """Build, and make sure that it went well."""
    said = desk.run("--format", "json")
    assert said.status == 0, said.summary["diagnostics"]
    return said


def texts(desk: Desk) -> dict[str, str]:
    """Return path → text of all files of output/ that are text, and of the slides."""
    found = {
        path.relative_to(desk.output).as_posix(): unescape(path.read_text(encoding="utf-8"))
        for path in sorted(desk.output.rglob("*"))
        if path.suffix in TEXTS
    }
    for path in sorted(desk.output.rglob("*.pptx")):
        found[path.relative_to(desk.output).as_posix()] = "\n".join(slide_texts(path))
    assert len(found) > 20
    return found


def slide_texts(path: Path) -> list[str]:
    """Return the text of each shape, cell and note of a deck."""
    found = []
    for slide in Presentation(path).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
        found.append(slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "")
    return found


def page(desk: Desk, path: str = "index.html") -> str:
    """Return what a page shows, in one line."""
    return " ".join(text_of(html5lib.parse((desk.output / path).read_bytes())).split())


def test_a_caret_in_a_number_is_printed_in_every_output(case):
    """10^3 to 10^6 stands as written in page, contents, ledger, feed and slides; nothing takes the signs away."""
    desk = case("caret-lost")
    built(desk)
    files = texts(desk)
    for path, text in files.items():
        assert not re.search(r"\b103 to 106\b|\b28 to 212\b|\b10-\d to 10", text), path
    shown = page(desk)
    assert shown.count("From 10^3 to 10^6 weights") >= 2
    for words in (
        "From 10^-3 to 10^-1 the rate",
        "rates from 10^-4 to 10^-1",
        "2^8 to 2^12 weights",
        "from 10^-3 to 10^0",
    ):
        assert words in shown, words
    assert any("Rates from 10^-3 to 10^0 give" in entry["says"] for entry in ledger(desk))
    deck = "\n".join(slide_texts(desk.output / "demo" / "infographic" / "slides.pptx"))
    assert "rates from 10^-4 to 10^-1" in deck
    assert "2^8 to 2^12 weights" in deck


def test_the_poster_keeps_the_case_of_names(case):
    """An aspect such as AUC of Adam is printed as it is written, not in small letters."""
    desk = case("caret-lost")
    built(desk)
    poster = " ".join(poster_words(desk)).lower()
    assert "auc of adam" in poster
    assert "AUC of Adam" in " ".join(poster_words(desk))


def test_marks_of_colour_are_never_printed(case):
    """A name with an underscore stands whole in the headline, and no mark is left around it, in any output."""
    desk = case("headline-marks-printed")
    built(desk)
    for path, text in texts(desk).items():
        assert not re.search(r"_learning_rate_|\^batch_size\^|_batch_size_", text), path
    assert "batch_size" in " ".join(poster_words(desk))
    assert "learning_rate" in " ".join(poster_words(desk))


def test_quoted_text_is_printed_letter_by_letter(case):
    """What stands in `text` is shown with its numbers, stars, underscores and strokes; nothing is made of them."""
    desk = case("quoted-text-changed")
    built(desk)
    shown = page(desk)
    for words in (
        "1990. The year it began.", "3. third step", "4. fourth step", "2*3*4", "__init__", "*.py", r"C:\new\*.txt",
    ):  # fmt: skip
        assert words in shown, words


def test_an_author_who_quotes_himself_may_ask_for_markdown(case):
    """With `quoted: markdown` numbers at the start of lines are lists, as in our texts; without it they are words."""
    desk = case("quoted-text-changed")
    built(desk)
    assert "<ol" not in quoted_html(desk)
    desk.edit("demo/page.yaml", "\nsections:", "\nquoted: markdown\nsections:")
    built(desk)
    assert '<ol start="1990">' in quoted_html(desk)


def quoted_html(desk) -> str:
    """Return the article up to its second section, as HTML."""
    html = (desk.output / "index.html").read_text(encoding="utf-8")
    return html[html.index('id="what-it-is"') : html.index('id="why-it-matters"')]


@pytest.mark.parametrize(
    "name", ["default-poster-overlap", "default-poster-overlap-long-aspects", "slides-table-overflow"]
)
def test_a_table_fits_every_sheet_or_the_build_says_what_does_not(case, name):
    """Many rows, long aspects or long cells: no words lie over each other, or the build names what does not fit."""
    desk = case(name)
    said = desk.run("--format", "json")
    if said.status == 0:
        comparison, records, _, findings = judged_comparison(desk, "demo")
        plan = create_plan(comparison, records, findings)
        runs = loaded(comparison, records, list_experiments(plan))
        for sheet in create_sheets(plan):
            with style("test"):
                canvas = lay_out(sheet, runs, THEMES["light"], {})
            # A sheet of one chart that has no room on it is not published.
            assert canvas == () or list(find_faults(canvas)) == [], sheet.name
    else:
        assert said.summary["diagnostics"]
        for each in said.summary["diagnostics"]:
            assert each["file"] == "content/demo/page.yaml", each
            assert each["rule"] not in {"cannot-draw", "our-bug"}, each


def test_what_markdown_is_not_read_is_printed_as_it_stands(case):
    """Quoted text with fences, tables, notes and formulas is shown letter by letter, and nothing of it runs."""
    desk = case("markdown-left-raw")
    built(desk)
    shown = page(desk)
    for words in (
        "$x^2$",
        "```python",
        "| left | right |",
        "[^1]: The note.",
        "<b>bold</b>",
        "<script>alert(1)</script>",
    ):
        assert words in shown, words


def ledger(desk: Desk) -> list[dict]:
    """Return the entries of the ledger."""
    (path,) = desk.output.rglob("claims.json")
    found = json.loads(path.read_text(encoding="utf-8"))
    return found["claims"] if isinstance(found, dict) else found


def poster_words(desk: Desk) -> list[str]:
    """Return the words of the poster, each as it is set."""
    found = POSTER.findall((desk.output / "demo" / "infographic" / "poster.svg").read_text(encoding="utf-8"))
    assert found
    return [unescape(words) for words in found]
