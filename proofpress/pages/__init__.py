"""The room that makes pages: all that was found and drawn → files of the site, a module for each output format."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from proofpress.pages import article, downloads, embeds, explorers, figures, indexes, lab, ledger, listing, notfound
from proofpress.pages.addresses import Addresses
from proofpress.pages.assets import gather
from proofpress.pages.deck import deck
from proofpress.pages.environment import Templates
from proofpress.pages.folder import read
from proofpress.pages.material import Material, Provenance
from proofpress.pages.press import Press
from proofpress.problems import Problems
from proofpress.store import Store
from proofpress.values import File, Site

__all__ = ["Material", "Provenance", "render"]

OF_A_COMPARISON = (
    article.files, explorers.files, lab.files, ledger.files, downloads.files, embeds.files, figures.files,
)  # fmt: skip
"""Output formats of one comparison: (press, material) → files."""

OF_THE_SITE = (listing.files, notfound.files, indexes.files)
"""Output formats of the whole site: (press, materials) → files."""


def render(
    site: Site,
    comparisons: Mapping[str, Material],
    provenance: Provenance,
    templates: Path,
    store: Store | None = None,
) -> list[File]:
    """Return every file of the site; the same arguments give the same bytes.

    comparisons: by slug. templates: the folder of templates and assets. store: keeps the slides, which take
    longer to make than all pages; without it they are made anew. Raises Problems, all at once, for
    what is wrong in the words (`unsafe-link`, `unknown-source`), and for the first fault in the templates.
    """
    folder = read(templates)
    assets = gather(folder)
    press = Press(site, provenance, Templates(folder), assets, Addresses(site.base_url))
    files = list(assets.files)
    comparisons = {slug: _with_slides(material, site, store) for slug, material in comparisons.items()}
    comparisons = {slug: explorers.explored(material, store) for slug, material in comparisons.items()}
    for material in comparisons.values():
        files.extend(file for output in OF_A_COMPARISON for file in output(press, material))
    files.extend(file for output in OF_THE_SITE for file in output(press, comparisons))
    if press.problems:
        raise Problems(press.problems)
    return files


def _with_slides(material: Material, site: Site, store: Store | None) -> Material:
    """Return the material with the slides of its poster among the downloads."""
    slides = deck(material, site, store)
    return replace(material, downloads=(*material.downloads, slides)) if slides else material
