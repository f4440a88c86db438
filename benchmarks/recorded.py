"""How long a site of recorded runs takes, by the number of rows of its table.

    python -m benchmarks recorded [--rows 10000,1000000]

The small site of the tests, its runs read from a CSV with a row for each step: a build from nothing, with nothing
stored, and one after a changed word. Memory is that of the whole command.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from benchmarks.builds import Seat, heads, processor, show
from benchmarks.sites import ROOT, SMALL, replace

RATES, SEEDS = (0.0001, 0.01, 0.1), 20
EXPERIMENTS = """\
experiments:
  learning-rate:
    title: Three learning rates, recorded
    kind: recorded
    files: runs.csv
    axes: {learning_rate: lr}
    seed: seed
    step: step
    channels: {test_accuracy: higher, validation_accuracy: higher, loss: lower}
    made: {by: the benchmark}
"""


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", default="10000,1000000")
    given = parser.parse_args()
    print(f"{processor()}\n\n{heads('Rows')}")
    for rows in map(int, given.rows.split(",")):
        with tempfile.TemporaryDirectory(prefix="proofpress-benchmark-") as place:
            folder = Path(place)
            lay_recorded(folder, rows)
            seat = Seat(ROOT, folder, folder / "runs")
            show(f"{rows:,}", iter([("from nothing", [[seat.run()]])]))
            replace(folder / "content/steps/page.yaml", "a part of the gradient", "a part of the whole gradient")
            show(f"{rows:,}", iter([("a word", [[seat.run()]])]))


def lay_recorded(folder: Path, rows: int) -> None:
    """Lay the small site out with a table of at least so many rows."""
    shutil.copytree(SMALL, folder / "content")
    steps = folder / "content" / "steps"
    (steps / "experiments.yaml").write_text(EXPERIMENTS, encoding="utf-8")
    replace(steps / "claims.yaml", "kind: measured", "kind: recorded")
    count = -(-rows // (len(RATES) * SEEDS))
    with (steps / "runs.csv").open("w", encoding="utf-8") as table:
        table.write("lr,seed,step,test_accuracy,validation_accuracy,loss\n")
        for index, rate in enumerate(RATES):
            for seed in range(SEEDS):
                reached = 0.2 + 0.3 * index + seed / 1000
                table.writelines(
                    f"{rate},{seed},{step},{reached + 1e-9 * step:.9f},{reached:.6f},{1 / (step + 1):.9f}\n"
                    for step in range(count)
                )


if __name__ == "__main__":
    main()
