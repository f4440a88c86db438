"""`new` makes a comparison whole, whenever it is interrupted."""

import subprocess
import sys
from pathlib import Path

from proofpress.scaffold import scaffold
from tests.content.sites import small
from tests.desk import ROOT

KILLED = """
import os, sys
from pathlib import Path
from proofpress.scaffold import scaffold

def die(path, *args, **options):
    os._exit(9)

write = Path.write_text
Path.write_text = lambda path, *words, **how: die(path) if path.name == "figures.yaml" else write(path, *words, **how)
scaffold(Path(sys.argv[1]), "this-vs-that")
"""


def test_who_is_killed_half_way_leaves_the_name_free(tmp_path: Path) -> None:
    """A process that dies while it writes leaves no comparison, and the same command works afterwards."""
    content = small(tmp_path)
    died = subprocess.run([sys.executable, "-c", KILLED, str(content)], cwd=ROOT, check=False)
    assert died.returncode == 9
    assert not (content / "this-vs-that").exists()
    assert len(scaffold(content, "this-vs-that")) == 4
    assert sorted(path.name for path in (content / "this-vs-that").iterdir()) == [
        "claims.yaml", "experiments.yaml", "figures.yaml", "page.yaml",
    ]  # fmt: skip
