"""What the command line says on the way: colours, a bar that redraws itself, lines in a log, silence for programs."""

import io
import json
import re

import pytest

from proofpress.console import Console, colours_wanted
from proofpress.diagnostics import Diagnostic, Location

WRONG = Diagnostic(
    Location("content/page.yaml", 3, 5), "unknown-key", "'headng' is not a key", "did you mean 'heading'?"
)
LINE = "content/page.yaml:3:5: error[unknown-key]: 'headng' is not a key — did you mean 'heading'?"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def screen(console: Console) -> list[str]:
    """Return what a terminal shows after all that was written to it: lines, moved over and erased as it says."""
    lines, row, column = [""], 0, 0
    for token in re.findall(r"\x1b\[[?0-9;]*[A-Za-z]|.|\n", console.err.getvalue(), re.DOTALL):
        if token == "\n":
            row, column = row + 1, 0
            lines += [""] * (row + 1 - len(lines))
        elif token == "\r":
            column = 0
        elif token == "\x1b[2K":
            lines[row] = ""
        elif token == "\x1b[1A":
            row -= 1
        elif not token.startswith("\x1b"):
            lines[row] = lines[row][:column] + token + lines[row][column + 1 :]
            column += 1
    return [line.rstrip() for line in lines]


def test_colours_are_for_terminals_that_were_not_asked_to_go_without(monkeypatch):
    """Colours need a terminal, and `--no-color` or a NO_COLOR that is not empty turns them off."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert colours_wanted(False, Terminal())
    assert not colours_wanted(True, Terminal())
    assert not colours_wanted(False, io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colours_wanted(False, Terminal())
    monkeypatch.setenv("NO_COLOR", "")
    assert colours_wanted(False, Terminal())


def test_a_coloured_line_says_the_same_as_a_plain_one():
    """Colour adds to a problem's line and takes nothing away."""
    plain, coloured = (Console(err=io.StringIO(), colour=colour) for colour in (False, True))
    for console in (plain, coloured):
        console.report([WRONG], 1)
    text = coloured.err.getvalue()
    assert "\x1b[31m" in text
    assert text.replace("\x1b[31m", "").replace("\x1b[0m", "") == plain.err.getvalue() == LINE + "\n"


def test_a_terminal_gets_a_bar_that_is_gone_when_something_is_said():
    """The bar redraws itself in one line, and a sentence never lands in the middle of it."""
    console = Console(err=Terminal())
    console.show_progress(1, 4, "learning-rate")
    assert screen(console) == ["━" * 10 + " " * 30 + "  25% … learning-rate"]
    console.say("a sentence")
    assert screen(console) == ["a sentence", ""]


def test_a_terminal_that_moves_no_cursor_gets_plain_lines(monkeypatch):
    """In an editor's shell (TERM=dumb) no marks appear that move a cursor."""
    monkeypatch.setenv("TERM", "dumb")
    console = Console(err=Terminal())
    console.show_progress(1, 4, "learning-rate")
    assert console.err.getvalue() == " 25% … learning-rate\n"


def test_of_many_problems_the_first_are_shown():
    """Twenty lines are read, two hundred are not; programs and those who ask for it get all."""
    many = [Diagnostic(Location("page.yaml", number, 1), "rule", "wrong") for number in range(1, 189)]
    brief, verbose, program = Console(err=io.StringIO()), Console(level=2, err=io.StringIO()), io.StringIO()
    brief.report(many, 1)
    lines = brief.err.getvalue().splitlines()
    assert lines[:20] == [str(each) for each in many[:20]]
    assert lines[20:] == ["and 168 more problems: --verbose prints all"]
    verbose.report(many, 1)
    assert len(verbose.err.getvalue().splitlines()) == 188
    Console(format="json", out=program).report(many, 1)
    assert len(json.loads(program.getvalue())["diagnostics"]) == 188
    brief.report(many[:20], 1)
    assert len(brief.err.getvalue().splitlines()) == 21 + 20


def test_a_bar_runs_once_from_start_to_end():
    """The parts of a command fill one bar: what follows begins where the part before ended."""
    console = Console(err=io.StringIO())
    for part in (console.part(0, 0.5), console.part(0.5, 1).part(0, 0.5), console.part(0.5, 1).part(0.5, 1)):
        for done in range(3):
            console.bar._last_line = float("-inf")
            part.show_progress(done, 2, "work")
    shares = [line.split("%")[0].strip() for line in console.err.getvalue().splitlines()]
    assert shares == ["0", "25", "50", "50", "62", "75", "75", "88", "100"]


def test_the_time_left_is_judged_by_the_progress_so_far(monkeypatch):
    """What was there at the start took no time, and is not counted as progress."""
    now = [100.0]
    monkeypatch.setattr("proofpress.console.time.monotonic", lambda: now[0])
    console = Console(err=io.StringIO())
    console.show_progress(60, 100, "stored")
    now[0] += 20
    console.show_progress(70, 100, "drawing")
    assert console.err.getvalue().splitlines() == [" 60% … stored", " 70% 60 s left drawing"]


def test_a_log_gets_few_plain_lines():
    """Where nobody watches, progress is a line now and then, without marks that move a cursor."""
    console = Console(err=io.StringIO())
    for done in range(100):
        console.show_progress(done, 100, "learning-rate")
    lines = console.err.getvalue().splitlines()
    assert len(lines) == 1
    assert "\x1b" not in lines[0]
    assert lines[0].endswith("learning-rate")


@pytest.mark.parametrize("console", [Console(level=0, err=Terminal()), Console(format="json", err=Terminal())])
def test_progress_is_silent_for_programs_and_the_quiet(console):
    """Neither `--quiet` nor `--format json` shows progress or sentences."""
    console.show_progress(1, 2, "learning-rate")
    console.say("a sentence")
    assert console.err.getvalue() == ""
