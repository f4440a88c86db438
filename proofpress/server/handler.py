"""One request to the development server: a file of the site, the script that follows the builds, or its events.

Side effects: answers over the network; reads the script beside this module.
"""

from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from proofpress import __version__
from proofpress.server.inject import EVENTS, SCRIPT, add_script, waiting_page
from proofpress.server.state import BuildState
from proofpress.server.static_files import HTML, TYPES, Response, respond

HEARTBEAT_S = 15.0
"""Time between comments on the event stream: a closed connection is noticed when something is written to it."""


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for the files of `output`, under the base path of the state."""

    protocol_version = "HTTP/1.1"
    server_version = f"Proofpress/{__version__}"
    sys_version = ""

    def __init__(self, *arguments: Any, output: Path, state: BuildState) -> None:
        self._output = output
        self._state = state
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Send a file, a page with the script in it, or the stream of events."""
        path = urlsplit(self.path).path
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

    def _response(self, path: str) -> Response:
        if path == SCRIPT:
            return Response(200, TYPES[".js"], Path(__file__).with_name("live.js").read_bytes())
        # Read before the page: if a build ends in between, the page reloads once too often rather than not at all.
        build_id = self._state.build_id
        if not (self._output / "index.html").is_file() or not self._state.base:
            response = self._waiting()
        else:
            response = respond(self._output, self._state.base, path)
        if response.type == HTML:
            response = Response(response.status, HTML, add_script(response.data, build_id), response.headers)
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
