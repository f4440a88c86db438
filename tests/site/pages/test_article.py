"""The article: what stands where, and what leads where."""

import json

from msgspec.structs import replace

from proofpress.models import Step
from proofpress.models.authors import Author
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


def test_quoted_words_bear_their_verdict_and_lead_to_it(parsed):
    """Words that a claim stands for have its mark and its word, and lead to its details in the same section."""
    page = parsed["index.html"]
    links = {text(a): a for a in page.all("a", class_="claim") if a.get("href").startswith("#claim-part-3")}
    link = links["Steps that are too small waste the training budget"]
    (verdict,) = (span for span in link.iter("span") if span.get("data-word"))
    assert (verdict.get("class"), verdict.get("data-word")) == ("outcome", "holds if")
    (use,) = [e for e in verdict.iter() if str(e.tag).rpartition("}")[2] == "use"]
    assert use.get("href") == "#mark-half"
    assert [name for name in page.ids() if name.startswith("mark-")] == ["mark-half", "mark-gem", "mark-diamond"]
    section = next(s for s in page.all("section") if s.get("aria-labelledby") == "part-3")
    inside = [e.get("id") for d in section.iter("details") for e in d.iter("p")]
    assert link.get("href") == "#claim-part-3-waste"
    assert "claim-part-3-waste" in inside


def test_words_of_ours_stand_apart(parsed):
    """Our words are in blocks of their own, one for each section that has them in one piece."""
    blocks = parsed["index.html"].all("div", class_="runs")
    assert len(blocks) == 3
    assert "96.1% of the test images" in text(blocks[0])


def test_the_table_pattern(parsed):
    """A row for each aspect, which is its header; a header for the aspects and for each of the two things compared."""
    table = parsed["index.html"].one("table", class_="compare")
    heads = list(table.find("thead").iter("th"))
    assert [(th.get("scope"), text(th)) for th in heads] == [
        ("col", "Aspect"), ("col", "Small steps"), ("col", "Large steps"),
    ]  # fmt: skip
    rows = table.findall("tbody/tr")
    assert [(row.find("th").get("scope"), text(row.find("th"))) for row in rows] == [("row", "Speed"), ("row", "Risk")]
    assert [len(row.findall("td")) for row in rows] == [2, 2]


def test_claims_tell_by_shape_and_word(parsed):
    """Each claim of a section is a line with a shape, a word, a number and what we say; it unfolds to the ledger."""
    page = parsed["index.html"]
    section = next(s for s in page.all("section") if s.get("aria-labelledby") == "part-2")
    seen = []
    for claim in section.findall(".//div[@class='verdicts']/details"):
        outcome, says = claim.findall("summary/span")
        shape = [str(e.tag).rpartition("}")[2] for e in next(e for e in outcome if str(e.tag).endswith("svg"))]
        seen.append((text(outcome), shape, text(says)))
        back, ledger = claim.iter("a")
        assert text(back) == "Back to the text"
        words = next(link for link in section.iter("a") if link.get("id") == back.get("href").removeprefix("#"))
        assert words.get("href") == f"#{claim.find('p').get('id')}"
        target = page.target(ledger.get("href")).split("#")
        assert target[0] == "steps/claims/index.html"
        assert target[1] in parsed[target[0]].ids()
    assert seen == [
        ("holds if", ["circle", "path"],
         "71.2 points [68.9, 73.4] The best rate beats a far smaller one by 71.2 points."),
        ("definition", ["path"], "The rate multiplies the gradient."),
        ("from a source", ["path"], "By most authors."),
    ]  # fmt: skip
    assert "from 400 runs, 16 seeds" in text(section)


def test_the_figure_pattern(parsed):
    """A figure has a picture for both themes and widths, a caption, and a menu of its files, numbers and method."""
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
    assert text(caption.find(".//p")).startswith("Test accuracy by learning rate")
    menu = {text(a): page.target(a.get("href")) for a in caption.find("details").iter("a")}
    assert menu == {
        "SVG": "steps/figures/figure-1.svg",
        "PNG": "steps/figures/figure-1.png",
        "CSV": "steps/figures/figure-1.csv",
        "Runs": "steps/data/index.html#data-learning-rate",
        "Numbers, embed": "steps/embed/figure-1/index.html",
        "Method: Learning rate from small to large": "steps/claims/index.html#experiment-learning-rate",
    }
    dark = [a.get("href") for a in parsed["steps/embed/figure-1/index.html"].all("a")]
    assert {"../../figures/figure-1-dark.svg", "../../figures/figure-1-dark.png"} <= set(dark)
    table = parsed["steps/embed/figure-1/index.html"].one("table")
    assert [th.get("scope") for th in table.iter("th")] == ["col"] * 3
    assert len(list(table.iter("tr"))) == 1 + 25


