"""The hostile site, built once as people build theirs and served; and a browser that notices whatever runs in it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browsing import PATIENCE_MS, hosting
from tests.desk import Desk
from tests.hostile import site


@pytest.fixture(scope="session")
def hostile(tmp_path_factory) -> Desk:
    """The site whose every text field is hostile, as built."""
    folder = tmp_path_factory.mktemp("hostile")
    desk = Desk(folder, folder / "runs")
    site.write(folder / "content")
    said = desk.shell()
    assert said.status == 0, said.err
    return desk


@pytest.fixture(scope="session")
def address(hostile: Desk) -> Iterator[str]:
    """The address that it is served at."""
    with hosting(hostile.output) as root:
        yield root


@pytest.fixture
def watched(browser) -> Iterator[Callable]:
    """Opens an address, or shows HTML, in a page that notes calls of `pwn`, dialogs, complaints and requests."""
    contexts = []

    def open_page(where: str):
        context = browser.new_context()
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.ran, page.told, page.asked = [], [], []
        context.expose_function("pwn", lambda *said: page.ran.append(said))
        page.on("dialog", lambda dialog: (page.ran.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: page.told.append(message.text) if _ours(message) else None)
        page.on("pageerror", lambda error: page.told.append(str(error)))
        page.on("request", lambda request: page.asked.append(urlsplit(request.url).netloc))
        if where.startswith("<"):
            page.set_content(where)
        else:
            page.goto(where)
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()


def _ours(message) -> bool:
    """Return whether the page is complained of; what is no page has no icon, and the browser asks for one."""
    return not message.location["url"].endswith("/favicon.ico")


def pages_of(folder: Path) -> list[str]:
    """Return the paths of the files that a browser shows as documents."""
    endings = (".html", ".svg", ".json", ".xml", ".txt")
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.suffix in endings and p.is_file())
