"""The development server: builds, serves, watches, and builds again when the author saves.

The page in the browser follows: it shows what it can as soon as it is made, reloads after a good build, and shows the
problems of a bad one over the last good page. A build that still draws when the author saves again is given up.

Side effects: listens on the network; watches folders; reads the clock.
"""

import os
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

from proofpress import own_kinds, pipeline
from proofpress.console import Console
from proofpress.diagnostics import BuildError, Diagnostic, Location, from_oserror
from proofpress.drawing.workers import Workers
from proofpress.models import Comparison
from proofpress.models.build_options import BuildOptions
from proofpress.models.preview import Preview, Superseded
from proofpress.server.http_server import DEFAULT_PORT, listen
from proofpress.server.state import BuildState
from proofpress.server.watcher import watch_folders

__all__ = ["DEFAULT_PORT", "serve"]

Build = Callable[[BuildOptions, Console, Workers, Preview], Mapping[str, Any]]
SETTINGS = "site.yaml"
POLL_S = 0.05
CAN_BEGIN_ANEW = os.name == "posix"
"""Whether a process can take the place of this one; elsewhere a build says that its code changed."""


def serve(
    options: BuildOptions,
    console: Console,
    host: str,
    port: int | None,
    build: Build,
    *,
    allowed_hosts: Sequence[str] = (),
    stop: Event | None = None,
) -> int | None:
    """Serve output/ under the base path of the site, and rebuild it whenever content or templates change.

    port: None for the default one, or a free one near it. build: makes the site. allowed_hosts: names beside its own
    under which browsers may reach the server. stop: ends the server when it is set; a person ends it with Ctrl-C,
    which is no failure, so that the call returns. An interrupt during a build is passed on, since training was cut
    short.

    Kinds beside the content that change are imported already: then the server ends, and its port is returned, on which
    a new process is to serve.

    Raises BuildError if a folder to watch is missing or the port cannot be had; a build that fails does not end the
    server.
    """
    folders = _folders(options)
    server = listen(host, port, options.output, allowed_hosts)
    state = server.state
    state.base = _base_path(options)
    saves = _Saves(folders, stop or Event())
    read: dict[str, tuple[str, tuple[Comparison, ...]]] = {}
    Thread(target=server.serve_forever, args=(POLL_S,), name="proofpress-server", daemon=True).start()
    with Workers(options.jobs) as workers:
        try:
            if server.is_public:
                console.say(f"{server.server_name}: whoever can reach this machine over the network can read the site")
            console.finish({"address": server.address, "line": f"serving {server.address} — Ctrl-C ends it"})
            if not options.output.is_dir():
                # Where nothing is built there is something to draw, once it is trained.
                workers.start()
            _rebuild(options, console, state, build, workers, saves, read)
            workers.start()
            for changes in _until_interrupted(saves):
                if any(path.name == SETTINGS or path in folders for path in changes):
                    state.base = _base_path(options) or state.base
                if _are_kinds(changes, options) and CAN_BEGIN_ANEW:
                    console.say("the kinds beside the content changed: the server starts again")
                    return server.server_port
                _rebuild(options, console, state, build, workers, saves, read)
            console.say("server stopped")
            return None
        finally:
            state.close()
            server.shutdown()
            server.server_close()


class _Saves:
    """What the author saves, noticed in a thread of its own, so that it is noticed while a build runs too.

    Nothing that is saved after this is made is missed.
    """

    def __init__(self, folders: Sequence[Path], stop: Event) -> None:
        self._waiting: SimpleQueue[set[Path]] = SimpleQueue()
        watcher = watch_folders(folders, stop)
        # The first look starts the watch, so that what is saved during the first build is noticed.
        next(watcher, None)
        self._thread = Thread(target=self._watch, args=(watcher,), name="proofpress-watcher", daemon=True)
        self._thread.start()

    def are_waiting(self) -> bool:
        """Return whether there is something that `take` has not returned."""
        return not self._waiting.empty()

    def take(self) -> set[Path] | None:
        """Return the paths that were saved since the last call, once there are any; None when the watch has ended."""
        found: set[Path] = set()
        while not found or self.are_waiting():
            try:
                found |= self._waiting.get(timeout=POLL_S)
            except Empty:
                if not self._thread.is_alive():
                    return None
        return found

    def _watch(self, watcher: Iterator[set[Path]]) -> None:
        for changes in watcher:
            if changes:
                self._waiting.put(changes)


def _until_interrupted(saves: _Saves) -> Iterator[set[Path]]:
    """Yield what was saved until there is no more or Ctrl-C comes while waiting."""
    while True:
        try:
            changes = saves.take()
        except KeyboardInterrupt:
            return
        if changes is None:
            return
        yield changes


def _rebuild(
    options: BuildOptions,
    console: Console,
    state: BuildState,
    build: Build,
    workers: Workers,
    saves: _Saves,
    read: MutableMapping[str, tuple[str, tuple[Comparison, ...]]],
) -> None:
    """Build once, print what came of it, and tell the open pages. read: see `Preview`."""
    console = console.fresh()
    state.begin()
    preview = Preview(state.page, state.show, saves.are_waiting, read)
    try:
        summary = build(options, console, workers, preview)
    except Superseded:
        console.bar.clear()
    except BuildError as error:
        console.report(error.diagnostics, error.status)
        state.fail(error.diagnostics)
    except Exception as error:
        diagnostic = from_oserror(error) if isinstance(error, OSError) else None
        if diagnostic is None:
            console.say(traceback.format_exc(), level=0)
            message = f"the press itself failed: {type(error).__name__}: {error}"
            hint = "please report it with the lines in the terminal"
            diagnostic = Diagnostic(Location("proofpress"), "our-bug", message, hint)
        console.report([diagnostic], 1)
        state.fail([diagnostic])
    else:
        state.base = state.base or _base_path(options)
        console.finish(summary)
        state.succeed(options.output)


def _folders(options: BuildOptions) -> list[Path]:
    """Return the folders to watch; templates of its own a site need not have. Raises BuildError without content."""
    if not options.content.is_dir():
        location, message = Location(options.content.as_posix()), "there is no such folder"
        raise BuildError([Diagnostic(location, "missing-folder", message, "name one with --content")])
    return [options.content, options.templates, own_kinds.folder_of(options.content)]


def _are_kinds(changes: Iterable[Path], options: BuildOptions) -> bool:
    """Return whether a Python file beside the content is among what changed."""
    folder = os.path.abspath(own_kinds.folder_of(options.content))
    return any(path.suffix == ".py" and os.path.abspath(path).startswith(folder + os.sep) for path in changes)


def _base_path(options: BuildOptions) -> str:
    """Return the path that the site is published under, with slashes at both ends; empty if it is not known yet."""
    try:
        # Of the comparisons nothing is asked here.
        known = [path.name for path in options.content.iterdir()]
        address = options.base_url if options.base_url is not None else pipeline.read(options, known).base_url
    except (BuildError, OSError):
        return ""
    path = urlsplit(address).path.strip("/")
    return f"/{path}/" if path else "/"
