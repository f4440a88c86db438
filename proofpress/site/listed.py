"""What the pages around all comparisons say of one: kept from build to build, so that lists need not read it again."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from msgspec import Struct, to_builtins

from proofpress.site import pictures
from proofpress.site.addresses import relative
from proofpress.site.article import counts
from proofpress.site.figures import folder_of, preview
from proofpress.site.material import POSTER, Material
from proofpress.site.press import LIST, Press, Preview
from proofpress.site.prose import Prose


class Listed(Struct, frozen=True):
    """One comparison in lists.

    takeaway: with its markup, and picture: of its poster, both for LIST. poster: whether it has a page of its own.
    """

    slug: str
    title: str
    takeaway: str
    description: str
    published: str
    counts: Mapping[str, int]
    figures: int
    poster: bool
    preview: Preview | None
    picture: pictures.View | None


def listed(press: Press, material: Material) -> dict[str, Any]:
    """Return what lists say of a comparison, as JSON can hold it; see `from_json`."""
    comparison, findings = material.comparison, material.findings
    prose = Prose(comparison.sources, relative(LIST, press.article_path(comparison.slug)), press.diagnostics)
    said: dict[str, Any] = to_builtins(
        Listed(
            slug=comparison.slug,
            title=prose.plain(findings.text(comparison.title), comparison.title.location),
            takeaway=str(prose.roles(findings.text(comparison.takeaway), comparison.takeaway.location)),
            description=prose.plain(findings.text(comparison.description), comparison.description.location),
            published=comparison.published,
            counts=counts(material),
            figures=len(material.drawings),
            poster=POSTER in material.drawings,
            preview=preview(material),
            picture=_thumbnail(material),
        )
    )
    return said


def from_json(said: Mapping[str, Any]) -> Listed:
    """Return what `listed` made."""
    shown = Preview(**said["preview"]) if said["preview"] else None
    picture = said["picture"] and pictures.from_json(said["picture"])
    return Listed(**{**said, "takeaway": Markup(said["takeaway"]), "preview": shown, "picture": picture})


def _thumbnail(material: Material) -> pictures.View | None:
    poster = material.drawings.get(POSTER)
    return pictures.thumbnail(poster, folder_of(material.comparison.slug, POSTER), LIST) if poster else None
