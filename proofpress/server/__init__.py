"""The development server: builds, serves, watches, and builds again when the author saves.

The page in the browser follows: it reloads after a good build, and shows the problems of a bad one
over the last good page.

Side effects: listens on the network, watches folders, reads the clock.
"""

import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import replace

from proofpress import commands, pipeline
from proofpress.console import Console
from proofpress.diagnostics import BuildError, Diagnostic, Location, from_oserror
from proofpress.models.build_options import BuildOptions
from proofpress.server.live import Live
from proofpress.server.sockets import listen

Build = Callable[[BuildOptions, Console], Mapping[str, Any]]
SETTINGS = "site.yaml"
POLL_S = 0.05


def serve(
    options: BuildOptions,
    console: Console,
    host: str,
    port: int,
    *,
    build: Build = commands.build,
    stop: Event | None = None,
) -> None:
    """Serve output/ under the base path of the site, and rebuild it whenever content or templates change.

    build: makes the site; stop: ends the server when it is set (a person ends it with Ctrl-C, which is
    no failure: the call returns). An interrupt in the middle of a build is passed on, for training was cut short.

    Raises Problems where a folder to watch is missing or the port cannot be had; a build that fails does
    not end the server.
    """
    from watchfiles import watch

    folders = _folders(options)
    server = listen(host, port, options.output)
    live = server.live
    live.base = _base_path(options)
    watcher = watch(*folders, stop_event=stop, rust_timeout=200, yield_on_timeout=True)
    # The first look starts the watch: what is saved while the first build runs is heard of.
    next(watcher, None)
    Thread(target=server.serve_forever, args=(POLL_S,), name="proofpress-server", daemon=True).start()
    try:
        console.finish({"address": server.address, "line": f"serving {server.address} — Ctrl-C ends it"})
        _rebuild(options, console, live, build)
        for changes in _until_interrupted(watcher):
            if any(Path(path).name == SETTINGS for _, path in changes):
                live.base = _base_path(options) or live.base
            if changes:
                _rebuild(options, console, live, build)
        console.say("server stopped")
    finally:
        live.end()
        server.shutdown()
        server.server_close()


def _until_interrupted(watcher: Any) -> Any:
    """Yield the changes; Ctrl-C while waiting for one is how a person ends the server."""
    while True:
        try:
            changes = next(watcher, None)
        except KeyboardInterrupt:
            return
        if changes is None:
            return
        yield changes


def _rebuild(options: BuildOptions, console: Console, live: Live, build: Build) -> None:
    """Build once and tell the open pages what came of it."""
    fresh = replace(console, started=time.monotonic())
    live.building()
    try:
        summary = build(options, fresh)
    except BuildError as found:
        fresh.diagnostics(found.diagnostics, found.status)
        live.failed(found.diagnostics)
    except Exception as fault:
        if isinstance(fault, OSError) and (disk := from_oserror(fault)):
            fresh.diagnostics([disk], 1)
            live.failed([disk])
            return
        fresh.say(traceback.format_exc(), level=0)
        message = f"the press itself failed: {type(fault).__name__}: {fault}"
        diagnostic = Diagnostic(
            Location("proofpress"), "our-bug", message, "please report it with the lines in the terminal"
        )
        fresh.diagnostics([diagnostic], 1)
        live.failed([diagnostic])
    else:
        live.base = live.base or _base_path(options)
        fresh.finish(summary)
        live.built()


def _folders(options: BuildOptions) -> list[Path]:
    """Return the folders to watch. Raises Problems for those that are missing."""
    named = {"content": options.content, "templates": options.templates}
    missing = [
        Diagnostic(
            Location(folder.as_posix()), "missing-folder", "there is no such folder", f"name one with --{option}"
        )
        for option, folder in named.items()
        if not folder.is_dir()
    ]
    if missing:
        raise BuildError(missing)
    return list(named.values())


def _base_path(options: BuildOptions) -> str:
    """Return the path that the site is published under, with slashes at both ends; empty while nobody knows."""
    try:
        address = options.base_url if options.base_url is not None else pipeline.load(options).base_url
    except BuildError:
        return ""
    inner = urlsplit(address).path.strip("/")
    return f"/{inner}/" if inner else "/"
