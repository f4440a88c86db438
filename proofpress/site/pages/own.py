"""Pages of words beside the comparisons: about, notes of a course, an imprint."""

from collections.abc import Iterator, Mapping

from proofpress.models import File
from proofpress.site.addresses import INDEX
from proofpress.site.context import PageHead, SiteContext
from proofpress.site.prose import Prose
from proofpress.site.summary import ComparisonSummary

LONGEST_DESCRIPTION = 160


def create_files(context: SiteContext, summaries: Mapping[str, ComparisonSummary]) -> Iterator[File]:
    """Yield each page. Relative addresses in its text lead from the root of the site."""
    for page in context.site.pages:
        path = f"{page.name}/{INDEX}"
        prose = Prose(lambda text: text.source, {}, "", context.diagnostics, "../")
        words = prose.plain(page.text)
        short = words if len(words) <= LONGEST_DESCRIPTION else words[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0] + "…"
        head = PageHead(path, page.title, short or page.title)
        yield context.render_page("page.html", head, page=page, text=prose.blocks(page.text))
