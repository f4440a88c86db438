"""A command as people run it, timed: seconds on the wall, seconds of processor, most memory."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Timed:
    """wall, cpu: seconds, of the command and its children. memory: most resident, MB."""

    wall: float
    cpu: float
    memory: float


def timed(command: Sequence[str], folder: Path) -> Timed:
    """Return how long a command took. Raises RuntimeError, with what it said, if it failed."""
    begun = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        said = process.stdout.read() if process.stdout else b""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begun
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {said.decode(errors='replace')[-2000:]}")
    # Linux counts kilobytes here, macOS bytes.
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return Timed(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / scale)


def middle(several: Sequence[Timed]) -> Timed:
    """Return the medians."""
    return Timed(*(median(getattr(each, name) for each in several) for name in ("wall", "cpu", "memory")))
