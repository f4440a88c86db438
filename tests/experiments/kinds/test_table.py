"""What every kind in the table promises, whichever it is."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from proofpress.cache.store import Store
from proofpress.diagnostics import Location
from proofpress.experiments import runner
from proofpress.experiments.kinds import experiment_kinds
from proofpress.experiments.plan import plan
from proofpress.models import Experiment
from tests.experiments.kinds.harness import example, validated

HEAVY = ("jax", "optax", "optuna", "sklearn", "scipy", "numpy")
SMALL_DESCENT = {"data": {"name": "diabetes"}, "relative_rate": [0.9, 1.1], "steps": 50, "seeds": 2}


TABLES = {"recorded": ("runs-1.csv", "split,optim.name,lr,seed,step,val/acc,val/loss\nmain,sgd,0.1,0,1,0.5,1.2\n")}
"""The file that the example of a kind names: one of its rows."""


def experiment(name: str, written: dict[str, object] | None = None, folder: Path = Path()) -> Experiment:
    """Return an experiment of a kind: its docstring's example, or the options given. folder: where its files lie."""
    kind = experiment_kinds()[name]
    options = validated(kind, written or example(kind, importlib.import_module(kind.run.__module__)), folder)
    return Experiment(name, name, name, options, kind.run_schema(options), Location("experiments.yaml", 1, 1))


@pytest.mark.parametrize("name", experiment_kinds())
def test_a_kind_is_named_and_cut_into_pieces_that_json_can_hold(name: str, tmp_path: Path) -> None:
    """The table's name is the kind's own; pieces survive JSON; each has a key of its own and a cost above 0."""
    assert experiment_kinds()[name].name == name
    if name in TABLES:
        file, rows = TABLES[name]
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / file).write_text(rows)
    planned = plan(experiment(name, folder=tmp_path), experiment_kinds())
    for piece in planned.pieces:
        assert json.loads(json.dumps(piece.record)) == json.loads(json.dumps(dict(piece.record)))
        assert piece.cost > 0
    assert len({piece.key for piece in planned.pieces}) == len(planned.pieces)


def test_outlines_and_plans_import_nothing_heavy() -> None:
    """All kinds' options, outlines, pieces and keys are made without numpy, jax, scikit-learn or Optuna."""
    code = "\n".join(
        [
            "import sys",
            "from proofpress.experiments.kinds import experiment_kinds",
            "from proofpress.experiments.kinds.descent import Descent",
            "from proofpress.experiments.kinds.search import Search",
            "from proofpress.datasets.options import Data",
            "from proofpress.experiments.ranges import Range",
            "from proofpress.experiments.recipes import Training",
            "space = {'learning_rate': Range(0.1, 1, points=4)}",
            "made = {'descent': Descent(data=Data('diabetes'))}",
            "made['search'] = Search(Data('iris'), Training(steps=5), space=space, trials=4)",
            "kinds = experiment_kinds()",
            "[(kinds[name].run_schema(options), kinds[name].pieces(options)) for name, options in made.items()]",
            f"print([name for name in {HEAVY!r} if name in sys.modules])",
        ]
    )
    root = Path(__file__).parents[3]
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert said.stdout.strip() == "[]"


def test_what_is_trained_is_found_again(tmp_path: Path) -> None:
    """An experiment of a kind without an engine is trained once, stored, and loaded by its outline the next time."""
    store = Store(tmp_path)
    asked = {"descent": experiment("descent", SMALL_DESCENT)}
    first = runner.train(asked, store, jobs=1)["descent"]
    again = runner.train(asked, store, jobs=1)["descent"]
    assert (first.trained, again.trained) == (2, 0)
    assert (again.runs, again.updates, again.parameters, again.seeds) == (4, 200, 10, (0, 1))
    assert set(again.load().channels) == set(asked["descent"].run_schema.channels)
