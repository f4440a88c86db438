"""Keys and syntax: what changes a digest, and what does not."""

import importlib.util
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from proofpress.cache import keys, source_fingerprint
from proofpress.diagnostics import Location

SOURCE = '''"""About."""
import numpy
from proofpress.cache import keys

def f(x):
    """Say."""
    # why
    return x + 1
'''

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


class Point(Struct, frozen=True):
    """A record with a place."""

    x: float
    location: Location = Location("a.yaml", 1, 1)


class Other(Struct, frozen=True):
    """The same field under another name of record."""

    x: float


@given(JSON)
def test_a_digest_survives_json(value):
    """What went through JSON, as a piece on its way to a worker does, has the digest it had."""
    assert keys.digest(json.loads(json.dumps(value))) == keys.digest(value)


def test_places_spelling_and_order_do_not_count():
    """Where something was written, 1 or 1.0, a list or a tuple, the order of names: all the same."""
    assert keys.digest(Point(1.0)) == keys.digest(Point(1, Location("b.yaml", 9, 9)))
    assert keys.digest({"a": 1, "b": [2]}) == keys.digest({"b": (2.0,), "a": 1})
    assert keys.digest(Point(1.0)) != keys.digest(Other(1.0))
    assert keys.digest(1) != keys.digest("1")
    assert keys.digest(1, 2) != keys.digest([1, 2])


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
    one, other = (
        source_fingerprint.parsed(SOURCE.encode()),
        source_fingerprint.parsed(SOURCE.replace(before, after).encode()),
    )
    assert (one.tree == other.tree) is same


def test_imports_are_found_wherever_they_are():
    """In functions too, and by the name of what is imported."""
    source = b"import os.path\ndef f():\n    from proofpress.cache.store import Store\n    import jax\n"
    assert source_fingerprint.parsed(source).imports == ("os.path", "proofpress.cache.store.Store", "jax")


def test_a_digest_of_code_follows_imports_to_helpers():
    """The kind's own module, the engine it calls, what that calls: and no other kind."""
    parts = keys.code_parts("proofpress.experiments.kinds.network")
    reached = {name.removeprefix("proofpress.").removeprefix("experiments.") for name in parts}
    assert {"kinds.network", "training.engine", "training.program", "draws", "datasets.splitting"} <= reached
    assert {"training.network", "training.batches"} <= reached
    assert not [name for name in reached if name.startswith("kinds.") and name != "kinds.network"]
    assert "proofpress.claims" not in parts
    assert "proofpress.cache.keys" not in parts


def test_what_a_package_only_hands_on_is_followed_to_where_it_is_defined():
    """A record that no run is made of may change, and no run is trained again."""
    parts = keys.code_parts("proofpress.experiments.kinds.network")
    records = {name.removeprefix("proofpress.") for name in parts if name.startswith("proofpress.models")}
    assert {"models.runs", "models.options", "models.kinds"} <= records
    assert not {"models", "models.lab", "models.explorer", "models.findings", "models.site"} & records


def test_an_edited_helper_changes_the_digest_and_an_edited_docstring_does_not(tmp_path, monkeypatch):
    """A change two imports away counts; a docstring there does not. Notes beside the sources do not hide it."""
    press = tmp_path / "proofpress"
    press.mkdir()
    files = {"a": "from proofpress.b import f\n", "b": "from proofpress import c\ndef f(): return c.g()\n", "c": SOURCE}
    for name, text in files.items():
        (press / f"{name}.py").write_text(text)

    def now() -> tuple[str, str]:
        for function in (keys._file, keys._closure, keys.code_digest, source_fingerprint.syntax):
            function.cache_clear()
        return keys.code_digest("proofpress.a"), keys.source_digest("proofpress.a")

    monkeypatch.setattr(keys, "HERE", press)
    try:
        first = now()
        assert now() == first
        assert list(keys.code_parts("proofpress.a")) == ["proofpress.a", "proofpress.b", "proofpress.c"]
        (press / "c.py").write_text(SOURCE.replace("Say.", "Say it."))
        docstring = now()
        assert docstring[0] == first[0]
        assert docstring[1] != first[1]
        (press / "c.py").write_text(SOURCE.replace("x + 1", "x + 2"))
        assert now()[0] != first[0]
    finally:
        for function in (keys._file, keys._closure, keys.code_digest, source_fingerprint.syntax):
            function.cache_clear()


@pytest.mark.parametrize("harm", [b"", b"{", b"[]", b'{"source": "x"}'])
def test_a_spoilt_note_is_made_again(tmp_path, harm):
    """What is noted beside a source is believed only whole."""
    path = tmp_path / "module.py"
    path.write_text(SOURCE)
    expected = source_fingerprint.syntax(path)
    note = Path(importlib.util.cache_from_source(str(path))).with_suffix(".syntax.json")
    assert note.is_file()
    note.write_bytes(harm)
    source_fingerprint.syntax.cache_clear()
    assert source_fingerprint.syntax(path) == expected
    assert note.read_bytes() != harm


def test_library_versions_name_what_the_code_imports():
    """The libraries that a kind and its data set compute with, jaxlib with jax; not those of other rooms."""
    found = keys.library_versions("proofpress.experiments.kinds.network", "proofpress.datasets.sources.bundled")
    assert set(found) == {"jax", "jaxlib", "numpy", "optax", "scikit-learn"}
    assert "absent" not in found.values()
    assert keys.version("no-such-package") == "absent"
