"""What lists say of one comparison: kept from build to build, so that lists need not read the comparison again."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, convert, to_builtins
from msgspec.structs import replace

from proofpress.models import INFOGRAPHIC
from proofpress.models.authors import Author
from proofpress.site.addresses import LIST, figure_folder
from proofpress.site.context import Preview, SiteContext
from proofpress.site.material import Material
from proofpress.site.parts.evidence import count_claims
from proofpress.site.parts.figure import choose_preview
from proofpress.site.parts.pictures import PictureView, show_picture, show_thumbnail


class ComparisonSummary(Struct, frozen=True):
    """One comparison in lists.

    authors: those that it names itself. takeaway: as HTML, and picture: of the figure that it opens with, both for
    LIST. poster, lab: whether each has a page of its own. languages: those that its article is in, the original's
    first; further_languages: those that the page of what goes further is in.
    """

    slug: str
    title: str
    takeaway: str
    description: str
    published: str
    authors: tuple[Author, ...]
    counts: Mapping[str, int]
    figures: int
    poster: bool
    lab: bool
    preview: Preview | None
    picture: PictureView | None
    languages: tuple[str, ...] = ()
    further_languages: tuple[str, ...] = ()


def summarise(context: SiteContext, material: Material) -> dict[str, Any]:
    """Return what lists say of a comparison, as JSON can hold it; see `read_summary`."""
    comparison, poster = material.comparison, material.drawings.get(INFOGRAPHIC)
    prose = context.create_prose(material, LIST)
    summary: dict[str, Any] = to_builtins(
        ComparisonSummary(
            slug=comparison.slug,
            title=prose.plain(comparison.title),
            takeaway=str(prose.inline(comparison.takeaway)),
            description=prose.plain(comparison.description),
            published=comparison.published,
            authors=comparison.people,
            counts=count_claims(material.findings),
            figures=len(material.drawings),
            poster=poster is not None,
            lab=bool(comparison.lab),
            preview=choose_preview(material),
            picture=_show_chart(material),
            languages=material.languages,
            further_languages=material.further_languages,
        )
    )
    return summary


def _show_chart(material: Material) -> PictureView | None:
    """Return the first figure of the article, small, as phones get it; without figures the infographic.

    One that is higher than wide would be too small to read on a card: it is shown only if all are. The alternative text
    is empty: it stands beside words that say what it shows.
    """
    comparison = material.comparison
    drawn = [figure for figure in comparison.figures_of_article if figure in material.drawings]
    views = (
        show_picture(
            material.drawings[figure], figure_folder(comparison.slug, figure), LIST, f"{figure}-narrow", "always"
        )
        for figure in drawn
    )
    shown = [view for view in views if view is not None]
    if shown:
        wide = (view for view in shown if view.image.width >= view.image.height)
        return replace(next(wide, shown[0]), alt="")
    if drawn:
        return None
    poster = material.drawings.get(INFOGRAPHIC)
    return show_thumbnail(poster, figure_folder(comparison.slug, INFOGRAPHIC), LIST) if poster else None


def read_summary(summary: Mapping[str, Any]) -> ComparisonSummary:
    """Return what `summarise` made."""
    return convert(summary, ComparisonSummary)
