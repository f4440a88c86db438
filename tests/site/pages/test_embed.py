"""Pages for frames and their oEmbed records; the poster's page; the 404 page."""

import json

import html5lib

from tests.site import made_up
from tests.site.conftest import rendered
from tests.site.reading import Page, text


def test_an_embed_stands_alone(parsed):
    """A page for frames has its figure, a title and a source link in a new tab, and nothing of the site around."""
    page = parsed["steps/embed/figure-1/index.html"]
    assert text(page.one("h1")) == "Too small learns nothing: figure-1: Small steps vs Large steps"
    assert not page.all("header")
    assert not page.all("footer")
    assert not [script for script in page.all("script") if script.get("src")]
    for link in page.all("a"):
        assert link.get("download") is not None or link.get("target") == "_blank"
    source = page.one("p", class_="from").find("a")
    assert page.target(source.get("href")) == "index.html#part-1"
    assert source.get("rel") == "noopener"


def test_an_embed_loads_only_the_styles_of_a_frame(files, parsed):
    """Pages for frames share a style sheet of their own, less than a third of what other pages load."""
    loaded = {}
    for path, page in parsed.items():
        sheet = next((link for link in page.all("link", rel="stylesheet") if not link.get("media")), None)
        if sheet is not None:
            loaded.setdefault(page.target(sheet.get("href")), set()).add("/embed/" in path)
    frame, site = sorted(loaded)
    assert (loaded[frame], loaded[site]) == ({True}, {False})
    assert len(files[frame]) <= 5_600 < len(files[site]) / 3


def test_an_embed_shows_every_number(parsed):
    """The data table of a figure's own page has all rows where the article shows some."""
    page = parsed["steps/embed/figure-1/index.html"]
    assert len(page.one("table", class_="data").find("tbody").findall("tr")) == 25


def test_oembed(files, parsed):
    """The page names its oEmbed record; the record's HTML is a titled frame that leads to the page."""
    page = parsed["steps/embed/figure-1/index.html"]
    link = page.one("link", type="application/json+oembed")
    assert link.get("href") == "https://example.org/explainers/steps/embed/figure-1/oembed.json"
    record = json.loads(files["steps/embed/figure-1/oembed.json"])
    assert (record["version"], record["type"], record["width"]) == ("1.0", "rich", 640)
    frame = html5lib.parseFragment(record["html"], namespaceHTMLElements=False).find("iframe")
    assert frame.get("src") == "https://example.org/explainers/steps/embed/figure-1/"
    assert frame.get("title") == record["title"]
    assert int(frame.get("height")) == record["height"]
    thumbnail = record["thumbnail_url"].removeprefix("https://example.org/explainers/")
    assert thumbnail in files


def test_every_oembed_record_is_whole(files):
    """Each record has what oEmbed 1.0 asks of the type `rich`, and a thumbnail's size with its address, or neither."""
    records = {path: json.loads(data) for path, data in files.items() if path.endswith("oembed.json")}
    assert len(records) > 3
    for path, record in records.items():
        assert (record["version"], record["type"]) == ("1.0", "rich"), path
        assert isinstance(record["html"], str), path
        assert all(isinstance(record[side], int) and record[side] > 0 for side in ("width", "height")), path
        assert {key for key in record if key.startswith("thumbnail_")} in (
            set(), {"thumbnail_url", "thumbnail_width", "thumbnail_height"}
        ), path  # fmt: skip
        known = {"version", "type", "title", "author_name", "provider_name", "provider_url", "html", "width", "height"}
        assert set(record) - {"thumbnail_url", "thumbnail_width", "thumbnail_height"} == known, path


