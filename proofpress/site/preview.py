"""One page of a comparison and all that it loads: what an author looks at while the rest is made."""

from collections.abc import Callable, Iterable, Mapping

from proofpress.cache.store import Store
from proofpress.drawing.legend import using
from proofpress.language import using as speaking
from proofpress.models import File
from proofpress.site.addresses import further_path, infographic_path, ledger_path
from proofpress.site.context import SiteContext
from proofpress.site.explorers import explored
from proofpress.site.explorers import files as explorer_files
from proofpress.site.material import Material
from proofpress.site.pages import article, figures, further, infographic, ledger


def is_previewed(context: SiteContext, slug: str, page: str) -> bool:
    """Return whether a page can be made alone."""
    return page in _makers(context, slug)


def create_preview_files(
    context: SiteContext, material: Material, page: str, store: Store | None = None
) -> tuple[File, ...]:
    """Return a page of a comparison and what it loads; see `is_previewed`. Raises BuildError for faulty templates."""
    slug = material.comparison.slug
    with using(material.comparison.legend), speaking(context.language):
        material = explored(material, store)
        made = [file for file in _makers(context, slug)[page](context, material) if file.path == page]
        loaded = (*explorer_files(context, material), *figures.create_files(context, material))
    return (*context.assets.files, *made, *loaded)


def _makers(context: SiteContext, slug: str) -> Mapping[str, Callable[[SiteContext, Material], Iterable[File]]]:
    """Return what makes each page that may be looked at alone, by its path."""
    return {
        context.article_path(slug): article.create_files,
        further_path(slug): further.create_files,
        infographic_path(slug): infographic.create_files,
        ledger_path(slug): ledger.create_files,
    }
