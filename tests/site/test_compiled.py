"""Compiled templates: those of the press are kept, and believed for the same bytes alone; a site's own never are."""

import marshal
import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from proofpress.site import compiled, templates
from proofpress.site.compiled import CompiledTemplates


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    """An empty folder in the place of `__pycache__`, which Python may write into."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(compiled.importlib.util, "cache_from_source", lambda path: str(tmp_path / "compiled.pyc"))
    return tmp_path


def filled(text: str, name: str = "parts/a.html", **options) -> str:
    """Return a template filled in by an environment of its own, as in a process of its own."""
    kept = CompiledTemplates({"parts/a.html"}, templates.__name__)
    return Environment(loader=DictLoader({name: text}), bytecode_cache=kept, **options).get_template(name).render(x=2)


def test_a_template_of_the_press_is_compiled_once(monkeypatch):
    """The second process finds the code of the first, and compiles nothing."""
    assert filled("{{ x }} of three") == "2 of three"
    monkeypatch.setattr(Environment, "compile", None)
    assert filled("{{ x }} of three") == "2 of three"


def test_a_changed_template_is_compiled_again(folder):
    """Code is believed for the bytes that it was made of; a new one takes the place of the old."""
    for text in ("{{ x }} of three", "{{ x }} of four", "{{ x }} of three"):
        assert filled(text) == text.replace("{{ x }}", "2")
    assert len(list(folder.iterdir())) == 1


def test_code_of_another_template_is_not_run(folder):
    """What lies there under another digest, or is no code, is compiled anew."""
    assert filled("{{ x }}") == "2"
    (kept,) = folder.iterdir()
    head = kept.read_bytes().partition(b"\n")[0]
    for planted in (
        b"0" * len(head) + b"\n" + marshal.dumps(compile("1 / 0", "a", "exec")),
        head + b"\n" + marshal.dumps("no code"),
        head + b"\n\xff",
        b"\xff",
        b"",
    ):
        kept.write_bytes(planted)
        assert filled("{{ x }}") == "2"


def test_templates_of_a_site_are_kept_nowhere(folder):
    """No code of a template that did not come with the press is written or looked for."""
    assert filled("{{ x }}", name="own.html") == "2"
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_written_costs_time_alone(folder):
    """Where nothing can be kept, or Python was told to keep nothing, templates are compiled."""
    sys.dont_write_bytecode = True
    assert filled("{{ x }}") == "2"
    assert list(folder.iterdir()) == []
    sys.dont_write_bytecode = False
    folder.rmdir()
    folder.write_bytes(b"a file in the way")
    assert filled("{{ x }}") == "2"
