"""The page that hosts show where nothing is: right at any depth, because its links start at the site's own path."""

from collections.abc import Iterator, Mapping

from proofpress.pages.material import Material
from proofpress.pages.press import Head, Press
from proofpress.pages.prose import Prose
from proofpress.values import File


def files(press: Press, materials: Mapping[str, Material]) -> Iterator[File]:
    """Yield 404.html. Its `base` element is the path under which the site is published; it loads nothing."""
    entries = []
    for slug, material in materials.items():
        comparison = material.comparison
        prose = Prose(comparison.sources, "", press.problems)
        title = prose.plain(material.findings.text(comparison.title), comparison.title.place)
        entries.append((press.article_path(slug), title))
    head = Head("404.html", "Page not found", "There is no page at this address.", alone=True)
    yield press.page("404.html", head, entries=entries, root=press.addresses.root)
