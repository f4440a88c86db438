"""Options records of a model and of its training, shared by the kinds that train networks."""

from typing import Annotated, Literal

from msgspec import Meta

from proofpress.datasets.data import DATA_SETS, Data, class_count, part_sizes
from proofpress.experiments.training.network import layer_sizes
from proofpress.models import Options


class Model(Options, frozen=True):
    """A multi-layer perceptron.

    hidden: units of each hidden layer; none makes it softmax (or linear) regression.
    init, init_scale: how start weights are drawn (see `draws.start_weights`), and their factor.
    """

    hidden: tuple[Annotated[int, Meta(ge=1)], ...] = (32,)
    activation: Literal["relu", "tanh", "sigmoid", "linear"] = "relu"
    init: Literal["he", "glorot", "small", "zero"] = "he"
    init_scale: Annotated[float, Meta(ge=0)] = 1.0


class Training(Options, frozen=True):
    """How the model is trained. The loss is softmax cross-entropy for classes, squared error for numbers.

    batch_size: rows a batch, or `full` for all training rows. epochs or steps: how long, in passes over
    the training rows or in parameter updates; just one of them.
    momentum: for the optimizer `momentum`. weight_decay: factor on half the sum of squared weights (not
    biases), added to the loss that is descended. dropout: the chance that a hidden unit is dropped.
    schedule: what becomes of the learning rate (see `schedules.factors`).
    Raises ValueError where both or neither of `epochs` and `steps` are given.
    """

    learning_rate: Annotated[float, Meta(gt=0)] = 0.1
    batch_size: Annotated[int, Meta(ge=1)] | Literal["full"] = 32
    epochs: Annotated[int, Meta(ge=1)] | None = None
    steps: Annotated[int, Meta(ge=1)] | None = None
    optimizer: Literal["sgd", "momentum", "adam"] = "sgd"
    momentum: Annotated[float, Meta(ge=0, lt=1)] = 0.9
    weight_decay: Annotated[float, Meta(ge=0)] = 0.0
    dropout: Annotated[float, Meta(ge=0, lt=1)] = 0.0
    schedule: Literal["constant", "cosine", "linear", "step"] = "constant"

    def __post_init__(self) -> None:
        if (self.epochs is None) == (self.steps is None):
            raise ValueError("say how long to train: one of 'epochs' (passes over the rows) or 'steps' (updates)")


def sizes_of(data: Data, model: Model) -> tuple[int, ...]:
    """Return units of each layer, inputs first."""
    return layer_sizes(DATA_SETS[data.name].features, model.hidden, class_count(data))


def batch_of(data: Data, training: Training) -> int:
    """Return rows a batch; never more than the training rows."""
    rows = part_sizes(data)[0]
    return rows if training.batch_size == "full" else min(training.batch_size, rows)


def updates_of(data: Data, training: Training) -> int:
    """Return the parameter updates of a run: its steps, or its epochs times the full batches in one.

    >>> updates_of(Data("digits", train=1077, validation=360, test=360), Training(epochs=20))
    660
    """
    if training.steps is not None:
        return training.steps
    return (training.epochs or 0) * (part_sizes(data)[0] // batch_of(data, training))
