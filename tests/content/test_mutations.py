"""Whatever happens to a content file, the answer is a Site or Problems with places: never a traceback."""

import copy
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from proofpress.content import load
from proofpress.diagnostics import BuildError
from proofpress.models import Site
from tests.content.sites import KINDS, SMALL, small

FILES = sorted(path.relative_to(SMALL).as_posix() for path in SMALL.rglob("*.yaml"))
SCALARS = [None, True, -1, 0, 3.5, 1e308, 10**15, 10**30, float("inf"), float("nan")]
TEXTS = ["", " ", "no", "0", "1.10", "a: b", "- x", "{{ gone }}", "[@gone]", "*x", "&x", "!!python/name:os.system"]
STRANGE = ["é", "\u202e", "\u0000", "\ufeff", "\u2028", "𝕏", "a" * 300, "../../x", "two\nlines"]
NESTED = [[], {}, [[]], [None], [1, "x"], {"best": "x"}, {"best": 1, "per": 2}, {"": ""}, {"x": {"y": {"z": []}}}]
ODD = [*SCALARS, *TEXTS, *STRANGE, *NESTED]
TOKENS = [
    "\t",
    ":",
    "- ",
    "#",
    "'",
    '"',
    "{",
    "]",
    "|",
    "*a",
    "&a ",
    "!!set ",
    "? ",
    "\x85",
    "\u2028",
    "%",
    "\r",
    "<<: ",
    "yes",
    "---\n",
]
ALIEN = re.compile(r"pydantic|Input should|Traceback|<class|https://errors|object at 0x", re.IGNORECASE)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return every path into plain data, the parts before the whole."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, child in children for found in paths(child, (*path, key))] + [path]


def changed(data: Any, path: tuple[Any, ...], how: str, odd: Any) -> Any:
    """Return plain data with one thing deleted, repeated, retyped or renamed."""
    if not path:
        return odd
    parent = data
    for part in path[:-1]:
        parent = parent[part]
    last = path[-1]
    if how == "delete":
        del parent[last]
    elif how == "repeat" and isinstance(parent, list):
        parent.append(copy.deepcopy(parent[last]))
    elif how == "rename" and isinstance(parent, dict):
        parent[str(odd)[:40]] = parent.pop(last)
    else:
        parent[last] = odd
    return data


@st.composite
def structural(draw: st.DrawFn) -> tuple[str, bytes]:
    """Draw a file of the small site with its structure changed in one or two places."""
    file = draw(st.sampled_from(FILES))
    data = yaml.safe_load((SMALL / file).read_text(encoding="utf-8"))
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(paths(data)))
        how = draw(st.sampled_from(["delete", "repeat", "rename", "retype"]))
        data = changed(data, path, how, copy.deepcopy(draw(st.sampled_from(ODD))))
    return file, yaml.safe_dump(data, allow_unicode=draw(st.booleans()), sort_keys=False).encode()


@st.composite
def textual(draw: st.DrawFn) -> tuple[str, bytes]:
    """Draw a file of the small site with its text cut, repeated or spiked, and perhaps with bytes broken."""
    file = draw(st.sampled_from(FILES))
    text = (SMALL / file).read_text(encoding="utf-8")
    start = draw(st.integers(0, len(text)))
    end = min(len(text), start + draw(st.integers(0, 60)))
    spike = draw(st.sampled_from(["", text[start:end] * 2, *TOKENS]) | st.text(max_size=12))
    data = (text[:start] + spike + text[end:]).encode("utf-8", errors="surrogatepass")
    cut = draw(st.integers(0, len(data)))
    return file, data[:cut] + draw(st.sampled_from([b"", b"", b"", b"\xff", b"\xc3"])) + data[cut:]


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site in a folder of its own, put right again after each example."""
    return small(tmp_path_factory.mktemp("mutations"))


def outcome(content: Path, file: str, data: bytes) -> Site | BuildError:
    """Return what loading gives with one file of the site replaced."""
    before = (content / file).read_bytes()
    here = Path.cwd()
    try:
        (content / file).write_bytes(data)
        os.chdir(content.parent)
        return load(Path("content"), KINDS)
    except BuildError as diagnostics:
        return diagnostics
    finally:
        os.chdir(here)
        (content / file).write_bytes(before)


def assert_answered(found: Site | BuildError) -> None:
    """Check that problems are for people: with a place, in our words, one line each."""
    if isinstance(found, Site):
        return
    assert found.diagnostics
    for diagnostic in found.diagnostics:
        assert diagnostic.location.file.startswith("content/")
        assert diagnostic.location.line > 0
        assert diagnostic.location.column > 0
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", diagnostic.rule)
        assert diagnostic.message
        assert len(str(diagnostic).splitlines()) == 1
        assert not ALIEN.search(str(diagnostic)), str(diagnostic)


QUICK = settings(max_examples=250)


@QUICK
@given(mutation=structural())
def test_changed_structure_is_answered(content: Path, mutation: tuple[str, bytes]) -> None:
    """A key or value deleted, repeated, renamed or of another type gives a Site or Problems with places."""
    assert_answered(outcome(content, *mutation))


@QUICK
@given(mutation=textual())
def test_changed_text_is_answered(content: Path, mutation: tuple[str, bytes]) -> None:
    """Text cut anywhere, spiked with YAML's own signs or with any character, gives a Site or Problems with places."""
    assert_answered(outcome(content, *mutation))
