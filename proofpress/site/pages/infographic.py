"""The page of the infographic: it in every size and format, how to embed and credit it, and it in words."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from proofpress.formatting import count, fixed
from proofpress.language import gettext, mark
from proofpress.markup import ROLES
from proofpress.models import INFOGRAPHIC, Column, Comparison, File, Panel, Picture, TableRow, Text
from proofpress.site.addresses import figure_folder, infographic_path, relative
from proofpress.site.authorship import names_of
from proofpress.site.context import PageHead, SiteContext
from proofpress.site.material import Material
from proofpress.site.pages.embed import embed_code
from proofpress.site.parts.figure import choose_preview, name_form, show_figure
from proofpress.site.parts.navigation import link_pages
from proofpress.site.prose import Prose

ROWS = 40
FORMATS = {"png": "PNG", "svg": "SVG", "pdf": "PDF", "pptx": "PowerPoint", "avif": "AVIF", "webp": "WebP", "csv": "CSV"}

OTHER = mark("Other sizes")
SHEETS = {
    "slides": mark("Slides"),
    "picture": mark("The picture, for a slide or an opening"),
    "poster": mark("The handout, with the whole table"),
    INFOGRAPHIC: mark("The handout, with the whole table"),
    "pair": mark("One pair, for a slide"),
    "panel": mark("One chart, without a ground"),
    "card": mark("One pair, for a phone"),
    "square": mark("Square"),
    "portrait": mark("Portrait"),
    "og": mark("Preview of a link"),
}
"""First word of a file's name → the heading that it is listed under; all others are `Other sizes`."""

PICTURE_CHOICES = (
    (mark("The picture"), mark("For a slide, a page or a post"), ("picture", INFOGRAPHIC), "png"),
    (mark("The handout"), mark("A page to print, with the whole table"), ("poster", INFOGRAPHIC), "pdf"),
)
"""What most come for: its name, what it is for, the pictures that serve for it, best first, and the format."""
SLIDE_THUMBS = ("pair-1", "card")

THUMB = "-thumb"
"""How the names of pictures end that are there to choose by."""

NAMED = {
    "picture": mark("For pages and slides"),
    "picture-2x": mark("Twice the size, for print"),
    "picture-960": mark("Half the size"),
    "poster": mark("For pages and desks"),
    "poster-2x": mark("Twice the size, for print"),
    "poster-960": mark("Half the size"),
    "poster-outlined": mark("Letters as outlines, for editors"),
    INFOGRAPHIC: mark("For pages and desks"),
    "card": mark("The picture's pair, with the headline"),
    "slides": mark("All of it, with notes"),
    "square": mark("One pair"),
    "portrait": mark("Several pairs"),
    "og": mark("Headline and two charts"),
}
"""Name of a file → what it is for."""


class Download(Struct, frozen=True):
    """A picture to take. files: (link, format and theme, weight) of each of its files.

    thumb: link of the small picture of it, in light and in dark, width and height; None where there is none.
    """

    name: str
    size: str
    files: tuple[tuple[str, str, str], ...]
    thumb: tuple[str, str, int, int] | None = None


class Choice(Struct, frozen=True):
    """One of the few things that most readers come for.

    words: what it is for. href, form, weight: of its file. thumb: as of `Download`. more: link and words of something
    like it.
    """

    name: str
    words: str
    href: str
    form: str
    weight: str
    thumb: tuple[str, str, int, int] | None = None
    more: tuple[str, str] | None = None


def create_files(context: SiteContext, material: Material) -> Iterator[File]:
    """Yield the page of the infographic, if there is one."""
    comparison = material.comparison
    if INFOGRAPHIC not in material.drawings:
        return
    slug, path = comparison.slug, infographic_path(comparison.slug)
    prose = context.create_prose(material, path)
    title, drawing, poster = prose.plain(comparison.title), material.drawings[INFOGRAPHIC], comparison.poster
    figure = show_figure(material, INFOGRAPHIC, path, prose, ROWS)
    yield context.render_page(
        "infographic.html",
        PageHead(path, gettext("Infographic: %(title)s", title=title), drawing.alt, preview=choose_preview(material)),
        title=title,
        pages=link_pages(context, material, path),
        article=relative(path, context.article_path(slug)),
        figure=figure,
        choices=_choices(material, path, (figure.runs, gettext("All runs as data"))),
        standfirst=prose.inline(poster.standfirst if poster else comparison.description),
        description=_long_description(material, prose),
        notes=[prose.inline(text) for text in ((poster.method, poster.source) if poster else ())],
        downloads=_downloads(material, prose, path),
        embed=embed_code(context, material, INFOGRAPHIC, title),
        credit=_credit(context, title, comparison),
    )


def _credit(context: SiteContext, title: str, comparison: Comparison) -> str:
    """Return the line by which others credit the picture."""
    address = context.addresses.absolute(context.article_path(comparison.slug))
    return gettext(
        "“%(title)s”, %(author)s, %(address)s, %(licence)s",
        title=title,
        author=names_of(context.site, comparison),
        address=address,
        licence=context.site.licence,
    )


