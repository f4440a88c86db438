"""The list of comparisons, where there is more than one."""

from collections.abc import Iterator, Mapping

from proofpress.pages import pictures
from proofpress.pages.addresses import relative
from proofpress.pages.article import counts
from proofpress.pages.figures import folder_of, preview
from proofpress.pages.material import POSTER, Material
from proofpress.pages.press import LIST, Head, Press
from proofpress.pages.prose import Prose
from proofpress.values import File


def files(press: Press, materials: Mapping[str, Material]) -> Iterator[File]:
    """Yield the list page, home comparison first, if the site has more than one comparison."""
    if len(materials) < 2:
        return
    entries = []
    for slug in sorted(materials, key=lambda slug: (slug != press.site.home, slug)):
        material = materials[slug]
        comparison, findings = material.comparison, material.findings
        prose = Prose(comparison.sources, relative(LIST, press.article_path(slug)), press.problems)
        entries.append(
            {
                "title": prose.plain(findings.text(comparison.title), comparison.title.place),
                "takeaway": prose.roles(findings.text(comparison.takeaway), comparison.takeaway.place),
                "href": relative(LIST, press.article_path(slug)),
                "counts": counts(material),
                "figures": len(material.drawings),
                "picture": _thumbnail(material, slug),
            }
        )
    shown = preview(materials[press.site.home]) if press.site.home in materials else None
    yield press.page("list.html", Head(LIST, "All comparisons", press.site.description, preview=shown), entries=entries)


def _thumbnail(material: Material, slug: str) -> pictures.View | None:
    poster = material.drawings.get(POSTER)
    return pictures.thumbnail(poster, folder_of(slug, POSTER), LIST) if poster else None
