"""The page that hosts show where nothing is: right at any depth, because its links start at the site's own path."""

from collections.abc import Iterator, Mapping

from proofpress.models import File
from proofpress.site.listed import Listed
from proofpress.site.press import Head, Press


def files(press: Press, listed: Mapping[str, Listed]) -> Iterator[File]:
    """Yield 404.html. Its `base` element is the path under which the site is published; it loads nothing."""
    entries = [(press.article_path(slug), each.title) for slug, each in listed.items()]
    head = Head("404.html", "Page not found", "There is no page at this address.", alone=True)
    yield press.page("404.html", head, entries=entries, root=press.addresses.root)
