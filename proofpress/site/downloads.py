"""The page of the poster: the picture in every size and format, how to embed and credit it, and it in words."""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from proofpress.models import File, Panel, Picture, Text
from proofpress.site.addresses import relative
from proofpress.site.citations import numbered
from proofpress.site.figures import figure_view, folder_of, preview
from proofpress.site.material import POSTER, Material
from proofpress.site.navigation import around
from proofpress.site.press import Head, Press
from proofpress.site.prose import Prose
from proofpress.site.sharing import credit, embed_code, weight

ROWS = 40
FORMATS = {"png": "PNG", "svg": "SVG", "pdf": "PDF", "pptx": "PowerPoint", "avif": "AVIF", "webp": "WebP", "csv": "CSV"}


OTHER = "Other sizes"
SHEETS = {
    "slides": "Slides",
    "poster": "The whole picture",
    POSTER: "The whole picture",
    "pair": "One pair, for a slide",
    "panel": "One chart, without a ground",
    "card": "One pair, for a phone",
    "square": "Square",
    "portrait": "Portrait",
    "og": "Preview of a link",
}
"""First word of a file's name → the heading that it is listed under; all others are `Other sizes`."""


THUMB = "-thumb"
"""How the names of pictures end that are there to choose by."""

NAMED = {
    "poster": "For pages and slides",
    "poster-2x": "Twice the size, for print",
    "poster-960": "Half the size",
    "poster-outlined": "Letters as outlines, for editors",
    POSTER: "For pages and slides",
    "card": "The first pair, with the headline",
    "slides": "All of it, with notes",
    "square": "One pair",
    "portrait": "Several pairs",
    "og": "Headline and two charts",
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


def files(press: Press, material: Material) -> Iterator[File]:
    """Yield the page of the poster, if there is a poster."""
    comparison, findings = material.comparison, material.findings
    if POSTER not in material.drawings:
        return
    slug, folder = comparison.slug, folder_of(comparison.slug, POSTER)
    path, article = f"{folder}/index.html", press.article_path(slug)
    prose = Prose(numbered(material), relative(path, article), press.diagnostics)
    words = prose.plain(findings.text(comparison.title), comparison.title.location)
    drawing, poster = material.drawings[POSTER], comparison.poster
    standfirst = poster.standfirst if poster else comparison.description
    notes = (poster.method, poster.source) if poster else ()
    yield press.page(
        "infographic.html",
        Head(path, f"Infographic: {words}", drawing.alt, preview=preview(material)),
        title=words,
        around=around(press, material, path),
        article=relative(path, article),
        figure=figure_view(material, POSTER, path, prose, ROWS),
        standfirst=prose.inline(findings.text(standfirst), standfirst.location),
        description=_long_description(material, prose),
        notes=[prose.inline(findings.text(text), text.location) for text in notes],
        downloads=_downloads(material, prose, path, folder),
        embed=embed_code(press, material, POSTER, words),
        credit=credit(press, words, slug),
    )


def _downloads(material: Material, prose: Prose, page: str, folder: str) -> list[tuple[str, list[Download]]]:
    """Return everything that can be taken, under its headings."""
    by_name: dict[str, list[tuple[str, str, str]]] = {}
    sizes: dict[str, str] = {}
    thumbs = _thumbs(material, page, folder)
    for picture in material.drawings[POSTER].pictures:
        if picture.name.endswith(THUMB):
            continue
        form = FORMATS.get(picture.format, picture.format.upper()) + (" dark" if picture.theme == "dark" else "")
        link = relative(page, f"{folder}/{picture.file}")
        by_name.setdefault(picture.name, []).append((link, form, weight(len(picture.data))))
        sizes[picture.name] = f"{picture.width} × {picture.height}"
    for file in material.downloads:
        name, _, extension = file.path.rpartition(".")
        form = FORMATS.get(extension, extension.upper())
        by_name.setdefault(name, []).append((relative(page, f"{folder}/{file.path}"), form, weight(len(file.data))))
    names = _names(material, prose)
    groups: dict[str, list[Download]] = {heading: [] for heading in (*SHEETS.values(), OTHER)}
    for name, files_of in by_name.items():
        heading = SHEETS.get(name.split("-")[0], OTHER)
        thumb = thumbs.get(name)
        groups[heading].append(Download(names.get(name, _spelled(name)), sizes.get(name, ""), tuple(files_of), thumb))
    return [(heading, listed) for heading, listed in groups.items() if listed]


def _thumbs(material: Material, page: str, folder: str) -> dict[str, tuple[str, str, int, int]]:
    """Return the small pictures by the names of what they show: links in light and dark, width, height."""
    found: dict[str, dict[str, Picture]] = {}
    for picture in material.drawings[POSTER].pictures:
        if picture.name.endswith(THUMB):
            found.setdefault(picture.name.removesuffix(THUMB), {})[picture.theme] = picture
    thumbs = {}
    for name, of in found.items():
        light, dark = (relative(page, f"{folder}/{of.get(theme, of['light']).file}") for theme in ("light", "dark"))
        thumbs[name] = (light, dark, of["light"].width, of["light"].height)
    return thumbs


def _names(material: Material, prose: Prose) -> dict[str, str]:
    """Return what a picture shows, in the author's words, by the picture's name."""
    names = dict(NAMED)
    poster, findings = material.comparison.poster, material.findings
    for number, column in enumerate(poster.columns if poster else (), 1):
        spine = prose.plain(findings.text(column.spine), column.spine.location)
        names |= {f"pair-{number}": spine, f"card-{number}": spine}
        for side, panels in (("above", column.above), ("below", column.below)):
            for at, panel in enumerate(panels, 1):
                title = prose.plain(findings.text(panel.title), panel.title.location)
                names[f"panel-{number}-{side}" + f"-{at}" * (len(panels) > 1)] = title
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
    """Return the poster in words, pair by pair, in the order in which it is read.

    A poster that the content does not compose shows the table: then each aspect is a pair.
    """
    comparison, findings = material.comparison, material.findings
    rows = {findings.text(row.aspect): row for row in comparison.table.rows}

    def words(text: Text) -> str:
        return prose.plain(findings.text(text), text.location)

    def side(aspects: Iterable[str], at: int, panels: tuple[Panel, ...]) -> dict[str, Any]:
        return {
            "name": words(comparison.table.columns[at]),
            "cells": [words(rows[aspect].cells[at]) for aspect in aspects if aspect in rows],
            "panels": [(words(panel.title), _sentence(words(panel.caption))) for panel in panels],
        }

    if comparison.poster is None:
        return [{"spine": words(row.aspect), "sides": [side([aspect], 0, ()), side([aspect], 1, ())]}
                for aspect, row in rows.items()]  # fmt: skip
    return [
        {
            "spine": words(column.spine),
            "sides": [side(column.aspects, 0, column.above), side(column.aspects, 1, column.below)],
        }
        for column in comparison.poster.columns
    ]