def _downloads(material: Material, prose: Prose, page: str) -> list[tuple[str, list[Download]]]:
    """Return everything that can be taken, under its headings."""
    by_name: dict[str, list[tuple[str, str, str]]] = {}
    sizes: dict[str, str] = {}
    folder = figure_folder(material.comparison.slug, INFOGRAPHIC)
    thumbs = _thumbs(material, page, folder)
    for picture in material.drawings[INFOGRAPHIC].pictures:
        if picture.name.endswith(THUMB):
            continue
        form = name_form(FORMATS.get(picture.format, picture.format.upper()), picture.theme)
        link = relative(page, f"{folder}/{picture.file}")
        by_name.setdefault(picture.name, []).append((link, form, format_size(len(picture.data))))
        sizes[picture.name] = f"{picture.width} × {picture.height}"
    for file in material.downloads:
        name, _, extension = file.path.rpartition(".")
        form = FORMATS.get(extension, extension.upper())
        by_name.setdefault(name, []).append(
            (relative(page, f"{folder}/{file.path}"), form, format_size(len(file.data)))
        )
    names = _names(material, prose)
    groups: dict[str, list[Download]] = {heading: [] for heading in (*SHEETS.values(), OTHER)}
    for name, files_of in by_name.items():
        heading = SHEETS.get(name.split("-")[0], OTHER)
        thumb = thumbs.get(name)
        groups[heading].append(Download(names.get(name, _spelled(name)), sizes.get(name, ""), tuple(files_of), thumb))
    return [(gettext(heading), listed) for heading, listed in groups.items() if listed]


def _choices(material: Material, page: str, runs: tuple[str, str]) -> list[Choice]:
    """Return what most readers come for, with the first of the files that serve for it; what there is not is left out.

    runs: link and words of the page with all data.
    """
    drawing, slug = material.drawings[INFOGRAPHIC], material.comparison.slug
    folder = figure_folder(slug, INFOGRAPHIC)
    thumbs = _thumbs(material, page, folder)
    pictures = {(picture.name, picture.format): picture for picture in drawing.pictures if picture.theme == "light"}
    files = {file.path: file.data for file in material.downloads}
    choices = []
    for name, words, names, format in PICTURE_CHOICES:
        found = next((pictures[each, format] for each in names if (each, format) in pictures), None)
        if found is not None:
            link, weight = relative(page, f"{folder}/{found.file}"), format_size(len(found.data))
            thumb = next((thumbs[each] for each in names if each in thumbs), None)
            choices.append(Choice(gettext(name), gettext(words), link, FORMATS[format], weight, thumb))
    for path, data in files.items():
        if path.endswith(".pptx"):
            thumb = next((thumbs[each] for each in SLIDE_THUMBS if each in thumbs), None)
            link = relative(page, f"{folder}/{path}")
            words = gettext("A slide for each pair, with notes for the speaker")
            choices.append(Choice(gettext("The slides"), words, link, FORMATS["pptx"], format_size(len(data)), thumb))
    link, values = relative(page, f"{folder}/{INFOGRAPHIC}.csv"), count(len(drawing.table.rows), "value")
    words = gettext("%(values)s drawn in it, as a table", values=values)
    choices.append(Choice(gettext("The numbers"), words, link, FORMATS["csv"], "", more=runs))
    return choices


def _thumbs(material: Material, page: str, folder: str) -> dict[str, tuple[str, str, int, int]]:
    """Return the small pictures by the names of what they show: links in light and dark, width, height."""
    found: dict[str, dict[str, Picture]] = {}
    for picture in material.drawings[INFOGRAPHIC].pictures:
        if picture.name.endswith(THUMB):
            found.setdefault(picture.name.removesuffix(THUMB), {})[picture.theme] = picture
    thumbs = {}
    for name, themes in found.items():
        light, dark = themes["light"], themes.get("dark", themes["light"])
        links = relative(page, f"{folder}/{light.file}"), relative(page, f"{folder}/{dark.file}")
        thumbs[name] = (*links, light.width, light.height)
    return thumbs


def _names(material: Material, prose: Prose) -> dict[str, str]:
    """Return what a picture shows, in the author's words, by the picture's name."""
    names = {name: gettext(words) for name, words in NAMED.items()}
    poster = material.comparison.poster
    for number, column in enumerate(poster.columns if poster else (), 1):
        spine = prose.plain(column.spine)
        names |= {f"pair-{number}": spine, f"card-{number}": spine}
        for side, panels in (("above", column.above), ("below", column.below)):
            for at, panel in enumerate(panels, 1):
                names[f"panel-{number}-{side}" + f"-{at}" * (len(panels) > 1)] = prose.plain(panel.title)
    return names


def _spelled(name: str) -> str:
    """Return the name of a picture that nobody named in words.

    >>> _spelled("panel-2-above")
    'Panel 2 above'
    """
    return name.replace("-", " ").capitalize()


def _sentence(words: str) -> str:
    """Return words as a sentence: a capital first, a stop last.

    >>> _sentence("one run a pixel")
    'One run a pixel.'
    """
    return words[:1].upper() + words[1:] + "." * (bool(words) and words[-1] not in ".!?")


def _long_description(material: Material, prose: Prose) -> list[dict[str, Any]]:
    """Return the infographic in words, pair by pair, in the order in which it is read.

    One that the content does not compose shows the table: then each row is a pair.
    """
    comparison = material.comparison

    def pair(spine: Text, rows: tuple[TableRow[Text], ...], column: Column[Text] | None) -> dict[str, Any]:
        sides = []
        for index, role in enumerate(ROLES):
            panels: tuple[Panel[Text], ...] = column.panels(role) if column else ()
            sides.append(
                {
                    "name": prose.plain(comparison.table.columns[index]),
                    "cells": [prose.plain(row.cells[index]) for row in rows],
                    "panels": [(prose.plain(panel.title), _sentence(prose.plain(panel.caption))) for panel in panels],
                }
            )
        return {"spine": prose.plain(spine), "sides": sides}

    if comparison.poster is None:
        return [pair(row.aspect, (row,), None) for row in comparison.table.rows]
    return [pair(column.spine, column.rows, column) for column in comparison.poster.columns]


def format_size(size: int) -> str:
    """Return a size in bytes in words.

    >>> format_size(198_000)
    '198 KB'
    """
    return f"{fixed(size / 1e6, 1)} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} KB"
