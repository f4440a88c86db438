"""A small install does all but train, and says what is missing in one line."""

import re
import subprocess
import sys
import tomllib
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from proofpress.extras import EXTRAS
from tests.desk import ROOT

MOST_MEGABYTES = 300
WITHOUT = """
import importlib.machinery, sys
from importlib import metadata

EXTRAS = {extras!r}

class Finder(importlib.machinery.PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] in EXTRAS else super().find_spec(name, path, target)

sys.meta_path[:] = [Finder if each is importlib.machinery.PathFinder else each for each in sys.meta_path]
found = metadata.version

def version(name):
    if name in EXTRAS:
        raise metadata.PackageNotFoundError(name)
    return found(name)

metadata.version = version
sys.path.insert(0, {root!r})
from proofpress import cli
sys.exit(cli.main(sys.argv[1:], "build.py"))
"""
"""The press on a machine that lacks what only extras bring."""

DESCENT = """
experiments:
  limit:
    title: Where descent on two coefficients begins to diverge
    kind: descent
    data: {file: table.csv, target: height, train: 40, validation: 1, test: 19}
    relative_rate: {from: 0.9, to: 1.1, points: 11}
    steps: 200
    seeds: 2
"""
CLAIMS = """
statistics:
  observed: {kind: mean, experiment: limit, channel: rate_ratio, unit: plain, digits: 2}
claims: []
"""


def without_extras(desk, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command where no extra is installed."""
    code = WITHOUT.format(extras=sorted(EXTRAS), root=str(ROOT))
    command = [sys.executable, "-c", code, *desk.words(words)]
    return subprocess.run(command, cwd=desk.folder, capture_output=True, text=True, check=False)


def test_training_without_its_extra_is_one_line(empty_desk):
    """An experiment whose libraries are not installed is told at its line, with what to install, before any trains."""
    ended = without_extras(empty_desk)
    assert (ended.returncode, ended.stderr) == (
        3,
        "content/steps/experiments.yaml:2:3: error[missing-extra]: experiment 'learning-rate' needs what is not"
        " installed: jax, jaxlib, optax, scikit-learn — install the extra 'train': python -m pip install"
        ' "proofpress[train]"\n',
    )


def test_runs_of_numpy_alone_need_no_extra(empty_desk):
    """A comparison whose runs need neither jax nor scikit-learn is run, judged and printed by the base install."""
    folder = empty_desk.folder / "content" / "steps"
    (folder / "experiments.yaml").write_text(DESCENT, encoding="utf-8")
    rows = [f"{row % 7},{row % 5},{row % 7 - 2 * (row % 5)}" for row in range(60)]
    (folder / "table.csv").write_text("\n".join(["width,length,height", *rows]), encoding="utf-8")
    (folder / "claims.yaml").write_text(CLAIMS, encoding="utf-8")
    (folder / "figures.yaml").write_text("figures: {}\n", encoding="utf-8")
    page = (folder / "page.yaml").read_text(encoding="utf-8")
    page = re.sub(r"^ +figures: .*\n", "", re.sub(r"\{\{ \w+(\.\w+)? \}\}", "some", page), flags=re.MULTILINE)
    (folder / "page.yaml").write_text(page, encoding="utf-8")
    ended = without_extras(empty_desk, "numbers", "--format", "json")
    assert ended.returncode == 0, ended.stderr
    assert "observed" in ended.stdout


def test_the_base_install_is_small():
    """What `pip install proofpress` brings, with all that it needs in turn, takes at most 300 MB of disk."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(line) for line in project["dependencies"]]
    sizes: dict[str, int] = {}
    while waiting:
        asked = waiting.pop()
        name = canonicalize_name(asked.name)
        extras = asked.extras or {""}
        if name in sizes and not asked.extras:
            continue
        found = metadata.distribution(name)
        files = [path.locate() for path in found.files or ()]
        sizes[name] = sum(path.stat().st_size for path in files if path.is_file())
        needed = [Requirement(line) for line in found.requires or ()]
        waiting += [
            each
            for each in needed
            if not each.marker or any(each.marker.evaluate({"extra": extra}) for extra in extras)
        ]
    assert len(sizes) > 15
    assert not {canonicalize_name(name) for name in EXTRAS} & sizes.keys(), "an extra that comes along anyway"
    assert sum(sizes.values()) / 1e6 <= MOST_MEGABYTES, sizes
