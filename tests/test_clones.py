"""A clone at another path has the keys of the first: it trains nothing again and draws nothing again."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from proofpress.experiments.kinds import experiment_kinds
from tests.desk import ROOT

PROGRAM = """\
import json
from types import SimpleNamespace

from proofpress import pipeline
from proofpress.charts import draw
from proofpress.experiments.experiment_manifest import _inputs
from proofpress.experiments.kinds import experiment_kinds
from proofpress.experiments.plan import plan
from proofpress.models.build_options import BuildOptions

kinds, keys = experiment_kinds(), {}
findings = SimpleNamespace(text=lambda text: text.source)
for comparison in pipeline.read(BuildOptions()).comparisons:
    records = {}
    for name, experiment in comparison.experiments.items():
        planned = plan(experiment, kinds)
        records[name] = planned
        keys[f"{experiment.kind} {comparison.slug}/{name}"] = [planned.key, _inputs(experiment, kinds[experiment.kind])]
    for name, figure in comparison.figures.items():
        key = draw.key(figure, records, findings, comparison.legend, comparison.colours)
        keys[f"figure {comparison.slug}/{name}"] = [key]
print(json.dumps(keys))
"""
WITHOUT_PYARROW = """\
from importlib import metadata

found = metadata.version


def version(package):
    if package == "pyarrow":
        raise metadata.PackageNotFoundError(package)
    return found(package)


metadata.version = version
"""


def keys_in(folder: Path, before: str = "") -> dict[str, list[str]]:
    """Return the keys that a clone gives its experiments and figures. before: what its process runs first."""
    ran = subprocess.run(
        [sys.executable, "-c", before + PROGRAM], cwd=folder, env={"PYTHONPATH": str(folder)}, capture_output=True
    )
    assert ran.returncode == 0, ran.stderr.decode()
    keys: dict[str, list[str]] = json.loads(ran.stdout)
    return keys


def test_a_clone_at_another_path_has_the_same_keys(tmp_path):
    """No path, time or compiled file is in a key, and pyarrow in none where no file is Parquet; of all kinds there are.

    So the runs and figures of a store serve every clone, whether what is optional is installed there or not.
    """
    clone = tmp_path / "some where" / "deeper"
    leave = shutil.ignore_patterns("__pycache__", "node_modules")
    for name in ("proofpress", "content", "templates"):
        shutil.copytree(ROOT / name, clone / name, ignore=leave, copy_function=shutil.copyfile)
    here = keys_in(ROOT)
    assert {name.partition(" ")[0] for name in here} == {"figure", *experiment_kinds()}
    assert keys_in(clone, WITHOUT_PYARROW) == here
