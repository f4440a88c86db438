"""`serve`: the development server.

Side effects: begins this process anew where the kinds beside the content changed, since Python has imported them.
"""

import os
import sys

import click

from proofpress import server
from proofpress.commands._command import Command, Summary, WholeNumber
from proofpress.commands.build import build
from proofpress.console import Console
from proofpress.models.build_options import BuildOptions

HIGHEST_PORT = 65535
PORT = WholeNumber(0, HIGHEST_PORT, f"a port (0 to {HIGHEST_PORT}; 0 takes any that is free)")


class Name(click.ParamType[str]):
    """The name or address of a host."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name. Raises click.BadParameter for an empty one, which would mean every address."""
        if not value.strip():
            self.fail(f"'{value}' is not an address (127.0.0.1 is this machine, 0.0.0.0 every address)", param, ctx)
        return value.strip()


def serve(
    options: BuildOptions, console: Console, host: str, port: int | None, allowed_hosts: tuple[str, ...]
) -> Summary:
    """Serve the site until Ctrl-C. Raises BuildError if a folder is missing or the port cannot be had."""
    again = server.serve(options, console, host, port, build, allowed_hosts=allowed_hosts)
    if again is not None:
        sys.stderr.flush()
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:], "--port", str(again)])
    return {}


COMMAND = Command(
    serve,
    "serve the site; rebuild and reload the page on a change",
    "serve --port 8000",
    [
        click.Option(
            ["--host"],
            type=Name(),
            default="127.0.0.1",
            help="the address to listen on (default: 127.0.0.1, which only this machine reaches)",
        ),
        click.Option(
            ["--allowed-host", "allowed_hosts"],
            type=Name(),
            multiple=True,
            metavar="NAME",
            help="a name under which a proxy brings requests here (repeatable)",
        ),
        click.Option(
            ["--port"],
            type=PORT,
            help="the port (default: 8000, or a free one if that is taken; a port you name must be free)",
        ),
    ],
)
