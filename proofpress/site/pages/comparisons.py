"""The list of all comparisons, if there is more than one."""

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from proofpress.language import gettext
from proofpress.models import File
from proofpress.site.addresses import LIST, relative
from proofpress.site.context import PageHead, SiteContext
from proofpress.site.summary import ComparisonSummary


def create_files(context: SiteContext, summaries: Mapping[str, ComparisonSummary]) -> Iterator[File]:
    """Yield the list page, home comparison first, if the site has more than one comparison."""
    if len(summaries) < 2:
        return
    home = context.site.home
    entries = [
        {
            "title": summary.title,
            "takeaway": Markup(summary.takeaway),
            "href": relative(LIST, context.article_path(slug)),
            "counts": summary.counts,
            "figures": summary.figures,
            "picture": summary.picture,
        }
        for slug, summary in sorted(summaries.items(), key=lambda pair: (pair[0] != home, pair[0]))
    ]
    preview = summaries[home].preview if home in summaries else None
    head = PageHead(LIST, gettext("All comparisons"), context.site.description, preview=preview)
    yield context.render_page("list.html", head, entries=entries)
