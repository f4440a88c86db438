"""Ways to spoil a content file: its structure, its text, and what YAML itself can be made to do."""

import copy
from collections.abc import Mapping
from typing import Any

import yaml
from hypothesis import strategies as st

from tests.hostile import real

HERE = "@@here@@"
DEEP = 10_000
SCALARS = [None, True, False, -1, 0, 3.5, 1e308, 5e-324, 10**6, 10**7, 2**53, 10**30, float("inf"), float("nan")]
TEXTS = ["", " ", "no", "0", "1.10", "a: b", "- x", "{{ gone }}", "{{", "{% for %}", "[@gone]", "*x", "..", "a/../b"]
STRANGE = [
    "é", "e\u0301" * 9, "\u202e", "\u2066x", "\u0000", "\ufeff", "\u2028", "\x85", "\x1b[2J", "𝕏", "👩‍👩‍👧‍👦", "ﷺ" * 50,
    "\ufffe", "two\nlines", "CON", "%2e%2e%2f", "a" * 300, "<script>",
]  # fmt: skip
HUGE = [
    "x" * 400_000,
    "x y " * 100_000,
    "é" * 200_000,
    "9" * 300_000,
    "\n" * 300_000,
    "{{ a }}" * 50_000,
    "](" * 200_000,
]
NESTED = [
    [],
    {},
    [[]],
    [None],
    [1, "x"],
    {"best": "x"},
    {"best": 1, "per": 2},
    {"": ""},
    {"from": 1, "to": 2, "points": 10**6},
]
ODD = st.sampled_from([*SCALARS, *TEXTS, *STRANGE, *NESTED]) | st.text(max_size=20) | st.floats() | st.integers()
SPIKES = [
    "\t", ":", "- ", "#", "'", '"', "{", "]", "|", "*a", "&a ", "!!set ", "? ", "\x85", "\u2028", "%", "\r", "<<: ",
    "yes", "---\n", "...\n", "\ufeff", "\x00", "\u202e", "%YAML 2.0\n---\n", "!<tag:x> ", ">-\n", "\\", "@", "`",
]  # fmt: skip
LAUGHS = [
    f"&d{n} [*d{n - 1}, *d{n - 1}, *d{n - 1}, *d{n - 1}, *d{n - 1}, *d{n - 1}, *d{n - 1}, *d{n - 1}]"
    for n in range(1, 30)
]
CHAIN = [f"&e{n} [*e{n - 1}]" for n in range(1, 3_000)]
# Each may stand where any value stands.
PLANTED = [
    "[" * DEEP + "]" * DEEP,
    "[" * 400_000,
    "{a: " * DEEP + "}" * DEEP,
    '{"' * DEEP,
    "[*gone, *gone]",
    "[" + "x, " * 60_000 + "]",
    "{" + ", ".join(f"k{n}: {n}" for n in range(30_000)) + "}",
    "[" + "yes, " * 5_000 + "]",
    "[&d0 [x, x, x], " + ", ".join(LAUGHS) + "]",
    "[&e0 [x], " + ", ".join(CHAIN) + "]",
    "[&f x" + ", *f" * 60_000 + "]",
    "&g [*g]",
    "&h {a: *h}",
    "{<<: {a: 1}}",
    "{<<: [{a: 1}, {b: 2}]}",
    "{a: 1, a: 2}",
    "{[a]: b}",
    "{? a}",
    "{{a: b}: c}",
    "!!python/object:os.system {}",
    '!!python/object/apply:os.system ["true"]',
    "!!python/name:os.system",
    "!!binary YQ==",
    "!!int 3",
    "!!timestamp 2026-01-01",
    "!local x",
    "! x",
    "!!float .inf",
    "!!merge <<",
    "!!set {a, b}",
    "!!omap [a: 1]",
    ".inf",
    "-.INF",
    ".NaN",
    "1e999",
    "1e-999",
    "-0.0",
    "0o17",
    "017",
    "0x1F",
    "0b1",
    "12:30:45",
    "1_000",
    "2026-11-23",
    "9" * 5_000,
    "1e" + "9" * 5_000,
    "0." + "0" * 400_000 + "1",
    "=",
    "~",
    "on",
    r'"\ud800"',
    r'"\0"',
    r'"\U00110000"',
    r'"\u202e"',
    r'"\x1b[2J"',
    r'"\N\_\L\P"',
    '"' + "\\\n" * 50_000 + '"',
    "'" + "''" * 200_000 + "'",
    "[,]",
    "[a,,b]",
    "}",
]


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return every path into plain data, the parts before the whole."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, child in children for found in paths(child, (*path, key))] + [path]


