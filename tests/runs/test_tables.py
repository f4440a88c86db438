"""The tables of a record hold each number once for each combination of coordinates, under its own name."""

import numpy as np

from proofpress.models import Channel, Runs
from proofpress.runs.selection import channel_array
from proofpress.runs.tables import list_left_out, list_tables

AXES = {"rate": (0.1, 1), "optimizer": ("sgd", "adam"), "seed": (0, 1, 2), "step": (0, 10)}


def runs() -> Runs:
    """Return runs with channels of every shape, numbered so that each number stands for its place."""

    def numbered(*dims: str) -> np.ndarray:
        shape = [len(AXES.get(dim, range(4))) for dim in dims]
        return np.arange(np.prod(shape, dtype=int)).reshape(shape)

    dims = {
        "loss": ("seed", "optimizer", "rate", "step"),
        "updates": ("rate",),
        "rate": ("seed",),
        "outcome": ("rate", "optimizer", "seed"),
        "parameters": (),
        "weights": ("seed", "*parameter"),
    }
    channels = {name: Channel(of, numbered(*of)) for name, of in dims.items()}
    channels["outcome"] = Channel(dims["outcome"], numbered(*dims["outcome"]) % 2, labels=("learns", "dies"))
    return Runs("pair", AXES, channels)


def test_a_table_has_each_number_of_the_record() -> None:
    """Every cell is the number that the record has at the coordinates of its row, whatever the order of its axes."""
    of = runs()
    (table,) = list_tables(of)
    assert (table.name, table.dims) == ("pair", ("rate", "optimizer", "seed", "step"))
    rows = [dict(zip(table.columns, row, strict=True)) for row in zip(*table.columns.values(), strict=True)]
    assert len(rows) == 2 * 2 * 3 * 2
    assert len({tuple(row[dim] for dim in table.dims) for row in rows}) == len(rows)
    for row in rows:
        for name, column in (("loss", "loss"), ("updates", "updates"), ("rate", "rate_value"), ("parameters",) * 2):
            array = channel_array(of, name)
            at = {dim: row[dim] for dim in array.dims}
            assert array.sel(**at).values == row[column], (name, at)
        code = channel_array(of, "outcome").sel(rate=row["rate"], optimizer=row["optimizer"], seed=row["seed"]).values
        assert row["outcome"] == ("learns", "dies")[int(code)]
    assert list_left_out(of) == ("weights",)


def test_channels_that_share_no_axes_stand_in_tables_of_their_own() -> None:
    """Two widest shapes make two tables; what fits into both stands in the smaller one, and names do not meet."""
    axes = {"method": ("a", "b"), "alpha": (1, 2, 3), "train": (10, 20)}
    channels = {
        "error": Channel(("alpha", "train"), np.zeros((3, 2))),
        "chosen": Channel(("method", "train"), np.ones((2, 2))),
        "noise": Channel(("train",), np.array([0.5, np.nan])),
    }
    tables = {table.name: table for table in list_tables(Runs("folds", axes, channels))}
    assert {name: tuple(table.columns) for name, table in tables.items()} == {
        "folds": ("alpha", "train", "error"),
        "folds--method": ("method", "train", "chosen", "noise"),
    }
    assert [len(table.columns["train"]) for table in tables.values()] == [6, 4]
