"""One learned number is found where the network that was trained keeps it."""

import numpy as np
import pytest

from proofpress.charts.model import tensors
from proofpress.runs.parameters import Parameter, incoming, index_of, parameter_count

SIZES = (4, 3, 2)


def test_every_number_has_one_index_of() -> None:
    """Weights and biases of all layers are found where taking the row apart puts them, each at another index."""
    row = np.arange(parameter_count(SIZES))
    found = []
    for layer, (weights, biases) in enumerate(tensors(row, SIZES), 1):
        inputs, outputs = weights.shape
        for unit in range(outputs):
            assert [index_of(Parameter(layer, unit + 1, at + 1), SIZES) for at in range(inputs)] == weights[
                :, unit
            ].tolist()
            assert index_of(Parameter(layer, unit + 1), SIZES) == biases[unit]
            found += [*weights[:, unit].tolist(), int(biases[unit])]
    assert sorted(found) == row.tolist()


def test_what_leads_into_a_unit_are_its_weights() -> None:
    """The weights beside a number are those of its unit, by input."""
    (first, _), _ = tensors(np.arange(parameter_count(SIZES)), SIZES)
    assert incoming(Parameter(1, 2, 4), SIZES) == first[:, 1].tolist()


@pytest.mark.parametrize(
    ("parameter", "message"),
    [
        (Parameter(3, 1), "there is no layer 3: sizes 4-3-2 make 2"),
        (Parameter(1, 4), "there is no unit 4: layer 1 has 3"),
        (Parameter(2, 1, 4), "there is no input 4: layer 2 has 3"),
    ],
)
def test_a_number_that_is_not_there_is_refused(parameter: Parameter, message: str) -> None:
    """Whoever names a layer, a unit or an input too many is told how many there are."""
    with pytest.raises(ValueError, match=message):
        index_of(parameter, SIZES)
