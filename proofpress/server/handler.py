"""One request to the development server: a page of the site, the script that follows the builds, or their events.

Side effects: answers over the network, reads the script beside this module.
"""

from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from proofpress import __version__
from proofpress.server.folder import HTML, TYPES, Answer, look_up
from proofpress.server.inject import EVENTS, SCRIPT, followed, waiting_page
from proofpress.server.live import Live

# A browser that has gone is noticed when we next write to it.
HEARTBEAT_S = 15.0


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for the files of `output`, under the base path that `live` knows."""

    protocol_version = "HTTP/1.1"
    server_version = f"Proofpress/{__version__}"
    sys_version = ""

    def __init__(self, *arguments: Any, output: Path, live: Live) -> None:
        self._output = output
        self._live = live
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Send a file, a page with the script in it, or the stream of events."""
        path = urlsplit(self.path).path
        try:
            if path == EVENTS:
                self._events()
            else:
                self._send(self._answer(path))
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            self.close_connection = True

    def do_HEAD(self) -> None:
        """Send what GET would, without the body."""
        self.do_GET()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet: the terminal is for what the author has to know."""

    def _answer(self, path: str) -> Answer:
        if path == SCRIPT:
            return Answer(200, TYPES[".js"], Path(__file__).with_name("live.js").read_bytes())
        # The name is read before the page: a page that is newer than its name reloads once too often, never too rarely.
        build = self._live.name
        if not (self._output / "index.html").is_file() or not self._live.base:
            answer = self._waiting()
        else:
            answer = look_up(self._output, self._live.base, path)
        if answer.type == HTML:
            answer = Answer(answer.status, HTML, followed(answer.data, build), answer.headers)
        return answer

    def _waiting(self) -> Answer:
        diagnostics = [f"{diagnostic['location']}: {diagnostic['message']}" for diagnostic in self._live.diagnostics]
        return Answer(503, HTML, waiting_page(not diagnostics, diagnostics))

    def _send(self, answer: Answer) -> None:
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            answer = answer.compressed()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(len(answer.data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.data)

    def _events(self) -> None:
        """Send the state now and after every change (server-sent events, the HTML standard, section 9.2)."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        changed, seen = True, 0
        while not self._live.over:
            if changed:
                seen, state = self._live.message()
                self.wfile.write(f"data: {state}\n\n".encode())
            else:
                self.wfile.write(b": still here\n\n")
            self.wfile.flush()
            changed = self._live.wait(seen, HEARTBEAT_S)
