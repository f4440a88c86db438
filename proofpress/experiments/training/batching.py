"""Cuts a sweep into pieces: replicas that are trained side by side in one compiled call.

Settings that can share a compilation make a group. A group with enough settings is cut seed by seed, so that all
replicas of a piece see the same batches; a small one mixes seeds, so that no piece is nearly empty. A piece is a
JSON-able record of all that its result depends on, so that a sweep can grow and keep its pieces.
"""

import itertools
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict, astuple, replace

from proofpress.datasets.options import Data, as_written, row_count
from proofpress.datasets.splitting import load
from proofpress.experiments import costs
from proofpress.experiments.recipes import Setting
from proofpress.experiments.training.engine import MOST_REPLICAS, Job, Replica, padded_size, run
from proofpress.runs.parameters import parameter_count

if TYPE_CHECKING:
    import numpy as np

ENOUGH_TO_SHARE = 4
OVERHEAD_SECONDS = 0.01
VARIED = ("train", "split")
"""What a sweep changes of the data; label noise belongs to each replica."""
Measured = tuple[Setting, tuple[int, ...]]


def training_pieces(
    settings: Sequence[Measured], seeds: Sequence[int], record: Sequence[str]
) -> tuple[Mapping[str, Any], ...]:
    """Return the pieces of a sweep.

    settings: each with its checkpoints. A piece has `job`, `data` and `replicas` (what it is), `at` (for each replica
    the indices of its setting and seed), `group` (pieces of one compilation) and `cost` (seconds, roughly).
    """
    groups: dict[tuple[Any, ...], list[int]] = {}
    for index, (setting, checkpoints) in enumerate(settings):
        job = job_of(setting, checkpoints, record)
        data = replace(setting.data, label_noise=0.0)
        compiled = bool(setting.training.dropout), bool(setting.training.weight_l1)
        groups.setdefault((job, data, *compiled), []).append(index)
    pieces: list[Mapping[str, Any]] = []
    for (job, data, *_), indices in groups.items():
        if len(indices) >= ENOUGH_TO_SHARE:
            rows = [[(index, seed) for index in indices] for seed in range(len(seeds))]
        else:
            rows = [[(index, seed) for seed in range(len(seeds)) for index in indices]]
        for row in rows:
            for part in evenly(row):
                replicas = [replica_of(settings[index][0], seeds[seed]) for index, seed in part]
                pieces.append(_piece(job, data, replicas, part))
    return tuple(pieces)


def evenly(items: Sequence[Any], most: int = MOST_REPLICAS) -> list[Sequence[Any]]:
    """Return the items cut into as few parts of at most `most` as can be, of nearly equal length.

    >>> [len(part) for part in evenly(range(25), 16)]
    [13, 12]
    """
    count = -(-len(items) // most)
    edges = [-(-len(items) * n // count) for n in range(count + 1)]
    return [items[start:end] for start, end in itertools.pairwise(edges)]


def job_of(setting: Setting, checkpoints: tuple[int, ...], record: Sequence[str] = ()) -> Job:
    """Return what the engine must know of a setting that replicas cannot differ in."""
    return Job(
        sizes=setting.sizes,
        batch=setting.batch,
        updates=setting.updates,
        checkpoints=checkpoints,
        activation=setting.model.activation,
        optimizer=setting.training.optimizer,
        record=tuple(sorted(record)),
        noisy_validation=setting.data.noisy_validation,
    )


def replica_of(setting: Setting, seed: int) -> Replica:
    """Return the replica of a setting and a seed."""
    training, model = setting.training, setting.model
    return Replica(
        seed=seed,
        learning_rate=training.learning_rate,
        weight_decay=training.weight_decay,
        weight_l1=training.weight_l1,
        dropout=training.dropout,
        momentum=training.momentum,
        init=model.init,
        init_scale=model.init_scale,
        label_noise=setting.data.label_noise,
        schedule=training.schedule,
    )


def train_piece(piece: Mapping[str, Any], data: Data) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Return what the replicas of a piece recorded, each array with the dimension `replicas` first, and counts.

    data: those of the experiment, of which the piece has other parts.
    """
    asked = piece["job"]
    job = Job(**{**asked, **{name: tuple(asked[name]) for name in ("sizes", "checkpoints", "record")}})
    replicas = [Replica(*json.loads(replica)) for replica in piece["replicas"]]
    own = replace(data, label_noise=0.0, **{name: piece["data"][name] for name in VARIED})
    recorded = run(job, load(own), replicas)
    if "predictions" in recorded:
        recorded["predictions"] = recorded["predictions"][:, -1]
    counts: dict[str, float] = {
        "runs": len(replicas),
        "updates": len(replicas) * job.updates,
        "parameters": parameter_count(job.sizes),
    }
    return recorded, counts


def _piece(job: Job, data: Data, replicas: Sequence[Replica], at: Sequence[tuple[int, int]]) -> Mapping[str, Any]:
    padded, shared = padded_size(len(replicas)), len({replica.seed for replica in replicas}) == 1
    training = job.updates * job.batch * 6
    measuring = len(job.checkpoints) * row_count(data) * 2
    operations = padded * parameter_count(job.sizes) * (training + measuring)
    extras = [any(getattr(replica, name) for replica in replicas) for name in ("dropout", "weight_l1")]
    return {
        "job": asdict(job),
        "data": as_written(data),
        # One word of JSON each: keys are made of all pieces on every build, and words are digested fast.
        "replicas": [json.dumps(astuple(replica)) for replica in replicas],
        "at": list(at),
        "group": json.dumps([job.sizes, job.batch, job.activation, job.optimizer, padded, shared, *extras]),
        "cost": costs.seconds(operations, padded) + OVERHEAD_SECONDS,
    }
