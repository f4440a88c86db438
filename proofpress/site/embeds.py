"""Pages for frames: one figure each, nothing around it, with an oEmbed record (oembed.com, 1.0) beside it."""

import json
from collections.abc import Iterator

from proofpress.models import File
from proofpress.site.addresses import relative
from proofpress.site.figures import embed_path, figure_view, preview
from proofpress.site.material import Material
from proofpress.site.press import Head, Press
from proofpress.site.prose import Prose
from proofpress.site.sharing import FRAME_WIDTH, embed_code, frame_height

ROWS = 200


def files(press: Press, material: Material) -> Iterator[File]:
    """Yield the page for frames of each figure and of the poster, and their oEmbed records."""
    comparison, findings = material.comparison, material.findings
    words_of = Prose(comparison.sources, "", press.diagnostics)
    words = words_of.plain(findings.text(comparison.title), comparison.title.location)
    for figure, drawing in material.drawings.items():
        path = embed_path(comparison.slug, figure)
        record = path.replace("index.html", "oembed.json")
        article = relative(path, press.article_path(comparison.slug))
        prose = Prose(comparison.sources, article, press.diagnostics)
        section = next((s.id for s in comparison.sections if figure in s.figures), None)
        source = f"{article}#{section}" if section else article
        name = f"{drawing.title}: {words}" if drawing.title else words
        shown = preview(material, figure)
        yield press.page(
            "embed.html",
            Head(path, name, drawing.alt, preview=shown, oembed=record),
            figure=figure_view(material, figure, path, prose, ROWS),
            source=source,
            title=words,
        )
        data = {
            "version": "1.0",
            "type": "rich",
            "title": name,
            "author_name": press.site.author,
            "provider_name": press.site.title,
            "provider_url": press.addresses.absolute("index.html"),
            "html": embed_code(press, material, figure, name),
            "width": FRAME_WIDTH,
            "height": frame_height(material, figure),
        }
        if shown:
            data["thumbnail_url"] = press.addresses.absolute(shown.path)
            data["thumbnail_width"], data["thumbnail_height"] = shown.width, shown.height
        yield File(record, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
