"""One request to the development server: a file of the site, the script that follows the builds, or its events.

Side effects: answers over the network; reads the script beside this module.
"""

import contextlib
import socket
from http.client import LineTooLong
from http.server import BaseHTTPRequestHandler
from io import BufferedIOBase
from pathlib import Path
from threading import Timer
from typing import Any

from proofpress import __version__
from proofpress.server.hosts import Hosts
from proofpress.server.inject import EVENTS, SCRIPT, add_script, waiting_page
from proofpress.server.state import BuildState
from proofpress.server.static_files import HTML, TYPES, Response, page_at, respond

IDLE_S = 30.0
"""How long a connection may stay silent, and how long the head of a request may take in all."""

LONGEST_HEAD = 32 * 1024
"""Bytes of all headers of a request."""

HEARTBEAT_S = 15.0
"""Time between comments on the event stream: a closed connection is noticed when something is written to it."""


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for the files of `output`, under the base path of the state."""

    protocol_version = "HTTP/1.1"
    server_version = f"Proofpress/{__version__}"
    sys_version = ""
    timeout = IDLE_S

    def __init__(self, *arguments: Any, output: Path, state: BuildState, hosts: Hosts) -> None:
        self._output = output
        self._state = state
        self._hosts = hosts
        super().__init__(*arguments)

    def handle_one_request(self) -> None:
        """Answer one request; hang up on a connection whose head has not come in time, however it drips."""
        self._late = False
        self._patience = Timer(self.timeout, self._hang_up)
        self._patience.daemon = True
        self._patience.start()
        try:
            super().handle_one_request()
        finally:
            self._patience.cancel()

    def parse_request(self) -> bool:
        """Read the head of a request; return whether it is one that we answer. What is wrong is answered here."""
        stream, self.rfile = self.rfile, _Bounded(self.rfile, LONGEST_HEAD)
        try:
            parsed = super().parse_request()
        finally:
            self.rfile = stream
            self._patience.cancel()
        if self._late:
            # What has come of the head looks whole, since the stream ended there.
            self.close_connection = True
            return False
        if not parsed:
            return False
        if "Transfer-Encoding" in self.headers or self.headers.get("Content-Length", "0") != "0":
            # A body is not read: what follows on this connection is no request.
            self.close_connection = True
        if not self._hosts.allow(self.headers.get("Host", "")):
            self.close_connection = True
            self._send(Response(403, TYPES[".txt"], self._hosts.refusal(self.headers.get("Host", "")).encode()))
            return False
        return True

    def do_GET(self) -> None:
        """Send a file, a page with the script in it, or the stream of events."""
        path = self.path.partition("?")[0].partition("#")[0]
        try:
            if path == EVENTS:
                self._send_events()
            else:
                self._send(self._response(path))
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            self.close_connection = True

    def do_HEAD(self) -> None:
        """Send the headers that GET would."""
        self.do_GET()

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing: the terminal is for problems and summaries."""

    def _hang_up(self) -> None:
        self._late = True
        # The connection may have ended meanwhile.
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RD)

    def _response(self, path: str) -> Response:
        if path == SCRIPT:
            return Response(200, TYPES[".js"], Path(__file__).with_name("live.js").read_bytes())
        # Read before the page: if a build ends in between, the page reloads once too often rather than not at all.
        build_id = self._state.build_id
        base, shown = self._state.base, self._state.shown
        if not base or not (shown or (self._output / "index.html").is_file()):
            response = self._waiting()
        else:
            response = respond(self._output, base, path, shown)
        if response.type == HTML:
            if base and path.startswith(base):
                self._state.ask(page_at(path, base))
            response = Response(response.status, HTML, add_script(response.data, build_id, path), response.headers)
        return response

    def _waiting(self) -> Response:
        problems = [f"{diagnostic['location']}: {diagnostic['message']}" for diagnostic in self._state.diagnostics]
        return Response(503, HTML, waiting_page(problems))

    def _send(self, response: Response) -> None:
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            response = response.compressed()
        self.send_response(response.status)
        self.send_header("Content-Type", response.type)
        self.send_header("Content-Length", str(len(response.data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("X-Content-Type-Options", "nosniff")
        if self.close_connection:
            self.send_header("Connection", "close")
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.data)

    def _send_events(self) -> None:
        """Send the state now and after every change (server-sent events, the HTML standard, section 9.2)."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        changed, changes = True, 0
        while not self._state.closed:
            if changed:
                changes, message = self._state.message()
                self.wfile.write(f"data: {message}\n\n".encode())
            else:
                self.wfile.write(b": still here\n\n")
            self.wfile.flush()
            changed = self._state.wait(changes, HEARTBEAT_S)


class _Bounded(BufferedIOBase):
    """Reads lines of a stream. most: bytes of all lines together."""

    def __init__(self, stream: BufferedIOBase, most: int) -> None:
        self._stream, self._left = stream, most

    def readline(self, size: int | None = -1, /) -> bytes:
        """Return the next line. Raises LineTooLong, which is answered with status 431."""
        most = self._left + 1
        line = self._stream.readline(most if size is None or size < 0 else min(size, most))
        self._left -= len(line)
        if self._left < 0:
            raise LineTooLong("header")
        return line
