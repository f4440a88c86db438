"""The rows of made-up runs, each of whose numbers tells where it belongs."""

import csv
import io

RATES, SEEDS, STEPS = (0.0001, 0.01, 0.1), range(4), range(3)
HEADER = ["lr", "seed", "split", "epoch", "test/acc", "val/acc"]


def accuracy(rate, seed, step):
    """A number that any run may have."""
    return 0.1 + 0.3 * RATES.index(rate) + 0.01 * seed + 0.001 * step


def rows():
    """Return the rows of all runs, and one that is not meant."""
    found = [
        [rate, seed, "main", step, accuracy(rate, seed, step), round(accuracy(rate, seed, step) - 0.05, 6)]
        for rate in RATES
        for seed in SEEDS
        for step in STEPS
    ]
    return [*found, [0.1, 0, "other", 0, 7.0, 7.0]]


def as_csv(table, header=HEADER):
    """Return rows as the text of a CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *table])
    return text.getvalue()
