"""A development server in a thread, with a press small enough to see through."""

import http.client
import io
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

from proofpress import server
from proofpress.console import Console
from proofpress.diagnostics import BuildError, Diagnostic, Location
from proofpress.models.build_options import BuildOptions
from proofpress.models.preview import Preview
from proofpress.server.state import BuildState

POLICY = "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self'"
BROKEN = "BROKEN"


def page(words: str) -> str:
    """A page of the site, with the policy that the real ones carry."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>Site</title></head>'
        f'<body><h1>{words}</h1><p><a href="deep/">deep</a></p></body></html>'
    )


def build(options: BuildOptions, console: Console, *_: object) -> dict[str, object]:
    """A press small enough to see through: one text becomes one page; a word in it is wrong."""
    text = options.content / "text.yaml"
    lines = text.read_text(encoding="utf-8").splitlines()
    wrong = [number for number, line in enumerate(lines, 1) if BROKEN in line]
    if wrong:
        location = Location(str(text), wrong[0], lines[wrong[0] - 1].index(BROKEN) + 1)
        raise BuildError([Diagnostic(location, "broken-word", f"'{BROKEN}' is not a word", "write 'whole'")])
    (options.output / "deep").mkdir(parents=True, exist_ok=True)
    (options.output / "index.html").write_text(page(lines[1]), encoding="utf-8")
    (options.output / "404.html").write_text(page("Not found"), encoding="utf-8")
    (options.output / "deep" / "index.html").write_text(page("Deep"), encoding="utf-8")
    (options.output / "site.css").write_text("h1 { color: red; }\n" * 50, encoding="utf-8")
    return {"line": "built"}


class Serving:
    """A server in a thread, and what it has said."""

    def __init__(self, folder: Path, base_url: str = "https://example.org/sub/") -> None:
        self.text = folder / "content" / "text.yaml"
        for name in ("content", "templates"):
            (folder / name).mkdir(exist_ok=True)
        if not self.text.exists():
            self.write("First words")
        self.options = BuildOptions(
            content=folder / "content",
            output=folder / "output",
            templates=folder / "templates",
            runs=folder / "runs",
            base_url=base_url,
        )
        self.states: list[BuildState] = []
        self.out, self.err, self.stop = io.StringIO(), io.StringIO(), threading.Event()
        self.console = Console(format="json", out=self.out, err=self.err)
        self.thread = threading.Thread(target=self._serve, daemon=True)

    def state(self) -> BuildState:
        """The state of the builds, as the last of them was handed it."""
        return self.states[-1]

    def _build(self, options: BuildOptions, console: Console, *given: object) -> dict[str, object]:
        self.states += [each.show.__self__ for each in given if isinstance(each, Preview)]
        return build(options, console)

    def _serve(self) -> None:
        server.serve(self.options, self.console, "127.0.0.1", 0, self._build, stop=self.stop)

    def __enter__(self) -> "Serving":
        self.thread.start()
        until(lambda: len(self.said()) >= 2, "the first build")
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join(10)
        assert not self.thread.is_alive(), "the server does not end"

    def write(self, words: str) -> None:
        self.text.write_text(f"text:\n{words}\nlast: line\n", encoding="utf-8")

    def said(self) -> list[dict[str, object]]:
        """The summaries printed so far; the first one holds the address."""
        return [json.loads(line) for line in self.out.getvalue().splitlines()]

    @property
    def address(self) -> str:
        return str(self.said()[0]["address"])

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        """Ask for a path as it is written: no client tidies it."""
        connection = http.client.HTTPConnection("127.0.0.1", int(self.address.split(":")[2].split("/")[0]), timeout=10)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer, data


def until(true: Callable[[], object], what: str) -> None:
    """Wait until something is true; a minute is long enough for the slowest machine."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)
