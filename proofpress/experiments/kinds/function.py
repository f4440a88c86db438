"""A training loop of the author's own: a Python function that is called at each setting of a sweep, for each seed.

Side effects: reads modules in the folder of the comparison.

    my-loop:
      title: Two optimizers in my own training loop
      kind: function
      call: my_training:train          # the function `train` of content/<slug>/my_training.py
      sweep: {optimizer: [sgd, adam], learning_rate: [0.01, 0.1]}
      fixed: {epochs: 5}
      axes: {step: 5}
      channels: {accuracy: higher, loss: {better: lower, along: step}}
      packages: [torch]
      seeds: 8

`train(seed=…, optimizer=…, learning_rate=…, epochs=…)` returns a mapping of the channels' names to numbers, or to
sequences along their axes. It runs in a process of its own, which sees the modules of the folder that are imported, and
the `files` that are named. What decides the result is in the key: the modules' syntax, the files, the arguments, the
versions of the packages.
"""

import itertools
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta
from msgspec.structs import replace

from proofpress.cache.keys import distribution
from proofpress.diagnostics import AuthorError, Diagnostic, Location, one_of, shortened, suggest
from proofpress.experiments.methods.calls import call_all, in_words
from proofpress.experiments.own_modules import OwnModule, find_function
from proofpress.experiments.ranges import Range, points
from proofpress.experiments.seeds import Seeded, Seeds, join_seeds, seeded_kind, without_seeds
from proofpress.models import Channel, Options, RunSchema
from proofpress.models.own_files import OwnFile, OwnFolder
from proofpress.versions import version

if TYPE_CHECKING:
    import numpy as np

SEED = "seed"
SECONDS_A_CALL = 1.0
"""What a call is taken to cost: nobody knows before."""
MINUTE = 60.0
Better = Literal["higher", "lower", "neither"]


class Measured(Options, frozen=True):
    """A channel that a function returns. better: which way is good. along: its axes beside the sweep's."""

    better: Better = "neither"
    along: str | tuple[str, ...] = ()

    @property
    def dims(self) -> tuple[str, ...]:
        """The axes of what one call returns."""
        return (self.along,) if isinstance(self.along, str) else self.along


class Function(Seeded, frozen=True, kw_only=True):
    """A function, what it is called with and what it returns.

    call: `module:function`, from the comparison's folder. sweep, fixed: arguments by name. axes: of sequences that it
    returns, coordinates or how many (then from 1 on). files: what it reads from its folder. packages: those whose
    versions are in the key, beside the ones that it imports. minutes: the limit for one call.
    channels: what it returns, by name, and which way is good.
    """

    call: Annotated[str, Meta(pattern=r"^[\w.]+:\w+$")]
    channels: Annotated[Mapping[str, Better | Measured], Meta(min_length=1)]
    sweep: Mapping[str, Range | tuple[Any, ...]] = {}
    fixed: Mapping[str, Any] = {}
    axes: Mapping[str, Annotated[int, Meta(ge=1)] | Range | tuple[float | str, ...]] = {}
    files: str | tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    minutes: Annotated[float, Meta(gt=0, le=1440)] = 10.0
    seeds: Seeds = 1

    def __post_init__(self) -> None:
        """Raise ValueError if names clash, an axis is unknown or a value is none that an axis can have."""
        names = [SEED, *self.sweep, *self.fixed]
        twice = [name for index, name in enumerate(names) if name in names[:index]]
        if twice:
            raise ValueError(f"'{twice[0]}' is given to the function twice: as the seed, in 'sweep' or in 'fixed'")
        for axis, values in self.swept.items():
            for value in values:
                if not isinstance(value, str | int | float):
                    raise ValueError(f"'{axis}' sweeps over numbers, words, true or false, not over a list or mapping")
        for axis in self.along:
            if axis in names:
                raise ValueError(f"'{axis}' is an axis of what is returned, and an argument: give one another name")
        for name, channel in self.measured.items():
            unknown = [axis for axis in channel.dims if axis not in self.axes]
            if unknown:
                raise ValueError(
                    f"the channel '{name}' goes along '{unknown[0]}', which is not among 'axes': write how many values "
                    f"it has there, such as axes: {{{unknown[0]}: 20}}"
                )
        unused = [axis for axis in self.axes if not any(axis in each.dims for each in self.measured.values())]
        if unused:
            raise ValueError(f"no channel goes along '{unused[0]}': remove the axis, or write along: {unused[0]}")

    @property
    def swept(self) -> dict[str, tuple[Any, ...]]:
        """The values of each argument that is swept."""
        return {axis: points(values) for axis, values in self.sweep.items()}

    @property
    def along(self) -> dict[str, tuple[Any, ...]]:
        """The coordinates of each axis of what is returned."""
        return {
            axis: tuple(range(1, values + 1)) if isinstance(values, int) else points(values)
            for axis, values in self.axes.items()
        }

    @property
    def measured(self) -> dict[str, Measured]:
        """The channels by name."""
        return {name: Measured(each) if isinstance(each, str) else each for name, each in self.channels.items()}

    def complete(self, folder: OwnFolder) -> "Calls | None":
        """Return the options with the function's source; None if something is wrong, which is noted."""
        module, _, name = self.call.partition(":")
        patterns = (self.files,) if isinstance(self.files, str) else self.files
        found = [folder.find(pattern, "files") for pattern in patterns]
        absent = [name for name in self.packages if version(distribution(name)) == "absent"]
        for package in absent:
            message = f"the package '{shortened(package)}' is not installed"
            hint = f"python -m pip install {shortened(package)}"
            folder.note(folder.locate("packages"), "missing-package", message, hint)
        called = find_function(folder, module, name, "call")
        if called is None or absent or not all(found):
            return None
        given = (SEED, *self.sweep, *self.fixed)
        location = Location(_shown(called.modules, module), called.line, 1)
        unknown = [] if called.takes is None else [each for each in given if each not in called.takes]
        lacking = [each for each in called.required if each not in given]
        for argument in unknown:
            hint = suggest(argument, set(called.takes or ()) - set(given))
            message = f"'{name}' takes no argument '{shortened(argument)}', which it is given"
            folder.note(location, "wrong-argument", message, hint)
        for argument in lacking:
            message = f"'{name}' needs the argument '{shortened(argument)}', which it is not given"
            folder.note(location, "wrong-argument", message, "write it under 'sweep' or 'fixed', or give it a default")
        if unknown or lacking:
            return None
        libraries = tuple(sorted({distribution(each) for each in (*called.packages, *self.packages)}))
        written = {field: getattr(self, field) for field in Function.__struct_fields__}
        data = tuple(file for files in found for file in files)
        return Calls(**written, modules=called.modules, data=data, libraries=libraries, location=location)


