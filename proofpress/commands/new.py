"""`new`: a comparison that builds as it stands, to be changed piece by piece."""

import click

from proofpress.commands._command import Command, Summary
from proofpress.console import Console
from proofpress.models.build_options import BuildOptions
from proofpress.scaffold import scaffold


def new(options: BuildOptions, console: Console, slug: str) -> Summary:
    """Scaffold a comparison under content/. Raises BuildError for a name that will not do or is taken."""
    made = scaffold(options.content, slug)
    return {"made": made, "line": f"made {', '.join(made)}; now: python build.py --only {slug}"}


COMMAND = Command(
    new,
    "scaffold a comparison that builds as it stands",
    "new batch-vs-stream",
    [click.Argument(["slug"], metavar="SLUG")],
)
