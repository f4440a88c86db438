"""A Dask scheduler and workers as processes of their own on loopback, ended whatever happens.

They are killed at the end; where the test's own process is killed before that, they end by themselves when idle.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_SECONDS = 300


@dataclass
class Dask:
    """A scheduler at `address` and the workers that were started for it."""

    folder: Path
    address: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, module: str, *words: str, path: Path = ROOT) -> subprocess.Popen[bytes]:
        """Start a command of Dask's; path: the folder in which its Python finds the press."""
        command = [sys.executable, "-m", f"distributed.cli.{module}", *words, "--no-dashboard"]
        env: Mapping[str, str] = {**os.environ, "PYTHONPATH": str(path), "DASK_LOGGING__DISTRIBUTED": "error"}
        process = subprocess.Popen(
            command, cwd=self.folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.processes.append(process)
        return process

    def worker(self, path: Path = ROOT) -> subprocess.Popen[bytes]:
        """Start a worker without a nanny, so that nothing starts it again when it dies; return when it has joined."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            before = len(client.scheduler_info(n_workers=-1)["workers"])
            how = ["--nthreads", "1", "--no-nanny", "--death-timeout", str(PATIENCE_SECONDS)]
            where = ["--local-directory", str(self.folder), "--host", "127.0.0.1"]
            started = self.start("dask_worker", self.address, *how, *where, path=path)
            client.wait_for_workers(before + 1, timeout=PATIENCE_SECONDS)
        return started


def own_pid(number: int) -> int:
    """Return the process that this runs in; the number makes a task of each call."""
    return os.getpid()


@contextmanager
def dask(folder: Path) -> Iterator[Dask]:
    """Hand out a scheduler on a free port of loopback, without workers; end all processes afterwards."""
    made, file = Dask(folder), folder / "scheduler.json"
    try:
        where = ["--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)]
        made.start("dask_scheduler", *where, "--idle-timeout", f"{PATIENCE_SECONDS}s")
        for _ in range(PATIENCE_SECONDS * 10):
            if file.exists() and file.read_text().endswith("}"):
                break
            time.sleep(0.1)
        made.address = json.loads(file.read_text())["address"]
        yield made
    finally:
        for process in made.processes:
            process.kill()
        for process in made.processes:
            process.wait()
