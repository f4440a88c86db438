"""What the open pages are told: which build they should show, and what is wrong with the newest one.

Side effects: reads the clock, to tell this server's builds from those of the one before it.
"""

import json
import threading
import time
from collections.abc import Iterable
from typing import Any

from proofpress.diagnostics import Diagnostic
from proofpress.server.excerpt import shown


class Live:
    """The state of the builds, shared by the thread that builds and the threads that serve.

    base: the path the site lies under, with slashes at both ends; empty while it is not known.
    """

    def __init__(self) -> None:
        self.base = ""
        self._changed = threading.Condition()
        self._started = time.time_ns()
        self._good = 0
        self._count = 0
        self._busy = False
        self._diagnostics: list[dict[str, Any]] = []
        self._over = False

    @property
    def name(self) -> str:
        """The name of the newest good build; another one after every build and every start of the server."""
        return f"{self._started:x}-{self._good}"

    def building(self) -> None:
        """Say that a build has begun."""
        with self._changed:
            self._busy = True
            self._tell()

    def built(self) -> None:
        """Say that a build has succeeded: pages reload."""
        with self._changed:
            self._good += 1
            self._busy = False
            self._diagnostics = []
            self._tell()

    def failed(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Say that a build has failed: pages show these problems."""
        described = [shown(diagnostic) for diagnostic in diagnostics]
        with self._changed:
            self._busy = False
            self._diagnostics = described
            self._tell()

    def end(self) -> None:
        """Let everyone who waits go home."""
        with self._changed:
            self._over = True
            self._tell()

    @property
    def over(self) -> bool:
        """Whether the server is ending."""
        return self._over

    @property
    def diagnostics(self) -> list[dict[str, Any]]:
        """What is wrong with the newest build, as the browser gets it; empty if it was good."""
        return self._diagnostics

    def message(self) -> tuple[int, str]:
        """Return the count of changes so far, and the state as JSON."""
        with self._changed:
            state = {"build": self.name, "building": self._busy, "diagnostics": self._diagnostics}
            return self._count, json.dumps(state)

    def wait(self, seen: int, seconds: float) -> bool:
        """Wait until the state has changed since the count `seen`; return whether it has."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count != seen or self._over, seconds)

    def _tell(self) -> None:
        self._count += 1
        self._changed.notify_all()
