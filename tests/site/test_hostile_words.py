"""Words full of signs come out in every output as they were written."""

import csv
import io
import json
from collections.abc import Mapping
from html import unescape
from xml.etree import ElementTree

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from proofpress.models import DataTable, Table, TableRow
from tests.site import made_up
from tests.site.conftest import rendered
from tests.site.reading import Page, text
from tests.site.test_deck import material as with_pictures

WORDS = st.sampled_from([
    "10^3", "to", "10^6", "2*3*4", "__init__", "*.py", "C:\\new", "1990.", "#1", "#", "<b>", "&amp;", "&", "'q'", '"r"',
    "a_b", "_c", "^", "^_^", "שלום", "😀", "- d", "1.", "|", "==", "~", "[e]", "(f)", "$5", "x^2^",
])  # fmt: skip
LINES = st.lists(WORDS, min_size=1, max_size=5).map(lambda words: " ".join(["w", *words, "z"]))


def slides(data: bytes) -> str:
    """Return all words of a presentation."""
    from pptx import Presentation

    shapes = [shape for slide in Presentation(io.BytesIO(data)).slides for shape in slide.shapes]
    cells = [cell.text for s in shapes if s.has_table for row in s.table.rows for cell in row.cells]
    return "\n".join([*(s.text_frame.text for s in shapes if s.has_text_frame), *cells])


@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(title=LINES, ours=LINES, quoted=LINES, cell=LINES)
def test_every_output_has_the_words_that_were_written(title, ours, quoted, cell):
    """Title, our words, quoted words and cells are the same in the page, its head, the feed, JSON and the slides."""
    of = with_pictures()
    first = of.comparison.sections[0]
    rows = (TableRow(made_up.quoted("Speed"), (made_up.quoted(cell), made_up.quoted("b"))),)
    comparison = replace(
        of.comparison,
        title=made_up.ours(title),
        description=made_up.ours(ours),
        takeaway=made_up.ours(ours, coloured=True),
        table=Table(made_up.quoted("T"), (made_up.quoted("First"), made_up.quoted("Second")), rows),
        sections=(replace(first, heading=made_up.quoted(quoted), text=made_up.quoted(quoted)),),
    )
    verdict = of.findings.verdicts[2]
    claim = replace(verdict.claim, section=first.id, quote=made_up.quoted(quoted))
    findings = replace(of.findings, verdicts=(replace(verdict, claim=claim, says=made_up.ours(ours)),))
    files: Mapping[str, bytes] = rendered(replace(of, comparison=comparison, findings=findings))
    page = Page("index.html", files["index.html"])
    assert text(page.one("h1")) == title
    assert page.meta("description") == page.meta("og:description") == ours
    assert title in text(page.one("title"))
    assert text(page.one("h2", id=first.id)) == quoted
    assert text(page.all("div", class_="quoted")[1]) == quoted
    assert cell in [text(td) for td in page.all("td")]
    assert ours in [text(p) for p in page.all("p")]
    (script,) = page.all("script", type="application/ld+json")
    article = json.loads(unescape(script.text or ""))["@graph"][0]
    assert (article["headline"], article["description"]) == (title, ours)
    (record,) = json.loads(files["steps/claims/claims.json"])
    assert (record["says"], record["quote"]) == (ours, quoted)
    feed = ElementTree.fromstring(files["feed.xml"])
    atom = "{http://www.w3.org/2005/Atom}"
    entry = feed.find(f"{atom}entry")
    assert entry is not None
    assert (entry.findtext(f"{atom}title"), entry.findtext(f"{atom}summary")) == (title, ours)
    words = slides(files["steps/infographic/slides.pptx"])
    assert title in words
    assert cell in words


@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(title=LINES, caption=LINES, alt=LINES, column=LINES)
def test_every_output_of_a_figure_has_the_words_that_were_written(title, caption, alt, column):
    """Title, caption and alternative text of a figure, and the heads of its numbers: in its page, frame and CSV."""
    of = made_up.material(sections=1)
    (figure,) = of.comparison.figures.values()
    drawing = of.drawings[figure.id]
    rows_drawn = tuple((column, *row[1:]) for row in drawing.table.rows[:2])
    table = DataTable((column, *drawing.table.columns[1:]), rows_drawn)
    drawn = replace(drawing, title=title, alt=alt, caption=caption, table=table)
    comparison = replace(of.comparison, figures={figure.id: replace(figure, caption=made_up.ours(caption))})
    files = rendered(replace(of, comparison=comparison, drawings={**of.drawings, figure.id: drawn}))
    for path in ("index.html", f"steps/embed/{figure.id}/index.html"):
        page = Page(path, files[path])
        assert alt in [image.get("alt") for image in page.all("img")], path
        assert [caption in text(each) for each in page.all("figcaption")].count(True) == 1, path
        if path != "index.html":
            assert column in [text(cell) for cell in page.all("th")], path
        assert title in unescape(page.source), path
    rows = list(csv.reader(io.StringIO(files[f"steps/figures/{figure.id}.csv"].decode("utf-8-sig"))))
    assert rows[0][0] == column
    assert rows[1][0].removeprefix("'") == column
