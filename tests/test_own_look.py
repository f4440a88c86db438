"""A site of one's own: its colours, its logo, its pages and its links, each by one edit."""

import itertools
import re

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from proofpress.drawing.theme import find_fault, nearest_passing, themes_of
from proofpress.models.look import Colours
from tests.drawing.test_theme import SIGHT, ciede2000, lab

BOX = ((40, 0), (40, 660), (440, 660), (440, 0))
SIGNS = "–—‘’“”…−×±≤≥≈≠∞→←↑↓▲▼●○◆■□✓\u2009\u202f"
GREEN, PURPLE = "#00693E", "#7A1FA2"
PAIRS = [(GREEN, PURPLE), (PURPLE, GREEN), ("#B03A00", "#1F4FA3"), ("#5B2C6F", "#196F3D"), ("#0B5C94", "#A63D00")]


@pytest.mark.parametrize("pair", PAIRS)
def test_all_colours_made_of_a_pair_that_passes_can_be_read_and_told_apart(pair):
    """Words have 4.5:1 on paper and bands, ramps go one way, and no eye takes one for the other.

    The distance is that of another formula than the press's own: CIEDE2000.
    """
    colours = Colours(*pair)
    assert find_fault(colours) is None
    for name, theme in themes_of(colours).items():
        for colour, ground in itertools.product(
            (theme.first, theme.second, theme.link), (theme.paper, theme.first_band, theme.second_band)
        ):
            assert _contrast(colour, ground) >= 4.5, (name, colour, ground)
        assert min(_contrast(mark, theme.bar) for mark in (theme.bar_first, theme.bar_second)) >= 4.5
        for role in ("first", "second"):
            lights = [_luminance(colour) for colour in theme.ramp(role)]
            assert lights == sorted(lights, reverse=name == "light")
            assert all(_contrast(theme.on(colour), colour) >= 4.0 for colour in theme.ramp(role))
        for sight in SIGHT:
            assert ciede2000(lab(theme.first, sight), lab(theme.second, sight)) >= 15, (name, sight)


@pytest.mark.parametrize(
    ("pair", "role"),
    [(("#FFD000", "#0B5C94"), "first"), (("#C00000", "#007000"), "second"), (("#444444", "#555555"), "second")],
)
def test_a_colour_that_will_not_do_is_answered_with_one_that_does(pair, role):
    """Too pale, or too like the other to some eye: the answer is a colour with which the pair passes."""
    colours = Colours(*pair)
    found = find_fault(colours)
    assert found is not None
    assert found[0] == role
    near = nearest_passing(colours, role)
    assert near is not None
    mended = Colours(near, pair[1]) if role == "first" else Colours(pair[0], near)
    assert find_fault(mended) is None


def test_two_lines_change_the_colours_of_pages_and_pictures(desk):
    """Colours in site.yaml reach style sheet, figures and infographic; nothing is trained, and ours are gone."""
    _append(desk, f'colours: {{first: "{GREEN}", second: "{PURPLE}"}}\n')
    said = desk.run("--format", "json")
    assert (said.status, said.summary["trained"]) == (0, 0), said
    style = next((desk.output / "assets").glob("site.*.css")).read_text(encoding="utf-8")
    assert f"--first:{GREEN.lower()}" in style
    pictures = [*desk.output.glob("steps/figures/*.svg"), *desk.output.glob("steps/infographic/*.svg")]
    assert len(pictures) > 5
    drawn = {path.name: path.read_text(encoding="utf-8").upper() for path in pictures}
    assert not [name for name, text in drawn.items() if "#A63D00" in text or "#0B5C94" in text]
    assert [name for name, text in drawn.items() if GREEN in text]
    again = desk.run("--format", "json")
    assert again.summary["drawn"] == 0


def test_a_font_of_ones_own_sets_pages_and_pictures(desk):
    """A font named in site.yaml brings its letters to page, figures and infographic; it is published cut, ours not."""
    title = "Мало учит 学习"
    desk.edit("steps/figures.yaml", "Too small a step learns nothing", title)
    said = desk.run()
    assert said.status == 1
    assert any("name a font that has them as 'font' in site.yaml" in told for told in said.diagnostics), said
    _write_font(desk.folder / "mine" / "assets" / "mine.ttf", {*map(chr, range(0x20, 0x500)), *"学习数", *SIGNS})
    _append(desk, "font: mine.ttf\n")
    said = desk.run("--templates", "mine", "--format", "json")
    assert (said.status, said.summary["trained"]) == (0, 0), said
    style = next((desk.output / "assets").glob("site.*.css")).read_text(encoding="utf-8")
    assert '--typeface:"Site Font"' in style
    (published,) = desk.output.glob("assets/*.woff2")
    letters = set(TTFont(published).getBestCmap())
    assert {*map(ord, title)} <= letters
    assert ord("数") not in letters
    assert not list(desk.output.rglob("*.ttf"))
    pictures = [path.read_text(encoding="utf-8") for path in desk.output.glob("steps/figures/*.svg")]
    assert any(title in picture for picture in pictures)
    assert not [picture for picture in pictures if "Proofpress Sans" in picture]
    assert desk.run("--templates", "mine", "--format", "json").summary["drawn"] == 0


