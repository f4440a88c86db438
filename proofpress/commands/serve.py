"""`serve`: the development server."""

import click

from proofpress import server
from proofpress.commands._command import Command, Summary, WholeNumber
from proofpress.commands.build import build
from proofpress.console import Console
from proofpress.models.build_options import BuildOptions

HIGHEST_PORT = 65535
PORT = WholeNumber(0, HIGHEST_PORT, f"a port (0 to {HIGHEST_PORT}; 0 takes any that is free)")


def serve(options: BuildOptions, console: Console, host: str, port: int) -> Summary:
    """Serve the site until Ctrl-C. Raises BuildError if a folder is missing or the port cannot be had."""
    server.serve(options, console, host, port, build)
    return {}


COMMAND = Command(
    serve,
    "serve the site; rebuild and reload the page on a change",
    "serve --port 8000",
    [
        click.Option(["--host"], default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)"),
        click.Option(
            ["--port"],
            type=PORT,
            default=server.DEFAULT_PORT,
            help="the port (default: 8000, or a free one if that is taken; a port you name must be free)",
        ),
    ],
)
