"""The list of comparisons, where there is more than one."""

from collections.abc import Iterator, Mapping

from proofpress.models import File
from proofpress.site.addresses import relative
from proofpress.site.listed import Listed
from proofpress.site.press import LIST, Head, Press


def files(press: Press, listed: Mapping[str, Listed]) -> Iterator[File]:
    """Yield the list page, home comparison first, if the site has more than one comparison."""
    if len(listed) < 2:
        return
    entries = [
        {
            "title": each.title,
            "takeaway": each.takeaway,
            "href": relative(LIST, press.article_path(slug)),
            "counts": each.counts,
            "figures": each.figures,
            "picture": each.picture,
        }
        for slug, each in sorted(listed.items(), key=lambda pair: (pair[0] != press.site.home, pair[0]))
    ]
    shown = listed[press.site.home].preview if press.site.home in listed else None
    yield press.page("list.html", Head(LIST, "All comparisons", press.site.description, preview=shown), entries=entries)
