"""The command line: arguments in, exit status out. What the commands do lies in `commands`."""

import argparse
import atexit
import gc
import re
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from msgspec.structs import replace

from proofpress import __version__
from proofpress.console import Console, colours_wanted
from proofpress.diagnostics import BuildError, from_oserror, suggest
from proofpress.models.build_options import BuildOptions

DONE, WRONG, USAGE, TRAINING, INTERRUPTED = 0, 1, 2, 3, 130
HIGHEST_PORT = 65535
OBJECTS_BETWEEN_SEARCHES = 100_000

COMMANDS = {
    "build": ("build what changed (the same as no command)", "python build.py build --only my-comparison"),
    "serve": ("serve the site; rebuild and reload the page on a change", "python build.py serve --port 8000"),
    "check": ("check everything a build checks; write nothing to output/", "python build.py check --format json"),
    "status": ("say which experiments and outputs are stale, and why", "python build.py status"),
    "verify": ("retrain and compare with the stored runs", "python build.py verify learning-rate"),
    "new": ("scaffold a comparison that builds as it stands", "python build.py new batch-vs-stream"),
    "clean": ("remove output/ and, with --runs, the stored runs", "python build.py clean --runs"),
}


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status: 0, 1, 2, 3 or 130, as the README lists them."""
    # Records are many and garbage is rare: to look for it after every 700 objects takes a fifth of a small build.
    gc.set_threshold(OBJECTS_BETWEEN_SEARCHES)
    # At the end the system takes back everything at once: to look through it all before is time for nothing.
    atexit.register(gc.freeze)
    try:
        given = vars(_parser().parse_args(list(arguments)))
    except SystemExit as stop:
        return int(stop.code or 0)
    console = Console(
        level=0 if given.get("quiet") else 2 if given.get("verbose") else 1,
        form=given.get("format", "text"),
        colour=colours_wanted(given.get("no_color", False), sys.stderr),
    )
    try:
        return _run(given, console)
    except BuildError as found:
        console.diagnostics(found.diagnostics, found.status)
        return found.status
    except KeyboardInterrupt:
        console.say("interrupted: what had finished training is kept, and the next build goes on from there")
        return INTERRUPTED
    except BrokenPipeError:
        return WRONG
    except OSError as fault:
        diagnostic = from_oserror(fault)
        if diagnostic is None:
            return _own_fault(console)
        console.diagnostics([diagnostic], WRONG)
        return WRONG
    except Exception:
        return _own_fault(console)


def _run(given: dict[str, Any], console: Console) -> int:
    """Call the command. Commands are imported here: usage errors need none of them."""
    from proofpress import commands

    names = BuildOptions.__struct_fields__
    options = BuildOptions(**{name: given[name] for name in given if name in names})
    match given.get("command") or "build":
        case "build":
            console.finish(commands.build(options, console))
        case "check":
            console.finish(commands.check(options, console))
        case "status":
            console.finish(commands.status(options, console))
        case "verify":
            asked = {name: given[name] for name in ("record", "fresh_only") if name in given}
            wanted = tuple(given["experiments"])
            console.finish(commands.verify(options, console, wanted, given.get("fresh", 1), **asked))
        case "new":
            console.finish(commands.new(options, given["slug"]))
        case "clean":
            too = "gone" in given
            where = replace(options, runs=given["gone"]) if too and given["gone"] else options
            if given.get("unused"):
                console.finish(commands.clean_unused(where, console))
            else:
                console.finish(commands.clean(where, runs_too=too))
        case "serve":
            from proofpress import server

            server.serve(options, console, given.get("host", "127.0.0.1"), given.get("port", 8000))
    return DONE


def _own_fault(console: Console) -> int:
    """Say that the press itself is at fault and how to report it; the traceback goes with the report."""
    console.say(traceback.format_exc(), level=0)
    print(
        "error[our-bug]: this is a fault of Proofpress, not of your content — please report it with the lines above, "
        f"the version ({__version__}) and the command",
        file=sys.stderr,
    )
    return WRONG


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are one line in the form of every other problem."""

    def error(self, message: str) -> NoReturn:
        choice = re.search(r"invalid choice: '([^']*)' \(choose from (.*)\)", message)
        if choice and "command" in message:
            names = ", ".join(COMMANDS)
            message = f"'{choice[1]}' is not a command ({names}) — {suggest(choice[1], COMMANDS)}"
            self._stop("unknown-command", message)
        self._stop("usage", f"{message} — see {self.prog} --help")

    def _stop(self, rule: str, message: str) -> NoReturn:
        print(f"{self.prog.split()[0]}: error[{rule}]: {message}", file=sys.stderr)
        raise SystemExit(USAGE)


