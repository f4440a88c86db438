"""Arrays with named dimensions, and coordinates along them: what statistics, charts and explorers read runs with.

The names and the rules are xarray's, of which this is the small part that the press needs (decision 12 has the
figures). numpy is imported only where an array is really indexed by others.
"""

from collections.abc import Callable, Mapping, Sequence
from types import EllipsisType
from typing import TYPE_CHECKING, Any, Literal, Self

from msgspec import Struct, field
from msgspec.structs import replace

if TYPE_CHECKING:
    import numpy as np

MissingDims = Literal["raise", "ignore"]
Coordinates = tuple[Any, ...]


class NamedArray(Struct, frozen=True, eq=False):
    """An array with named dimensions. Nothing is ever skipped: a mean over NaN is NaN, as in numpy.

    dims: the name of each dimension of `values`. coords: for some of the dimensions, a label for each index.
    name: what error messages call the array. To leave out what is not finite, reduce with a function that does,
    such as `numpy.nanmedian`.

    >>> import numpy as np
    >>> values = np.array([[4.0, 2.0], [3.0, 1.0], [8.0, np.nan]])
    >>> loss = NamedArray(values, ("rate", "seed"), {"rate": (0.1, 0.2, 0.4)})
    >>> loss.sel(rate=0.2).values.tolist(), loss.isel(seed=0).values.tolist()
    ([3.0, 1.0], [4.0, 3.0, 8.0])
    >>> loss.mean("seed").values.tolist(), loss.reduce(np.nanmedian, "seed").values.tolist()
    ([3.0, 2.0, nan], [3.0, 2.0, 8.0])
    >>> loss.transpose("seed", "rate").values.shape, loss.transpose("seed", ...).dims, loss.mean("seed").coords
    ((2, 3), ('seed', 'rate'), {'rate': (0.1, 0.2, 0.4)})

    A chart that draws one seed of a channel, whether or not the channel has seeds:

    >>> loss.isel(seed=0, missing_dims="ignore").dims, loss.mean("seed").isel(seed=0, missing_dims="ignore").dims
    (('rate',), ('rate',))

    An array of indices picks a point for each of its own coordinates; here each seed has a rate of its own:

    >>> best = NamedArray(np.array([1, 0]), ("seed",))
    >>> loss.isel(rate=best).values.tolist()
    [3.0, 2.0]
    """

    values: "np.ndarray"
    dims: tuple[str, ...]
    coords: Mapping[str, Coordinates] = field(default_factory=dict)
    name: str = "the array"

    def __post_init__(self) -> None:
        """Raise ValueError unless there is a name for each dimension."""
        if len(self.dims) != self.values.ndim:
            raise ValueError(f"{self.name} has {self.values.ndim} dimensions, which {len(self.dims)} names cannot name")

    @property
    def sizes(self) -> dict[str, int]:
        """The length of each dimension."""
        return dict(zip(self.dims, self.values.shape, strict=True))

    def axis(self, dim: str) -> int:
        """Return the index of a dimension. Raises ValueError, with a sentence for authors, where there is none such."""
        if dim not in self.dims:
            raise ValueError(f"{self.name} has no axis '{dim}'")
        return self.dims.index(dim)

    def sel(self, where: Mapping[str, Any] | None = None, /, **named: Any) -> Self:
        """Return the numbers at coordinates, written `sel(rate=0.1)` or `sel({"rate": 0.1})`; their dimensions go.

        A coordinate may be `first` or `last`. Raises ValueError where it is not on its axis.
        """
        at = {**(where or {}), **named}
        return self.isel({dim: index_of(self.coords[dim], coordinate, dim) for dim, coordinate in at.items()})

    def isel(
        self, where: Mapping[str, Any] | None = None, /, *, missing_dims: MissingDims = "raise", **named: Any
    ) -> Self:
        """Return the numbers at indices, written `isel(seed=0)` or `isel({"seed": 0})`.

        An index takes its dimension away. A sequence of indices keeps it. A NamedArray of indices puts its own
        dimensions in place of it; a dimension that both have is walked along in step.
        missing_dims: `ignore` leaves out dimensions that there are not.
        """
        array = self
        for dim, index in {**(where or {}), **named}.items():
            if missing_dims == "raise" or dim in self.dims:
                array = array._take(dim, index)
        return array

    def mean(self, *dims: str) -> Self:
        """Return the mean over some dimensions; over none, the array as it is."""
        return self._without(dims, self.values.mean(axis=self._axes(dims))) if dims else self

    def reduce(self, function: Callable[..., Any], *dims: str, **options: Any) -> Self:
        """Return what a function with an argument `axis`, such as `numpy.median`, makes of some dimensions.

        Over none, the array as it is.
        """
        return self._without(dims, function(self.values, axis=self._axes(dims), **options)) if dims else self

    def map(self, function: Callable[["np.ndarray"], Any]) -> Self:
        """Return what a function makes of each number; the dimensions stay."""
        return replace(self, values=function(self.values))

    def transpose(self, *dims: str | EllipsisType, missing_dims: MissingDims = "raise") -> Self:
        """Return the array with its dimensions in an order; `...` stands for those not named, in the order they have.

        missing_dims: `ignore` leaves out dimensions that there are not.
        """
        rest = [dim for dim in self.dims if dim not in dims]
        order = [each for dim in dims for each in (rest if isinstance(dim, EllipsisType) else [dim])]
        if missing_dims == "ignore":
            order = [dim for dim in order if dim in self.dims]
        axes = [self.axis(dim) for dim in order]
        if len(axes) < len(self.dims):
            raise ValueError(f"{self.name} has an axis '{rest[0]}' too, which has no place among {', '.join(order)}")
        return replace(self, values=self.values.transpose(axes), dims=tuple(order))

    def expand_dims(self, dim: str) -> Self:
        """Return the array with one more dimension, the last, of length one."""
        return replace(self, values=self.values[..., None], dims=(*self.dims, dim))

    def _axes(self, dims: tuple[str, ...]) -> Any:
        axes = tuple(map(self.axis, dims))
        return axes[0] if len(axes) == 1 else axes

    def _without(self, dims: tuple[str, ...], values: Any) -> Self:
        rest = tuple(dim for dim in self.dims if dim not in dims)
        return replace(self, values=values, dims=rest, coords=self._coords(rest))

    def _coords(self, dims: Sequence[str]) -> dict[str, Coordinates]:
        return {dim: labels for dim, labels in self.coords.items() if dim in dims}

    def _take(self, dim: str, index: Any) -> Self:
        axis = self.axis(dim)
        if isinstance(index, NamedArray):
            return self._take_points(dim, index)
        values = self.values.take(index, axis=axis)
        if values.ndim < self.values.ndim:
            return self._without((dim,), values)
        if dim not in self.coords:
            return replace(self, values=values)
        return replace(self, values=values, coords={**self.coords, dim: tuple(self.coords[dim][at] for at in index)})

    def _take_points(self, dim: str, index: "NamedArray") -> Self:
        axis = self.axis(dim)
        before, after = self.dims[:axis], self.dims[axis + 1 :]
        if not set(index.dims) & {*before, *after}:
            dims = (*before, *index.dims, *after)
            return replace(
                self,
                values=self.values.take(index.values, axis=axis),
                dims=dims,
                coords=self._coords((*before, *after)),
            )
        import numpy as np

        # Dimensions that only the indices have come first; then numpy takes along one axis, all others broadcast.
        new = tuple(each for each in index.dims if each not in self.dims)
        dims = (*new, *self.dims)
        sizes = index.sizes
        ordered = index.transpose(*(each for each in dims if each in sizes)).values
        values = self.values[(None,) * len(new)]
        place = len(new) + axis
        taken = np.take_along_axis(values, ordered.reshape([sizes.get(each, 1) for each in dims]), axis=place)
        dims = (*new, *before, *after)
        return replace(self, values=taken.squeeze(place), dims=dims, coords=self._coords(dims))


def index_of(coordinates: Coordinates, where: Any, dim: str = "") -> int:
    """Return the index that a coordinate, `first` or `last` has among those of an axis. Raises ValueError if none.

    Floats are matched to a relative 1e-9, for coordinates written with few digits.
    """
    if where == "first":
        return 0
    if where == "last":
        return len(coordinates) - 1
    for index, coordinate in enumerate(coordinates):
        if coordinate == where:
            return index
        numbers = isinstance(coordinate, int | float) and isinstance(where, int | float)
        if numbers and abs(coordinate - where) <= 1e-9 * max(abs(coordinate), abs(where)):
            return index
    raise ValueError(f"{where!r} is not on the axis '{dim}'")
