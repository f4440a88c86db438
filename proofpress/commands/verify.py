"""`verify`: train again, with fresh seeds and with the same ones, and compare with the stored runs."""

from typing import Any

import click

from proofpress import verification
from proofpress.cache.store import Store
from proofpress.commands._command import POSITIVE, Command, Summary
from proofpress.console import Console
from proofpress.models.build_options import BuildOptions


def verify(
    options: BuildOptions,
    console: Console,
    experiments: tuple[str, ...],
    fresh: int,
    record: bool,
    fresh_only: bool,
    **recorded: Any,
) -> Summary:
    """Return what was found. Raises BuildError for an unknown id, and for each verdict that a round turned."""
    with Store(options.runs).in_use():
        return verification.verify(
            options, console, experiments, fresh, record=record, fresh_only=fresh_only, **recorded
        )


COMMAND = Command(
    verify,
    "retrain and compare with the stored runs",
    "verify learning-rate",
    [
        click.Argument(["experiments"], nargs=-1, metavar="[ID]..."),
        click.Option(["--fresh"], type=POSITIVE, default=1, metavar="N", help="rounds of fresh seeds (default: 1)"),
        click.Option(
            ["--record"],
            is_flag=True,
            help="keep what fresh seeds and repeated runs gave in content/SLUG/verified.yaml, for the ledger to say",
        ),
        click.Option(["--fresh-only"], is_flag=True, help="do not train the published seeds again"),
        click.Option(["--repeat"], is_flag=True, help="run the commands that make recorded runs again, and compare"),
        click.Option(["--at-most"], type=POSITIVE, metavar="N", help="repeat so many of the recorded runs"),
    ],
)
