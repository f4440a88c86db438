"""Options records of a model and of its training, and the setting that they make up with the data."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from proofpress.datasets.options import Data, class_count, feature_count, part_sizes
from proofpress.models import Options
from proofpress.runs.parameters import parameter_count


class Model(Options, frozen=True):
    """A multi-layer perceptron.

    hidden: units of each hidden layer; no hidden layer makes it softmax or linear regression.
    init, init_scale: how start weights are drawn, and the factor on them; see `draws.start_weights`.
    activation: of the hidden units.
    """

    hidden: tuple[Annotated[int, Meta(ge=1)], ...] = (32,)
    activation: Literal["relu", "tanh", "sigmoid", "linear"] = "relu"
    init: Literal["he", "glorot", "small", "zero"] = "he"
    init_scale: Annotated[float, Meta(ge=0)] = 1.0


class Training(Options, frozen=True):
    """How the model is trained. The loss is softmax cross-entropy for classes, squared error for numbers.

    batch_size: rows a batch, or `full` for all training rows. epochs or steps: how long, in passes over
    the training rows or in parameter updates; exactly one of them.
    optimizer: `sgd`, `momentum`, `nesterov`, `rmsprop`, `adam` or `adamw`; see `program.optimizer_of`.
    momentum: for the optimizers `momentum` and `nesterov`. weight_decay: factor on half the sum of squared weights (not
    biases), added to the loss that is minimised; with `adamw` each update takes that share of the weights, times the
    learning rate, instead. weight_l1: factor on the sum of absolute weights; see `program.shrunk`.
    dropout: the probability that a hidden unit is dropped.
    schedule: how the learning rate changes during training (see `schedules.factors`).
    learning_rate: how far each update goes.
    Raises ValueError if both or neither of `epochs` and `steps` are given.
    """

    learning_rate: Annotated[float, Meta(gt=0)] = 0.1
    batch_size: Annotated[int, Meta(ge=1)] | Literal["full"] = 32
    epochs: Annotated[int, Meta(ge=1)] | None = None
    steps: Annotated[int, Meta(ge=1)] | None = None
    optimizer: Literal["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"] = "sgd"
    momentum: Annotated[float, Meta(ge=0, lt=1)] = 0.9
    weight_decay: Annotated[float, Meta(ge=0)] = 0.0
    weight_l1: Annotated[float, Meta(ge=0)] = 0.0
    dropout: Annotated[float, Meta(ge=0, lt=1)] = 0.0
    schedule: Literal["constant", "cosine", "linear", "step"] = "constant"

    def __post_init__(self) -> None:
        if (self.epochs is None) == (self.steps is None):
            raise ValueError("say how long to train: one of 'epochs' (passes over the rows) or 'steps' (updates)")


class Setting(Struct, frozen=True):
    """One point of a sweep: everything but the seed."""

    data: Data
    model: Model
    training: Training

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units of each layer, inputs first; a network that predicts a number has one output.

        >>> Setting(Data("digits"), Model(hidden=(32,)), Training(steps=1)).sizes
        (64, 32, 10)
        """
        return (feature_count(self.data), *self.model.hidden, class_count(self.data) or 1)

    @property
    def parameters(self) -> int:
        """Weights and biases of the network."""
        return parameter_count(self.sizes)

    @property
    def batch(self) -> int:
        """Rows in a batch; never more than the training rows."""
        rows = part_sizes(self.data)[0]
        return rows if self.training.batch_size == "full" else min(self.training.batch_size, rows)

    @property
    def updates(self) -> int:
        """Parameter updates of a run: its steps, or its epochs times the full batches in one.

        >>> Setting(Data("digits", train=1077, validation=360, test=360), Model(), Training(epochs=20)).updates
        660
        """
        if self.training.steps is not None:
            return self.training.steps
        return (self.training.epochs or 0) * (part_sizes(self.data)[0] // self.batch)
