"""The environment of a notebook or a shell changes no array: jax is started as we want it."""

import os
import subprocess
import sys

import pytest

from proofpress.diagnostics import BuildError
from proofpress.experiments.training import jax_runtime
from tests.desk import ROOT

TRAIN = """
import hashlib, json, os
from proofpress.datasets.options import Data
from proofpress.datasets.splitting import load
from proofpress.experiments.training.engine import Job, Replica, run
job = Job((4, 8, 3), 16, 30, (0, 30), record=("weights", "gradient_norm"))
arrays = run(job, load(Data("iris")), [Replica(0, 0.1), Replica(0, 0.3, weight_decay=0.01)])
said = {name: [str(array.dtype), hashlib.sha256(array.tobytes()).hexdigest()] for name, array in arrays.items()}
print(json.dumps(said))
"""

NOTEBOOK = {
    "JAX_PLATFORMS": "cuda",
    "JAX_ENABLE_X64": "1",
    "JAX_DISABLE_JIT": "1",
    "JAX_DEBUG_NANS": "1",
    "JAX_DEFAULT_MATMUL_PRECISION": "bfloat16",
    "JAX_NUMPY_RANK_PROMOTION": "raise",
    "JAX_NUMPY_DTYPE_PROMOTION": "strict",
    "XLA_FLAGS": "--xla_cpu_enable_fast_math=true --xla_force_host_platform_device_count=4",
}


def trained(**variables: str) -> str:
    """Return what a short training gives in a process of its own with these variables, and no others for jax."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("JAX_", "XLA_"))}
    command = [sys.executable, "-c", TRAIN]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env={**own, **variables}, check=True)
    return done.stdout


def test_variables_for_jax_change_no_array():
    """Another precision, no compilation, other flags, a processor that is not there: the same bytes under one key."""
    assert trained(**NOTEBOOK) == trained()


def test_settings_that_other_code_of_the_process_made_are_taken_back():
    """A worker may have run somebody's function before, which set jax for itself."""
    import jax

    jax.config.update("jax_enable_x64", True)
    try:
        assert jax_runtime.quiet_jax().config.jax_enable_x64 is False
    finally:
        jax.config.update("jax_enable_x64", False)


def test_a_processor_that_jax_cannot_use_is_one_line(monkeypatch):
    """With a plugin installed JAX_PLATFORMS counts; what it names in vain is said, not six times AssertionError."""

    class Jax:
        def default_backend(self) -> str:
            raise RuntimeError("Unable to initialize backend 'cuda':\n no device")

    monkeypatch.setattr(jax_runtime, "accelerated", lambda: True)
    monkeypatch.setattr(jax_runtime, "quiet_jax", Jax)
    monkeypatch.setenv("JAX_PLATFORMS", "cuda")
    jax_runtime.backend.cache_clear()
    try:
        with pytest.raises(BuildError) as fault:
            jax_runtime.backend()
    finally:
        jax_runtime.backend.cache_clear()
    assert fault.value.status == 3
    assert str(fault.value) == (
        "JAX_PLATFORMS: error[no-processor]: jax cannot compute on 'cuda': Unable to initialize backend 'cuda': "
        "no device — unset JAX_PLATFORMS, or set it to cpu"
    )


def test_what_jax_computes_on_is_in_the_key(monkeypatch):
    """Runs of a GPU are other runs than those of the CPU, which is what is meant without a plugin."""
    from proofpress.experiments import plan

    modules = ("proofpress.experiments.kinds.network",)
    assert plan.versions_of(modules, None)["backend of jax"] == "cpu"
    monkeypatch.setattr(plan, "backend", lambda: "gpu")
    assert plan.versions_of(modules, None)["backend of jax"] == "gpu"
    assert "backend of jax" not in plan.versions_of(("proofpress.experiments.kinds.descent",), None)
