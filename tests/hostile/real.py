"""The first site's own content, cut into small sites: each figure, claim, explorer, preset … with all that it needs.

A fuzzer that had to load the whole of it would spend its time on what it did not change.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from proofpress.content.names import language_of_file
from tests import core_yaml
from tests.desk import ROOT

CONTENT = ROOT / "content"
NAMED = {"experiments": "experiments", "claims": "statistics", "figures": "figures", "explorers": "explorers"}
LISTED = {"page": ("sections", "sources"), "claims": ("claims",)}
WORD = re.compile(r"[A-Za-z][\w-]*")
OWN_SUFFIXES = {".csv", ".py"}
BRACED = re.compile(r"\{\{(.*?)\}\}|\[@([\w-]+)\]", re.DOTALL)

Piece = Mapping[str, Any]
Id = tuple[str, str, str]


@functools.cache
def whole(comparison: str) -> Piece:
    """Return the plain data of a comparison's files, by their names without ending."""
    files = sorted(path for path in (CONTENT / comparison).glob("*.yaml") if not language_of_file(path.name))
    return {path.stem: _read(path) for path in files}


def comparisons() -> list[str]:
    """Return the comparisons of the first site."""
    return sorted(path.parent.name for path in CONTENT.glob("*/page.yaml"))


@functools.cache
def pieces() -> tuple[tuple[str, Piece], ...]:
    """Return (comparison, its files cut down) of each small site."""
    return tuple((name, piece) for name in comparisons() for piece in _pieces(whole(name)))


def files_of(comparison: str, piece: Piece) -> dict[str, Any]:
    """Return path → plain data of a small site, site.yaml too."""
    site = {**_read(CONTENT / "site.yaml"), "home": comparison}
    return {"site.yaml": site, **{f"{comparison}/{name}.yaml": data for name, data in piece.items()}}


@functools.cache
def own_files(comparison: str) -> Mapping[str, bytes]:
    """Return path → bytes of what lies beside a comparison's YAML: tables and modules that its experiments read."""
    folder = CONTENT / comparison
    return {
        path.relative_to(CONTENT).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in OWN_SUFFIXES
    }


def entries(data: Piece) -> dict[Id, Any]:
    """Return every named entry of a comparison's files: (file, collection, name) → what it says."""
    found: dict[Id, Any] = {}
    for file, key in NAMED.items():
        found |= {(file, key, name): entry for name, entry in data.get(file, {}).get(key, {}).items()}
    for file, keys in LISTED.items():
        for key in keys:
            found |= {(file, key, entry["id"]): entry for entry in data.get(file, {}).get(key, [])}
    return found


def _read(path: Path) -> Any:
    return core_yaml.load(path.read_text(encoding="utf-8"))


def _pieces(data: Piece) -> Iterator[Piece]:
    every = entries(data)
    covered: set[Id] = set()
    for start in every:
        if start not in covered:
            kept = _closure({start}, every, data)
            covered |= kept
            yield _cut(data, kept)
    for extra in ("lab", "poster"):
        if extra in data:
            yield _cut(data, _closure(set(), every, data, data[extra]), extra)


def _closure(names: set[Id], every: Mapping[Id, Any], data: Piece, *more: Any) -> set[Id]:
    """Return the entries that some entries refer to, by way of others too; the page's own words refer as well."""
    page = {key: value for key, value in data["page"].items() if key not in ("sections", "sources")}
    kept = set(names)
    if not any(key == "sections" for _, key, _ in kept):
        kept.add(next(name for name in every if name[1] == "sections"))
    if {"roles", "words"} & set(data["page"]):
        # They name what any of the experiments has.
        kept |= {name for name in every if name[0] == "experiments"}
    new, words = kept, set().union(*map(_references, (page, *more)))
    while new:
        for name in new:
            # A section's values may be those of its figures' experiments; sums of statistics are expressions of names.
            words |= set(WORD.findall(str(every[name]))) if name[1] == "statistics" else _references(every[name])
        new = {
            name for name in every if name not in kept and name[1] not in ("claims", "explorers") and name[2] in words
        }
        kept = kept | new
    return kept


def _references(value: Any) -> set[str]:
    """Return the words that may name an entry: those that stand alone, in braces, or in a citation."""
    if isinstance(value, dict):
        return set().union(*(_references(child) for pair in value.items() for child in pair))
    if isinstance(value, list):
        return set().union(*map(_references, value))
    if not isinstance(value, str):
        return set()
    inside = " ".join(part for found in BRACED.findall(value) for part in found)
    return {value, *WORD.findall(inside)}


def _cut(data: Piece, kept: set[Id], extra: str = "") -> Piece:
    wanted = {"page", "experiments", "claims", "figures", extra} & set(data)
    wanted |= {"explorers"} & {file for file, _, _ in kept}
    cut: dict[str, Any] = {}
    for file in sorted(wanted):
        cut[file] = dict(data[file])
        if file in NAMED:
            every = data[file].get(NAMED[file], {})
            cut[file][NAMED[file]] = {name: entry for name, entry in every.items() if (file, NAMED[file], name) in kept}
        for key in LISTED.get(file, ()):
            cut[file][key] = [dict(entry) for entry in data[file].get(key, []) if (file, key, entry["id"]) in kept]
    claims = {name for _, key, name in kept if key == "claims"}
    checks = {name: check for name, check in data.get("verified", {}).get("claims", {}).items() if name in claims}
    if checks:
        cut["verified"] = {"claims": checks}
    page = cut["page"]
    elsewhere = {page.get("hero", ""), *(entry["figure"] for entry in page.get("further", []))}
    figures = [figure for figure in cut["figures"]["figures"] if figure not in elsewhere]
    for section in page["sections"]:
        section["figures"] = [figure for figure in section.get("figures", []) if figure in figures]
        figures = [figure for figure in figures if figure not in section["figures"]]
    page["sections"][0]["figures"] += figures
    for section in page["sections"]:
        _keep_steps(section)
    return cut


def _keep_steps(section: dict[str, Any]) -> None:
    """Leave out of a section what names figures that it lost: its lead, and those beside its steps."""
    shown = section["figures"]
    if section.get("lead") not in shown:
        section.pop("lead", None)
    lead = section.get("lead", next(iter(shown), None))
    for number, step in enumerate(section.get("steps", [])):
        if step.get("figure") not in shown or step["figure"] == lead:
            section["steps"] = [*section["steps"]]
            section["steps"][number] = {key: value for key, value in step.items() if key != "figure"}
