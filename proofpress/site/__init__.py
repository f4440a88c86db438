"""The room that makes pages: all that was found and drawn → files of the site, a module for each output format."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from proofpress.cache.store import Store
from proofpress.diagnostics import BuildError
from proofpress.models import File, Site
from proofpress.site import article, downloads, embeds, explorers, feeds, figures, ledger, listing, notfound
from proofpress.site.addresses import Addresses
from proofpress.site.assets import gather
from proofpress.site.deck.slides import deck
from proofpress.site.environment import Templates
from proofpress.site.feeds import build_record
from proofpress.site.folder import read
from proofpress.site.lab import page as lab
from proofpress.site.listed import from_json, listed
from proofpress.site.material import Material, Provenance
from proofpress.site.press import Press

__all__ = ["Material", "Press", "Provenance", "build_record", "comparison_files", "files_around", "press"]

OF_A_COMPARISON = (
    article.files, explorers.files, lab.files, ledger.files, downloads.files, embeds.files, figures.files,
)  # fmt: skip
"""Output formats of one comparison: (press, material) → files."""

AROUND = (listing.files, notfound.files, feeds.files)
"""Output formats around all comparisons: (press, what lists say of each) → files."""


def press(site: Site, provenance: Provenance, templates: Path, several: bool) -> Press:
    """Return what makes the pages. templates: the folder of templates and assets. several: more than one comparison.

    Raises Problems for what is wrong with the assets.
    """
    folder = read(templates)
    return Press(site, provenance, Templates(folder), gather(folder), Addresses(site.base_url), several)


def comparison_files(
    press: Press, material: Material, store: Store | None = None
) -> tuple[tuple[File, ...], dict[str, Any]]:
    """Return the files of one comparison, and what lists say of it; the same arguments give the same bytes.

    store: keeps the slides, which take longer to make than all pages; without it they are made anew. Raises
    Problems, all at once, for what is wrong in the words (`unsafe-link`, `unknown-source`), and for the first
    fault in the templates.
    """
    slides = deck(material, press.site, store)
    if slides:
        material = replace(material, downloads=(*material.downloads, slides))
    material = explorers.explored(material, store)
    files = tuple(file for output in OF_A_COMPARISON for file in output(press, material))
    said = listed(press, material)
    if press.diagnostics:
        raise BuildError(press.diagnostics)
    return files, said


def files_around(press: Press, comparisons: Mapping[str, Mapping[str, Any]]) -> tuple[File, ...]:
    """Return the files around all comparisons: assets, lists, indexes. comparisons: what lists say of each, by slug."""
    known = {slug: from_json(said) for slug, said in comparisons.items()}
    return (*press.assets.files, *(file for output in AROUND for file in output(press, known)))
