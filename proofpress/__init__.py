"""Proofpress: a static infographic and site generator whose sentences are measured."""

from pathlib import Path
from typing import TYPE_CHECKING

from proofpress.cache import loader

if TYPE_CHECKING:
    from proofpress.runs.named_array import NamedArray

__version__ = "0.1.0"

loader.install()


def load_runs(name: str, content: str = "content", runs: str = "runs") -> "dict[str, NamedArray]":
    """Return the record of an experiment: channel → an array with named dimensions and coordinates.

    name: `comparison/experiment`. content, runs: the folders of the content and of what was trained. What is not
    stored is trained. `load_runs("rates/sgd")["test_accuracy"].sel(learning_rate=0.1).mean("seed")` is a number, and
    `xarray.DataArray(array.values, array.coords, array.dims)` an array of xarray.

    Raises BuildError for what is wrong with the content, KeyError for an experiment that is not there.
    """
    # Only here: whoever imports the press for its version need not wait for all of it.
    from proofpress import own_kinds

    own_kinds.attach(Path(content))
    from proofpress.models.build_options import BuildOptions
    from proofpress.pipeline import load_runs as load

    return load(name, BuildOptions(content=Path(content), runs=Path(runs), drafts=True))
