"""Batches, dropout numbers and learning rates of a job, a chunk of updates at a time."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from proofpress.draws import batch_order, dropout_numbers, dropout_stream

if TYPE_CHECKING:
    import numpy as np

    from proofpress.experiments.training.program import Shape

    Chunk = tuple[int, np.ndarray, np.ndarray, np.ndarray]


class Batches:
    """Yields the updates of a job in chunks of one size, so that one compilation takes them all.

    shape: what is compiled. rows: training rows. rates: `(updates, replicas)`, the learning rate at each
    update. seeds: of each replica. batches: `(updates, batch)` for all replicas, instead of drawn ones.
    Dropout numbers come from a stream, so chunks must be taken in order.
    """

    def __init__(
        self, shape: "Shape", rows: int, rates: "np.ndarray", seeds: Sequence[int], batches: "np.ndarray | None" = None
    ) -> None:
        self.shape, self.rates = shape, rates
        seeds = seeds[:1] if shape.shared else seeds
        drawn = {seed: batch_order(rows, shape.batch, len(rates), seed) for seed in set(seeds) if batches is None}
        self.batches = [drawn[seed] if batches is None else batches for seed in seeds]
        self.streams = [dropout_stream(seed) for seed in seeds]

    def chunks(self, start: int, end: int) -> Iterator["Chunk"]:
        """Yield (updates, batches, dropout numbers, rates) from update `start` to `end`.

        All are padded to the shape's chunk: batches `(chunk, batch)`, or `(chunk, replicas, batch)` if
        replicas have their own; dropout numbers likewise with `(…, units, batch)`; rates `(chunk, replicas)`.
        """
        most = self.shape.chunk
        for first in range(start, end, most):
            count = min(most, end - first)
            taken = slice(first, first + count)
            yield count, self._rows(taken), self._numbers(count), _padded(self.rates[taken], most)

    def _rows(self, taken: slice) -> "np.ndarray":
        import numpy as np

        if self.shape.whole:
            return np.zeros(0, np.int32)
        return self._joined([_padded(order[taken], self.shape.chunk) for order in self.batches])

    def _numbers(self, count: int) -> "np.ndarray":
        import numpy as np

        if not self.shape.dropout:
            return np.zeros(0, np.uint16)
        units, batch = self.shape.hidden_units, self.shape.batch
        drawn = [dropout_numbers(stream, count, units, batch) for stream in self.streams]
        return self._joined([_padded(numbers, self.shape.chunk) for numbers in drawn])

    def _joined(self, replicas: list["np.ndarray"]) -> "np.ndarray":
        import numpy as np

        return replicas[0] if self.shape.shared else np.stack(replicas, axis=1)


def _padded(rows: "np.ndarray", most: int) -> "np.ndarray":
    import numpy as np

    return np.concatenate([rows, np.zeros((most - len(rows), *rows.shape[1:]), rows.dtype)])
