"""The made-up site, served under a sub path, and opened in a browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browsing import hosting, lay_out, tabs
from tests.site import made_up
from tests.site.conftest import rendered

UNDER = "some/sub/path"
PAGES = (
    "index.html", "steps/claims/index.html", "steps/infographic/index.html", "steps/embed/figure-1/index.html",
    "comparisons/index.html", "404.html",
)  # fmt: skip
CLIPBOARD = ("clipboard-read", "clipboard-write")


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """The folder that a web server would serve; the site lies under `/some/sub/path/` in it."""
    root = tmp_path_factory.mktemp("served")
    materials = made_up.material("steps"), made_up.material("other", sections=1)
    lay_out(rendered(*materials, base_url=f"https://example.org/{UNDER}/"), root / UNDER)
    return root


@pytest.fixture(scope="session")
def address(folder) -> Iterator[str]:
    """The address that the site is served at, on a free port."""
    with hosting(folder, missing=folder / UNDER / "404.html") as root:
        yield f"{root}{UNDER}/"


@pytest.fixture
def visit(browser, address) -> Iterator[Callable]:
    """Opens a page of the site: `visit("index.html", width=360, scheme="dark")`; closes it after the test."""
    with tabs(browser) as open_tab:
        yield lambda path, *options, **more: open_tab(path if "://" in path else address + path, *options, **more)
