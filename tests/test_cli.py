"""The command line: what it refuses, what it says, and with which status it ends."""

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from proofpress import __version__, cli, commands
from proofpress.commands import build as build_command
from proofpress.commands import clean as clean_command
from proofpress.diagnostics import BuildError, Diagnostic, Location
from proofpress.models.build_options import BuildOptions

ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "tests" / "sites" / "small"
_PROGRAM = cli._program()
COMMANDS = {name: _PROGRAM.get_command(None, name) for name in _PROGRAM.list_commands(None)}
WRONG = Diagnostic(
    Location("content/page.yaml", 3, 5), "unknown-key", "'headng' is not a key", "did you mean 'heading'?"
)
LINE = "content/page.yaml:3:5: error[unknown-key]: 'headng' is not a key — did you mean 'heading'?"


@pytest.fixture
def built(monkeypatch):
    """Replace the build by one that notes what it was asked and returns a summary; return the notes."""
    asked: list[BuildOptions] = []

    def build(options, console):
        asked.append(options)
        return {"trained": 3, "line": "3 runs trained"}

    monkeypatch.setattr(build_command.COMMAND, "callback", build)
    return asked


def run(*arguments: str) -> int:
    """Call the program as `build.py` does."""
    return cli.main(arguments, "build.py")


def refuse(*diagnostics: Diagnostic, status: int = 1):
    """Return a build that finds these problems."""

    def build(options, console):
        raise BuildError(diagnostics, status=status)

    return build


