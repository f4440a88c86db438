"""A digest of each data set as it comes, for the keys of runs; no module that computes runs needs it.

Side effects: reads the data files that scikit-learn ships, without importing it.
"""

import importlib.util
from functools import cache
from pathlib import Path

from proofpress.cache.keys import digest, digest_bytes, version
from proofpress.datasets.data import DATA_SETS


def raw_digest(name: str) -> str:
    """Return a digest of a data set as it comes, before the split: of its files, or of what generates it.

    Where scikit-learn keeps its files elsewhere, its version stands for them.
    """
    files = DATA_SETS[name].files
    return _files_digest(files) if files else digest("generated", name, version("numpy"))


@cache
def _files_digest(files: tuple[str, ...]) -> str:
    found = importlib.util.find_spec("sklearn")
    if found is None or found.origin is None:
        return digest(files, "absent")
    folder = Path(found.origin).parent / "datasets" / "data"
    paths = [folder / file for file in files]
    if not all(path.is_file() for path in paths):
        return digest(files, version("scikit-learn"))
    return digest([digest_bytes(path.read_bytes()) for path in paths])
