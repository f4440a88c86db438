"""The article: what stands where, and what leads where."""

import json

from msgspec.structs import replace

from tests.site import made_up
from tests.site.conftest import rendered
from tests.site.reading import Page, text


def test_first_screen_in_order(parsed):
    """The topic, the takeaway in role colours, the poster and the quoted intro come first, in this order."""
    page = parsed["index.html"]
    source = page.source
    assert text(page.one("h1")) == "Small steps vs Large steps"
    standfirst = page.one("p", class_="standfirst")
    assert [(e.get("class"), text(e)) for e in standfirst.iter("span")] == [
        ("first", "one step size"), ("second", "4,950 steps"),
    ]  # fmt: skip
    marks = ["<h1>", 'class="standfirst"', 'id="figure-infographic"', 'id="page-intro"', '<table class="compare"']
    places = [source.index(mark) for mark in marks]
    assert places == sorted(places)


def test_quoted_text_is_word_for_word(parsed):
    """The words of the quoted article are printed as they stand, whatever links lie in them."""
    page = parsed["index.html"]
    bodies = [text(e) for e in page.all("div", class_="quoted")]
    assert bodies == [made_up.QUOTED] * 4


def test_quoted_words_lead_to_their_claim(parsed):
    """Words that a claim stands for are a link to its entry in the ledger."""
    page = parsed["index.html"]
    links = {text(a): page.target(a.get("href")) for a in page.all("a", class_="claim")}
    words = "Steps that are too small waste the training budget"
    assert links[words] == "steps/claims/index.html#claim-part-3-waste"


def test_what_the_runs_say_stands_apart(parsed):
    """Our words are in blocks of their own, each under a heading that says so."""
    blocks = parsed["index.html"].all("div", class_="runs")
    assert [text(block.find("h3")) for block in blocks] == ["What the runs say"] * 3
    assert "96.1% of the test images" in text(blocks[0])


def test_the_table_pattern(parsed):
    """Two columns; each aspect is a row group with a header over both; each cell names its two headers."""
    page = parsed["index.html"]
    table = page.one("table", class_="compare")
    heads = [th.get("id") for th in table.find("thead").iter("th")]
    assert [th.get("scope") for th in table.find("thead").iter("th")] == ["col", "col"]
    bodies = table.findall("tbody")
    assert len(bodies) == 2
    for body in bodies:
        over, cells = body.findall("tr")
        header = over.find("th")
        assert (header.get("colspan"), header.get("scope")) == ("2", "rowgroup")
        for cell, head in zip(cells.findall("td"), heads, strict=True):
            assert cell.get("headers").split() == [header.get("id"), head]


def test_badges_tell_by_shape_and_words(parsed):
    """Each claim has a badge with a shape and words of its own kind, and a link to the ledger."""
    page = parsed["index.html"]
    section = page.all("details", class_="evidence")[2]
    assert text(section.find("summary")).endswith("1 measured 1 from a source 1 definition")
    seen = []
    for item in section.findall("ul/li"):
        badge = item.find("a")
        shape = [str(e.tag).rpartition("}")[2] for e in next(e for e in badge if str(e.tag).endswith("svg"))]
        seen.append((text(badge), badge.get("class").split()[1], shape))
        target = page.target(badge.get("href")).split("#")
        assert target[0] == "steps/claims/index.html"
        assert target[1] in parsed[target[0]].ids()
    assert seen == [
        ("Measured here: holds on a condition", "disc", ["circle"]),
        ("Definition, not tested", "diamond", ["path"]),
        ("From a source", "ring", ["circle"]),
    ]
    assert "71.2 points [68.9, 73.4] 400 runs, 16 seeds" in text(section)


def test_the_figure_pattern(parsed):
    """A figure has a picture for both themes and widths, a caption, links to its files, and its numbers.

    A short table stands in the article; a long one on the figure's own page, which is linked for it.
    """
    page = parsed["index.html"]
    figure = page.one("figure", id="figure-figure-1")
    sources = [(s.get("media"), s.get("srcset")) for s in figure.iter("source")]
    assert sources == [
        ("screen and (prefers-color-scheme: dark) and (max-width: 639px)", "steps/figures/figure-1-narrow-dark.svg"),
        ("(max-width: 639px)", "steps/figures/figure-1-narrow.svg"),
        ("screen and (prefers-color-scheme: dark)", "steps/figures/figure-1-dark.svg"),
    ]
    image = next(figure.iter("img"))
    assert (image.get("src"), image.get("loading")) == ("steps/figures/figure-1.svg", "lazy")
    caption = figure.find("figcaption")
    assert text(caption).startswith("Test accuracy by learning rate")
    hrefs = [a.get("href") for a in caption.iter("a")]
    for name in ("figure-1.svg", "figure-1.png", "figure-1.csv"):
        assert f"steps/figures/{name}" in hrefs
    dark = [a.get("href") for a in parsed["steps/embed/figure-1/index.html"].all("a")]
    assert {"../../figures/figure-1-dark.svg", "../../figures/figure-1-dark.png"} <= set(dark)
    assert "steps/embed/figure-1/index.html" in hrefs
    assert "The numbers in “" in text(caption)
    table = parsed["steps/embed/figure-1/index.html"].one("table")
    assert [th.get("scope") for th in table.iter("th")] == ["col"] * 3
    assert len(list(table.iter("tr"))) == 1 + 25


def test_the_poster_is_not_lazy(parsed):
    """The picture of the first screen is fetched at once, all others when they come near."""
    images = parsed["index.html"].all("img")
    assert [image.get("loading") for image in images] == [None, "lazy", "lazy", "lazy"]
    assert images[0].get("fetchpriority") == "high"


