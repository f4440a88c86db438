"""Who draws: this process, or, where there is much to draw, one process for each core.

matplotlib keeps to one thread, so a second core needs a second process.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from types import TracebackType
from typing import Any, Self

from proofpress.drawing.matplotlib_import import import_matplotlib
from proofpress.parallel import processes, worker_count

MANY = 16
"""How many drawings are worth the start of processes, each of which imports matplotlib for a second."""


class Workers:
    """Draws in this process until there is much to do, and in processes, once there are any, from then on.

    jobs: the most processes, one for each core where it is None.
    """

    def __init__(self, jobs: int | None = None) -> None:
        self._jobs = jobs or worker_count()
        self._pool: ProcessPoolExecutor | None = None
        self._broken = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def start(self) -> None:
        """Start the processes before there is anything to draw, so that nobody waits for their imports."""
        if self._jobs > 1 and self._pool is None:
            self._pool = processes(self._jobs)
            for _ in range(self._jobs):
                self._pool.submit(_import_all)

    def each(self, function: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[Any]:
        """Yield what a function of a module returns for each task, in order; the same wherever it is computed."""
        done = 0
        if self._jobs > 1 and not self._broken and tasks and (self._pool is not None or len(tasks) >= MANY):
            self._pool = self._pool or processes(self._jobs)
            try:
                # Where the results are no longer wanted, what has not begun is given up.
                for result in self._pool.map(function, tasks):
                    done += 1
                    yield result
            except BrokenExecutor:
                # A process was ended from outside, for want of memory, say: the rest is drawn here.
                # It is kept until the end: Python 3.12.1 and 3.13.0 hang if a broken pool is dropped while it ends.
                self._broken = True
        yield from map(function, tasks[done:])


def _import_all() -> None:
    """Import what drawing takes longest to import."""
    import_matplotlib()
    # Nothing here uses them: they are to be there when the first drawing asks.
    import matplotlib.backends.backend_agg
    import matplotlib.backends.backend_svg
    import matplotlib.figure  # noqa: F401
