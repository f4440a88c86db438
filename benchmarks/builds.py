"""How long builds take, by what changed and by the size of the site, beside other generators on the same words.

    python -m benchmarks builds [--sizes 1,100,1000] [--repeats 5] [--runs runs] [--no-peers]

Measured are commands as people run them, each in a process of its own: seconds on the wall, and seconds of
processor, which a busy machine changes less. Lines of nothing and of a word are medians. *From nothing* begins with
stored runs and posters, and without output/: training and drawing are measured by `training` and by *a figure*, whose
title is changed, and which is drawn again with all that shows it. The first site is measured if its runs lie in
--runs. A peer builds a plain page for each comparison and nothing else; what it does after a changed word is a whole
build.
"""

import argparse
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import peers
from benchmarks.sites import ROOT, lay, share_posters
from benchmarks.timed import Timed, middle, timed

BUILD = (sys.executable, str(ROOT / "build.py"), "--templates", str(ROOT / "templates"), "--quiet")
INTRO, TITLE = re.compile(r"\nintro: \S+\n +"), re.compile(r"\n +title: \"?\w")


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", default="1,100", help="numbers of comparisons (1,000 takes minutes to set up)")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--runs", type=Path, default=ROOT / "runs", help="the stored runs of the first site")
    parser.add_argument("--no-peers", action="store_true")
    given = parser.parse_args()
    print(f"{processor()}, Python {platform.python_version()}; medians of {given.repeats} builds\n")
    print("| Comparisons | What | Wall, s | Processor, s | Memory, MB |")
    print("|---|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory(prefix="proofpress-benchmark-") as place:
        folder = Path(place)
        if given.runs.is_dir():
            show("first site", first_site(folder / "first", given.runs.resolve(), given.repeats))
        others = {} if given.no_peers else peers.programs(folder / "programs")
        for size in map(int, given.sizes.split(",")):
            site = folder / f"site-{size}"
            show(f"{size:,}", synthetic(site, size, folder / "runs", given.repeats))
            for name, program in others.items():
                show(f"{size:,}", peer(name, program, site / "content", folder / "peer", given.repeats))
            shutil.rmtree(site)
        for name in peers.PROGRAMS.keys() - others.keys() if not given.no_peers else ():
            print(f"\n{name} is not on the PATH and could not be installed.")


def processor() -> str:
    """Return how many cores of which processor, in the system's words."""
    try:
        words = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    except OSError:
        words = None
    return f"{os.cpu_count()} cores of {words[1] if words else platform.processor() or platform.machine()}"


def show(size: str, found: Iterator[tuple[str, Timed]]) -> None:
    """Print each line as soon as it is known."""
    for what, taken in found:
        print(f"| {size} | {what} | {taken.wall:.2f} | {taken.cpu:.2f} | {taken.memory:.0f} |", flush=True)


def first_site(folder: Path, runs: Path, repeats: int) -> Iterator[tuple[str, Timed]]:
    """Yield how long builds of the first site take, whose runs are stored."""
    folder.mkdir()
    shutil.copytree(ROOT / "content", folder / "content")
    command = [*BUILD, "--runs", str(runs)]
    timed(command, folder)
    yield from _edited(command, folder, min((folder / "content").glob("*/page.yaml")).parent, repeats)


def synthetic(folder: Path, size: int, runs: Path, repeats: int) -> Iterator[tuple[str, Timed]]:
    """Yield how long builds of a site of so many comparisons take."""
    command = [*BUILD, "--runs", str(runs)]
    lay(folder, 1)
    timed(command, folder)
    lay(folder, size)
    share_posters(folder / "content", runs)
    shutil.rmtree(folder / "output")
    yield "from nothing", timed(command, folder)
    slug = "steps" if size == 1 else f"steps-{size}"
    yield from _edited(command, folder, folder / "content" / slug, repeats)


def _edited(command: list[str], folder: Path, comparison: Path, repeats: int) -> Iterator[tuple[str, Timed]]:
    nothing, word = [], []
    for _ in range(repeats):
        nothing.append(timed(command, folder))
        edit(comparison / "page.yaml", INTRO, lambda found: f"{found[0]}Now: ")
        word.append(timed(command, folder))
    yield "nothing changed", middle(nothing)
    yield "a word", middle(word)
    edit(comparison / "figures.yaml", TITLE, lambda found: found[0][:-1] + found[0][-1].swapcase())
    yield "a figure", timed(command, folder)


def edit(path: Path, where: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> None:
    """Put something else where a pattern is first met. Raises ValueError where it is not."""
    text, times = where.subn(new, path.read_text(encoding="utf-8"), count=1)
    if not times:
        raise ValueError(f"nothing in {path} is like {where.pattern}")
    path.write_text(text, encoding="utf-8")


def peer(name: str, program: str, content: Path, folder: Path, repeats: int) -> Iterator[tuple[str, Timed]]:
    """Yield how long a peer takes from nothing, and after a changed word."""
    command, page = peers.lay(name, program, content, folder)
    yield f"{name}, from nothing", timed(command, folder)
    taken = []
    for number in range(repeats):
        page.write_text(page.read_text(encoding="utf-8") + f"\nWord {number}.\n", encoding="utf-8")
        taken.append(timed(command, folder))
    yield f"{name}, a word", middle(taken)


if __name__ == "__main__":
    main()
