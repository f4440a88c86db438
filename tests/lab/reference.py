"""Numbers from the engine that trains the recorded runs, for the lab's own model to be held against."""

import base64
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from proofpress import draws
from proofpress.cache.store import Store
from proofpress.datasets.options import Data
from proofpress.datasets.splitting import load
from proofpress.diagnostics import Location
from proofpress.experiments import lab_files, train
from proofpress.experiments.kinds.network import Network, run_schema
from proofpress.experiments.recipes import Model, Training
from proofpress.experiments.training.engine import Job, Replica, run
from proofpress.experiments.training.network import flat
from proofpress.models import Experiment

DATA = Data("digits", train=1077, validation=360, test=360, split=0)
PLAIN = {
    "learning_rate": 0.1, "batch_size": 32, "epochs": 20, "units": 32, "layers": 1, "optimizer": "sgd",
    "momentum": 0.9, "weight_decay": 0.0, "dropout": 0.0, "label_noise": 0.0, "train": 1077, "seed": 0,
}  # fmt: skip
CASES = {
    "as recorded": {},
    "another seed": {"seed": 7, "epochs": 5},
    "momentum and weight decay": {"optimizer": "momentum", "weight_decay": 0.01, "epochs": 5},
    "adam, three layers": {"optimizer": "adam", "learning_rate": 0.003, "layers": 3, "units": 16, "epochs": 5},
    "dropout": {"dropout": 0.3, "epochs": 5, "layers": 2},
    "wrong labels, few rows": {"label_noise": 0.25, "train": 150, "batch_size": 50, "epochs": 20},
    "all rows at once": {"batch_size": 1077, "epochs": 40},
    "chaotic: far too large a rate": {"learning_rate": 100.0, "epochs": 3},
    "chaotic: too large a rate with weight decay": {"learning_rate": 30.0, "weight_decay": 0.2, "epochs": 5},
    "far too small a rate": {"learning_rate": 0.0001, "epochs": 3},
}


def trained(changes: dict) -> dict:
    """Return the settings of a case and what the engine measured at ten checkpoints and at the start."""
    settings = PLAIN | changes
    arrays = load(Data("digits", train=settings["train"], validation=360, test=360, split=0))
    updates = settings["epochs"] * (settings["train"] // settings["batch_size"])
    steps = tuple(round(updates * tenth / 10) for tenth in range(11))
    shared = ("learning_rate", "weight_decay", "dropout", "momentum", "label_noise")
    replica = Replica(seed=settings["seed"], **{name: settings[name] for name in shared})
    job = Job((64, *[settings["units"]] * settings["layers"], 10), settings["batch_size"], updates, steps,
              optimizer=settings["optimizer"])  # fmt: skip
    found = run(job, arrays, [replica])
    measured = {name: _listed(found[name][0]) for name in found if name.endswith(("loss", "accuracy"))}
    return {"settings": settings, "steps": steps, "outcome": int(found["outcome"][0]), **measured}


def numbers() -> dict:
    """Return everything that the node tests compare with."""
    chance = draws.generator(3, "some purpose")
    return {
        "normals": chance.normal(size=20_000).tolist(),
        "after": chance.random(),
        "start": {
            init: flat(draws.start_weights((64, 16, 8, 10), 5, init, 0.5)).tolist()
            for init in ("he", "glorot", "small")
        },
        "batches": draws.batch_order(100, 32, 12, 4).tolist(),
        "noisy": draws.noisy_labels(load(DATA).targets[:200], 10, 0.3, 11).tolist(),
        "dropout": draws.dropout_numbers(draws.dropout_stream(2), 3, 5, 4).ravel().tolist(),
        "labels": load(DATA).targets.tolist(),
        "shades": (load(DATA).inputs * 16).astype(int).ravel().tolist(),
        "files": {name: base64.b64encode(data).decode() for name, data in lab_run().items()},
        "cases": {name: trained(changes) for name, changes in CASES.items()},
    }


def short_run() -> Experiment:
    """Return an experiment of three epochs that a lab can begin with."""
    training = Training(learning_rate=0.1, batch_size=32, epochs=3)
    options = Network(DATA, training, Model(hidden=(32,)), seeds=1, checkpoints=(0, 1, 33, 66, 99), record=("weights",))
    return Experiment("short", "A short run", "network", options, run_schema(options), Location("here"))


def lab_run() -> dict[str, bytes]:
    """Return the files of that run, as a build makes them."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        return lab_files(short_run(), train({"short": short_run()}, store, jobs=1)["short"], store)


def write(path: Path) -> None:
    """Write the numbers as JSON."""
    path.write_text(json.dumps(numbers()), encoding="utf-8")


def _listed(values) -> list:
    return [float(value) if value == value else None for value in values]