def test_cards_of_every_page_lead_to_pictures_of_their_size(files, parsed):
    """Where a page names a picture for previews, there is one in PNG, as large as it says, with words for it."""
    shown = 0
    for path, page in parsed.items():
        if not page.all("meta", property="og:image"):
            continue
        data = files[page.meta("og:image").removeprefix(made_up.BASE)]
        assert page.meta("og:image:type") == "image/png", path
        assert data.startswith(b"\x89PNG"), path
        size = tuple(int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
        assert size == (int(page.meta("og:image:width")), int(page.meta("og:image:height"))), path
        assert page.meta("og:image:alt"), path
        assert page.meta("twitter:card") == "summary_large_image", path
        shown += 1
    assert shown > 5


def test_what_may_be_taken_says_on_which_terms(parsed):
    """Over the pictures stands their licence, linked as one, and a link to the line of credit."""
    page = parsed["steps/infographic/index.html"]
    (link,) = [a for a in page.one("section", **{"aria-labelledby": "page-downloads"}).iter("a")
               if "license" in (a.get("rel") or "")]  # fmt: skip
    assert text(link) in text(page.one("span", id="page-credit-line"))
    assert page.one("h3", id="page-credit") is not None
    assert page.all("a", href="#page-credit")


def test_four_choices_lead(files, parsed):
    """First come picture, handout, slides and numbers, each one file with its form; the rest is folded below."""
    page = parsed["steps/infographic/index.html"]
    (choices,) = page.all("ul", class_="choices")
    taken = [page.target(h3.find("a").get("href")) for h3 in choices.iter("h3")]
    assert taken == [f"steps/infographic/{name}" for name in ("infographic.png", "slides.pptx", "infographic.csv")]
    assert set(taken) <= set(files)
    main = list(page.one("main").iter())
    folded = [details for details in main if details.tag == "details" and "sizes" in (details.get("class") or "")]
    assert len(folded) >= 3
    assert all(details.get("open") is None for details in folded)
    assert main.index(choices) < min(main.index(details) for details in folded)


def test_the_poster_page(files, parsed):
    """The poster's page lists every file of the poster and says the picture in words, pair by pair."""
    page = parsed["steps/infographic/index.html"]
    lists = page.all("ul", class_="downloads")
    listed = {page.target(a.get("href")) for found in lists for a in found.iter("a")}
    here = {p for p in files if p.startswith("steps/infographic/") and not p.endswith("index.html")}
    assert listed == here
    words = text(page.one("ul", class_="pair"))
    for part in ("Small steps Slow but steady.", "Large steps Fast at first", "Too small: nothing. 16 seeds"):
        assert part in words
    frame = html5lib.parseFragment(text(page.one("code", id="page-embed-code")), namespaceHTMLElements=False)
    assert frame.find("iframe").get("src") == "https://example.org/explainers/steps/embed/infographic/"


def test_the_page_for_nothing_works_at_any_depth(parsed):
    """404.html loads no file, and its links start from the site's own path."""
    page = parsed["404.html"]
    assert page.one("base").get("href") == "/explainers/"
    assert not page.all("link", rel="stylesheet")
    assert page.one("link", rel="icon").get("href").startswith("data:")
    assert not page.all("img")
    assert [a.get("href") for a in page.one("main").iter("a")] == ["index.html", "other/index.html"]


def test_the_list(parsed):
    """The list page has every comparison, home first, with what was measured."""
    page = parsed["comparisons/index.html"]
    links = [page.target(h2.find("a").get("href")) for h2 in page.one("main").iter("h2")]
    assert links == ["index.html", "other/index.html"]
    assert "3 of 12 claims measured, 4 figures" in text(page.one("main"))
    shown = [page.target(image.get("src")) for image in page.all("img")]
    assert shown == ["steps/figures/figure-1-narrow.svg", "other/figures/figure-1-narrow.svg"]


def test_the_way_to_the_list(parsed):
    """Every page of every comparison leads to the list, and the list says that it is the page."""
    for path, page in parsed.items():
        if path.startswith(("index", "steps/", "other/")) and "/embed/" not in path and path != "steps/index.html":
            link, own = page.all("a", class_="all")
            assert text(own) == "Handbook"
            assert page.target(link.get("href")) == "comparisons/index.html", path
            assert link.get("aria-current") is None, path
    assert parsed["comparisons/index.html"].all("a", class_="all")[0].get("aria-current") == "page"
    alone = Page("index.html", rendered(made_up.material("steps"))["index.html"])
    assert [text(link) for link in alone.all("a", class_="all")] == ["Handbook"]


def test_a_poster_that_nobody_composed():
    """Where the content composes no poster but one was drawn, its page says the table in words."""
    files = rendered(made_up.material("steps", poster=None))
    page = Page("steps/infographic/index.html", files["steps/infographic/index.html"])
    pairs = [text(pair) for pair in page.all("ul", class_="pair")]
    assert pairs == [
        "Small steps Slow but steady. Large steps Fast at first (e.g., on a bowl).",
        "Small steps Training ends too early. Large steps Training never settles.",
    ]