def test_each_step_stands_beside_its_figure():
    """The lead figure is beside the text and the words about it; a step beside its own figure; the rest stand small."""
    of = made_up.material("steps", sections=4)
    first, *others = of.comparison.sections
    told = replace(
        first, runs=None, finding=made_up.ours("Steps matter."), lead="figure-2",
        figures=("figure-1", "figure-2", "figure-3"),
        steps=(Step(made_up.ours("Of the lead.")), Step(made_up.ours("Of the third."), "figure-3")),
    )  # fmt: skip
    bare = tuple(replace(section, figures=()) for section in others)
    files = rendered(replace(of, comparison=replace(of.comparison, sections=(told, *bare))))
    page = Page("index.html", files["index.html"])
    section = next(s for s in page.all("section") if s.get("aria-labelledby") == "part-1")
    assert text(next(section.iter("p"))) == "Steps matter."
    lead, step = (e for e in section.iter("div") if "spread" in e.get("class", "").split())
    for spread, words, figure in ((lead, "Of the lead.", "figure-2"), (step, "Of the third.", "figure-3")):
        assert [text(e) for e in spread.iter("div") if e.get("class") == "runs"] == [words]
        assert [e.get("id") for e in spread.iter("figure")] == [f"figure-{figure}"]
    (small,) = (e for e in section.iter("div") if e.get("class") == "multiples")
    assert [e.get("src") for e in small.iter("img")] == ["steps/figures/figure-1.svg"]
    narrow = [e.get("media") for e in small.iter("source") if "narrow" in e.get("srcset")]
    assert narrow == ["screen and (prefers-color-scheme: dark) and (max-width: 899px)", "(max-width: 899px)"]


def test_the_poster_is_not_lazy(parsed):
    """The picture of the first screen is fetched at once, all others when they come near."""
    images = parsed["index.html"].all("img")
    assert [image.get("loading") for image in images] == [None, "lazy", "lazy", "lazy"]
    assert images[0].get("fetchpriority") == "high"


def test_the_contents_list_every_section(parsed):
    """The contents lead to the table and to every section, in the order of the page."""
    contents = [a.get("href") for a in parsed["index.html"].one("nav", id="page-contents").iter("a")]
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
            assert {script.get("type") for script in page.all("script")} <= {None, "application/ld+json"}, path
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


ADA = Author("Ada Lovelace", url="https://example.org/ada", orcid="0000-0002-1825-0097")


def signed(*authors):
    """Return the files of the made-up site, whose first comparison names its authors."""
    material = made_up.material("steps")
    return rendered(replace(material, comparison=replace(material.comparison, authors=authors)))


def test_authors_of_a_page_stand_wherever_it_is_told_who_wrote_it():
    """On the page, in what machines read of it and of its data, in the feed, in the citation."""
    files = signed(ADA, "Grace & Co_Hopper")
    page = Page("index.html", files["index.html"])
    byline = page.one("p", class_="byline")
    assert text(byline) == "Ada Lovelace, Grace & Co_Hopper"
    assert [a.get("href") for a in byline.iter("a")] == ["https://example.org/ada"]
    (meta,) = [each for each in page.all("meta") if each.get("name") == "author"]
    assert meta.get("content") == "Ada Lovelace, Grace & Co_Hopper"
    (linked,) = [json.loads(text(each)) for each in page.all("script") if each.get("type") == "application/ld+json"]
    article = next(each for each in linked["@graph"] if "Article" in each["@type"])
    assert article["author"] == [
        {
            "@type": "Person", "name": "Ada Lovelace", "url": "https://example.org/ada",
            "identifier": "https://orcid.org/0000-0002-1825-0097",
        },
        {"@type": "Person", "name": "Grace & Co_Hopper"},
    ]  # fmt: skip
    feed = files["feed.xml"].decode()
    assert "<name>Ada Lovelace</name>\n   <uri>https://example.org/ada</uri>" in feed
    assert "Ada Lovelace, Grace &amp; Co_Hopper (" in files["index.html"].decode()
    bibtex = files["steps/cite.bib"].decode()
    assert "  author = {Ada Lovelace and Grace \\& Co\\_Hopper},\n" in bibtex
    assert text(page.one("pre")) == " ".join(bibtex.split())


def test_a_page_without_authors_is_its_sites(files, parsed):
    """Nobody is named under the title, and the site's author stands in the citation, as one name."""
    page = parsed["index.html"]
    assert not page.all("p", class_="byline")
    site = made_up.site(made_up.material("steps")).author
    address = f"{made_up.BASE}"
    year = made_up.material("steps").comparison.published[:4]
    assert files["steps/cite.bib"].decode() == (
        f"@misc{{steps-{year},\n"
        f"  author = {{{{{site}}}}},\n"
        "  title = {{Small steps vs Large steps}},\n"
        f"  year = {{{year}}},\n"
        f"  howpublished = {{{made_up.site(made_up.material('steps')).title}}},\n"
        f"  url = {{{address}}},\n"
        "}\n"
    )
    section = next(each for each in page.all("section") if each.get("aria-labelledby") == "page-cite")
    assert f"{site} ({year}). Small steps vs Large steps." in text(section)
