"""Cuts a sweep into lots: lanes that train side by side in one compiled call.

Settings that can share a compilation make a group. A group with enough settings is cut seed by seed, so
that all lanes of a lot see the same batches; a small one mixes seeds, so that no lane is idle. A lot is a
JSON-able record that says all that its result depends on, so that a sweep can grow and keep its lots.
"""

import itertools
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict, astuple, replace

from proofpress.datasets.data import Data, row_count
from proofpress.experiments.axes import Setting
from proofpress.experiments.recipes import batch_of, sizes_of, updates_of
from proofpress.experiments.training.engine import MOST_LANES, Job, Lane, abreast, run
from proofpress.experiments.training.network import parameter_count

if TYPE_CHECKING:
    import numpy as np

ENOUGH_TO_SHARE = 4
OPERATIONS_PER_SECOND = 4e10
OVERHEAD_SECONDS = 0.01
Measured = tuple[Setting, tuple[int, ...]]


def lots(settings: Sequence[Measured], seeds: Sequence[int], record: Sequence[str]) -> tuple[Mapping[str, Any], ...]:
    """Return the lots of a sweep.

    settings: each with its checkpoints. A lot has `job`, `data` and `lanes` (what it is), `at` (for each
    lane the positions of its setting and seed), `group` (lots of one compilation) and `cost` (seconds, roughly).
    """
    groups: dict[tuple[Any, ...], list[int]] = {}
    for position, (setting, checkpoints) in enumerate(settings):
        job = job_of(setting, checkpoints, record)
        data = replace(setting.data, label_noise=0.0)
        groups.setdefault((job, data, bool(setting.training.dropout)), []).append(position)
    found: list[Mapping[str, Any]] = []
    for (job, data, _), positions in groups.items():
        if len(positions) >= ENOUGH_TO_SHARE:
            rows = [[(position, at) for position in positions] for at in range(len(seeds))]
        else:
            rows = [[(position, at) for at in range(len(seeds)) for position in positions]]
        for row in rows:
            for lot in evenly(row):
                lanes = [lane_of(settings[position][0], seeds[at]) for position, at in lot]
                found.append(_lot(job, data, lanes, lot))
    return tuple(found)


def evenly(items: Sequence[Any], most: int = MOST_LANES) -> list[Sequence[Any]]:
    """Return the items cut into as few stretches of at most `most` as can be, of nearly equal length.

    >>> [len(stretch) for stretch in evenly(range(25), 16)]
    [13, 12]
    """
    count = -(-len(items) // most)
    edges = [-(-len(items) * n // count) for n in range(count + 1)]
    return [items[start:end] for start, end in itertools.pairwise(edges)]


def job_of(setting: Setting, checkpoints: tuple[int, ...], record: Sequence[str] = ()) -> Job:
    """Return what the engine must know of a setting that lanes cannot differ in."""
    return Job(
        sizes=sizes_of(setting.data, setting.model),
        batch=batch_of(setting.data, setting.training),
        updates=updates_of(setting.data, setting.training),
        checkpoints=checkpoints,
        activation=setting.model.activation,
        optimizer=setting.training.optimizer,
        record=tuple(sorted(record)),
        noisy_validation=setting.data.noisy_validation,
    )


def lane_of(setting: Setting, seed: int) -> Lane:
    """Return the lane of a setting and a seed."""
    training, model = setting.training, setting.model
    return Lane(
        seed=seed,
        learning_rate=training.learning_rate,
        weight_decay=training.weight_decay,
        dropout=training.dropout,
        momentum=training.momentum,
        init=model.init,
        init_scale=model.init_scale,
        label_noise=setting.data.label_noise,
        schedule=training.schedule,
    )


def trained_lot(lot: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Return what the lanes of a lot recorded, each array with the dimension `lanes` first, and counts."""
    from proofpress.datasets.arrays import load

    given = lot["job"]
    job = Job(**{**given, **{name: tuple(given[name]) for name in ("sizes", "checkpoints", "record")}})
    lanes = [Lane(*json.loads(lane)) for lane in lot["lanes"]]
    found = run(job, load(Data(**lot["data"])), lanes)
    if "predictions" in found:
        found["predictions"] = found["predictions"][:, -1]
    counts: dict[str, float] = {
        "runs": len(lanes),
        "updates": len(lanes) * job.updates,
        "parameters": parameter_count(job.sizes),
    }
    return found, counts


def _lot(job: Job, data: Data, lanes: Sequence[Lane], at: Sequence[tuple[int, int]]) -> Mapping[str, Any]:
    # A lane is one word of JSON: keys are made of all lots on every build, and words are digested fast.
    said = [json.dumps(astuple(lane)) for lane in lanes]
    padded, shared = abreast(len(lanes)), len({lane.seed for lane in lanes}) == 1
    trained = job.updates * job.batch * 6
    looked = len(job.checkpoints) * row_count(data) * 2
    cost = padded * parameter_count(job.sizes) * (trained + looked) / OPERATIONS_PER_SECOND + OVERHEAD_SECONDS
    drops = any(lane.dropout for lane in lanes)
    group = json.dumps([job.sizes, job.batch, job.activation, job.optimizer, padded, shared, drops])
    return {
        "job": asdict(job),
        "data": asdict(data),
        "lanes": said,
        "at": list(at),
        "group": group,
        "cost": cost,
    }
