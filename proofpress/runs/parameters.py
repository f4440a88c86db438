"""One learned number of a network: named by layer, unit and input, found in the row in which runs keep all of them.

A row holds for each layer its weights, those of one input beside one another, then its biases.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, ClassVar

from msgspec import Meta

from proofpress.models import Options


class Parameter(Options, frozen=True):
    """A weight, or a bias where no input is named. All are counted from 1; layer 1 reads the inputs of the network.

    layer, unit, input: where it is, each counted from 1; a bias where no input is named.
    """

    called: ClassVar[str] = "a parameter"

    layer: Annotated[int, Meta(ge=1)]
    unit: Annotated[int, Meta(ge=1)]
    input: Annotated[int, Meta(ge=1)] | None = None


def parameter_count(sizes: Sequence[int]) -> int:
    """Return how many weights and biases a network of fully connected layers has. sizes: inputs first.

    >>> parameter_count([64, 8, 10])
    610
    """
    return sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes))


def index_of(parameter: Parameter, sizes: Sequence[int]) -> int:
    """Return the index of a parameter in the row. Raises ValueError where the network has no such parameter."""
    layers = list(pairwise(sizes))
    if parameter.layer > len(layers):
        raise ValueError(f"there is no layer {parameter.layer}: sizes {format_sizes(sizes)} make {len(layers)}")
    inputs, outputs = layers[parameter.layer - 1]
    if parameter.unit > outputs:
        raise ValueError(f"there is no unit {parameter.unit}: layer {parameter.layer} has {outputs}")
    if parameter.input is not None and parameter.input > inputs:
        raise ValueError(f"there is no input {parameter.input}: layer {parameter.layer} has {inputs}")
    row = inputs if parameter.input is None else parameter.input - 1
    return parameter_count(sizes[: parameter.layer]) + row * outputs + parameter.unit - 1


def incoming(parameter: Parameter, sizes: Sequence[int]) -> list[int]:
    """Return the indices of all weights that lead into the parameter's unit, by input."""
    inputs = sizes[parameter.layer - 1]
    return [index_of(Parameter(parameter.layer, parameter.unit, at), sizes) for at in range(1, inputs + 1)]


def format_sizes(sizes: Sequence[int]) -> str:
    """Return the sizes of layers as they are written: `64-8-10`."""
    return "-".join(map(str, sizes))
