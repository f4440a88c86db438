"""The page of the poster: the picture in every size and format, how to embed and credit it, and it in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from proofpress.pages.addresses import relative
from proofpress.pages.figures import embed_path, figure_view, folder_of, preview
from proofpress.pages.material import POSTER, Material
from proofpress.pages.press import Head, Press
from proofpress.pages.prose import Prose
from proofpress.values import Column, File, Panel, Poster, Text

ROWS = 40
FORMATS = {"png": "PNG", "svg": "SVG", "pdf": "PDF", "pptx": "PowerPoint", "avif": "AVIF", "webp": "WebP", "csv": "CSV"}


@dataclass(frozen=True)
class Download:
    """A file to take. size: in pixels where it is a picture; weight: in words."""

    name: str
    href: str
    format: str
    size: str
    theme: str
    weight: str


def files(press: Press, material: Material) -> Iterator[File]:
    """Yield the page of the poster, if there is a poster."""
    comparison, findings = material.comparison, material.findings
    poster = comparison.poster
    if poster is None or POSTER not in material.drawings:
        return
    slug, folder = comparison.slug, folder_of(comparison.slug, POSTER)
    path, article = f"{folder}/index.html", press.article_path(slug)
    prose = Prose(comparison.sources, relative(path, article), press.problems)
    words = prose.plain(findings.text(comparison.title), comparison.title.place)
    drawing = material.drawings[POSTER]
    yield press.page(
        "infographic.html",
        Head(path, f"Infographic: {words}", drawing.alt, preview=preview(material)),
        title=words,
        article=relative(path, article),
        figure=figure_view(material, POSTER, path, prose, ROWS),
        headline=prose.roles(findings.text(poster.headline), poster.headline.place),
        standfirst=prose.inline(findings.text(poster.standfirst), poster.standfirst.place),
        description=_long_description(material, poster, prose),
        method=prose.inline(findings.text(poster.method), poster.method.place),
        source=prose.inline(findings.text(poster.source), poster.source.place),
        downloads=_downloads(material, path, folder),
        embed=embed_code(press, slug, POSTER, words, drawing_size(material)),
        credit=credit(press, words, slug),
    )


def drawing_size(material: Material, figure: str = POSTER) -> tuple[int, int]:
    """Return width and height, in CSS pixels, of the main picture of a figure."""
    drawing = material.drawings[figure]
    main = next((p for p in drawing.pictures if p.name == figure), None) or next(iter(drawing.pictures), None)
    return (main.width, main.height) if main else (16, 9)


def credit(press: Press, title: str, slug: str) -> str:
    """Return the line by which others credit a picture."""
    address = press.addresses.absolute(press.article_path(slug))
    return f"“{title}”, {press.site.author}, {address}, {press.site.licence}"


def embed_code(press: Press, slug: str, figure: str, title: str, size: tuple[int, int]) -> str:
    """Return the HTML that shows a figure in a frame of somebody else's page."""
    address = press.addresses.absolute(embed_path(slug, figure))
    height = round(640 * size[1] / size[0]) + 140
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="640" height="{height}" '
        f'loading="lazy" style="border:0;width:100%"></iframe>'
    )


def weight(size: int) -> str:
    """Return a size in bytes in words.

    >>> weight(198_000)
    '198 KB'
    """
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} KB"


def _downloads(material: Material, page: str, folder: str) -> tuple[Download, ...]:
    drawing = material.drawings[POSTER]
    found = [
        Download(p.file, relative(page, f"{folder}/{p.file}"), FORMATS.get(p.format, p.format.upper()),
                 f"{p.width} × {p.height}", p.theme, weight(len(p.data)))
        for p in drawing.pictures
    ]  # fmt: skip
    for file in material.downloads:
        extension = file.path.rpartition(".")[2]
        link = relative(page, f"{folder}/{file.path}")
        found.append(
            Download(file.path, link, FORMATS.get(extension, extension.upper()), "", "", weight(len(file.data)))
        )
    return tuple(found)


def _long_description(material: Material, poster: Poster, prose: Prose) -> list[dict[str, Any]]:
    """Return the poster in words, pair by pair, in the order in which it is read."""
    comparison, findings = material.comparison, material.findings
    rows = {findings.text(row.aspect): row for row in comparison.table.rows}

    def words(text: Text) -> str:
        return prose.plain(findings.text(text), text.place)

    def side(column: Column, at: int, panels: tuple[Panel, ...]) -> dict[str, Any]:
        return {
            "name": words(comparison.table.columns[at]),
            "cells": [words(rows[aspect].cells[at]) for aspect in column.aspects if aspect in rows],
            "panels": [(words(panel.title), words(panel.caption)) for panel in panels],
        }

    return [
        {"spine": words(column.spine), "sides": [side(column, 0, column.above), side(column, 1, column.below)]}
        for column in poster.columns
    ]
