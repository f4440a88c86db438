"""What kinds share that repeat their runs with other seeds: options, pieces of work, and how these are joined."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta
from msgspec.structs import replace

from proofpress.models import Channel, ExperimentKind, Options, RunSchema

if TYPE_CHECKING:
    import numpy as np

Seeds = Annotated[int, Meta(ge=1)]
Shape = tuple[int | None, ...]


class Seeded(Options, frozen=True, kw_only=True):
    """Options of a kind that repeats its runs. seeds: how often, with the seeds from `first_seed` on.

    first_seed: the first of them.
    """

    seeds: Seeds = 1
    first_seed: Annotated[int, Meta(ge=0)] = 0

    @property
    def seed_axis(self) -> tuple[int, ...]:
        """The seeds."""
        return tuple(range(self.first_seed, self.first_seed + self.seeds))


class Split(Seeded, frozen=True, kw_only=True):
    """Options of a kind that trains on a data set. splits: how many splits of it, each with `seeds` of its own."""

    splits: Annotated[int, Meta(ge=1)] = 1


def seeded_kind(
    name: str,
    options: type[Seeded],
    summary: str,
    *,
    run_schema: Callable[[Any], RunSchema],
    run: Callable[[Any, Mapping[str, Any]], tuple[Mapping[str, "np.ndarray"], Mapping[str, float]]],
    seconds: Callable[[Any], float],
    better: Mapping[str, str],
    labels: Mapping[str, tuple[str, ...]] | None = None,
    seeds_a_piece: int | None = None,
    aliases: tuple[str, ...] = (),
) -> ExperimentKind:
    """Return a kind whose work is cut by seeds and whose arrays are joined along them.

    run: (options, piece) → (arrays by channel, facts), as in `ExperimentKind`. A piece is `{"seed": n}` and its arrays
    lack the dimension `seed`; with `seeds_a_piece` it is `{"seeds": [n, …]}` and they have it. What a run of one seed
    gives must not depend on the other seeds that the options ask for. A channel without that dimension comes with
    the piece of the first seed.
    seconds: options → how long one seed takes on one core, roughly.
    better: channel → `higher` or `lower`. labels: channel → the words of its codes. aliases: former names.
    """

    def pieces(asked: Any) -> tuple[Mapping[str, Any], ...]:
        cost, seeds = seconds(asked), list(asked.seed_axis)
        if seeds_a_piece is None:
            return tuple({"seed": seed, "cost": cost} for seed in seeds)
        cut = [seeds[first : first + seeds_a_piece] for first in range(0, len(seeds), seeds_a_piece)]
        return tuple({"seeds": some, "cost": cost * len(some)} for some in cut)

    def assemble(asked: Any, arrays: list[Mapping[str, "np.ndarray"]]) -> dict[str, Channel]:
        return join_seeds(run_schema(asked).channels, arrays, better, labels or {})

    def piece_shapes(asked: Any, piece: Mapping[str, Any]) -> dict[str, Shape]:
        schema = run_schema(asked)
        seeds = piece.get("seeds")
        first = seeds is None or asked.first_seed in seeds
        return {
            channel: shape_of(dims, schema.axes, None if seeds is None else len(seeds))
            for channel, dims in schema.channels.items()
            if first or "seed" in dims
        }

    return ExperimentKind(
        name=name,
        aliases=aliases,
        options=options,
        summary=summary,
        run_schema=run_schema,
        pieces=pieces,
        run=run,
        assemble=assemble,
        shared=without_seeds if seeds_a_piece is None else lambda asked: asked,
        piece_shapes=piece_shapes,
    )


def join_seeds(
    channels: Mapping[str, tuple[str, ...]],
    pieces: Sequence[Mapping[str, "np.ndarray"]],
    better: Mapping[str, str],
    labels: Mapping[str, tuple[str, ...]],
) -> dict[str, Channel]:
    """Return the channels of some pieces, side by side along the dimension `seed`. channels: name → dimensions."""
    import numpy as np

    joined: dict[str, Channel] = {}
    for name, dims in channels.items():
        arrays = [piece[name] for piece in pieces if name in piece]
        if "seed" not in dims:
            values = arrays[0]
        elif arrays[0].ndim < len(dims):
            values = np.stack(arrays, axis=dims.index("seed"))
        else:
            values = np.concatenate(arrays, axis=dims.index("seed"))
        joined[name] = Channel(dims, values, better.get(name, ""), labels.get(name, ()))
    return joined


def shape_of(dims: Sequence[str], axes: Mapping[str, Sequence[Any]], seeds: int | None) -> Shape:
    """Return the shape of an array: the sizes of its axes, None for unnamed dimensions.

    seeds: the size along `seed`; None if the array lacks that dimension.
    """
    sizes = {axis: len(coordinates) for axis, coordinates in axes.items()} | {"seed": seeds}
    return tuple(sizes.get(dim) for dim in dims if dim != "seed" or seeds is not None)


def without_seeds(options: Seeded) -> Seeded:
    """Return options without the seeds, on which no single run depends: with more seeds, only those are trained."""
    return replace(options, seeds=1, first_seed=0)