def dumped(data: Any, flow: bool = False) -> str:
    """Return plain data as YAML in the order in which it was written."""
    how = {"allow_unicode": True, "sort_keys": False, "default_flow_style": flow, "width": 10**9}
    return str(yaml.dump(data, Dumper=yaml.CSafeDumper, **how))


@st.composite
def structures(draw: st.DrawFn) -> tuple[int, dict[str, bytes]]:
    """Draw a small site with one to three things deleted, repeated, retyped, renamed, reordered or swapped."""
    at = draw(st.integers(0, len(real.pieces()) - 1))
    before = real.files_of(*real.pieces()[at])
    files = copy.deepcopy(before)
    for _ in range(draw(st.integers(1, 3))):
        _change(draw, files)
    return at, {file: encoded(dumped(data)) for file, data in files.items() if data != before[file]}


def _change(draw: st.DrawFn, files: dict[str, Any]) -> None:
    parent, last = _spot(draw, files)
    how = draw(st.sampled_from(["delete", "repeat", "rename", "retype", "reorder", "swap", "huge"]))
    if how == "delete":
        del parent[last]
    elif how == "repeat":
        again = copy.deepcopy(parent[last])
        parent.append(again) if isinstance(parent, list) else parent.update({f"{last}-2": again})
    elif how == "rename" and isinstance(parent, dict):
        parent[str(draw(ODD))[:500]] = parent.pop(last)
    elif how == "reorder" and isinstance(parent[last], dict | list):
        items = list(parent[last].items() if isinstance(parent[last], dict) else parent[last])
        parent[last] = type(parent[last])(draw(st.permutations(items)) if len(items) < 9 else reversed(items))
    elif how == "swap":
        other, there = _spot(draw, files)
        parent[last], other[there] = copy.deepcopy(other[there]), copy.deepcopy(parent[last])
    else:
        parent[last] = draw(st.sampled_from(HUGE)) if how == "huge" else copy.deepcopy(draw(ODD))


def _spot(draw: st.DrawFn, files: Mapping[str, Any], file: str = "") -> tuple[Any, Any]:
    """Return a list or mapping, and the position or key in it, that a path drawn leads to. file: one that holds any."""
    # A change before this one may have emptied a file.
    file = file or draw(st.sampled_from(sorted(name for name, data in files.items() if paths(data)[:-1])))
    path = (file, *draw(st.sampled_from(paths(files[file])[:-1])))
    parent: Any = files
    for part in path[:-1]:
        parent = parent[part]
    return parent, path[-1]


@st.composite
def texts(draw: st.DrawFn) -> tuple[int, dict[str, bytes]]:
    """Draw a small site with the text of a file cut, repeated, spiked, in other line ends or another encoding."""
    at = draw(st.integers(0, len(real.pieces()) - 1))
    files = real.files_of(*real.pieces()[at])
    file = draw(st.sampled_from(sorted(files)))
    text = dumped(files[file])
    start = draw(st.integers(0, len(text)))
    end = min(len(text), start + draw(st.integers(0, 60)))
    spike = draw(st.sampled_from(["", text[start:end] * 2, *SPIKES]) | st.text(max_size=12))
    text = text[:start] + spike + text[end:]
    text = text.replace("\n", draw(st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\x85", "\n\n", "\u2028", "\n\r"])))
    data = text.encode(draw(st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16"])), "surrogatepass")
    cut = draw(st.integers(0, len(data)))
    return at, {
        file: data[:cut] + draw(st.sampled_from([b"", b"", b"", b"\xff", b"\xc3", b"\xed\xa0\x80"])) + data[cut:]
    }


@st.composite
def plants(draw: st.DrawFn) -> tuple[int, dict[str, bytes]]:
    """Draw a small site in a file of which something stands that YAML itself can be made to do."""
    at = draw(st.integers(0, len(real.pieces()) - 1))
    files = copy.deepcopy(real.files_of(*real.pieces()[at]))
    file = draw(st.sampled_from(sorted(files)))
    parent, last = _spot(draw, files, file)
    parent[last] = HERE
    text, planted = dumped(files[file], draw(st.booleans())), draw(st.sampled_from(PLANTED))
    return at, {file: encoded(text.replace(f"'{HERE}'", planted).replace(f'"{HERE}"', planted))}


def encoded(text: str) -> bytes:
    """Return a text as UTF-8, halves of surrogate pairs too."""
    return text.encode("utf-8", "surrogatepass")
