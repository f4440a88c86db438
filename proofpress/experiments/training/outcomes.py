"""What became of a run, as one of four words, and scores of a task with two classes."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

LEARNS, STALLS, DIES, DIVERGES = range(4)
OUTCOMES = ("learns", "stalls", "dies", "diverges")
STALL_SHARE = 0.95
DIVERGE_FACTOR = 1000.0


def chance_loss(targets: "np.ndarray", classes: int) -> "np.ndarray":
    """Return the training loss of the best constant answer, `(lanes,)`: what knowing no input gives.

    targets: `(lanes, training rows)`. For classes the entropy of their shares, in nats; for a
    regression the variance.
    """
    import numpy as np

    if not classes:
        variance: np.ndarray = targets.var(axis=1)
        return variance
    share = (targets[:, :, None] == np.arange(classes)).mean(axis=1)
    entropy: np.ndarray = -(share * np.log(np.where(share > 0, share, 1))).sum(axis=1)
    return entropy


def outcome(loss: "np.ndarray", finite: "np.ndarray", dead: "np.ndarray", chance: "np.ndarray") -> "np.ndarray":
    """Return the code of each run's outcome at its last checkpoint, `(lanes,)`, int8; the first that applies:

    diverges: a loss or a weight is not finite, or the training loss is above 1000 times the chance level.
    dies: in some hidden layer no unit is above 0 for any training row, so that no gradient passes.
    stalls: the training loss is not below 95 % of the chance level (the loss of the best constant answer).
    learns: none of these.
    """
    import numpy as np

    wild = ~finite | ~np.isfinite(loss) | (loss > DIVERGE_FACTOR * chance)
    flat = ~(loss < STALL_SHARE * chance)
    return np.select([wild, dead, flat], [DIVERGES, DIES, STALLS], LEARNS).astype(np.int8)


def two_class_scores(guesses: "np.ndarray", truth: "np.ndarray") -> dict[str, "np.ndarray"]:
    """Return precision, recall and F1 of class 1 on the test rows, each `(lanes, checkpoints)`.

    guesses, truth: `(lanes, checkpoints or 1, rows)`. A score without a case to count is 0, so that a
    model that never says class 1 has an F1 of 0.
    """
    import numpy as np

    hits = ((guesses == 1) & (truth == 1)).sum(axis=-1)
    said = (guesses == 1).sum(axis=-1)
    there = np.broadcast_to((truth == 1).sum(axis=-1), hits.shape)

    def ratio(count: "np.ndarray", of: "np.ndarray") -> "np.ndarray":
        return (count / np.where(of == 0, 1, of)).astype(np.float32)

    return {
        "test_precision": ratio(hits, said),
        "test_recall": ratio(hits, there),
        "test_f1": ratio(2 * hits, said + there),
    }
