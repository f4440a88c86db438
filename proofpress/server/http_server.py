"""A server of one folder, on a port that is free.

Side effects: listens on the network.
"""

import errno
import functools
import ipaddress
import os
import socket
import sys
from collections.abc import Sequence
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from proofpress.diagnostics import BuildError, Diagnostic, Location
from proofpress.server.handler import Handler
from proofpress.server.hosts import create_hosts
from proofpress.server.state import BuildState

DEFAULT_PORT = 8000
PORTS_TO_TRY = 20


class Server(ThreadingHTTPServer):
    """A server of one output folder, whose pages follow its `state`."""

    daemon_threads = True
    # On Windows this option would let two servers share one port.
    allow_reuse_address = os.name != "nt"

    def __init__(self, host: str, port: int, output: Path, allowed_hosts: Sequence[str] = ()) -> None:
        self.state = BuildState()
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        hosts = create_hosts(host, allowed_hosts)
        handler = functools.partial(Handler, output=output, state=self.state, hosts=hosts)
        super().__init__((host, port), handler)
        self._host = f"[{host}]" if ":" in host else host

    def server_bind(self) -> None:
        """Bind without looking up this machine's name, which can take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(self.allow_reuse_address))
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print what went wrong with a request, unless the browser only went away."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def is_public(self) -> bool:
        """Whether other machines can reach it."""
        return not ipaddress.ip_address(self.server_name.partition("%")[0]).is_loopback

    @property
    def address(self) -> str:
        """The address to open in a browser."""
        host = "localhost" if self._host in {"0.0.0.0", "[::]"} else self._host
        return f"http://{host}:{self.server_port}{self.state.base or '/'}"


def listen(host: str, port: int | None, output: Path, allowed_hosts: Sequence[str] = ()) -> Server:
    """Return a server that listens on a port; without one, on the default port or, if that is taken, a free one.

    Raises BuildError if another port is taken, or the host is no address of this machine.
    """
    ports = [*range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TO_TRY), 0] if port is None else [port]
    for number in ports:
        try:
            return Server(host, number, output, allowed_hosts)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                message = f"cannot listen on {host}, port {number}: {error.strerror or error}"
                raise BuildError(
                    [Diagnostic(Location("--host"), "host", message, "the usual one is 127.0.0.1")]
                ) from None
    message = f"port {port} is taken by another program"
    hint = "name another, or leave --port out and a free one is chosen"
    raise BuildError([Diagnostic(Location("--port"), "port-taken", message, hint)])