# ---------------------------------------------------------------- wrong usage


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (
            ["buld"],
            "build.py: error[unknown-command]: 'buld' is not a command"
            " (build, check, clean, init, new, numbers, schema, serve, status, sync, verify) — did you mean 'build'?",
        ),
        (
            ["frobnicate"],
            "build.py: error[unknown-command]: 'frobnicate' is not a command"
            " (build, check, clean, init, new, numbers, schema, serve, status, sync, verify)"
            " — use 'build', 'check', 'clean', 'init', 'new', 'numbers', 'schema', 'serve', 'status', 'sync'"
            " or 'verify'",
        ),
        (["--nonsense"], "build.py: error[usage]: unrecognized arguments: --nonsense — see build.py --help"),
        (["build", "extra"], "build.py: error[usage]: unrecognized arguments: extra — see build.py build --help"),
        (
            ["--jobs", "0"],
            "build.py: error[usage]: argument --jobs: '0' is not a whole number from 1 — see build.py --help",
        ),
        (
            ["check", "--jobs", "two"],
            "build.py: error[usage]: argument --jobs: 'two' is not a whole number from 1 — see build.py check --help",
        ),
        (
            ["serve", "--port", "99999"],
            "build.py: error[usage]: argument --port: '99999' is not a port (0 to 65535; 0 takes any that is free)"
            " — see build.py serve --help",
        ),
        (
            ["serve", "--host", ""],
            "build.py: error[usage]: argument --host: '' is not an address"
            " (127.0.0.1 is this machine, 0.0.0.0 every address) — see build.py serve --help",
        ),
        (["new"], "build.py: error[usage]: the following arguments are required: SLUG — see build.py new --help"),
        (
            ["build", "--quiet", "--verbose"],
            "build.py: error[usage]: argument --verbose: not allowed with argument --quiet — see build.py build --help",
        ),
        (["--content"], "build.py: error[usage]: argument --content: expected one argument — see build.py --help"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(capsys, built, arguments, complaint):
    """Wrong usage says what was given, what is allowed and where to read on; nothing is built."""
    assert run(*arguments) == 2
    out, err = capsys.readouterr()
    assert err == complaint + "\n"
    assert out == ""
    assert built == []


@pytest.mark.parametrize("command", [[], *[[name] for name in COMMANDS]], ids=" ".join)
def test_help_shows_an_example_that_is_accepted(capsys, monkeypatch, command):
    """Each command's help ends with an example, and the example is a right use of that command."""
    assert run(*command, "--help") == 0
    text = capsys.readouterr().out
    calls = {name: [] for name in COMMANDS}
    for name, asked in calls.items():
        monkeypatch.setattr(COMMANDS[name], "callback", lambda *given, asked=asked, **own: asked.append(given) or {})
    examples = text.partition("example:\n")[2].strip().splitlines()
    assert examples
    for example in examples:
        words = example.split()
        assert words[:2] == ["python", "build.py"]
        asked = calls[words[2] if len(words) > 2 else "build"]
        assert run(*words[2:]) == 0
        assert asked.pop()
        assert not command or words[2] == command[0]


def test_the_version_is_printed(capsys):
    """`--version` prints the name and the version, and nothing is built."""
    assert run("--version") == 0
    assert capsys.readouterr().out == f"Proofpress {__version__}\n"


@pytest.mark.parametrize("program", ["build.py", "proofpress"])
def test_the_program_is_called_what_people_typed(capsys, program):
    """Usage errors and help name the program as it was called."""
    assert cli.main(["--nonsense"], program) == 2
    assert capsys.readouterr().err.endswith(f" — see {program} --help\n")
    assert cli.main(["serve", "--help"], program) == 0
    typed = "python build.py" if program == "build.py" else "proofpress"
    assert capsys.readouterr().out.endswith(f"example:\n  {typed} serve --port 8000\n")


def test_a_command_is_one_file(capsys, monkeypatch, tmp_path):
    """A module in the folder of the commands is a command: it is called, listed and suggested by its name."""
    (tmp_path / "greet.py").write_text(
        "from proofpress.commands._command import Command\n\n\n"
        "def greet(options, console):\n    return {'line': f'hello from {options.content}'}\n\n\n"
        "COMMAND = Command(greet, 'say hello', 'greet')\n"
    )
    monkeypatch.setattr(commands, "__path__", [*commands.__path__, str(tmp_path)])
    assert run("greet", "--content", "c") == 0
    assert capsys.readouterr().out == "hello from c\n"
    assert run("gret") == 2
    assert capsys.readouterr().err.endswith(" — did you mean 'greet'?\n")
    assert run("--help") == 0
    assert "  greet    say hello" in capsys.readouterr().out


# ---------------------------------------------------------------- options


@pytest.mark.parametrize(
    ("short", "options"),
    [(["-o", "elsewhere"], BuildOptions(output=Path("elsewhere"))), (["-q"], BuildOptions()), (["-v"], BuildOptions())],
)
def test_the_commonest_options_have_short_names(built, short, options):
    """`-o`, `-q` and `-v` stand for `--output`, `--quiet` and `--verbose`."""
    assert run(*short) == 0
    assert built == [options]


@pytest.mark.parametrize("arguments", [["--only", "a", "build"], ["build", "--only", "a"], ["--only", "a"]])
def test_an_option_may_stand_before_or_after_the_command(built, arguments):
    """Where a shared option stands makes no difference, and no command means build."""
    assert run(*arguments) == 0
    assert [options.only for options in built] == ["a"]


def test_every_option_reaches_the_request(built, tmp_path, monkeypatch):
    """What is given on the command line is what the command is asked."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t").mkdir()
    options = "--content c --output o --templates t --runs r --base-url https://example.org/ --jobs 3"
    more = "--scheduler tcp://10.0.0.1:8786 --drafts --only slug"
    assert run(*options.split(), *more.split()) == 0
    folders = {name: Path(name[0]) for name in ("content", "output", "templates", "runs")}
    assert built == [
        BuildOptions(
            **folders,
            base_url="https://example.org/",
            jobs=3,
            scheduler="tcp://10.0.0.1:8786",
            drafts=True,
            only="slug",
        )
    ]


def test_without_options_the_request_has_its_defaults(built):
    """No argument means build, with the documented folders and as many workers as there are cores."""
    assert run() == 0
    assert built == [BuildOptions()]


@pytest.mark.parametrize(
    ("arguments", "cleared"),
    [
        (["clean"], None),
        (["clean", "--runs"], clean_command.AS_USUAL),
        (["clean", "--runs", "r"], Path("r")),
        (["clean", "--runs", "--unused"], clean_command.AS_USUAL),
    ],
)
def test_clean_keeps_the_runs_unless_asked(monkeypatch, arguments, cleared):
    """Stored runs are removed only by `--runs`, which then needs no folder."""
    asked = []

    def clean(options, console, cleared, unused):
        asked.append((options.runs, cleared))
        return {}

    monkeypatch.setattr(clean_command.COMMAND, "callback", clean)
    assert run(*arguments) == 0
    assert asked == [(Path("runs"), cleared)]


# ---------------------------------------------------------------- statuses and words


def test_a_build_that_works_prints_its_line(capsys, built):
    """The last line sums the build up, on the standard output, with status 0."""
    assert run() == 0
    assert capsys.readouterr() == ("3 runs trained\n", "")


def test_quiet_prints_nothing_but_problems(capsys, built, monkeypatch):
    """With `--quiet` a good build is silent and a bad one is not."""
    assert run("--quiet") == 0
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(build_command.COMMAND, "callback", refuse(WRONG))
    assert run("--quiet") == 1
    assert capsys.readouterr() == ("", LINE + "\n")


@pytest.mark.parametrize("status", [1, 2, 3])
def test_problems_choose_the_status_and_are_all_printed(capsys, monkeypatch, status):
    """Every problem is a line on the standard error, sorted by place; the status is that of the stage."""
    second = Diagnostic(Location("content/page.yaml", 12, 1), "missing-key", "'title' is missing")
    monkeypatch.setattr(build_command.COMMAND, "callback", refuse(second, WRONG, status=status))
    assert run() == status
    assert capsys.readouterr() == ("", f"{LINE}\ncontent/page.yaml:12:1: error[missing-key]: 'title' is missing\n")


def test_json_is_one_object_whatever_happens(capsys, built, monkeypatch):
    """`--format json` prints one object on the standard output and nothing else, good or bad."""
    assert run("--format", "json") == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == {"status": 0, "diagnostics": [], "trained": 3, "line": "3 runs trained"}
    assert err == ""
    monkeypatch.setattr(build_command.COMMAND, "callback", refuse(WRONG))
    assert run("--format", "json") == 1
    out, err = capsys.readouterr()
    assert json.loads(out) == {
        "status": 1,
        "diagnostics": [
            {
                "file": "content/page.yaml",
                "line": 3,
                "column": 5,
                "rule": "unknown-key",
                "message": "'headng' is not a key",
                "hint": "did you mean 'heading'?",
            }
        ],
    }
    assert err == ""


def test_a_fault_of_ours_says_so_and_how_to_report_it(capsys, monkeypatch):
    """Where the press itself fails, the traceback goes with a line that does not blame the author; status 1."""

    def build(options, console):
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr(build_command.COMMAND, "callback", build)
    assert run() == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "ZeroDivisionError: by nought" in err
    assert err.splitlines()[-1] == (
        "error[our-bug]: this is a fault of Proofpress, not of your content — please report it with the lines above, "
        f"the version ({__version__}) and the command"
    )


def test_an_interrupt_is_status_130_and_no_traceback(capsys, monkeypatch):
    """Ctrl-C ends a command with the status that shells expect, and says what is kept."""

    def build(options, console):
        raise KeyboardInterrupt

    monkeypatch.setattr(build_command.COMMAND, "callback", build)
    assert run() == 130
    said = "interrupted: what had finished training is kept, and the next build goes on from there\n"
    assert capsys.readouterr() == ("", said)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send to another process")
def test_a_real_interrupt_while_training_leaves_no_output(tmp_path):
    """SIGINT in the middle of a real build ends it with 130, without a traceback and without half a site."""
    folders = ["--content", SMALL, "--output", tmp_path / "output", "--runs", tmp_path / "runs"]
    command = [sys.executable, ROOT / "build.py", *map(str, folders)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as build:
        first = build.stderr.readline()
        assert first.lstrip().startswith("0%"), first
        build.send_signal(signal.SIGINT)
        rest = build.stderr.read()
    assert build.returncode == 130, rest
    assert "Traceback" not in rest
    assert rest.splitlines()[-1].startswith("interrupted: ")
    assert not (tmp_path / "output" / "index.html").exists()


# ---------------------------------------------------------------- colours and progress


def test_a_full_disk_is_told_in_one_line(monkeypatch, capsys):
    """What a disk refuses is a problem with a place and a mend, not a fault of the press."""

    def full(options, console):
        raise OSError(errno.ENOSPC, "No space left on device", "runs/ab/abc.runs")

    monkeypatch.setattr(build_command.COMMAND, "callback", full)
    assert run("build") == 1
    assert capsys.readouterr().err == (
        "runs/ab/abc.runs: error[disk]: it cannot be written or read: No space left on device — "
        "make room on the disk, and build again\n"
    )


# ---------------------------------------------------------------- the first and the last moment


def ended(code: str, *arguments: str, **more) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, **more)


@pytest.mark.parametrize("module", ["proofpress", "proofpress.cli"])
def test_modules_that_look_like_the_program_are_the_program(module):
    """`python -m proofpress` and `python -m proofpress.cli` do what the installed command does."""
    command = [sys.executable, "-m", module, "--version"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout, said.stderr) == (0, f"Proofpress {__version__}\n", "")


@pytest.mark.parametrize("name", ["proofpress.cli", "proofpress.commands", "click", "proofpress.console"])
def test_an_interrupt_while_importing_is_one_line(name):
    """Ctrl-C before the command has begun ends the program with 130 and a line, not with a traceback."""
    code = (
        "import sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == sys.argv[1]: raise KeyboardInterrupt\n"
        "import proofpress\n"
        "sys.meta_path.insert(0, Finder())\n"
        "from proofpress.__main__ import main\n"
        "sys.exit(main())"
    )
    said = ended(code, name)
    assert (said.returncode, said.stdout, said.stderr) == (130, "", "interrupted: nothing had begun\n")


def test_a_pipe_that_breaks_inside_is_told(capsys, monkeypatch):
    """Where a process that a build needs dies, the build says so: only a reader that went away is no news."""

    def build(options, console):
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr(build_command.COMMAND, "callback", build)
    assert run() == 1
    assert capsys.readouterr().err == (
        "build.py: error[lost-process]: a process that a build needs beside this one ended at once (Broken pipe)"
        f" — whoever runs the build must be allowed to start {sys.executable}\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has other pipes")
def test_a_reader_that_went_away_is_no_news():
    """`build.py … | head` ends quietly once nobody reads."""
    read, write = os.pipe()
    os.close(read)
    for unbuffered in ("", "1"):
        command = [sys.executable, ROOT / "build.py", "--version"]
        env = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
        said = subprocess.run(command, cwd=ROOT, env=env, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
        assert (said.returncode, said.stderr) == (1, "")
    os.close(write)


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp1252"])
def test_a_terminal_without_our_letters_gets_others(encoding):
    """A dash that the terminal cannot print becomes a hyphen; nothing ends in a UnicodeEncodeError."""
    command = [sys.executable, ROOT / "build.py", "buld"]
    env = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    said = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False)
    text = said.stderr.decode(encoding)
    assert said.returncode == 2
    dash = "—" if encoding == "cp1252" else "-"
    assert text.replace("\r", "").endswith(f"verify) {dash} did you mean 'build'?\n")


# ---------------------------------------------------------------- where a command is run


@pytest.mark.parametrize("below", ["content", "content/steps", "output/a/b"])
def test_a_command_in_a_sub_folder_finds_its_root(built, tmp_path, monkeypatch, below):
    """Below a site its usual folders are meant, as they are seen from here; what is named is taken as it is."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "site.yaml").touch()
    (tmp_path / below).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(tmp_path / below)
    up = Path(*[".."] * len(Path(below).parts))
    elsewhere = tmp_path / "elsewhere"
    assert run("--output", str(elsewhere)) == 0
    assert built == [
        BuildOptions(content=up / "content", output=elsewhere, templates=up / "templates", runs=up / "runs")
    ]


def test_named_content_and_the_root_itself_are_taken_as_they_are(built, tmp_path, monkeypatch):
    """Nothing is looked for where the content is named, or lies here, or is nowhere."""
    (tmp_path / "site" / "content" / "inner" / "content").mkdir(parents=True)
    for folder in ("site", "site/content/inner"):
        (tmp_path / folder / "content" / "site.yaml").touch()
    named = ("site/content", "--content", "c")
    for folder, *arguments in ((".",), ("site",), ("site/content/inner",), named):
        monkeypatch.chdir(tmp_path / folder)
        assert run(*arguments) == 0
    assert built == [*[BuildOptions()] * 3, BuildOptions(content=Path("c"))]
