"""How long builds take, by what changed and by the size of the site, beside other generators on the same words.

    python -m benchmarks builds [--sizes 1,100,1000] [--repeats 5] [--runs runs] [--no-peers] [--against COMMIT]

Measured are commands as people run them, each in a process of its own: seconds on the wall, and seconds of
processor, which a busy machine changes less. Lines of nothing and of a word are medians. *From nothing* begins with
stored runs and posters, and without output/: training and drawing are measured by `training` and by *a figure*, whose
title is changed, and which is drawn again with all that shows it. The first site is measured if its runs lie in
--runs, of which a copy is used. A peer builds a plain page for each comparison and nothing else; what it does after a
changed word is a whole build.
against: another commit of the press, or a folder with a checkout of it, whose turns alternate with ours; the last
column is our processor time over its.
"""

import argparse
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks import peers
from benchmarks.presses import lay_first_site, taking_turns
from benchmarks.sites import ROOT, lay
from benchmarks.timed import Timed, middle, timed

INTRO, TITLE = re.compile(r"\nintro: \S+\n +"), re.compile(r"\n +title: \"?\w")


Turns = list[list[Timed]]
"""How long a command took: in each turn, with each press."""


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", default="1,100", help="numbers of comparisons (1,000 takes minutes to set up)")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--runs", type=Path, default=ROOT / "runs", help="the stored runs of the first site")
    parser.add_argument("--against", help="another commit of the press, or a folder with a checkout of it")
    parser.add_argument("--no-peers", action="store_true")
    given = parser.parse_args()
    measure(given.sizes, given.repeats, given.runs, given.against, peers_too=not given.no_peers)


def measure(sizes: str, repeats: int, runs: Path, against: str | None, *, peers_too: bool) -> None:
    """Print a table in Markdown. sizes: numbers of comparisons, with commas between; the others: see above."""
    print(f"{processor()}, Python {platform.python_version()}; medians of {repeats} turns\n")
    with (
        tempfile.TemporaryDirectory(prefix="proofpress-benchmark-") as place,
        taking_turns(against, Path(place)) as several,
    ):
        folder = Path(place)
        first = lay_first_site(several, folder / "first", runs.resolve()) if runs.is_dir() else []
        print(heads("Comparisons"), flush=True)
        if first:
            show("first site", first_site(several, first, repeats))
        others = peers.programs(folder / "programs") if peers_too else {}
        for size in map(int, sizes.split(",") if sizes else ()):
            sites = folder / f"sites-{size}"
            show(f"{size:,}", synthetic(several, sites, size, folder / "runs", repeats))
            for name, program in others.items():
                show(f"{size:,}", peer(name, program, sites / "0" / "content", folder / "peer", repeats))
            shutil.rmtree(sites)
        for name in peers.PROGRAMS.keys() - others.keys() if peers_too else ():
            print(f"\n{name} is not on the PATH and could not be installed.")


def processor() -> str:
    """Return how many cores of which processor, in the system's words."""
    try:
        words = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    except OSError:
        words = None
    return f"{os.cpu_count()} cores of {words[1] if words else platform.processor() or platform.machine()}"


def heads(size: str) -> str:
    """Return the head of a table. size: what the size of a site is told in."""
    columns = (size, "What", "Wall, s", "Processor, s", "Memory, MB", "Processor before, s", "Ratio")
    return f"| {' | '.join(columns)} |\n|---|---|{'---:|' * 5}"


def show(size: str, found: Iterator[tuple[str, Turns]]) -> None:
    """Print each line as soon as it is known."""
    for what, turns in found:
        ours, *others = (middle(each) for each in zip(*turns, strict=True))
        before = [f"{other.cpu:.2f} | {ours.cpu / other.cpu:.2f}" for other in others] or [" | "]
        print(f"| {size} | {what} | {ours.wall:.2f} | {ours.cpu:.2f} | {ours.memory:.0f} | {before[0]} |", flush=True)