def test_a_font_that_is_not_there_or_is_none_is_told(desk):
    """The message says where the file belongs, or that it is no font."""
    _append(desk, "font: {regular: mine.ttf}\n")
    assets = desk.folder / "mine" / "assets"
    assets.mkdir(parents=True)
    assert desk.run("--templates", "mine").diagnostics == [
        "mine/assets/mine.ttf: error[missing-asset]: the font 'mine.ttf' is not there — put it into mine/assets/"
    ]
    (assets / "mine.ttf").write_bytes(b"no font at all")
    assert desk.run("--templates", "mine").diagnostics == [
        "mine/assets/mine.ttf: error[bad-font]: the font 'mine.ttf' cannot be read: it is no font —"
        " take a TrueType, OpenType or WOFF2 file"
    ]


def test_a_colour_is_refused_at_its_line(desk):
    """The message says where, why, and which colour is nearest."""
    _append(desk, 'colours: {first: "#FFD000", second: "#0B5C94"}\n')
    assert desk.run("check").diagnostics == [
        "content/site.yaml:10:18: error[colour]: '#FFD000' will not do: words in it have a contrast of 1.5 to 1 in the"
        " light theme, not 4.5 — the nearest that will do is '#807000'"
    ]


def test_pages_of_words_stand_beside_the_comparisons(desk):
    """A Markdown file in pages/ is a page of the site, linked from the bar of every page and from the sitemap."""
    _page(
        desk,
        "about.md",
        "# About us\n\nWe compare [steps](steps/claims/index.html).\n\n## Why\n\n### How\n\n* one\n* two\n",
    )
    said = desk.run()
    assert said.status == 0, said.err
    page = (desk.output / "about" / "index.html").read_text(encoding="utf-8")
    assert "<h1>About us</h1>" in page
    assert '<a href="../steps/claims/index.html">steps</a>' in page
    assert "<li>one</li>" in page
    assert "<h2>Why</h2>\n<h3>How</h3>" in page
    for path, link in (("index.html", "about/index.html"), ("steps/claims/index.html", "../../about/index.html")):
        assert f'<a class="all" href="{link}">About us</a>' in (desk.output / path).read_text(encoding="utf-8")
    assert "/about/" in (desk.output / "sitemap.xml").read_text(encoding="utf-8")
    _append(desk, "navigation:\n  - {words: Source, link: 'https://example.org/source'}\n")
    assert desk.run().status == 0
    front = (desk.output / "index.html").read_text(encoding="utf-8")
    bar, item = (f'<{tag} href="https://example.org/source">Source</a>' for tag in ('a class="all"', "li><a"))
    assert bar in front
    # On phones the bar has no room for them: they are among the contents and in the foot.
    assert front.count(item) == 2
    assert bar in (desk.output / "404.html").read_text(encoding="utf-8")
    assert "About us" not in front
    _page(desk, "about.md", "# About them\n\nWords.\n")
    assert desk.run().status == 0
    assert "About them" in (desk.output / "about" / "index.html").read_text(encoding="utf-8")


def test_what_is_wrong_with_a_page_of_words_is_told_at_its_line(desk):
    """Names that are taken, a page without a title, values, and marks that are not rendered: all with their lines."""
    _page(desk, "steps.md", "# Steps\n")
    _page(desk, "notes.md", "Words without a title.\n")
    _page(desk, "course.md", "# Course\n\nIt is {{ rate_gap }}.\n")
    assert desk.run("check").diagnostics == [
        "content/pages/course.md:3:7: error[undefined-value]: a page beside the comparisons prints no value"
        " — link to the comparison that has it",
        "content/pages/notes.md:1:1: error[missing-title]: the page has no title"
        " — begin it with a line such as '# About this site'",
        "content/pages/steps.md: error[taken]: a comparison is called 'steps' too — give the page another name",
    ]


def test_a_logo_stands_in_the_bar(desk):
    """A picture in templates/assets takes the place of our mark; one that is not there is told with where to put it."""
    _append(desk, "logo: logo.svg\n")
    assets = desk.folder / "mine" / "assets"
    assets.mkdir(parents=True)
    said = desk.run("--templates", "mine")
    assert said.diagnostics == [
        "mine/assets/logo.svg: error[missing-asset]: the logo 'logo.svg' is not there — put it into mine/assets/"
    ]
    (assets / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 8"/>', encoding="utf-8")
    assert desk.run("--templates", "mine").status == 0
    page = (desk.output / "steps" / "claims" / "index.html").read_text(encoding="utf-8")
    assert re.search(
        r'<img class="logo" src="\.\./\.\./assets/logo\.[0-9a-f]{8}\.svg" width="48" height="24" alt="">', page
    )


def _write_font(path, characters) -> None:
    """Write a TrueType font that has a box for each character."""
    names = {ord(character): f"u{ord(character):04X}" for character in sorted(characters)}
    order = [".notdef", *names.values()]
    pen = TTGlyphPen(None)
    for move, point in zip(("moveTo", "lineTo", "lineTo", "lineTo"), BOX, strict=True):
        getattr(pen, move)(point)
    pen.closePath()
    box = pen.glyph()
    font = FontBuilder(1000)
    font.setupGlyphOrder(order)
    font.setupCharacterMap(names)
    font.setupGlyf(dict.fromkeys(order, box))
    font.setupHorizontalMetrics(dict.fromkeys(order, (480, 40)))
    font.setupHorizontalHeader(ascent=900, descent=-200)
    font.setupNameTable({"familyName": "Mine", "styleName": "Regular"})
    font.setupOS2(sTypoAscender=900, sTypoDescender=-200)
    font.setupPost()
    path.parent.mkdir(parents=True)
    font.save(path)


def _append(desk, text: str) -> None:
    path = desk.folder / "content" / "site.yaml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def _page(desk, name: str, text: str) -> None:
    folder = desk.folder / "content" / "pages"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)
