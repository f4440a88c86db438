"""All that was found and drawn → files of the site; and one page alone, to look at while the rest is made."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from proofpress.cache.store import Store
from proofpress.diagnostics import BuildError
from proofpress.drawing.legend import using
from proofpress.language import using as speaking
from proofpress.models import INFOGRAPHIC, File
from proofpress.site.addresses import further_path, infographic_path, ledger_path
from proofpress.site.context import SiteContext
from proofpress.site.deck.slides import NAME as DECK
from proofpress.site.deck.slides import create_deck
from proofpress.site.explorers import explored
from proofpress.site.explorers import files as explorer_files
from proofpress.site.links import check_links
from proofpress.site.material import Material
from proofpress.site.pages import (
    COMPARISON_PAGES,
    SHARED_PAGES,
    TRANSLATED_PAGES,
    article,
    figures,
    further,
    infographic,
    ledger,
)
from proofpress.site.summary import read_summary, summarise


def create_comparison_files(
    context: SiteContext, material: Material, store: Store | None = None, *, slides: bool = True
) -> tuple[tuple[File, ...], dict[str, Any]]:
    """Return the files of one comparison, and what lists say of it; the same arguments give the same bytes.

    store: keeps the slides, which take longer to make than all pages; without it they are made anew. slides: put them
    together; nothing can be wrong with them, so that for a check an empty file takes their place. Raises
    BuildError, all at once, for what is wrong in the words (`unsafe-link`, `unknown-source`), and for the first
    fault in the templates.
    """
    with using(material.comparison.legend), speaking(context.language):
        deck = create_deck(material, context.site, store) if slides else File(DECK, b"")
        if deck and INFOGRAPHIC in material.drawings:
            material = replace(material, downloads=(*material.downloads, deck))
        return _create_files(context, material, store)


def create_translation_files(context: SiteContext, material: Material, store: Store | None = None) -> tuple[File, ...]:
    """Return the files that a translation has beside its original. Raises BuildError as `create_comparison_files`."""
    comparison = material.comparison
    with using(comparison.legend):
        context = context.speaking(comparison.language)
        material = explored(replace(material, downloads=()), store)
        own = {name: drawing for name, drawing in material.drawings.items() if name in comparison.figures}
        files = (
            *(file for create_files in TRANSLATED_PAGES for file in create_files(context, material)),
            *figures.create_files(context, replace(material, drawings=own)),
        )
        context.diagnostics.extend(check_links(context, comparison.slug, files))
    if context.diagnostics:
        raise BuildError(context.diagnostics)
    return files


def _create_files(
    context: SiteContext, material: Material, store: Store | None
) -> tuple[tuple[File, ...], dict[str, Any]]:
    material = explored(material, store)
    files = tuple(file for create_files in COMPARISON_PAGES for file in create_files(context, material))
    summary = summarise(context, material)
    context.diagnostics.extend(check_links(context, material.comparison.slug, files))
    if context.diagnostics:
        raise BuildError(context.diagnostics)
    return files, summary


def create_shared_files(context: SiteContext, summaries: Mapping[str, Mapping[str, Any]]) -> tuple[File, ...]:
    """Return the files that all comparisons share: assets, static files, lists, feeds.

    summaries: what lists say of each comparison, by slug. Raises BuildError for what is wrong in the words of pages.
    """
    known = {slug: read_summary(summary) for slug, summary in summaries.items()}
    with speaking(context.language):
        pages = [file for create_files in SHARED_PAGES for file in create_files(context, known)]
    tags = {tag for summary in known.values() for tag in summary.languages} - {context.site.language}
    pages += context.scripts_of_translations(sorted(tags))
    if context.diagnostics:
        raise BuildError(context.diagnostics)
    static = (File(path, data) for path, data in context.templates.folder.static.items())
    return (
        *context.assets.files,
        *static,
        *pages,
    )


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
        loaded = (*explorer_files(context, material), *figures.create_pictures(material))
    return (*context.assets.files, *made, *loaded)


def _makers(context: SiteContext, slug: str) -> Mapping[str, Callable[[SiteContext, Material], Iterable[File]]]:
    """Return what makes each page that may be looked at alone, by its path."""
    return {
        context.article_path(slug): article.create_files,
        further_path(slug): further.create_files,
        infographic_path(slug): infographic.create_files,
        ledger_path(slug): ledger.create_files,
    }
