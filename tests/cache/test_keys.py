"""Keys: what changes a digest, and what does not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from proofpress import versions
from proofpress.cache import keys
from proofpress.diagnostics import Location
from proofpress.experiments import experiment_kinds

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


class Point(Struct, frozen=True):
    """A record with a location."""

    x: float
    location: Location = Location("a.yaml", 1, 1)


class Other(Struct, frozen=True):
    """The same field under another name of record."""

    x: float


@given(JSON)
def test_a_digest_survives_json(value):
    """What went through JSON, as a piece on its way to a worker does, has the digest it had."""
    assert keys.digest(json.loads(json.dumps(value))) == keys.digest(value)


def test_locations_spelling_and_order_do_not_count():
    """Where something was written, 1 or 1.0, a list or a tuple, the order of names: all the same."""
    assert keys.digest(Point(1.0)) == keys.digest(Point(1, Location("b.yaml", 9, 9)))
    assert keys.digest({"a": 1, "b": [2]}) == keys.digest({"b": (2.0,), "a": 1})
    assert keys.digest(Point(1.0)) != keys.digest(Other(1.0))
    assert keys.digest(1) != keys.digest("1")
    assert keys.digest(1, 2) != keys.digest([1, 2])


def test_a_digest_of_code_follows_imports_to_helpers():
    """The kind's own module, the engine it calls, what that calls: and no other kind."""
    parts = keys.code_parts("proofpress.experiments.kinds.network")
    reached = {name.removeprefix("proofpress.").removeprefix("experiments.") for name in parts}
    assert {"kinds.network", "training.engine", "training.program", "draws", "datasets.splitting"} <= reached
    assert {"training.network", "training.batches"} <= reached
    assert not [name for name in reached if name.startswith("kinds.") and name != "kinds.network"]
    assert "proofpress.claims" not in parts
    assert "proofpress.cache.keys" not in parts


@pytest.mark.parametrize("kind", sorted(experiment_kinds()))
def test_what_changes_no_number_trains_nothing_again(kind):
    """Words of messages and pages, discovery, versions, provenance and the cache itself are in no key of a run."""
    reached = keys.code_parts(experiment_kinds()[kind].run.__module__)
    names = {name.removeprefix("proofpress.") for name in reached}
    assert not {"diagnostics", "registry", "versions", "provenance"} & names
    assert not {name for name in names if name.partition(".")[0] in ("cache", "content", "claims", "statistics")}
    assert not {f"models.{name}" for name in ("entries", "text", "limits", "claims", "statistic_kinds")} & names


def test_what_a_package_only_hands_on_is_followed_to_where_it_is_defined():
    """A record that no run is made of may change, and no run is trained again."""
    parts = keys.code_parts("proofpress.experiments.kinds.network")
    records = {name.removeprefix("proofpress.") for name in parts if name.startswith("proofpress.models")}
    assert {"models.runs", "models.options", "models.kinds"} <= records
    assert not {"models", "models.lab", "models.explorer", "models.findings", "models.site"} & records
    assert "models.run_schema" in records


def test_library_versions_name_what_the_code_imports():
    """The libraries that a kind and its data set compute with, jaxlib with jax; not those of other rooms."""
    found = keys.library_versions("proofpress.experiments.kinds.network", "proofpress.datasets.sources.bundled")
    assert set(found) == {"jax", "jaxlib", "numpy", "optax", "scikit-learn"}
    assert "absent" not in found.values()
    assert versions.version("no-such-package") == "absent"
