"""`clean`: remove output/ and, if asked, the stored runs."""

from contextlib import nullcontext
from pathlib import Path

import click
from msgspec.structs import replace

from proofpress.cache import manifest
from proofpress.cache.store import Store
from proofpress.commands._command import FOLDER, Command, Summary
from proofpress.console import Console
from proofpress.diagnostics import BuildError, Diagnostic, Location
from proofpress.models.build_options import BuildOptions
from proofpress.publish import swap
from proofpress.publish.lock import lock

AS_USUAL = Path("")
"""`--runs` without a folder: the stored runs where they usually are."""


def clean(options: BuildOptions, console: Console, cleared: Path | None, unused: bool) -> Summary:
    """Remove the built site and, if asked, the stored runs.

    cleared: the folder of runs to clear, None to keep the runs. unused: remove only what no build used, and keep
    output/. Raises BuildError, before anything is removed, for a folder that is not ours and for runs that are in use.
    """
    where = options if cleared in {None, AS_USUAL} else replace(options, runs=cleared)
    if unused:
        return _clean_unused(where, console)
    store = Store(where.runs)
    with lock(where.output), nullcontext() if cleared is None else store.alone():
        removed = [str(where.output)] * swap.clean(where.output)
        if cleared is not None:
            removed += [str(where.runs)] * store.clear()
    return {"removed": removed, "line": f"removed {' and '.join(removed)}" if removed else "nothing to remove"}


def _clean_unused(options: BuildOptions, console: Console) -> Summary:
    """Remove the stored entries that the last build of no site used. Raises BuildError if no build is known."""
    store = Store(options.runs, tell=console.say)
    with store.alone():
        entries = manifest.unused(store)
        if entries is None:
            message = f"no build is known that used what is stored in '{options.runs}'"
            raise BuildError([Diagnostic(Location(str(options.runs)), "unknown-use", message, "build first")])
        size = sum(store.path(*entry).stat().st_size for entry in entries)
        for entry in entries:
            store.drop(*entry)
    line = f"removed {len(entries):,} stored entries, {size / 1e6:.1f} MB, that no last build used"
    return {"removed": len(entries), "bytes": size, "line": line if entries else "nothing to remove"}


COMMAND = Command(
    clean,
    "remove output/ and, with --runs, the stored runs",
    "clean --runs",
    [
        # Its own parameter: `--runs DIR` before the command says where runs are kept, not that they should go.
        click.Option(
            ["--runs", "cleared"],
            type=FOLDER,
            is_flag=False,
            flag_value=str(AS_USUAL),
            metavar="[DIR]",
            help="also remove the stored runs",
        ),
        click.Option(
            ["--unused"],
            is_flag=True,
            help="remove only stored entries that no site's last build used; --runs then says where they are",
        ),
    ],
)
