"""The made-up site, rendered once, and its pages parsed by a parser that is not ours."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from proofpress import site
from tests.site import made_up
from tests.site.reading import Page

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@pytest.fixture(scope="session")
def files() -> Mapping[str, bytes]:
    """Every file of a site of two comparisons, by path."""
    return rendered(made_up.material("steps"), made_up.material("other", sections=1))


@pytest.fixture(scope="session")
def parsed(files: Mapping[str, bytes]) -> Mapping[str, Page]:
    """Every HTML page of that site, by path."""
    pages = {path: Page(path, data) for path, data in files.items() if path.endswith(".html")}
    assert len(pages) >= 10, "tests that look at every page would look at few"
    return pages


def rendered(*materials: site.Material, base_url: str = made_up.BASE) -> dict[str, bytes]:
    """Return the files of a site of these comparisons."""
    site = made_up.site(*materials, base_url=base_url)
    by_slug = {material.comparison.slug: material for material in materials}
    return {f.path: f.data for f in made_up.render(site, by_slug, made_up.provenance(), TEMPLATES)}
