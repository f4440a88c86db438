"""Runs that were made elsewhere, as tables in the comparison's folder record them. Nothing here trains them.

    my-runs:
      title: Two optimizers on CIFAR-10
      kind: recorded
      files: data/runs-*.csv
      axes: {optimizer: optim.name, learning_rate: lr}
      seed: seed
      step: step
      channels:
        validation_accuracy: {column: val/acc, better: higher}
        validation_loss: {column: val/loss, better: lower}
      where: {split: main}
      made: {by: train.py, hardware: 1 × H100, on: "2026-11-20", licence: CC BY 4.0}
      repeat: python train.py --optimizer {optimizer} --lr {learning_rate} --seed {seed} --out {file}

What stands in braces in `files` is a column: `logs/{optimizer}-s{seed}/trainer_state.json` reads a log for each run.

The bytes of the files are in the key. What is told of them is that they were recorded: the press did not see it.
"""

import re
import string
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta

from proofpress.cache import keys
from proofpress.diagnostics import suggest
from proofpress.experiments.methods import recordings
from proofpress.experiments.methods.recorded_tables import PLACEHOLDER, Layout
from proofpress.experiments.methods.recordings import Recordings, read_recordings
from proofpress.models import Channel, ExperimentKind, Options, RunSchema
from proofpress.models.own_files import OwnFile, OwnFolder, RecordedElsewhere
from proofpress.models.schema import NonBlank

if TYPE_CHECKING:
    import numpy as np

Better = Literal["higher", "lower", "neither"]
RESERVED = ("seed", "step", "file")
UPDATES = re.compile(r"([\w/ ]*[_/ ])?(step|update|iteration)s?", re.IGNORECASE)
"""What trainers and trackers call a column of updates; a column of another name counts something else."""
_read: dict[str, Recordings] = {}
"""What was read to check content, by key, until it is stored: a long file is read once."""


class RecordedChannel(Options, frozen=True):
    """A column of measurements. column: its name, that of the channel if it is left out. better: which way is good."""

    column: NonBlank | None = None
    better: Better = "neither"


class Made(Options, frozen=True):
    """How runs were made, in the author's words. by: the program.

    commit, hardware, on: which version of it, on what machine, on which day. licence, source: of the tables.
    """

    by: NonBlank
    commit: NonBlank | None = None
    hardware: NonBlank | None = None
    on: NonBlank | None = None
    licence: NonBlank | None = None
    source: NonBlank | None = None


class Recorded(Options, frozen=True, kw_only=True):
    """Tables of runs, and what their columns hold.

    files: paths or patterns, from the comparison's folder; what stands in braces is a column. axes: axis → column.
    seed, step: columns. where: column → what to keep. melt: how the columns of a wide table are called. allow: what is
    meant and else an error. made: how the runs came to be. repeat: the command that makes one run again.
    channels: the columns of measurements, and which way is good.
    """

    files: str | tuple[str, ...]
    channels: Annotated[Mapping[str, Better | RecordedChannel], Meta(min_length=1)]
    made: Made
    axes: Mapping[str, NonBlank] = {}
    seed: NonBlank | None = None
    step: NonBlank | None = None
    where: Mapping[str, float | str | bool | tuple[float | str, ...]] = {}
    melt: NonBlank | None = None
    allow: tuple[Literal["missing-runs", "not-finite", "unequal-steps"], ...] = ()
    repeat: NonBlank | None = None

    def __post_init__(self) -> None:
        """Raise ValueError if names clash, or the command cannot be filled in."""
        taken = [axis for axis in self.axes if axis in RESERVED]
        if taken:
            raise ValueError(f"an axis cannot be called '{taken[0]}': write {taken[0]}: and its column beside 'axes'")
        columns = [*self.axes.values(), *filter(None, (self.seed, self.step))]
        twice = [column for index, column in enumerate(columns) if column in columns[:index]]
        if twice:
            raise ValueError(f"the column '{twice[0]}' is named twice: as an axis, as the seed or as the step")
        self._check_paths()
        if self.repeat is not None:
            names = _placeholders(self.repeat)
            known = [*self.axes, "seed", "file"]
            unknown = [name for name in names if name not in known]
            if unknown:
                raise ValueError(f"'repeat' names {{{unknown[0]}}}, which is no axis; {suggest(unknown[0], known)}")
            if "file" not in names:
                raise ValueError("'repeat' does not say where the command writes: add {file}, the path of a table")

    def _check_paths(self) -> None:
        used = [*self.axes.values(), *filter(None, (self.seed, self.step)), *self.where]
        for pattern in self.patterns:
            names = PLACEHOLDER.findall(pattern)
            twice = [name for index, name in enumerate(names) if name in names[:index]]
            if twice:
                raise ValueError(f"'files' names {{{twice[0]}}} twice; write * for what needs no name")
            unused = [name for name in names if name not in used]
            if unused:
                raise ValueError(
                    f"'files' names {{{unused[0]}}}, which is no column of 'axes', 'seed', 'step' or 'where': name it "
                    "there, or write * for it"
                )

    @property
    def patterns(self) -> tuple[str, ...]:
        """The paths and patterns of the files."""
        return (self.files,) if isinstance(self.files, str) else self.files

    @property
    def layout(self) -> Layout:
        """Which columns hold what."""
        where = {name: values if isinstance(values, tuple) else (values,) for name, values in self.where.items()}
        columns = {name: each if isinstance(each, str) else each.column for name, each in self._columns.items()}
        return Layout(
            axes=self.axes,
            seed=self.seed or "",
            step=self.step or "",
            channels={name: column or name for name, column in columns.items()},
            where=where,
            melt=self.melt or "",
            allow=self.allow,
            paths=tuple(pattern for pattern in self.patterns if PLACEHOLDER.search(pattern)),
        )

    @property
    def better(self) -> dict[str, str]:
        """Which way is good, of the channels that can judge."""
        given = {name: each if isinstance(each, str) else each.better for name, each in self.channels.items()}
        return {name: better for name, better in given.items() if better != "neither"}

    @property
    def _columns(self) -> dict[str, RecordedChannel]:
        return {name: RecordedChannel() if isinstance(each, str) else each for name, each in self.channels.items()}

    def complete(self, folder: OwnFolder) -> "Recording | None":
        """Return the options with the axes that were found in the files; None if something is wrong, which is noted.

        Raises BuildError with what is wrong in the files.
        """
        found = [folder.find(PLACEHOLDER.sub("*", pattern), "files") for pattern in self.patterns]
        if not all(found):
            return None
        files = tuple({file.path: file for each in found for file in each}.values())
        key = _key(files, self.layout)

        def find() -> Mapping[str, Any]:
            recorded = read_recordings(files, self.layout, folder.locate, folder.tell)
            _read[key] = recorded
            return {"axes": {axis: list(coordinates) for axis, coordinates in recorded.axes.items()}}

        axes = folder.remember(key, find)["axes"]
        written = {field: getattr(self, field) for field in Recorded.__struct_fields__}
        return Recording(**written, tables=files, found={axis: tuple(values) for axis, values in axes.items()})