def _parser() -> argparse.ArgumentParser:
    """Return the parser. Shared options may stand before or after the command."""
    shared = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    _shared_options(shared)
    style: dict[str, Any] = {"formatter_class": argparse.RawDescriptionHelpFormatter}
    parser = _Parser(
        prog="build.py",
        parents=[shared],
        description="Build a site whose sentences are measured: train, check the claims, draw, render.",
        epilog="example:\n  python build.py\n  python build.py serve",
        argument_default=argparse.SUPPRESS,
        **style,
    )
    parser.add_argument("--version", action="version", version=f"Proofpress {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="command", parser_class=_Parser)
    for name, (summary, example) in COMMANDS.items():
        command = commands.add_parser(
            name,
            parents=[] if name == "clean" else [shared],
            help=summary,
            description=summary[0].upper() + summary[1:] + ".",
            epilog=f"example:\n  {example}",
            argument_default=argparse.SUPPRESS,
            **style,
        )
        _own_options(name, command)
    return parser


def _shared_options(parser: argparse.ArgumentParser, *, runs_takes_folder: bool = True) -> None:
    folder: dict[str, Any] = {"type": Path, "metavar": "DIR"}
    parser.add_argument("--content", **folder, help="where the YAML lies (default: content/)")
    parser.add_argument("--output", **folder, help="where the site is built (default: output/)")
    parser.add_argument("--templates", **folder, help="the templates and assets (default: templates/)")
    if runs_takes_folder:
        parser.add_argument("--runs", **folder, help="where trained runs are kept (default: runs/)")
    else:
        # A name of its own: `--runs DIR` before the command says where runs are kept, not that they should go.
        parser.add_argument("--runs", nargs="?", const=None, dest="gone", **folder, help="also remove the stored runs")
    parser.add_argument("--base-url", metavar="URL", help="the site's address, if not the one in site.yaml")
    parser.add_argument("--jobs", type=_positive, metavar="N", help="workers that train (default: one a core)")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="train on an existing Dask cluster")
    parser.add_argument("--drafts", action="store_true", help="build comparisons marked as drafts too")
    parser.add_argument("--only", metavar="SLUG", help="build just this comparison")
    how_loud = parser.add_mutually_exclusive_group()
    how_loud.add_argument("--quiet", action="store_true", help="print problems only")
    how_loud.add_argument("--verbose", action="store_true", help="print the seconds and runs of each experiment too")
    parser.add_argument("--no-color", action="store_true", help="no colours (NO_COLOR does the same)")
    parser.add_argument("--format", choices=("text", "json"), help="problems and summary as text or as JSON")


def _own_options(name: str, parser: argparse.ArgumentParser) -> None:
    if name == "clean":
        _shared_options(parser, runs_takes_folder=False)
        unused_help = "remove only stored entries that no site's last build used; --runs then says where they are"
        parser.add_argument("--unused", action="store_true", help=unused_help)
    elif name == "verify":
        parser.add_argument("experiments", nargs="*", metavar="ID", default=[], help="experiments (default: all)")
        parser.add_argument("--fresh", type=_positive, metavar="N", help="rounds of fresh seeds (default: 1)")
        kept = "keep what fresh seeds gave in content/SLUG/verified.yaml, for the ledger to say"
        parser.add_argument("--record", action="store_true", help=kept)
        parser.add_argument("--fresh-only", action="store_true", help="do not train the published seeds again")
    elif name == "new":
        parser.add_argument("slug", metavar="SLUG", help="the comparison's name in addresses, such as batch-vs-stream")
    elif name == "serve":
        parser.add_argument("--host", help="the address to listen on (default: 127.0.0.1)")
        port_help = "the port (default: 8000, or a free one if that is taken; a port you name must be free)"
        parser.add_argument("--port", type=_port, help=port_help)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"'{text}' is not a port (0 to {HIGHEST_PORT}; 0 takes any that is free)")
    return int(text)
