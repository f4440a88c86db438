"""Where a build comes from, and what its runs cost, as build.json and the foot of each page state it."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from proofpress import __version__
from proofpress.models import Record
from proofpress.models.recorded import RECORDED_WORDS
from proofpress.provenance import Commit, build_date, is_reproducible, libraries, machine
from proofpress.site.material import Provenance

Training = Mapping[str, Mapping[str, Any]]
"""Key of some runs → what training them took, as JSON can hold it."""


def provenance(commit: Commit, content_hash: str) -> Provenance:
    """Return where a build comes from, without any runs. commit: the one that holds the content."""
    return Provenance(
        version=__version__,
        commit=commit.name,
        content_hash=content_hash,
        libraries=libraries(),
        platform=machine(),
        seeds=(),
        runs=0,
        updates=0,
        seconds=None,
        experiments={},
        date=build_date(commit),
        changed=commit.is_changed,
    )


def training_of(slug: str, records: Iterable[Record], recorded: Collection[str] = ()) -> Training:
    """Return what training took, by the key of the runs. slug: of the comparison.

    recorded: the experiments that were not trained here.
    """
    return {
        record.key: {
            "experiment": f"{slug}/{record.experiment}",
            "seeds": list(record.seeds),
            "runs": record.runs,
            "updates": record.updates,
            "seconds": record.seconds,
            "recorded": record.experiment in recorded,
        }
        for record in records
    }


def with_training(build: Provenance, parts: Iterable[Training]) -> Provenance:
    """Return the provenance of a build that states the runs of comparisons; those that two experiments share once."""
    experiments = list({key: training for part in parts for key, training in part.items()}.values())
    here = [training for training in experiments if not training["recorded"]]
    timed = not is_reproducible()
    return replace(
        build,
        seeds=tuple(sorted({seed for training in experiments for seed in training["seeds"]})),
        runs=sum(training["runs"] for training in here),
        recorded=sum(training["runs"] for training in experiments if training["recorded"]),
        updates=sum(training["updates"] for training in here),
        seconds=sum(training["seconds"] for training in here) if timed else None,
        experiments={
            training["experiment"]: {
                "runs": training["runs"],
                "updates": training["updates"],
                "seconds": training["seconds"] if timed else None,
                **({"recorded": RECORDED_WORDS} if training["recorded"] else {}),
            }
            for training in experiments
        },
    )
