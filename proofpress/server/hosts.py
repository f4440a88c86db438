"""The names under which the server may be reached: a page of another site must not read ours (DNS rebinding).

Side effects: asks the system for the name of this machine.
"""

import ipaddress
import socket
from collections.abc import Sequence

from msgspec import Struct


class Hosts(Struct, frozen=True):
    """Names that are allowed beside addresses: those cannot be rebound by whoever owns a name."""

    names: frozenset[str]

    def allow(self, header: str) -> bool:
        """Return whether a Host header names this server. The port is not compared: a proxy may change it."""
        name = _without_port(header).lower().rstrip(".")
        return name in self.names or is_address(name)

    def refusal(self, header: str) -> str:
        """Return what to answer to another Host header."""
        shown = "".join(letter for letter in _without_port(header)[:80] if letter.isprintable())
        return f"'{shown}' is not a name of this server. If it should be: serve --allowed-host {shown or 'NAME'}\n"


def create_hosts(host: str, allowed: Sequence[str]) -> Hosts:
    """Return the names of a server. host: what it listens on. allowed: further names."""
    machine = socket.gethostname().lower()
    return Hosts(frozenset({"localhost", machine, f"{machine}.local", host.lower(), *(n.lower() for n in allowed)}))


def is_address(name: str) -> bool:
    """Return whether a host is an IP address.

    >>> is_address("127.0.0.1"), is_address("[::1]"), is_address("example.org")
    (True, True, False)
    """
    try:
        ipaddress.ip_address(name.removeprefix("[").removesuffix("]").partition("%")[0])
    except ValueError:
        return False
    return True


def _without_port(header: str) -> str:
    name, colon, port = header.rpartition(":")
    return name if colon and port.isdecimal() else header
