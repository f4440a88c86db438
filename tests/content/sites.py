"""Sites for tests: the small one, and copies of it with something broken.

A case is a folder of tests/sites/broken: `expected.txt` holds the exact messages, one a line; `edits.yaml` lists
what is changed in the small site (`old` → `new` in a file, or a file to `remove`); files under `content/` replace
or join those of the small site.
"""

import shutil
from pathlib import Path

import yaml

from proofpress.charts.kinds import chart_kinds
from proofpress.content.kinds import Kinds
from proofpress.experiments.kinds import experiment_kinds
from proofpress.statistics.kinds import statistic_kinds

SITES = Path(__file__).parents[1] / "sites"
SMALL = SITES / "small"
CASES = sorted(folder for folder in (SITES / "broken").iterdir() if folder.is_dir())
KINDS = Kinds(experiment_kinds(), statistic_kinds(), chart_kinds())


def small(target: Path) -> Path:
    """Copy the small site to target/content and return that folder."""
    return Path(shutil.copytree(SMALL, target / "content"))


def broken(case: Path, target: Path) -> Path:
    """Copy the small site to target/content, break it as the case says, and return that folder."""
    content = small(target)
    edits = case / "edits.yaml"
    for edit in yaml.safe_load(edits.read_text(encoding="utf-8")) if edits.exists() else ():
        if "remove" in edit:
            (content / edit["remove"]).unlink()
            continue
        file = content / edit["file"]
        text = file.read_text(encoding="utf-8")
        assert text.count(edit["old"]) == 1, f"{case.name}: '{edit['old']}' occurs {text.count(edit['old'])} times"
        file.write_text(text.replace(edit["old"], edit["new"]), encoding="utf-8")
    if (case / "content").exists():
        shutil.copytree(case / "content", content, dirs_exist_ok=True)
    return content
