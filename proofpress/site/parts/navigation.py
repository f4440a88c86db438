"""The pages of one comparison, as the bar of each of them links the others, and the languages of a page."""

from collections.abc import Mapping

from proofpress.language import gettext
from proofpress.language.locales import name_language
from proofpress.models import INFOGRAPHIC
from proofpress.site.addresses import infographic_path, lab_path, ledger_path, relative
from proofpress.site.context import OTHER_READERS, SiteContext
from proofpress.site.material import Material


def link_pages(context: SiteContext, material: Material, page: str) -> tuple[tuple[str, str, bool], ...]:
    """Return (link, words, whether it is this page) for each page of a comparison."""
    slug = material.comparison.slug
    pages = [(context.article_path(slug), gettext("Article")), (ledger_path(slug), gettext("Claims"))]
    if INFOGRAPHIC in material.drawings:
        pages.append((infographic_path(slug), gettext("Infographic")))
    if material.comparison.lab:
        pages.append((lab_path(slug), gettext("Lab")))
    return tuple((relative(page, path), words, path == page) for path, words in pages)


def link_languages(languages: Mapping[str, str], page: str) -> list[tuple[str, str, str]]:
    """Return tag, name and link of each other language that a page is in. languages: see `list_languages`."""
    return [
        (tag, (name := name_language(tag, tag))[:1].upper() + name[1:], relative(page, path))
        for tag, path in languages.items()
        if path != page and tag != OTHER_READERS
    ]
