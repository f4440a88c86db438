"""All that an author waits for, as two tables: builds and checks, then `serve` and the first page after `new`.

    python -m benchmarks author [--against COMMIT] [--repeats 5] [--sizes 1,100] [--runs runs]

against: another commit of the press, or a folder with a checkout of it: what it takes for the same is measured in turn.
"""

import argparse
from pathlib import Path

from benchmarks import builds, serve
from benchmarks.sites import ROOT


def main() -> None:
    """Measure and print both tables in Markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--against", help="another commit of the press, or a folder with a checkout of it")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--sizes", default="1,100", help="numbers of comparisons")
    parser.add_argument("--runs", type=Path, default=ROOT / "runs", help="the stored runs of the first site")
    given = parser.parse_args()
    builds.measure(given.sizes, given.repeats, given.runs, given.against, peers_too=False)
    print()
    serve.measure(given.repeats, given.runs, given.against)


if __name__ == "__main__":
    main()
