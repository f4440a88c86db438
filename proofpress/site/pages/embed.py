"""Pages for frames: one figure each, nothing around it, with an oEmbed record (oembed.com, 1.0) beside it."""

import json
from collections.abc import Iterator
from html import escape

from proofpress.models import File
from proofpress.site.addresses import embed_path, further_path, relative
from proofpress.site.authorship import names_of
from proofpress.site.context import PageHead, SiteContext
from proofpress.site.material import Material
from proofpress.site.parts.figure import choose_preview, show_figure
from proofpress.site.parts.pictures import find_main

ROWS = 200


def create_files(context: SiteContext, material: Material) -> Iterator[File]:
    """Yield the page for frames of each figure and of the infographic, and their oEmbed records."""
    comparison = material.comparison
    for figure, drawing in material.drawings.items():
        path = embed_path(comparison.slug, figure)
        record = path.replace("index.html", "oembed.json")
        prose = context.create_prose(material, path)
        title = prose.plain(comparison.title)
        article = relative(path, context.article_path(comparison.slug))
        section = next((s.id for s in comparison.sections if figure in s.figures), None)
        if figure in comparison.figures_further:
            article = relative(path, further_path(comparison.slug))
        name = f"{drawing.title}: {title}" if drawing.title else title
        preview = choose_preview(material, figure)
        yield context.render_page(
            "embed.html",
            PageHead(path, name, drawing.alt, preview=preview, oembed=record),
            figure=show_figure(material, figure, path, prose, ROWS),
            source=f"{article}#{section}" if section else article,
            title=title,
        )
        data = {
            "version": "1.0",
            "type": "rich",
            "title": name,
            "author_name": names_of(context.site, material.comparison),
            "provider_name": context.site.title,
            "provider_url": context.addresses.absolute("index.html"),
            "html": embed_code(context, material, figure, name),
            "width": context.assets.length("--frame-width"),
            "height": _frame_height(context, material, figure),
        }
        if preview:
            data["thumbnail_url"] = context.addresses.absolute(preview.path)
            data["thumbnail_width"], data["thumbnail_height"] = preview.width, preview.height
        yield File(record, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())


def embed_code(context: SiteContext, material: Material, figure: str, title: str) -> str:
    """Return the HTML that shows a figure in a frame of somebody else's page."""
    address = context.addresses.absolute(embed_path(material.comparison.slug, figure))
    width, height = context.assets.length("--frame-width"), _frame_height(context, material, figure)
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" height="{height}" '
        f'loading="lazy" style="border:0;width:100%"></iframe>'
    )


def _frame_height(context: SiteContext, material: Material, figure: str) -> int:
    """Return the height in CSS pixels at which a frame shows a figure, its caption and its source without scrolling.

    The style sheet has the lengths; a spare line is for a wider typeface.
    """
    drawing, length = material.drawings[figure], context.assets.length
    main = next((p for p in drawing.pictures if p.name == find_main(drawing)), None)
    width, height = (main.width, main.height) if main else (16, 9)
    lines = -(-len(drawing.caption) // length("--frame-letters")) + 1
    picture = length("--frame-picture") * height / width
    return round(picture) + lines * length("--frame-line") + length("--frame-around")
