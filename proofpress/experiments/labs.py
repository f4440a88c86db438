"""What a browser needs to train a recorded run again: the data as a small file, and the record to compare with.

Both files are compressed (zlib, RFC 1950), and begin with a line of JSON. Numbers follow it, little-endian.

    network.bin    {features, classes, sizes, step, side, activation, init, initScale}
                   labels (rows,) bytes · inputs (rows, features): bytes to multiply by `step`, or float32
    recorded.bin   {settings, steps, losses}
                   start weights (parameters,) float32, in the order of `network.flat` · batches (updates, batch) uint16
"""

import json
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from proofpress.cache import keys
from proofpress.cache.store import Store
from proofpress.datasets.options import data_set, part_sizes
from proofpress.datasets.splitting import load
from proofpress.draws import batch_order
from proofpress.models import Experiment, Record

if TYPE_CHECKING:
    import numpy as np

    from proofpress.experiments.kinds.network import Network

ENTRY = "lab"
NETWORK, RECORDED = "network.bin", "recorded.bin"
PARTS = ("train", "validation", "test")
DEEPEST_SHADE = 255


def lab_files(experiment: Experiment, record: Record, store: Store) -> dict[str, bytes]:
    """Return `network.bin` and `recorded.bin` of an experiment of the kind `network` whose weights were recorded.

    The record begins with the weights at its first checkpoint, which must be the start. Nothing heavy is
    imported where the store holds the files.
    """
    key = keys.digest(ENTRY, record.key, keys.code_digest(__name__))
    entry = store.get(key, ENTRY)
    if entry is None:
        network = _network(experiment.options)
        store.put(key, ENTRY, network + _recorded(experiment.options, record), {"network": len(network)})
        entry = store.get(key, ENTRY)
        assert entry is not None
    cut = int(entry.meta["network"])
    return {NETWORK: entry.data[:cut], RECORDED: entry.data[cut:]}


def lab_settings(options: "Network") -> dict[str, Any]:
    """Return what the reader may set, as the recorded run had it; `train` is the rows to learn from."""
    training, model = options.training, options.model
    return {
        "learning_rate": training.learning_rate,
        "batch_size": options.setting.batch,
        "epochs": training.epochs,
        "units": model.hidden[0],
        "layers": len(model.hidden),
        "optimizer": training.optimizer,
        "momentum": training.momentum,
        "weight_decay": training.weight_decay,
        "dropout": training.dropout,
        "label_noise": options.data.label_noise,
        "train": part_sizes(options.data)[0],
        "seed": options.first_seed,
    }


def _network(options: "Network") -> bytes:
    import numpy as np

    arrays, shades = load(options.data), data_set(options.data).shades
    features = arrays.inputs.shape[1]
    pixels = arrays.inputs * (shades or 1)
    whole = bool(shades and (pixels == np.round(pixels)).all() and pixels.min() >= 0 and pixels.max() <= DEEPEST_SHADE)
    side = round(features**0.5)
    facts = {
        "features": features,
        "classes": arrays.classes,
        "sizes": dict(zip(PARTS, arrays.sizes, strict=True)),
        "step": 1 / shades if shades and whole else None,
        "side": side if whole and side * side == features else None,
        "activation": options.model.activation,
        "init": options.model.init,
        "initScale": options.model.init_scale,
    }
    inputs = pixels.astype(np.uint8) if whole else arrays.inputs.astype("<f4")
    return _packed(facts, arrays.targets.astype(np.uint8), inputs)


def _recorded(options: "Network", record: Record) -> bytes:
    settings = lab_settings(options)
    runs = record.load()
    # Checkpoints of a sweep may be shares of a run; a lab has no sweep, so they are numbers of updates.
    steps = [int(step) for step in runs.axes["step"]]
    losses = {part: _plain(runs.channels[f"{part}_loss"].values[0]) for part in PARTS}
    start = runs.channels["weights"].values[0, 0].astype("<f4")
    updates = settings["epochs"] * (settings["train"] // settings["batch_size"])
    batches = batch_order(settings["train"], settings["batch_size"], updates, settings["seed"])
    return _packed({"settings": settings, "steps": steps, "losses": losses}, start, batches.astype("<u2"))


def _plain(losses: "np.ndarray") -> list[float | None]:
    """Return losses as JSON can hold them, None where one is not finite."""
    return [float(f"{loss:.7g}") if loss == loss else None for loss in losses.tolist()]


def _packed(facts: Mapping[str, Any], *arrays: "np.ndarray") -> bytes:
    head = json.dumps(facts, separators=(",", ":"), allow_nan=False).encode()
    return zlib.compress(b"\n".join((head, b"".join(array.tobytes() for array in arrays))), 9)