class Calls(Function, frozen=True, kw_only=True):
    """A function with its source. libraries: the distributions whose versions are in the key."""

    modules: tuple[OwnModule, ...]
    data: tuple[OwnFile, ...]
    libraries: tuple[str, ...]
    location: Location


def run_schema(options: Function) -> RunSchema:
    """Return the axes and channels, known without calling the function."""
    axes = {**options.swept, SEED: options.seed_axis, **options.along}
    channels = {name: (*options.sweep, SEED, *each.dims) for name, each in options.measured.items()}
    settings = {f"fixed.{name}": value for name, value in options.fixed.items()}
    return RunSchema(axes, channels, {"call": options.call, **settings})


def run(options: Calls, piece: Mapping[str, Any]) -> tuple[dict[str, "np.ndarray"], dict[str, float]]:
    """Call the function at every setting with one seed; arrays `(*sweep, *axes)`. Raises AuthorError."""
    import numpy as np

    module, _, function = options.call.partition(":")
    settings = [dict(zip(options.swept, each, strict=True)) for each in itertools.product(*options.swept.values())]
    calls = [{SEED: piece[SEED], **setting, **options.fixed} for setting in settings]
    answers = call_all(
        module,
        function,
        calls,
        modules=options.modules,
        files=options.data,
        limit=options.minutes * MINUTE,
        location=options.location,
    )
    values: dict[str, list[np.ndarray]] = {name: [] for name in options.measured}
    for call, setting, answer in zip(calls, settings, answers, strict=True):
        words = in_words({**setting, SEED: call[SEED]})
        for name, array in _checked(options, function, answer, words).items():
            values[name].append(array)
    shape = tuple(map(len, options.swept.values()))
    arrays = {name: np.stack(each).reshape(shape + each[0].shape) for name, each in values.items()}
    return arrays, {"runs": len(calls), "updates": 0, "parameters": 0}


def _checked(options: Calls, function: str, answer: Any, words: str) -> dict[str, "np.ndarray"]:
    """Return the channels that one call returned. Raises AuthorError if they are not what the options say."""
    import numpy as np

    def refuse(message: str, hint: str) -> AuthorError:
        return AuthorError(Diagnostic(options.location, "wrong-result", f"{message} ({words})", hint))

    expected = options.measured
    if not isinstance(answer, Mapping):
        raise refuse(f"'{function}' returned {answer}", f"return a mapping with {one_of(expected)}")
    surplus = [name for name in answer if name not in expected]
    lacking = [name for name in expected if name not in answer]
    if surplus:
        hint = suggest(surplus[0], lacking or expected)
        raise refuse(f"'{function}' returned '{shortened(surplus[0])}', which is not among 'channels'", hint)
    if lacking:
        raise refuse(f"'{function}' returned no '{lacking[0]}'", "return it, or remove it from 'channels'")
    arrays = {}
    for name, channel in expected.items():
        shape = tuple(len(options.along[axis]) for axis in channel.dims)
        wanted = f"a sequence of {' × '.join(map(str, shape))} along {one_of(channel.dims)}" if shape else "a number"
        try:
            array = np.asarray(answer[name], dtype=np.float64)
        except (TypeError, ValueError):
            given = answer[name] if isinstance(answer[name], str) else "a list of unequal or other things"
            raise refuse(f"'{name}' is {given}, and not {wanted}", "return numbers") from None
        if array.shape != shape:
            given = f"a sequence of {' × '.join(map(str, array.shape))}" if array.shape else "a number"
            raise refuse(f"'{name}' is {given}, and not {wanted}", "return as many each time, or mend 'axes'")
        arrays[name] = array
    return arrays


def _shown(modules: tuple[OwnModule, ...], name: str) -> str:
    stem = name.replace(".", "/")
    return next(module.shown for module in modules if module.path in (f"{stem}.py", f"{stem}/__init__.py"))


def _shared(options: Calls) -> Any:
    """Return what of the options decides a piece: no words about channels, and no limit."""
    channels = {name: Measured(along=each.along) for name, each in options.measured.items()}
    return replace(without_seeds(options), minutes=10.0, channels=channels)


def _assemble(options: Calls, pieces: list[Mapping[str, "np.ndarray"]]) -> Mapping[str, Channel]:
    better = {name: each.better for name, each in options.measured.items() if each.better != "neither"}
    return join_seeds(run_schema(options).channels, pieces, better, {})


KIND = replace(
    seeded_kind(
        "function",
        Function,
        "A Python function of the author's own, called at each setting for each seed.",
        run_schema=run_schema,
        run=run,
        seconds=lambda options: SECONDS_A_CALL * math.prod(map(len, options.swept.values())),
        better={},
    ),
    assemble=_assemble,
    shared=_shared,
)
