"""One command for all measures: `python -m benchmarks NAME [options]`; without a name it lists them."""

import importlib
import sys

MEASURES = {
    "author": "all that an author waits for, beside another commit: `builds` and `serve` without the peers",
    "training": "runs a second, beside scikit-learn and the limit that sgemm sets",
    "builds": "builds and checks, of nothing new, of a word and of a figure, by size of the site, beside its peers",
    "serve": "from a save to the new page in `serve`, and from `new` to the first one",
    "estimator": "an `estimator` experiment, beside a plain joblib loop over the same fits",
    "recorded": "builds of recorded runs, by the number of rows",
}


def main() -> int:
    """List the measures, or hand the arguments on to one."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in MEASURES:
        for each, what in MEASURES.items():
            print(f"python -m benchmarks {each:9} {what}")
        return 2 if name else 0
    del sys.argv[1]
    importlib.import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
