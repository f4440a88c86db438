"""The infographic as slides: title, picture, a slide for each pair, the table as a native table, handout, method.

Pictures come from the poster's drawing; titles, the table and all other words are native, so that a speaker can edit
them. The same material gives the same bytes.

Notes quote the article, whose words change most often, so slides are put together with marks in their place, stored,
and the notes are filled in each time, which takes a thirtieth of that.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from proofpress.cache.keys import code_digest, digest, digest_bytes
from proofpress.cache.store import Entry, Store
from proofpress.drawing.theme import Theme, themes_of
from proofpress.language import gettext
from proofpress.models import INFOGRAPHIC, File, Picture, Site
from proofpress.site.addresses import HOME, Addresses, infographic_path
from proofpress.site.authorship import names_of
from proofpress.site.deck.pptx_writer import (
    BAR,
    BAR_INK,
    HIGH,
    INK,
    MUTED,
    PAPER,
    WIDE,
    add_picture,
    add_table,
    add_words,
    begin,
    describe,
    finished,
    fitting,
    paint,
    set_notes,
    set_title,
    split_rows,
    with_notes,
    write,
)
from proofpress.site.deck.words import Pair, Words, collect_words
from proofpress.site.material import Material
from proofpress.versions import version

NAME, KIND = "slides.pptx", "slides"
TABLE_BOX, TABLE_SHARES = (56, 166, 1808, 860), (0.22, 0.39, 0.39)
PAIR_BAR = 124
"""Height of the dark bar at the top of a pair's picture, in its pixels: on a slide, a native title stands there."""
PICTURE, HANDOUT = ("picture-2x", "picture"), ("poster-2x", "poster")
"""Names of the pictures that fill a slide, the better one first."""


def create_deck(material: Material, site: Site, store: Store | None = None) -> File | None:
    """Return the slides, as a download beside the poster's pictures; None if there is no infographic.

    store: keeps the file by its pictures and its words but the notes, so that a build in which they stay puts nothing
    together.
    """
    drawing = material.drawings.get(INFOGRAPHIC)
    if drawing is None:
        return None
    pictures = {p.name: p for p in drawing.pictures if p.theme == "light" and p.format == "png"}
    words, notes = _marked(collect_words(material, site))
    if store is None:
        return File(NAME, with_notes(_made(material, site, words, pictures), notes))
    shown = {name: digest_bytes(p.data) for name, p in pictures.items() if name in _shown(words)}
    facts = [
        material.comparison.slug,
        material.comparison.published,
        site.base_url,
        site.home,
        names_of(site, material.comparison),
        site.language,
        *([site.colours] if site.colours else []),
    ]
    key = digest(KIND, facts, words, shown, code_digest("proofpress.site.deck.slides"), version("python-pptx"))
    entry = store.get(key, KIND)
    if entry is None:
        entry = Entry({}, _made(material, site, words, pictures))
        store.put(key, KIND, entry.data, entry.meta)
    return File(NAME, with_notes(entry.data, notes))


def _marked(words: Words) -> tuple[Words, Mapping[str, str]]:
    """Return the words with a mark for the notes of each slide that has some, and the notes by their marks."""
    notes = {**words.notes, **{pair.picture: pair.notes for pair in words.pairs}}
    marks = {slide: f"[notes of {slide}]" if note else "" for slide, note in notes.items()}
    pairs = tuple(replace(pair, notes=marks[pair.picture]) for pair in words.pairs)
    marked = replace(words, pairs=pairs, notes={slide: marks[slide] for slide in words.notes})
    return marked, {mark: notes[slide] for slide, mark in marks.items() if mark}


def _shown(words: Words) -> set[str]:
    return {*PICTURE, *HANDOUT, *(pair.picture for pair in words.pairs)}


def _made(material: Material, site: Site, words: Words, pictures: Mapping[str, Picture]) -> bytes:
    slug = material.comparison.slug
    addresses = Addresses(site.base_url)
    article = addresses.absolute(HOME if slug == site.home else f"{slug}/index.html")
    page = addresses.absolute(infographic_path(slug))
    presentation = begin(words, site, material.comparison.published)
    theme = themes_of(site.colours)["light"]
    _title(presentation, words, theme, article)
    _whole(presentation, words.picture_title, words.alt, words.notes["picture"], pictures, PICTURE, page)
    for pair in words.pairs:
        if pair.picture in pictures:
            _pair(presentation, words, pair, pictures[pair.picture], page)
    _table(presentation, words, theme)
    _whole(presentation, words.handout_title, words.alt, words.notes["handout"], pictures, HANDOUT, page)
    _method(presentation, words, theme, article, page)
    return finished(presentation)


