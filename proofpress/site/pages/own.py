"""Pages of words beside the comparisons: about, notes of a course, an imprint."""

import re
from collections.abc import Iterator, Mapping

from markupsafe import Markup

from proofpress.models import File
from proofpress.site.addresses import INDEX, PICTURES
from proofpress.site.context import PageHead, SiteContext
from proofpress.site.prose import Prose
from proofpress.site.summary import ComparisonSummary

LONGEST_DESCRIPTION = 160
HEADING = re.compile(r"<(/?)h([3-6])>")
"""Headings as texts of ours have them, one level below those of a page that has no sections of its own."""


def create_files(context: SiteContext, summaries: Mapping[str, ComparisonSummary]) -> Iterator[File]:
    """Yield each page. Relative addresses in its text lead from the root of the site."""
    for page in context.site.pages:
        path = f"{page.name}/{INDEX}"
        prose = Prose(lambda text: text.source, {}, "", context.diagnostics, "../", None, page.pictures, f"{PICTURES}/")
        words = prose.plain(page.text)
        short = words if len(words) <= LONGEST_DESCRIPTION else words[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0] + "…"
        head = PageHead(path, page.title, short or page.title)
        text = Markup(HEADING.sub(lambda match: f"<{match[1]}h{int(match[2]) - 1}>", prose.blocks(page.text)))
        yield context.render_page("page.html", head, page=page, text=text)
        yield from (File(f"{page.name}/{PICTURES}/{name}", each.data) for name, each in page.pictures.items())
