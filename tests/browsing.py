"""A real browser and a host of static files, for tests that meet pages as readers do."""

import contextlib
import functools
import http.server
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# How long a machine that is busy may take to show what a test expects.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)


# What the style sheet puts off until spare time or the reader comes to it.
PUT_OFF = """() => [...document.querySelectorAll("section.part > *")]
  .filter((e) => e.checkVisibility() && !e.checkVisibility({ contentVisibilityAuto: true })).length"""


def laid_out(page: Page) -> Page:
    """Let a page know that its reader scrolls, and wait until all of it is laid out, what is far away too."""
    page.evaluate("dispatchEvent(new Event('scroll'))")
    page.wait_for_function(f"() => ({PUT_OFF})() === 0")
    return page


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of this machine; where there is none, the test is skipped and says so."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(f"browser tests need one of {', '.join(NAMES)} on the PATH")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextlib.contextmanager
def tabs(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Yield a function that opens an address in a tab of its own; all of them are closed at the end.

    A page notes in `told` what its console and its errors say, and in `asked` the addresses that it asks for.
    """
    with contextlib.ExitStack() as opened:

        def open_tab(
            address: str, width: int = 1440, scheme: str = "light", script: bool = True, may: Sequence[str] = ()
        ) -> Page:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script,
                permissions=may,
            )  # fmt: skip
            opened.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            page.told, page.asked = [], []
            page.on("console", lambda message: page.told.append(message.text))
            page.on("pageerror", lambda error: page.told.append(str(error)))
            page.on("request", lambda request: page.asked.append(request.url))
            page.goto(address)
            # A page may be there before its typeface is; what is measured then would stand elsewhere a moment later.
            page.evaluate("document.fonts.ready.then(() => undefined)")
            return page

        yield open_tab


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder in silence and, as hosts of static sites do, a page of the site where nothing is."""

    def __init__(self, *args: object, missing: Path | None = None, **options: object) -> None:
        self.missing = missing
        super().__init__(*args, **options)

    def log_message(self, *args: object) -> None:
        pass

    def send_error(self, code: int, *args: object, **more: object) -> None:
        if self.missing is None:
            super().send_error(code, *args, **more)
            return
        body = self.missing.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)


@contextlib.contextmanager
def hosting(folder: Path, missing: Path | None = None) -> Iterator[str]:
    """Serve a folder on a free port, and yield its address. missing: the page for addresses where nothing is."""
    handler = functools.partial(_Handler, directory=str(folder), missing=missing)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def lay_out(files: dict[str, bytes], folder: Path) -> None:
    """Write the files of a site below a folder."""
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
