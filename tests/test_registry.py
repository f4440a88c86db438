"""Kinds are found where they lie: in the packages of the press, and in other people's distributions."""

import sys
import textwrap
from pathlib import Path

import pytest

from proofpress.models import Kind
from proofpress.registry import discover

KIND = 'from proofpress.models import Options, Kind\n{name} = Kind("{kind}", Options, "{kind}")\n'


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package `made_kinds` with one kind and one helper, importable in this test alone."""
    folder = tmp_path / "made_kinds"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "_helper.py").write_text("raise ImportError('helpers are imported by those who need them')\n")
    (folder / "first.py").write_text(KIND.format(name="KIND", kind="first"))
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    for name in [name for name in sys.modules if name.partition(".")[0] == "made_kinds"]:
        del sys.modules[name]


def distribute(folder: Path, module: str) -> None:
    """Lay beside a package what pip writes when a distribution with an entry point is installed."""
    about = folder.parent / "made-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: made\nVersion: 1\n")
    (about / "entry_points.txt").write_text(f"[made.kinds]\n{module} = made_other\n")


def test_a_kind_is_one_file(package):
    """A module in the package is enough; a module whose name begins with an underscore is a helper."""
    (package / "second.py").write_text(KIND.format(name="KIND", kind="second"))
    assert list(discover("made_kinds", "made.kinds", Kind)) == ["first", "second"]


def test_a_module_may_hold_several_kinds(package):
    """KINDS names them all."""
    several = "from proofpress.models import Options, Kind\n" + "KINDS = tuple(\n"
    several += '    Kind(name, Options, name) for name in ("b", "a")\n)\n'
    (package / "several.py").write_text(several)
    assert list(discover("made_kinds", "made.kinds", Kind)) == ["a", "b", "first"]


def test_other_distributions_bring_kinds(package):
    """An entry point leads to a module that names its kind as ours do."""
    (package.parent / "made_other.py").write_text(KIND.format(name="KIND", kind="theirs"))
    distribute(package, "theirs")
    assert list(discover("made_kinds", "made.kinds", Kind)) == ["first", "theirs"]
    sys.modules.pop("made_other", None)


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        (KIND.format(name="KIND", kind="first"), ValueError, "made_kinds.wrong calls its kind 'first', as another one"),
        (textwrap.dedent("KIND = 3\n"), TypeError, "made_kinds.wrong names a int as its kind: Kind is wanted"),
        ("", TypeError, "made_kinds.wrong names a NoneType as its kind: Kind is wanted"),
    ],
)
def test_what_is_no_kind_is_told(package, text, error, message):
    """A module without a kind, or with the name of another one, is named: nothing is silently left out."""
    (package / "wrong.py").write_text(text)
    with pytest.raises(error, match=message):
        discover("made_kinds", "made.kinds", Kind)
