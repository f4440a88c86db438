"""What the command line says on the way: colours, a bar that redraws itself, lines in a log, silence for programs."""

import io

import pytest

from proofpress.console import BAR_WIDTH, Console, colours_wanted
from proofpress.diagnostics import Diagnostic, Location

WRONG = Diagnostic(
    Location("content/page.yaml", 3, 5), "unknown-key", "'headng' is not a key", "did you mean 'heading'?"
)
LINE = "content/page.yaml:3:5: error[unknown-key]: 'headng' is not a key — did you mean 'heading'?"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


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
        console.diagnostics([WRONG], 1)
    text = coloured.err.getvalue()
    assert "\x1b[31m" in text
    assert text.replace("\x1b[31m", "").replace("\x1b[0m", "") == plain.err.getvalue() == LINE + "\n"


def test_a_terminal_gets_a_bar_that_is_gone_when_something_is_said():
    """The bar redraws itself in one line, and a sentence never lands in the middle of it."""
    console = Console(err=Terminal())
    console.progress(1, 4, "learning-rate")
    bar = console.err.getvalue()
    assert bar.count("█") == BAR_WIDTH // 4
    assert bar.count("░") == BAR_WIDTH - BAR_WIDTH // 4
    assert bar.endswith("learning-rate")
    assert "\n" not in bar
    console.say("a sentence")
    assert console.err.getvalue() == bar + "\r\x1b[2Ka sentence\n"


def test_a_log_gets_few_plain_lines():
    """Where nobody watches, progress is a line now and then, without marks that move a cursor."""
    console = Console(err=io.StringIO())
    for done in range(100):
        console.progress(done, 100, "learning-rate")
    lines = console.err.getvalue().splitlines()
    assert len(lines) == 1
    assert "\x1b" not in lines[0]
    assert lines[0].endswith("learning-rate")


@pytest.mark.parametrize("console", [Console(level=0, err=Terminal()), Console(form="json", err=Terminal())])
def test_progress_is_silent_for_programs_and_the_quiet(console):
    """Neither `--quiet` nor `--format json` shows progress or sentences."""
    console.progress(1, 2, "learning-rate")
    console.say("a sentence")
    assert console.err.getvalue() == ""
