"""Changes the code of a package while processes make keys of it and run it; a process of its own, kept warm.

    python -m tests.faults.meddling TURNS SEED FOLDER

Each turn is forked from here, before it has read or imported the package. What went on is printed as JSON; a broken
promise ends it with an AssertionError.
"""

import contextlib
import importlib
import json
import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from proofpress.cache import code, loader
from proofpress.cache.keys import code_digest
from proofpress.diagnostics import BuildError

KIND = "FACTOR = {}\n\n\ndef run():\n    from changing import helper\n\n    return FACTOR * helper.VALUE\n"
HELPER = "VALUE = {}\n"
SOURCES = {"kind": KIND, "helper": HELPER}
STAGES = ("before all", "between two sources", "before the import", "before the run", "after the run")


def main(turns: int, seed: int, folder: Path) -> None:
    """Play turns: the same chances for the same seed."""
    chance = random.Random(seed)
    package = folder / "changing"
    package.mkdir()
    (package / "__init__.py").touch()
    sys.path.insert(0, str(folder))
    numbers = {"kind": 11, "helper": 11}
    for name, number in numbers.items():
        write(package, name, number, keep_time=False)
    ended: Counter[str] = Counter()
    for _ in range(turns):
        stage, victim, number = chance.choice(STAGES), chance.choice(sorted(SOURCES)), chance.randint(10, 99)
        keep_time = chance.random() < 0.5
        states = [numbers, numbers | {victim: number}]
        key_before, product_before = in_child(lambda: result(nothing, ""))

        def strike(victim=victim, number=number, keep_time=keep_time) -> None:
            write(package, victim, number, keep_time=keep_time)

        found = in_child(lambda strike=strike, stage=stage: result(strike, stage))
        numbers = states[1]
        key_after, product_after = in_child(lambda: result(nothing, ""))
        products = [state["kind"] * state["helper"] for state in states]
        assert [product_before, product_after] == products, "a fresh process runs the code that lies there"
        assert found is None or tuple(found) in {(key_before, products[0]), (key_after, products[1])}, (stage, found)
        ended["told" if found is None else "kept"] += 1
    print(json.dumps(ended))


def write(package: Path, name: str, number: int, *, keep_time: bool) -> None:
    """Save a module with another number, of equal size, and under the same time where it says so."""
    path = package / f"{name}.py"
    status = path.stat() if path.exists() else None
    path.write_text(SOURCES[name].format(number))
    if keep_time and status:
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def nothing() -> None:
    """Leave all as it is."""


def result(strike: Callable[[], None], stage: str) -> tuple[str, int]:
    """Return the key of the code and what it computes; somebody strikes at a stage. Raises BuildError where told."""

    def reached(name: str) -> None:
        if name == stage:
            strike()

    read = code.read

    def reading(module: str, path: Path) -> code.Source:
        found = read(module, path)
        if module == "changing.kind":
            reached("between two sources")
        return found

    loader.install()
    loader.follow("changing")
    reached("before all")
    code.read = code.cache(reading)
    key = code_digest("changing.kind")
    reached("before the import")
    kind = importlib.import_module("changing.kind")
    reached("before the run")
    product = kind.run()
    reached("after the run")
    return key, product


def in_child(call: Callable[[], tuple[str, int]]) -> tuple[str, int] | None:
    """Return what a call returns in a process of its own; None where it ends with a diagnostic."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        said = None
        with contextlib.suppress(BuildError):
            said = call()
        os.write(writer, json.dumps(said).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = json.loads(pipe.read())
    os.waitpid(child, 0)
    return tuple(said) if said else None


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
