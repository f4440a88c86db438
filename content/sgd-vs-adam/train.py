"""Train a small network on scikit-learn's digits with PyTorch, and write one row for each epoch.

    python train.py --all                                   writes data/rates.csv and data/scales.csv
    python train.py --optimizer adam --learning-rate 0.001 --inputs standard --seed 0 --out one.csv

The press runs this script only if somebody asks for `verify --repeat`; a build reads the CSV files.
"""

import argparse
import csv
from pathlib import Path

import numpy as np
import torch
from sklearn.datasets import load_digits

OPTIMIZERS = ("sgd", "momentum", "adam")
RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
SEEDS = range(10)
EPOCHS = 20
BATCH = 32
HIDDEN = 32
TRAIN, VALIDATION = 800, 300
COLUMNS = ("optimizer", "lr", "inputs", "seed", "epoch", "loss", "val_acc", "test_acc")
HERE = Path(__file__).parent


def load(seed, inputs):
    """Return the three parts of the digits, split by the seed. inputs: standard, or unequal units for the pixels."""
    pixels, labels = load_digits(return_X_y=True)
    chance = np.random.default_rng(seed)
    order = chance.permutation(len(pixels))
    pixels, labels = pixels[order], labels[order]
    mean, spread = pixels[:TRAIN].mean(axis=0), pixels[:TRAIN].std(axis=0)
    pixels = (pixels - mean) / np.where(spread > 0, spread, 1)
    if inputs == "unequal":
        # Each pixel in a unit of its own, as the columns of a table often are.
        pixels = pixels * 10 ** chance.uniform(-2, 1, size=pixels.shape[1])
    parts = np.split(np.arange(len(pixels)), [TRAIN, TRAIN + VALIDATION])
    return [(torch.tensor(pixels[part], dtype=torch.float32), torch.tensor(labels[part])) for part in parts]


def optimizer_of(name, parameters, rate):
    """Return the optimizer of a name, its other settings as PyTorch has them."""
    if name == "adam":
        return torch.optim.Adam(parameters, lr=rate)
    return torch.optim.SGD(parameters, lr=rate, momentum=0.9 if name == "momentum" else 0.0)


def accuracy(network, part):
    """Return the share of the examples that a network reads correctly."""
    with torch.no_grad():
        return (network(part[0]).argmax(dim=1) == part[1]).double().mean().item()


def train(optimizer, rate, inputs, seed):
    """Yield a row for the start and for each epoch: epoch, mean loss on the training rows, two accuracies."""
    parts = load(seed, inputs)
    torch.manual_seed(seed)
    network = torch.nn.Sequential(torch.nn.Linear(64, HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, 10))
    step = optimizer_of(optimizer, network.parameters(), rate)
    loss_of = torch.nn.CrossEntropyLoss()
    pixels, labels = parts[0]
    for epoch in range(EPOCHS + 1):
        if epoch:
            for rows in torch.randperm(len(pixels)).split(BATCH):
                step.zero_grad()
                loss_of(network(pixels[rows]), labels[rows]).backward()
                step.step()
        with torch.no_grad():
            loss = loss_of(network(pixels), labels).item()
        yield epoch, loss, accuracy(network, parts[1]), accuracy(network, parts[2])


def rows_of(optimizer, rate, inputs, seed, last=False):
    """Yield the rows of a run as they are written. last: only that of the last epoch."""
    for epoch, loss, validation, test in train(optimizer, rate, inputs, seed):
        if not last or epoch == EPOCHS:
            yield optimizer, rate, inputs, seed, epoch, f"{loss:.4g}", f"{validation:.4g}", f"{test:.4g}"


def write(path, rows):
    """Write a table."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def main():
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--optimizer", choices=OPTIMIZERS)
    parser.add_argument("--learning-rate", type=float)
    parser.add_argument("--inputs", choices=("standard", "unequal"), default="standard")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--last", action="store_true", help="write the last epoch only")
    parser.add_argument("--out")
    given = parser.parse_args()
    torch.set_num_threads(1)
    if given.all:
        grid = [(optimizer, rate, seed) for optimizer in OPTIMIZERS for rate in RATES for seed in SEEDS]
        write(HERE / "data/rates.csv", (row for o, r, s in grid for row in rows_of(o, r, "standard", s)))
        both = [(o, r, inputs, s) for inputs in ("standard", "unequal") for o, r, s in grid]
        write(HERE / "data/scales.csv", (row for setting in both for row in rows_of(*setting, last=True)))
    else:
        write(given.out, rows_of(given.optimizer, given.learning_rate, given.inputs, given.seed, given.last))


if __name__ == "__main__":
    main()
