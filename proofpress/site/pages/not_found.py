"""The page that hosts show for an unknown address: right at any depth, as its links start at the site's own path."""

from collections.abc import Iterator, Mapping

from proofpress.language import gettext
from proofpress.models import File
from proofpress.site.context import PageHead, SiteContext
from proofpress.site.summary import ComparisonSummary


def create_files(context: SiteContext, summaries: Mapping[str, ComparisonSummary]) -> Iterator[File]:
    """Yield 404.html. Its `base` element is the path under which the site is published; it loads nothing."""
    entries = [(context.article_path(slug), summary.title) for slug, summary in summaries.items()]
    head = PageHead("404.html", gettext("Page not found"), gettext("There is no page at this address."), alone=True)
    yield context.render_page("404.html", head, entries=entries, root=context.addresses.root)