class Recording(Recorded, RecordedElsewhere, frozen=True, kw_only=True):
    """Recorded runs with what was found of them. tables: the files. found: axis → coordinates."""

    tables: tuple[OwnFile, ...]
    found: Mapping[str, tuple[Any, ...]]

    @property
    def runs(self) -> int:
        """How many runs there are."""
        count = 1
        for axis, coordinates in self.found.items():
            count *= 1 if axis == "step" else len(coordinates)
        return count


def run_schema(options: Recording) -> RunSchema:
    """Return the axes and channels that the tables have."""
    dims = tuple(options.found)
    made = {f"made.{name}": value for name, value in _made(options.made).items()}
    names = {"step": options.step} if options.step and not UPDATES.fullmatch(options.step) else {}
    return RunSchema(options.found, dict.fromkeys(options.channels, dims), made, names=names)


def pieces(options: Recording) -> tuple[Mapping[str, Any], ...]:
    """Return the one piece: all rows."""
    return ({"rows": "all", "cost": 0.1},)


def run(options: Recording, piece: Mapping[str, Any]) -> tuple[Mapping[str, "np.ndarray"], dict[str, float]]:
    """Read the tables; arrays `(*axes, seed[, step])`."""
    found = _read.pop(_key(options.tables, options.layout), None)
    if found is None:
        found = read_recordings(options.tables, options.layout, lambda *at: _nowhere(options), _silent)
    return found.channels, {"runs": options.runs, "updates": 0, "parameters": 0}


def assemble(options: Recording, arrays: list[Mapping[str, "np.ndarray"]]) -> Mapping[str, Channel]:
    """Return the channels."""
    dims, better = tuple(options.found), options.better
    return {name: Channel(dims, arrays[0][name], better.get(name, "")) for name in options.channels}


def piece_shapes(options: Recording, piece: Mapping[str, Any]) -> dict[str, tuple[int | None, ...]]:
    """Return the shapes of the arrays."""
    return dict.fromkeys(options.channels, tuple(map(len, options.found.values())))


def command(options: Recording, setting: Mapping[str, Any], file: str) -> list[str]:
    """Return the words of the command that makes one run again. setting: axis and seed → coordinate."""
    import shlex

    filled = {name: _word(value) for name, value in {**setting, "file": file}.items()}
    return [word.format(**filled) for word in shlex.split(options.repeat or "")]


def _word(value: Any) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _placeholders(repeat: str) -> list[str]:
    try:
        return [name for _, name, _, _ in string.Formatter().parse(repeat) if name is not None]
    except ValueError as error:
        raise ValueError(f"'repeat' cannot be filled in: {error}") from None


def _made(made: Made) -> dict[str, str]:
    return {name: value for name in made.__struct_fields__ if (value := getattr(made, name)) is not None}


def _key(files: tuple[OwnFile, ...], layout: Layout) -> str:
    return keys.digest("recorded", _known(files, layout), layout, keys.code_digest(recordings.__name__))


def _known(files: tuple[OwnFile, ...], layout: Layout) -> list[str | tuple[str, str]]:
    """Return what decides on the rows of files: their bytes, and their paths where these name columns."""
    return [(file.digest, file.path) if layout.paths else file.digest for file in files]


def _nowhere(options: Recording) -> Any:
    from proofpress.diagnostics import Location

    return Location(options.tables[0].shown)


def _silent(sentence: str) -> None:
    """Say nothing."""


KIND = ExperimentKind(
    name="recorded",
    options=Recorded,
    summary="Runs that were made elsewhere, read from tables.",
    run_schema=run_schema,
    pieces=pieces,
    run=run,
    assemble=assemble,
    shared=lambda options: [_known(options.tables, options.layout), options.layout],
    piece_shapes=piece_shapes,
)