class Seat:
    """A press at work on a site of its own, in a folder with `content/`. runs: the store, its own too."""

    def __init__(self, press: Path, folder: Path, runs: Path) -> None:
        self.folder = folder
        self._command = (sys.executable, str(press / "build.py"))
        self._options = ("--templates", str(press / "templates"), "--quiet", "--runs", str(runs))
        self._press, self._runs = press, runs

    def run(self, *words: str) -> Timed:
        """Return how long a command takes; without words it is a build."""
        return timed([*self._command, *words, *self._options], self.folder)

    def share_posters(self) -> None:
        """Store posters as `sites.share_posters` does, by the press that looks for them under keys of its own."""
        program = "import sys; from pathlib import Path; from benchmarks import sites\n"
        program += "sites.share_posters(*map(Path, sys.argv[1:]))"
        timed([sys.executable, "-c", program, str(self.folder / "content"), str(self._runs)], self._press)


def first_site(presses: Sequence[Path], folders: Sequence[Path], repeats: int) -> Iterator[tuple[str, Turns]]:
    """Yield how long builds of the first site take, whose runs are stored. folders: see `lay_first_site`."""
    seats = []
    for press, place in zip(presses, folders, strict=True):
        seats.append(Seat(press, place, place / "runs"))
        seats[-1].run()
    yield from _edited(seats, min((ROOT / "content").glob("*/page.yaml")).parent.name, repeats)


def synthetic(
    presses: Sequence[Path], folder: Path, size: int, runs: Path, repeats: int
) -> Iterator[tuple[str, Turns]]:
    """Yield how long builds of a site of so many comparisons take. runs: a folder for the stores."""
    seats, turn = [], []
    for number, press in enumerate(presses):
        seat = Seat(press, folder / str(number), runs / str(number))
        lay(seat.folder, 1)
        seat.run()
        lay(seat.folder, size)
        seat.share_posters()
        shutil.rmtree(seat.folder / "output")
        turn.append(seat.run())
        seats.append(seat)
    yield "from nothing", [turn]
    yield from _edited(seats, "steps" if size == 1 else f"steps-{size}", repeats)


def _edited(seats: Sequence[Seat], slug: str, repeats: int) -> Iterator[tuple[str, Turns]]:
    """Yield how long the commands take that an author runs after an edit of a comparison."""

    def change(file: str, where: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> None:
        for seat in seats:
            edit(seat.folder / "content" / slug / file, where, new)

    def a_word() -> None:
        change("page.yaml", INTRO, lambda found: f"{found[0]}Now: ")

    taken: dict[str, Turns] = {}

    def take(what: str, *words: str) -> None:
        taken.setdefault(what, []).append([seat.run(*words) for seat in seats])

    for _ in range(repeats):
        take("nothing changed")
        take("nothing changed, `check`", "check")
        a_word()
        take("a word")
        a_word()
        take("a word, `check`", "check")
        for seat in seats:
            seat.run()
    yield from taken.items()
    for what, words in (("a figure", ()), ("a figure, `check`", ("check",))):
        change("figures.yaml", TITLE, lambda found: found[0][:-1] + ("Z" if found[0][-1] != "Z" else "Y"))
        yield what, [[seat.run(*words) for seat in seats]]


def edit(path: Path, where: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> None:
    """Put something else where a pattern is first met. Raises ValueError where it is not."""
    text, times = where.subn(new, path.read_text(encoding="utf-8"), count=1)
    if not times:
        raise ValueError(f"nothing in {path} is like {where.pattern}")
    path.write_text(text, encoding="utf-8")


def peer(name: str, program: str, content: Path, folder: Path, repeats: int) -> Iterator[tuple[str, Turns]]:
    """Yield how long a peer takes from nothing, and after a changed word."""
    command, page = peers.lay(name, program, content, folder)
    yield f"{name}, from nothing", [[timed(command, folder)]]
    taken = []
    for number in range(repeats):
        page.write_text(page.read_text(encoding="utf-8") + f"\nWord {number}.\n", encoding="utf-8")
        taken.append([timed(command, folder)])
    yield f"{name}, a word", taken


if __name__ == "__main__":
    main()