def _title(presentation: Any, words: Words, theme: Theme, article: str) -> None:
    slide = presentation.slides.add_slide(presentation.slide_layouts[0])
    paint(slide, BAR)
    box = (120, 170, 1680, 160)
    set_title(slide, words.title, box, fitting([words.title], box, 46, bold=True), BAR_INK, bold=True)
    subtitle = slide.placeholders[1]
    colours = {"": BAR_INK, "first": _bare(theme.bar_first), "second": _bare(theme.bar_second)}
    lines = [[(span.words, colours[span.role]) for span in line] for line in words.headline]
    box, plain = (120, 350, 1680, 190), ["".join(span.words for span in line) for line in words.headline]
    write(subtitle, lines, box, fitting(plain, box, 32, bold=True), bold=True)
    box = (120, 570, 1600, 220)
    add_words(slide, [[(words.standfirst, BAR_INK)]], box, fitting([words.standfirst], box, 20))
    link = add_words(slide, [[(words.credit, BAR_INK)]], (120, 930, 1680, 60), 14)
    link.click_action.hyperlink.address = article
    set_notes(slide, words.notes["title"])


def _whole(
    presentation: Any,
    title: str,
    alt: str,
    notes: str,
    pictures: Mapping[str, Picture],
    names: Sequence[str],
    page: str,
) -> None:
    """Add a slide that a picture fills: the first that there is of some names, or none."""
    picture = next((pictures[name] for name in names if name in pictures), None)
    if picture is None:
        return
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    # The picture says it all and fills the slide: the title is there for outlines and screen readers, above the edge.
    set_title(slide, title, (0, -140, WIDE, 120), 32, INK)
    shown = add_picture(slide, picture.data, (0, 0, WIDE, HIGH))
    describe(shown, title, alt)
    shown.click_action.hyperlink.address = page
    set_notes(slide, notes)


def _pair(presentation: Any, words: Words, pair: Pair, picture: Picture, page: str) -> None:
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    paint(slide, BAR)
    box = (40, 0, 1180, PAIR_BAR)
    points = fitting([pair.title], box, 32, bold=True)
    set_title(slide, pair.title, box, points, BAR_INK, bold=True, middle=True)
    shown = add_picture(slide, picture.data, (0, PAIR_BAR, WIDE, HIGH - PAIR_BAR), crop_top=PAIR_BAR / HIGH)
    describe(shown, pair.title, pair.alt)
    shown.click_action.hyperlink.address = page
    link = add_words(slide, [[(words.title, BAR_INK)]], (1220, 0, 660, PAIR_BAR), 15, right=True, middle=True)
    link.click_action.hyperlink.address = page
    set_notes(slide, pair.notes)


def _table(presentation: Any, words: Words, theme: Theme) -> None:
    marks = (BAR_INK, _bare(theme.bar_first), _bare(theme.bar_second))
    heads = [(name, mark, BAR) for name, mark in zip((gettext("Aspect"), *words.names), marks, strict=True)]
    bands = _bare(theme.first_band), _bare(theme.second_band)
    rows = [
        [(aspect, INK, PAPER), (first, INK, bands[0]), (second, INK, bands[1])] for aspect, first, second in words.rows
    ]
    points, parts = split_rows([[cell[0] for cell in row] for row in rows], TABLE_BOX, TABLE_SHARES)
    start = 0
    for number, count in enumerate(parts, 1):
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        title = words.table_title if len(parts) == 1 else _part(words.table_title, number, len(parts))
        box = (56, 36, 1808, 110)
        set_title(slide, title, box, fitting([title], box, 32, bold=True), INK, bold=True)
        frame = add_table(slide, [heads, *rows[start : start + count]], TABLE_BOX, TABLE_SHARES, points)
        describe(frame, title, words.table_alt)
        set_notes(slide, words.notes["table"])
        start += count


def _part(title: str, number: int, parts: int) -> str:
    return gettext("%(title)s (%(number)s of %(all)s)", title=title, number=number, all=parts)


def _method(presentation: Any, words: Words, theme: Theme, article: str, page: str) -> None:
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    set_title(slide, words.method_title, (56, 36, 1808, 110), 32, INK, bold=True)
    lines = [[(line, INK)] for line in words.method]
    box = (56, 160, 1808, 560)
    write(slide.placeholders[1], lines, box, fitting(words.method, box, 18, gap=10), gap=10)
    links = (
        (words.article_label, article, _bare(theme.first)),
        (words.page_label, page, _bare(theme.second)),
        (words.licence, words.licence_link, MUTED),
    )
    boxes = [(56, 740 + number * 88, 1808, 76) for number in range(len(links))]
    labels = [f"{label}: {address}" for label, address, _ in links]
    points = min(fitting([line], box, 16, bold=True) for line, box in zip(labels, boxes, strict=True))
    for line, box, (_, address, colour) in zip(labels, boxes, links, strict=True):
        link = add_words(slide, [[(line, colour)]], box, points, bold=True)
        link.click_action.hyperlink.address = address
    set_notes(slide, words.notes["method"])


def _bare(colour: str) -> str:
    """Return a colour as the library wants it, without its sign."""
    return colour.removeprefix("#")
