"""What is installed is what was reviewed: every pin has its hashes, and the pins are those of pyproject.toml."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.desk import ROOT

FILES = ("requirements.txt", "requirements-test.txt")
PIN = re.compile(r"([A-Za-z0-9._-]+(?:\[[\w,-]+\])?)==(\S+)(?: ; .+)?")
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


@pytest.mark.parametrize(("file", "extras"), [(FILES[0], ()), (FILES[1], ("test", "dev"))])
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
