"""Code in keys: what of a source file counts, and which files a result depends on."""

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from proofpress.cache import code, keys, loader

SOURCE = '''"""About."""
import numpy
from proofpress.cache import keys

def f(x):
    """Say."""
    # why
    return x + 1
'''


@pytest.fixture
def fresh() -> Iterator[Callable[[], None]]:
    """Make this process forget what it read of sources, as a new one has read none; at the end too."""
    before = dict(loader.SOURCES)

    def forget() -> None:
        code.forget()
        keys.code_digest.cache_clear()
        keys.library_versions.cache_clear()
        loader.SOURCES.clear()
        loader.SOURCES.update(before)

    yield forget
    forget()


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ('"""About."""', '"""About something else."""', True),
        ('    """Say."""', '    """Say it."""', True),
        ("    # why", "    # because", True),
        ("return x + 1", "return (x\n        + 1)", True),
        ('    """Say."""\n', "", True),
        ("x + 1", "x + 2", False),
        ("def f(x)", "def f(x, y=0)", False),
        ("import numpy", "import scipy", False),
    ],
)
def test_only_what_the_code_does_counts(before, after, same):
    """Docstrings, comments and layout may change; anything that could change a result may not."""
    one, _ = code.parse(SOURCE.encode())
    other, _ = code.parse(SOURCE.replace(before, after).encode())
    assert (one == other) is same


def test_imports_are_found_wherever_they_are():
    """In functions too, and by the name of what is imported; dots say that it lies beside the module."""
    source = b"import os.path\nfrom . import a\nfrom ..b.c import d\n"
    source += b"def f():\n    from proofpress.cache.store import Store\n    import jax\n"
    _, imports = code.parse(source)
    assert imports == ("os.path", ".a", "..b.c.d", "proofpress.cache.store.Store", "jax")


def test_an_edited_helper_changes_the_digest_and_an_edited_docstring_does_not(tmp_path, monkeypatch, fresh):
    """A change two imports away counts; a docstring there does not. Notes beside the sources do not hide it."""
    press = tmp_path / "proofpress"
    press.mkdir()
    files = {"a": "from proofpress.b import f\n", "b": "from proofpress import c\ndef f(): return c.g()\n", "c": SOURCE}
    for name, text in files.items():
        (press / f"{name}.py").write_text(text)

    def now() -> tuple[str, str]:
        fresh()
        return keys.code_digest("proofpress.a"), keys.source_digest("proofpress.a")

    monkeypatch.setattr(code, "HERE", press)
    first = now()
    assert now() == first
    assert list(keys.code_parts("proofpress.a")) == ["proofpress.a", "proofpress.b", "proofpress.c"]
    (press / "c.py").write_text(SOURCE.replace("Say.", "Say it."))
    docstring = now()
    assert docstring[0] == first[0]
    assert docstring[1] != first[1]
    (press / "c.py").write_text(SOURCE.replace("x + 1", "x + 2"))
    assert now()[0] != first[0]


@pytest.fixture
def others(tmp_path, monkeypatch, fresh) -> Path:
    """Another distribution's package `made_rings`, with a kind, helpers, and a module at the top beside it."""
    package = tmp_path / "made_rings"
    (package / "deep").mkdir(parents=True)
    files = {
        "__init__": "SIZE = 3\n",
        "kind": "import json\nimport yaml\nfrom . import shapes\nfrom made_rings.deep.more import g\n"
        "from proofpress.draws import seeded\nimport made_top\n",
        "shapes": "from .deep import more\ndef f(x): return x + 1\n",
        "deep/__init__": "",
        "deep/more": "from .. import last\ndef g(x): return x\n",
        "last": "def h(x): return x\n",
        "unused": "def u(x): return x\n",
    }
    for name, text in files.items():
        (package / f"{name}.py").write_text(text)
    (tmp_path / "made_top.py").write_text("def t(): return 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    return package


def test_other_peoples_code_is_in_the_keys_of_what_it_computes(others, fresh):
    """A kind of another distribution is followed to its own helpers and to ours; other packages are not."""
    parts = set(keys.code_parts("made_rings.kind"))
    assert {name for name in parts if name.startswith("made_")} == {
        "made_rings", "made_rings.kind", "made_rings.shapes", "made_rings.deep", "made_rings.deep.more",
        "made_rings.last",
    }  # fmt: skip
    assert "proofpress.draws" in parts
    assert set(keys.library_versions("made_rings.kind")) >= {"pyyaml"}
    assert "made_rings" not in keys.library_versions("made_rings.kind")
    first = keys.code_digest("made_rings.kind")
    for name, old, new, same in (
        ("last", "return x", "return x * 2", False),
        ("__init__", "SIZE = 3", "SIZE = 4", False),
        ("unused", "return x", "return x * 2", True),
        ("shapes", "def f", "# a word\ndef f", True),
    ):
        path = others / f"{name}.py"
        text = path.read_text()
        path.write_text(text.replace(old, new))
        fresh()
        assert (keys.code_digest("made_rings.kind") == first) is same, name
        path.write_text(text)
        fresh()
    assert keys.code_digest("made_rings.kind") == first


@pytest.mark.parametrize("harm", [b"", b"{", b"[]", b'{"source": "x"}'])
def test_a_spoilt_note_is_made_again(tmp_path, harm, fresh):
    """What is noted beside a source is believed only whole."""
    path = tmp_path / "made_module.py"
    path.write_text(SOURCE)
    expected = code.read("made_module", path)
    note = Path(importlib.util.cache_from_source(str(path))).with_suffix(".syntax.json")
    assert note.is_file()
    note.write_bytes(harm)
    fresh()
    assert code.read("made_module", path) == expected
    assert note.read_bytes() != harm
