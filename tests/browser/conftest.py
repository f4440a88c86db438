"""The made-up site served under a sub path, and the browser that is on this machine, if there is one."""

import functools
import http.server
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.site import made_up
from tests.site.conftest import rendered

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# How long a machine that is busy may take to show what a test expects.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)
UNDER = "some/sub/path"
PAGES = (
    "index.html", "steps/claims/index.html", "steps/infographic/index.html", "steps/embed/figure-1/index.html",
    "comparisons/index.html", "404.html",
)  # fmt: skip


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder in silence, and the site's own page where nothing is, as hosts of static sites do."""

    def log_message(self, *args: object) -> None:
        pass

    def send_error(self, code: int, *args: object, **more: object) -> None:
        body = (Path(self.directory) / UNDER / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """The folder that a web server would serve; the site lies under `/some/sub/path/` in it."""
    root = tmp_path_factory.mktemp("served")
    materials = made_up.material("steps"), made_up.material("other", sections=1)
    for path, data in rendered(*materials, base_url=f"https://example.org/{UNDER}/").items():
        target = root / UNDER / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return root


@pytest.fixture(scope="session")
def address(folder) -> Iterator[str]:
    """The address that the site is served at, on a free port."""
    handler = functools.partial(_Handler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{UNDER}/"
    server.shutdown()


@pytest.fixture(scope="package")
def browser():
    """Chromium, driven by Playwright; without it the tests of this folder are skipped.

    Closed when the folder is done: one process can hold only one of Playwright's drivers at a time.
    """
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(f"browser tests need one of {', '.join(NAMES)} on the PATH")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, address) -> Iterator[Callable]:
    """Opens a page of the site: `visit("index.html", width=360, scheme="dark")`; closes it after the test."""
    contexts = []

    def open_page(path: str, width: int = 1440, scheme: str = "light", script: bool = True):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.told, page.asked = [], []
        page.on("console", lambda message: page.told.append(message.text))
        page.on("pageerror", lambda error: page.told.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(path if "://" in path else address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
