"""The code that runs is the code that a key speaks of."""

import importlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from proofpress.cache import code, loader
from proofpress.diagnostics import BuildError
from tests.desk import ROOT

ONE, OTHER = "VALUE = 1\n", "VALUE = 2\n"


@pytest.fixture
def module(tmp_path, monkeypatch) -> Iterator[Path]:
    """A package `made_followed` that is imported from its sources, with a module `one`."""
    folder = tmp_path / "made_followed"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "one.py").write_text(ONE)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    loader.follow("made_followed.one")
    yield folder / "one.py"
    forget()


def forget() -> None:
    """Make this process forget the package."""
    loader.FOLLOWED.discard("made_followed")
    for name in [name for name in {*sys.modules, *loader.SOURCES} if name.partition(".")[0] == "made_followed"]:
        sys.modules.pop(name, None)
        loader.SOURCES.pop(name, None)
    code.forget()


def value(again: bool = False) -> int:
    """Import the module, as a new process does if `again`, and return its value."""
    if again:
        forget()
        loader.follow("made_followed")
    return importlib.import_module("made_followed.one").VALUE


def test_compiled_code_of_another_source_is_not_run(module):
    """An edit of equal size that keeps the time runs: 40 times, to and fro."""
    for turn in range(40):
        before = module.stat()
        module.write_text((ONE, OTHER)[turn % 2])
        os.utime(module, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert value(again=True) == turn % 2 + 1


def test_stale_code_of_python_itself_is_not_run(module):
    """A file that Python compiled by the time of the source, before the press was installed, is not believed."""
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, "-c", "import made_followed.one"]
    subprocess.run(command, cwd=module.parent.parent, env=env, check=True)
    compiled = Path(importlib.util.cache_from_source(str(module)))
    assert compiled.is_file()
    before = module.stat()
    module.write_text(OTHER)
    os.utime(module, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert value(again=True) == 2
    # What is kept now is believed by Python too, and only for this source.
    assert compiled.read_bytes()[4:8] == loader.CHECKED_HASH
    module.write_text(ONE)
    os.utime(module, ns=(before.st_atime_ns, before.st_mtime_ns))
    command[2] = "import made_followed.one; print(made_followed.one.VALUE)"
    assert subprocess.check_output(command, cwd=module.parent.parent, env=env) == b"1\n"


@pytest.mark.parametrize("harm", [b"", b"x" * 15, None])
def test_spoilt_compiled_code_is_made_again(module, harm):
    """A compiled file that is empty, short, or broken behind its head is compiled again."""
    assert value() == 1
    compiled = Path(importlib.util.cache_from_source(str(module)))
    compiled.write_bytes(compiled.read_bytes()[:20] if harm is None else harm)
    assert value(again=True) == 1


def test_code_that_changed_since_it_was_imported_makes_no_key(module):
    """What runs is the old code, and a key of the new one would say otherwise: that is told, and undone is undone."""
    assert value() == 1
    module.write_text(OTHER)
    code.forget()
    with pytest.raises(BuildError) as caught:
        code.read("made_followed.one", module)
    assert str(caught.value) == (
        "made_followed.one: error[code-changed]: the code was changed after this command began, which runs what it was "
        "before — start it again"
    )
    module.write_text(ONE)
    assert code.read("made_followed.one", module).imports == ()


def test_code_that_changed_since_a_key_was_made_of_it_is_not_run(module):
    """A module that is imported late must be what its key was made of."""
    code.read("made_followed.one", module)
    module.write_text(OTHER)
    with pytest.raises(BuildError, match="code-changed"):
        value()


def test_a_process_beside_the_press_runs_what_the_press_runs(module):
    """A worker that starts after the code was changed does not compute with it."""
    assert value() == 1
    module.write_text(OTHER)
    known = dict(loader.SOURCES)
    with pytest.raises(BuildError, match="code-changed"):
        value_in_child(known)


def value_in_child(known: dict[str, bytes]) -> None:
    """Import the module as a process that was told what its parent runs."""
    forget()
    loader.install(known)
    value()


def test_the_press_is_imported_from_its_sources():
    """Every module of the press that a build imports is known by its source."""
    names = subprocess.check_output(
        [
            sys.executable,
            "-c",
            "import sys; from proofpress import pipeline; from proofpress.cache.loader import SOURCES; "
            "print(*(n for n in sys.modules if n.startswith('proofpress.') and n not in SOURCES))",
        ],
        cwd=ROOT,
        text=True,
    ).split()
    assert names == ["proofpress.cache", "proofpress.cache.loader"]
