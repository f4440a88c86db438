"""The state of the builds, which the open pages follow: which build they should show, and what is wrong.

Side effects: reads the clock, to tell this server's builds from those of an earlier one, and files of output/.
"""

import json
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from proofpress.diagnostics import Diagnostic
from proofpress.models import File
from proofpress.server.excerpt import as_json

INDEX = "index.html"


class BuildState:
    """Shared by the thread that builds and the threads that serve.

    base: the path that the site is served under, with slashes at both ends; empty while it is not known.
    page: the page that was asked for last, by its path in the site. shown: files that are served in place of those in
    output/, by path, while a build that makes them is not done.
    """

    def __init__(self) -> None:
        self.base = ""
        self.page = INDEX
        self.shown: Mapping[str, bytes] = {}
        self._asked: set[str] = set()
        self._changed = threading.Condition()
        self._started = time.time_ns()
        self._successes = 0
        self._changes = 0
        self._building = False
        self._diagnostics: list[dict[str, Any]] = []
        self._closed = False

    @property
    def build_id(self) -> str:
        """The newest good build; differs after every build and every start of the server."""
        return f"{self._started:x}-{self._successes}"

    @property
    def closed(self) -> bool:
        """Whether the server is shutting down."""
        return self._closed

    @property
    def diagnostics(self) -> list[dict[str, Any]]:
        """What is wrong with the newest build, in JSON's types; empty if it was good."""
        return self._diagnostics

    def ask(self, page: str) -> None:
        """Note that a page was asked for."""
        self.page = page
        self._asked.add(page)

    def begin(self) -> None:
        """Note that a build has begun."""
        with self._changed:
            self._building = True
            self._notify()

    def show(self, files: Sequence[File]) -> None:
        """Serve files before a build is done: pages reload."""
        with self._changed:
            self.shown = {file.path: file.data for file in files}
            self._asked.clear()
            self._successes += 1
            self._diagnostics = []
            self._notify()

    def succeed(self, output: Path) -> None:
        """Note that a build has succeeded: pages reload, but where all that was looked at meanwhile is as it was shown.

        output: where the build has put the site.
        """
        with self._changed:
            seen = bool(self.shown) and self._asked <= self.shown.keys()
            if not (seen and all(_holds(output / path, data) for path, data in self.shown.items())):
                self._successes += 1
            self.shown = {}
            self._building = False
            self._diagnostics = []
            self._notify()

    def fail(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Note that a build has failed: pages show these problems."""
        described = [as_json(diagnostic) for diagnostic in diagnostics]
        with self._changed:
            self._building = False
            self._diagnostics = described
            self._notify()

    def close(self) -> None:
        """Wake waiting clients for shutdown."""
        with self._changed:
            self._closed = True
            self._notify()

    def message(self) -> tuple[int, str]:
        """Return the count of changes so far, and the state as JSON."""
        with self._changed:
            state = {"build": self.build_id, "building": self._building, "diagnostics": self._diagnostics}
            return self._changes, json.dumps(state)

    def wait(self, changes: int, seconds: float) -> bool:
        """Wait until the count of changes differs from `changes`; return whether it does."""
        with self._changed:
            return self._changed.wait_for(lambda: self._changes != changes or self._closed, seconds)

    def _notify(self) -> None:
        self._changes += 1
        self._changed.notify_all()


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False
