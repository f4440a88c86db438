"""What goes further than the article: steps, each beside its figure, on a page of their own."""

from collections.abc import Iterator

from proofpress.language import gettext
from proofpress.models import File
from proofpress.site.addresses import further_path, ledger_path, original_of, relative
from proofpress.site.context import PageHead, SiteContext
from proofpress.site.explorers import views
from proofpress.site.material import Material
from proofpress.site.parts.figure import choose_preview, show_figure
from proofpress.site.parts.navigation import link_languages, link_pages


def create_files(context: SiteContext, material: Material) -> Iterator[File]:
    """Yield the page, if the comparison has anything for it."""
    comparison = material.comparison
    path = further_path(comparison.slug)
    prose = context.create_prose(material, path)
    steps = tuple(
        (prose.blocks(step.text), show_figure(material, step.figure, path, prose, 0))
        for step in comparison.further
        if step.figure is not None and step.figure in material.drawings
    )
    if not steps:
        return
    title = prose.plain(comparison.title)
    languages = context.list_languages(original_of(comparison.slug), material.further_languages, further_path)
    description = gettext(
        "What goes further than the article “%(title)s”: %(figures)s.",
        title=title,
        figures=", ".join(figure.title for _, figure in steps),
    )
    yield context.render_page(
        "further.html",
        PageHead(
            path,
            gettext("Further: %(title)s", title=title),
            description,
            preview=choose_preview(material, steps[0][1].id),
            languages=languages,
        ),
        languages=link_languages(languages, path),
        title=title,
        pages=link_pages(context, material, path),
        article=relative(path, context.article_path(comparison.slug)),
        ledger=relative(path, ledger_path(comparison.slug)),
        steps=steps,
        explorers=views(material, comparison.figures_further, path, prose),
    )
