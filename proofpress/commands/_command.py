"""What every command is: shared options, its own parameters, and a function that returns a summary.

Side effects: looks for the root of the site.
"""

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from proofpress.console import Console, colours_wanted, usual_format
from proofpress.diagnostics import BuildError, Diagnostic, Location
from proofpress.models.build_options import BuildOptions
from proofpress.publish.folder import check_apart

HELP = ["-h", "--help"]
SETTINGS = Path("content", "site.yaml")
Summary = dict[str, Any]
"""What a command did, for programs; its `line` is for people."""


class Command(click.Command):
    """A command of the press. The function gets the options, the console, and the command's own parameters by name.

    summary: what it does, in a line. example: arguments of a right use, for the help. own: parameters beside the
    shared options; one that has the name of a shared option stands in its place.
    """

    def __init__(
        self, function: Callable[..., Summary], summary: str, example: str, own: Iterable[click.Parameter] = ()
    ) -> None:
        self._own = list(own)
        taken = {name for parameter in self._own for name in parameter.opts}
        shared = [option for option in shared_options() if taken.isdisjoint(option.opts)]
        super().__init__(
            function.__name__,
            callback=function,
            params=[*self._own, *shared],
            short_help=summary,
            help=f"{summary[0].upper()}{summary[1:]}.",
            context_settings={"allow_extra_args": True, "help_option_names": HELP},
        )
        self.example = example

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments. Raises click.UsageError for too many of them."""
        super().parse_args(ctx, args)
        if ctx.args:
            raise click.UsageError(f"unrecognized arguments: {' '.join(ctx.args)}", ctx)
        return ctx.args

    def invoke(self, ctx: click.Context) -> None:
        """Call the function with what was given before and after the command's name, and print its summary."""
        before = ctx.parent.params if ctx.parent else {}
        both = [*before.items(), *ctx.params.items()]
        given = {name: value for name, value in both if value is not None and value is not False}
        if given.get("quiet") and given.get("verbose"):
            raise click.UsageError("argument --verbose: not allowed with argument --quiet", ctx)
        console = ctx.ensure_object(Console)
        console.level = 0 if given.get("quiet") else 2 if given.get("verbose") else 1
        console.format = given.get("format") or usual_format()
        console.colour = colours_wanted(given.get("no_color", False), sys.stderr)
        shared = {name: value for name, value in given.items() if name in BuildOptions.__struct_fields__}
        own = {parameter.name: ctx.params[parameter.name] for parameter in self._own if parameter.name}
        assert self.callback is not None
        options = BuildOptions(**{**default_folders(given), **shared})
        check_apart(options)
        if "templates" in given and not options.templates.is_dir():
            location, message = Location(str(options.templates)), "there is no such folder of templates"
            raise BuildError([Diagnostic(location, "missing-folder", message, "name one with --templates")])
        console.finish(self.callback(options, console, **own))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """End the help with the example."""
        write_examples(ctx, formatter, self.example)


def default_folders(given: Mapping[str, Any]) -> dict[str, Path]:
    """Return the folders of the site that this folder lies in, so that commands work in a sub-folder of it.

    None if the content is given, if it lies here, or if there is none further up: then the usual names are meant.
    """
    here = Path.cwd()
    if "content" in given or (here / SETTINGS).is_file():
        return {}
    for depth, folder in enumerate(here.parents, 1):
        if (folder / SETTINGS).is_file():
            up = Path(*[os.pardir] * depth)
            return {name: up / name for name in ("content", "output", "templates", "runs")}
    return {}


def content_of(arguments: Sequence[str]) -> Path:
    """Return the content folder of a command, before the command is known; whatever else is given is passed over."""
    options = [option for option in shared_options() if option.name == "content"]
    settings = {"ignore_unknown_options": True, "allow_extra_args": True, "allow_interspersed_args": True}
    reader = click.Command(None, params=list(options), add_help_option=False, context_settings=settings)
    given = reader.make_context("", list(arguments), resilient_parsing=True).params.get("content")
    named = {} if given is None else {"content": given}
    return Path({**default_folders(named), **named}.get("content", BuildOptions().content))


class WholeNumber(click.ParamType[int]):
    """A whole number between bounds. wanted: what to call it where it is none."""

    name = "integer"

    def __init__(self, lowest: int, highest: float, wanted: str) -> None:
        self._lowest, self._highest, self._wanted = lowest, highest, wanted

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number. Raises click.BadParameter if it is none."""
        text = str(value)
        if not text.isdecimal() or not self._lowest <= int(text) <= self._highest:
            self.fail(f"'{text}' is not {self._wanted}", param, ctx)
        return int(text)


POSITIVE = WholeNumber(1, float("inf"), "a whole number from 1")
FOLDER = click.Path(path_type=Path)


def shared_options() -> list[click.Option]:
    """Return the options that every command takes, before or after its name."""
    return [
        click.Option(["--content"], type=FOLDER, metavar="DIR", help="where the YAML lies (default: content/)"),
        click.Option(["-o", "--output"], type=FOLDER, metavar="DIR", help="where the site is built (default: output/)"),
        click.Option(
            ["--templates"], type=FOLDER, metavar="DIR", help="the site's own templates (default: templates/)"
        ),
        click.Option(["--runs"], type=FOLDER, metavar="DIR", help="where trained runs are kept (default: runs/)"),
        click.Option(["--base-url"], metavar="URL", help="the site's address, if not the one in site.yaml"),
        click.Option(["--jobs"], type=POSITIVE, metavar="N", help="workers that train (default: one a core)"),
        click.Option(["--scheduler"], metavar="ADDRESS", help="train on an existing Dask cluster"),
        click.Option(["--drafts"], is_flag=True, help="build comparisons marked as drafts too"),
        click.Option(["--only"], metavar="SLUG", help="build just this comparison"),
        click.Option(["-q", "--quiet"], is_flag=True, help="print problems only"),
        click.Option(["-v", "--verbose"], is_flag=True, help="print the seconds and runs of each experiment too"),
        click.Option(["--no-color"], is_flag=True, help="no colours (NO_COLOR does the same)"),
        click.Option(
            ["--format"],
            type=click.Choice(["text", "json", "github", "sarif"]),
            help="problems and summary as text or as JSON, problems as annotations or as SARIF "
            "(default: text; github on GitHub Actions)",
        ),
    ]


def write_examples(ctx: click.Context, formatter: click.HelpFormatter, *examples: str) -> None:
    """Write right uses of the command at the end of its help, as they are typed here."""
    program = ctx.find_root().info_name or ""
    typed = f"python {program}" if program.endswith(".py") else program
    lines = "\n".join(f"  {typed} {example}".rstrip() for example in examples)
    formatter.write(f"\nexample:\n{lines}\n")