def test_how_it_was_measured(parsed):
    """The disclosure names data, model, what was fixed and swept, seeds, statistic and the command to repeat it."""
    details = parsed["index.html"].all("details", class_="method")[0]
    lines = {text(line.find("dt")): text(line.find("dd")) for line in details.iter("dl") for line in line.iter("div")}
    assert lines == {
        "Data": "digits, train 1,077, split 0",
        "Model": "hidden 32, activation relu",
        "Fixed": "optimizer sgd, batch size 32",
        "Swept": "learning rate 0.0001 … 100 (25 values)",
        "Seeds": "0–15 (16 in all)",
        "Runs": "400 models, 272,000 updates",
        "Statistics": "rate gap (difference)",
        "Repeat it": "python build.py verify learning-rate",
    }


def test_sections_lead_to_their_neighbours(parsed):
    """Each section links to the one before and the one after, by name; the contents list all of them."""
    page = parsed["index.html"]
    steps = [[(a.get("rel"), a.get("href")) for a in of.iter("a")] for of in page.all("div", class_="step")]
    before, after = [[(rel, f"#part-{number}") for number in (1, 2, 3)] for rel in ("prev", "next")]
    assert steps == [[after[1]], [before[0], after[2]], [before[1]]]
    for link in (a for of in page.all("div", class_="step") for a in of.iter("a")):
        word = {"prev": "Previous", "next": "Next"}[link.get("rel")]
        assert text(link) == f"{word} {text(page.one('h2', id=link.get('href')[1:]))}"
    contents = [a.get("href") for a in page.one("nav", id="page-contents").iter("a")]
    assert contents[1:5] == ["#page-table", "#part-1", "#part-2", "#part-3"]


def test_citations_lead_to_the_bibliography(parsed):
    """`[@id]` is a number that leads to the work, on the article itself and from other pages."""
    page = parsed["index.html"]
    cites = page.all("a", class_="cite")
    assert {(text(a), a.get("href")) for a in cites} == {("[1]", "#source-robbins1951")}
    work = page.one("li", id="source-robbins1951")
    assert text(work).startswith("Robbins, H.; Monro, S. (1951). A Stochastic Approximation Method.")
    ledger = parsed["steps/claims/index.html"]
    assert ledger.target(ledger.all("a", class_="cite")[0].get("href")) == "index.html#source-robbins1951"


def test_metadata(parsed):
    """Description, canonical address, Open Graph with a sized and described picture, licence and feed are there."""
    page = parsed["index.html"]
    assert page.meta("description").startswith("What the size of a step does")
    assert page.one("link", rel="canonical").get("href") == "https://example.org/explainers/"
    assert page.meta("og:image") == "https://example.org/explainers/steps/infographic/infographic.png"
    assert (page.meta("og:image:width"), page.meta("og:image:height")) == ("480", "270")
    assert page.meta("og:image:alt").startswith("Line chart")
    assert page.meta("twitter:card") == "summary_large_image"
    assert page.one("link", type="application/atom+xml").get("href") == "feed.xml"
    assert page.one("link", rel="license").get("href").startswith("https://creativecommons.org")


def test_json_ld(parsed):
    """Search engines read an article and a data set with licence, date and distributions that exist."""
    page = parsed["index.html"]
    article, data = json.loads(page.one("script", type="application/ld+json").text)["@graph"]
    assert article["@type"] == ["Article", "LearningResource"]
    assert article["datePublished"] == "2026-11-23"
    assert data["@type"] == "Dataset"
    urls = [part["contentUrl"] for part in data["distribution"]]
    assert "https://example.org/explainers/steps/claims/claims.json" in urls
    assert "https://example.org/explainers/steps/figures/figure-1.csv" in urls


def test_home_slug_leads_to_the_front_page(parsed):
    """`<slug>/` of the home comparison leads to the front page, which is named as the canonical one."""
    page = parsed["steps/index.html"]
    assert page.meta("refresh") == "0; url=../index.html"
    assert page.one("link", rel="canonical").get("href") == "https://example.org/explainers/"


def test_words_cannot_become_markup():
    """Markup in titles, headings, cells, captions, alternative texts and settings is shown, not obeyed."""
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    of = made_up.comparison("steps", sections=1)
    sections = tuple(replace(s, heading=made_up.quoted(evil), text=made_up.quoted(evil)) for s in of.sections)
    material = made_up.material(
        "steps", sections=1, title=made_up.ours(evil), takeaway=made_up.ours(evil), intro=made_up.quoted(evil)
    )
    drawing = replace(material.drawings["figure-1"], title=evil, caption=evil, alt=evil)
    comparison = replace(material.comparison, sections=(sections[0],), description=made_up.ours(evil))
    files = rendered(replace(material, comparison=comparison, drawings={**material.drawings, "figure-1": drawing}))
    for path, data in files.items():
        if path.endswith(".html"):
            page = Page(path, data)
            assert {script.get("type") for script in page.all("script")} <= {"module", "application/ld+json"}, path
            assert not [e for e in page.elements() if e.get("onerror") or e.get("src") == "x"], path


def test_a_comparison_without_poster_figures_and_sources():
    """A comparison may have no poster, no figure, no source and no claim about its intro: nothing is left hanging."""
    of = made_up.comparison("steps", sections=1)
    section = replace(of.sections[0], figures=(), runs=None)
    bare = replace(of, sections=(section,), poster=None, sources={}, figures={})
    material = replace(made_up.material("steps", sections=1), comparison=bare, drawings={})
    verdicts = tuple(v for v in material.findings.verdicts if v.claim.kind == "opinion")
    files = rendered(replace(material, findings=replace(material.findings, verdicts=verdicts)))
    page = Page("index.html", files["index.html"])
    assert not page.all("figure")
    assert "page-sources" not in page.ids()
    assert "steps/infographic/index.html" not in files
