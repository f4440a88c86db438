"""What is installed only by those who ask for it: words, pictures and recorded results need none of it."""

TRAIN = "train"
"""The extra that brings what trains networks and fits models."""
EXTRAS = {
    "jax": TRAIN,
    "jaxlib": TRAIN,
    "optax": TRAIN,
    "optuna": TRAIN,
    "scikit-learn": TRAIN,
    "scipy": TRAIN,
    "sklearn": TRAIN,
    "threadpoolctl": TRAIN,
    "distributed": "cluster",
    "pyarrow": "parquet",
}
"""The extra of this package that brings a library, by the name of the distribution and by that of the module."""


def installing(extra: str) -> str:
    """Return how an extra is installed, as the hint of a message."""
    # Double quotes: the shell of Windows hands single ones on to pip.
    return f"install the extra '{extra}': python -m pip install \"proofpress[{extra}]\""


def lacking(error: ModuleNotFoundError) -> tuple[str, str] | None:
    """Return the message and the hint of a module that is not there; None if no extra brings it."""
    library = (error.name or "").partition(".")[0]
    if library not in EXTRAS:
        return None
    return f"this needs {library}, which is not installed", installing(EXTRAS[library])
