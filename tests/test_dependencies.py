"""What is installed is what was reviewed: every pin has its hashes, and the pins are those of pyproject.toml."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from proofpress import provenance, versions
from proofpress.charts import draw
from tests.desk import ROOT

FILES = ("requirements.txt", "requirements-test.txt")
PIN = re.compile(r"([A-Za-z0-9._-]+(?:\[[\w,-]+\])?)==(\S+)(?: ; .+)?")
# Imported, and yet unable to change what a build gives.
HARMLESS = {
    "click": "reads the command line",
    "pybtex": "reads sources, not runs; its version is in the fingerprint of a build",
    "rich": "draws the progress bar on a terminal",
    "distributed": "carries pieces to workers elsewhere; a test holds what they send back to the bytes made here",
    "pyarrow": "reads Parquet, whose numbers do not depend on who reads them",
    "watchfiles": "tells `serve` that something changed",
}
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def pins(file: str) -> dict[str, tuple[str, list[str]]]:
    """Return name → version and hashes of each line of a lock file, its continuations joined."""
    text = (ROOT / file).read_text(encoding="utf-8").replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        words, *hashes = re.split(r"\s+(?=--hash)", line.partition(" #")[0].strip())
        if words and not words.startswith("#"):
            match = PIN.fullmatch(words)
            assert match, f"{file}: '{words}' is not pinned with =="
            found[canonicalize_name(match[1].partition("[")[0])] = (match[2], [each.strip() for each in hashes])
    return found


def asked(*extras: str) -> list[Requirement]:
    """Return what pyproject.toml asks for, with some of its extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("file", FILES)
def test_every_pin_has_hashes(file):
    """pip refuses what does not have one of the hashes listed; a single line without one would switch that off."""
    found = pins(file)
    assert len(found) > 20
    for name, (_, hashes) in found.items():
        assert hashes, f"{file}: {name} has no hash"
        assert all(HASH.fullmatch(each) for each in hashes), f"{file}: {name}"


@pytest.mark.parametrize(("file", "extras"), [(FILES[0], ("train",)), (FILES[1], ("train", "test", "dev", "docs"))])
def test_pins_are_what_the_project_asks_for(file, extras):
    """Every dependency is pinned, at a version that pyproject.toml allows."""
    found = pins(file)
    for requirement in asked(*extras):
        name = canonicalize_name(requirement.name)
        assert name in found, f"{file} does not pin {name}"
        assert requirement.specifier.contains(found[name][0], prereleases=True), f"{file}: {name} {found[name][0]}"


def test_both_lock_files_agree():
    """What tests run with is what people install: the same versions, with the same hashes."""
    people, tests = map(pins, FILES)
    assert {name: tests.get(name) for name in people} == people


def imported() -> set[str]:
    """Return the packages, by their names in the registry, that modules of the press import, wherever they do."""
    roots: set[str] = set()
    for path in (ROOT / "proofpress").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                roots |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                roots.add(node.module.partition(".")[0])
    outside = roots - set(sys.stdlib_module_names) - {"proofpress"}
    from_packages = packages_distributions()
    return {canonicalize_name(package) for root in outside for package in from_packages[root]}


def test_what_the_press_imports_is_in_the_provenance():
    """Every library that is imported anywhere makes a build anew when it changes, and is named in build.json."""
    found = imported()
    assert len(found) > 15
    assert found - set(HARMLESS) <= set(provenance.LIBRARIES)
    assert set(HARMLESS) <= found, "an excuse for a library that is not imported any more"
    assert set(draw.LIBRARIES) <= set(provenance.LIBRARIES)


def test_what_the_press_imports_is_asked_for():
    """A library that only comes along with another one may be gone with the next version of that one."""
    of_pages = {"markupsafe"}  # jinja2's own words for what is escaped: no version of it does without
    assert imported() - of_pages <= {canonicalize_name(each.name) for each in asked("train", "cluster", "parquet")}


def test_the_versions_told_are_those_installed():
    """No library of the provenance is `absent`, and each has the version that Python's own records give."""
    from importlib.metadata import version

    assert provenance.libraries() == {name: version(name) for name in provenance.LIBRARIES}
    assert versions.version("no-such-package") == "absent"
