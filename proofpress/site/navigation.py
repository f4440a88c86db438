"""The pages of one comparison, as the bar of each of them links the others."""

from proofpress.site.addresses import relative
from proofpress.site.evidence import ledger_path
from proofpress.site.figures import folder_of
from proofpress.site.lab.settings import lab_path
from proofpress.site.material import POSTER, Material
from proofpress.site.press import Press


def around(press: Press, material: Material, page: str) -> tuple[tuple[str, str, bool], ...]:
    """Return (link, words, whether it is this page) for each page of a comparison."""
    slug = material.comparison.slug
    found = [(press.article_path(slug), "Article"), (ledger_path(slug), "Claims")]
    if POSTER in material.drawings:
        found.append((f"{folder_of(slug, POSTER)}/index.html", "Infographic"))
    if material.comparison.lab:
        found.append((lab_path(slug), "Lab"))
    return tuple((relative(page, path), words, path == page) for path, words in found)
