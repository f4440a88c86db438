"""The command line: finds the command, and turns what it raises into lines and an exit status.

Side effects: prints; looks for the modules of commands.
"""

import atexit
import gc
import os
import select
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from pkgutil import iter_modules

import click

from proofpress import __version__, commands, own_kinds
from proofpress.commands._command import HELP, Command, content_of, shared_options, write_examples
from proofpress.console import PLAIN_LETTERS, Console
from proofpress.diagnostics import BuildError, Diagnostic, Location, from_oserror, suggest
from proofpress.extras import lacking

DONE, WRONG, USAGE, INTERRUPTED = 0, 1, 2, 130
DEFAULT_COMMAND = "build"
OBJECTS_BETWEEN_COLLECTIONS = 100_000


def main(arguments: Sequence[str], program: str) -> int:
    """Run one command and return its exit status: 0, 1, 2, 3 or 130, as the README lists them.

    program: the name that people call it by.
    """
    # Builds make many long-lived records: collecting after every 700 of them takes a fifth of a build of pages, and
    # freeing them one by one at the end a tenth of a build in which nothing changed.
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    atexit.register(gc.freeze)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=PLAIN_LETTERS)
    console = Console(version=__version__)
    try:
        return _call(program, list(arguments), console)
    except click.UsageError as error:
        print(_usage_line(error, program), file=sys.stderr)
        return USAGE
    except BuildError as error:
        console.report(error.diagnostics, error.status)
        return error.status
    except KeyboardInterrupt:
        console.say("interrupted: what had finished training is kept, and the next build goes on from there")
        return INTERRUPTED
    except BrokenPipeError as error:
        if not _reader_is_gone():
            message = f"a process that a build needs beside this one ended at once ({error.strerror or error})"
            hint = f"whoever runs the build must be allowed to start {sys.executable}"
            console.report([Diagnostic(Location(program), "lost-process", message, hint)], WRONG)
        return WRONG
    except Exception as error:
        diagnostic = from_oserror(error) if isinstance(error, OSError) else _missing_extra(error, program)
        diagnostic = diagnostic or own_kinds.blame(error)
        if diagnostic is None:
            _report_bug(console)
        else:
            console.say(traceback.format_exc(), level=2)
            console.report([diagnostic], WRONG)
        return WRONG
    finally:
        console.bar.clear()


def _call(program: str, arguments: list[str], console: Console) -> int:
    """Call the command that the arguments name, and return the exit status. Raises whatever went wrong."""
    status = DONE
    # Rooms name what may be written while they are imported, and commands import rooms.
    own_kinds.attach(content_of(arguments))
    try:
        with _program().make_context(program, arguments, obj=console) as context:
            context.command.invoke(context)
    except click.exceptions.Exit as stop:
        status = stop.exit_code
    console.out.flush()
    return status


class Commands(click.Group):
    """The modules of `proofpress.commands`, each imported when it is called or the list of all is printed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(module.name for module in iter_modules(commands.__path__) if not module.name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> Command:
        """Return the command of a name. Raises UnknownCommand."""
        names = self.list_commands(ctx)
        if cmd_name not in names:
            raise UnknownCommand(f"'{cmd_name}' is not a command ({', '.join(names)}) — {suggest(cmd_name, names)}")
        command: Command = import_module(f"{commands.__name__}.{cmd_name}").COMMAND
        return command

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """End the help with examples."""
        write_examples(ctx, formatter, "", "serve")


class UnknownCommand(click.UsageError):
    """A word that is no command's name."""


def _program() -> Commands:
    """Return the program: all commands, and the shared options before them."""
    version = click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_print_version,
        help="print the version",
    )
    return Commands(
        callback=click.pass_context(_run_default),
        invoke_without_command=True,
        params=[*shared_options(), version],
        help="Build a site whose sentences are measured: train, check the claims, draw, render.",
        context_settings={"help_option_names": HELP},
    )


def _run_default(context: click.Context, **_: object) -> None:
    """Run `build` if no command is named."""
    if context.invoked_subcommand is None:
        command = Commands().get_command(context, DEFAULT_COMMAND)
        with command.make_context(DEFAULT_COMMAND, [], parent=context) as inner:
            command.invoke(inner)


def _print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        print(f"Proofpress {__version__}")
        context.exit()


def _usage_line(error: click.UsageError, program: str) -> str:
    """Return what is wrong with the arguments, in one line."""
    if isinstance(error, UnknownCommand):
        return f"{program}: error[unknown-command]: {error.message}"
    path = " ".join(error.ctx.command_path.split()) if error.ctx else program
    return f"{program}: error[usage]: {_usage_message(error)} — see {path} --help"


def _usage_message(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            return f"unrecognized arguments: {error.option_name}"
        case click.BadOptionUsage():
            return f"argument {error.option_name}: expected one argument"
        case click.MissingParameter() if error.param:
            return f"the following arguments are required: {error.param.metavar}"
        case click.BadParameter() if error.param:
            return f"argument {error.param.opts[-1]}: {error.message}"
    return error.message


def _reader_is_gone() -> bool:
    """Return whether nobody reads what we print, as after `| head`; nothing more is printed then."""
    gone = False
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
            poll = select.poll()
            poll.register(stream, 0)
            broken = bool(poll.poll(0))
        except BrokenPipeError:
            broken = True
        except (AttributeError, OSError, ValueError):
            # Not a file, or a system without poll: what was flushed has been read.
            broken = False
        if broken:
            gone = True
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return gone


def _missing_extra(error: Exception, program: str) -> Diagnostic | None:
    """Return what is said of a library that is not installed since nobody asked for its extra."""
    found = lacking(error) if isinstance(error, ModuleNotFoundError) else None
    return found and Diagnostic(Location(program), "missing-extra", *found)


def _report_bug(console: Console) -> None:
    """Say that the press itself is at fault and how to report it; the traceback goes with the report."""
    console.say(traceback.format_exc(), level=0)
    print(
        "error[our-bug]: this is a fault of Proofpress, not of your content — please report it with the lines above, "
        f"the version ({__version__}) and the command",
        file=sys.stderr,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], "proofpress"))
