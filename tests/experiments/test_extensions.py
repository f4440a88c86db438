"""A data set and a kind of experiment from another distribution: found, trained, and trained again when changed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desk import ROOT

DATA = """
from proofpress.datasets.data_set import DataSet


def load(data):
    import numpy as np

    inputs = np.arange(data.rows or 40, dtype=float)[:, None]
    return inputs, 2 * inputs[:, 0] + OFFSET


OFFSET = 1
KIND = DataSet("line", "A straight line.", rows=40, features=1, classes=0, load=load, noise=0.0)
"""
EXPERIMENT = """
from proofpress.datasets.options import Data
from proofpress.datasets.splitting import load
from proofpress.experiments.seeds import Seeded, seeded_kind
from proofpress.models import RunSchema


class Means(Seeded, frozen=True, kw_only=True):
    data: Data


def run_schema(options):
    return RunSchema({"seed": options.seed_axis}, {"mean": ("seed",)})


def run(options, piece):
    import numpy as np

    targets = load(options.data).targets
    return {"mean": np.array(targets.mean() + piece["seed"])}, {"runs": 1, "updates": 0, "parameters": 1}


KIND = seeded_kind(
    "means", Means, "Means of targets.", run_schema=run_schema, run=run, seconds=lambda options: 0.1, better={}
)
"""
TRAIN = """
import json, sys
from pathlib import Path
from proofpress.cache.store import Store
from proofpress.datasets.options import Data
from proofpress.diagnostics import Location
from proofpress.experiments import experiment_kinds, train
from proofpress.models import Experiment

kind = experiment_kinds()["means"]
options = kind.options(data=Data("line"), seeds=int(sys.argv[2]))
one = Experiment("a", "A", "means", options, kind.run_schema(options), Location("x.yaml", 1, 1))
record = train({"a": one}, Store(Path(sys.argv[1])), jobs=1)["a"]
print(json.dumps([record.trained, record.load().channels["mean"].values.shape]))
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of packages that holds another distribution, as pip would install it."""
    folder = tmp_path / "packages"
    about = folder / "others-1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: others\nVersion: 1\n")
    (about / "entry_points.txt").write_text(
        "[proofpress.datasets]\nline = others_data\n[proofpress.experiments]\nmeans = others_means\n"
    )
    (folder / "others_data.py").write_text(DATA)
    (folder / "others_means.py").write_text(EXPERIMENT)
    return folder


def trained(site: Path, seeds: int) -> list[object]:
    """Return how many pieces were trained by a process that finds the other distribution, and the channel's shape."""
    command = [sys.executable, "-c", TRAIN, str(site.parent / "runs"), str(seeds)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), str(ROOT)])}
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=True)
    answer: list[object] = json.loads(done.stdout)
    return answer


def test_a_data_set_and_a_kind_from_elsewhere_are_trained_like_ours(site):
    """Named by entry points, one module each: trained once, more seeds add only theirs, a changed module is seen."""
    assert trained(site, 2) == [2, [2]]
    assert trained(site, 2) == [0, [2]]
    assert trained(site, 3) == [1, [3]]
    (site / "others_data.py").write_text(DATA.replace("OFFSET = 1", "OFFSET = 2"))
    assert trained(site, 3) == [3, [3]]
    (site / "others_means.py").write_text(EXPERIMENT.replace('+ piece["seed"]', '- piece["seed"]'))
    assert trained(site, 3) == [3, [3]]
