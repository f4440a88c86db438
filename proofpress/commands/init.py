"""`init`: a site of one's own, which builds as it stands."""

from pathlib import Path

import click

from proofpress import __version__, pipeline
from proofpress.commands._command import FOLDER, Command, Summary
from proofpress.commands.schema import encode_schemas
from proofpress.console import Console
from proofpress.models.build_options import BuildOptions
from proofpress.scaffold import EXTRA, scaffold_site


def init(options: BuildOptions, console: Console, folder: Path, example: str | None) -> Summary:
    """Begin a site in a folder. Raises BuildError for files that are there already and for an unknown example."""
    made = scaffold_site(folder, __version__, encode_schemas(pipeline.all_kinds()), example)
    go = "" if folder == Path() else f"cd {folder.as_posix()} && "
    line = (
        f"made {len(made)} files in {folder.resolve().as_posix()}; its first comparison trains networks, which needs "
        f"proofpress[{EXTRA}]; now: {go}python -m pip install -r requirements.txt && python build.py"
    )
    return {"made": made, "extra": EXTRA, "line": line}


COMMAND = Command(
    init,
    "begin a site of one's own, with a first comparison that builds",
    "init my-site",
    [
        click.Argument(["folder"], metavar="[DIR]", type=FOLDER, default=Path()),
        click.Option(["--example"], metavar="NAME", help="begin with a comparison that comes with Proofpress"),
    ],
)
