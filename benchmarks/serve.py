"""How long an author waits in `serve`: from a save to the new page, and from `new` to the first one.

    python -m benchmarks serve [--repeats 5] [--runs runs] [--against COMMIT] [--edits word,style] [--without-first]

Everything is asked for as a browser asks: the page once the server says that it changed, then the picture or style
sheet in it, until what was saved is in what comes. *Whole* is when output/ holds all of it, every size and format.
*Processor* is what the server's own process took until the page was seen, which a busy machine changes less than the
seconds on the wall; what draws beside it is not in it. It is told by Linux only.
Edits never come back to what was stored. The first site is measured if its runs lie in --runs, of which a copy is used.
against: another commit of the press, or a folder with a checkout of it, whose turns alternate with ours; the last
columns are ours over its, of seconds on the wall and of processor.
"""

import argparse
import http.client
import itertools
import json
import math
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from queue import Queue
from statistics import median
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

from benchmarks.builds import edit, processor
from benchmarks.presses import lay_first_site, taking_turns
from benchmarks.sites import ROOT

SYLLABLES = ("ba", "do", "fi", "lu", "me", "no", "ri", "sa")
WORDS = [f"{one}{two}n".capitalize() for one, two in itertools.product(SYLLABLES, SYLLABLES)]
"""Words that fit where another stood, each used once: what comes back would be found in the store."""

PATIENCE_S = 180.0
INTRO = re.compile(r"(\nintro: \S+\n +)\w+")
STANDFIRST = re.compile(r"(\nstandfirst: \S+\n +)\w+")
SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
SLUG = "hyperparameters-vs-parameters"
PAGE = f"{SLUG}/infographic/"

Seen = Callable[[str], bool]
"""Whether what was saved is in a page, given the page."""


class Served:
    """A server of a site, and a reader who follows it."""

    def __init__(self, press: Path, folder: Path, runs: Path) -> None:
        self.folder, self._runs = folder, runs
        command = [sys.executable, str(press / "build.py"), "serve", "--port", "0", "--format", "json"]
        self._process = subprocess.Popen(
            [*command, "--runs", str(runs)], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._said: Queue[Mapping[str, Any]] = Queue()
        self._changed: Queue[str] = Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.address = self._said.get(timeout=PATIENCE_S)["address"]
        threading.Thread(target=self._follow, daemon=True).start()

    def processor(self) -> float:
        """Return the seconds of processor that the server's process has taken; not a number where nobody tells."""
        try:
            fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            return math.nan
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    def get(self, address: str = "") -> bytes:
        """Return what lies at an address, relative to the site's."""
        parts = urlsplit(urljoin(self.address, address))
        connection = http.client.HTTPConnection(parts.netloc, timeout=PATIENCE_S)
        connection.request("GET", parts.path)
        data = connection.getresponse().read()
        connection.close()
        return data

    def wait_for(self, page: str, seen: Seen, begun: float) -> float:
        """Return the seconds since `begun` when a page shows what was saved. Raises TimeoutError, RuntimeError."""
        while time.perf_counter() - begun < PATIENCE_S:
            if seen(self.get(page).decode()):
                return time.perf_counter() - begun
            state = json.loads(self._changed.get(timeout=PATIENCE_S))
            if state["diagnostics"]:
                raise RuntimeError(f"the build failed: {state['diagnostics'][0]}")
        raise TimeoutError(page)

    def wait_until_whole(self, begun: float) -> float:
        """Return the seconds since `begun` when output/ holds all of what was saved."""
        said = self._said.get(timeout=PATIENCE_S)
        if said["status"]:
            raise RuntimeError(f"the build failed: {said}")
        return time.perf_counter() - begun

    def rest(self) -> None:
        """Forget what was said so far."""
        while not self._said.empty():
            self._said.get()
        while not self._changed.empty():
            self._changed.get()

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            self._said.put(json.loads(line))

    def _follow(self) -> None:
        """Read the stream of events as an open page does."""
        parts = urlsplit(self.address)
        connection = http.client.HTTPConnection(parts.netloc, timeout=PATIENCE_S)
        connection.request("GET", "/.proofpress/events")
        try:
            for line in connection.getresponse():
                if line.startswith(b"data: "):
                    self._changed.put(line[6:].decode())
        except (OSError, http.client.HTTPException, ValueError):
            return


class Edit:
    """A way of changing a site. page: where it shows. change: saves a word, and returns how to see it in the page."""

    def __init__(self, name: str, page: str, change: Callable[[Served, str], Seen]) -> None:
        self.name, self.page, self.change = name, page, change


def a_word(served: Served, word: str) -> Seen:
    """Change a word of the introduction."""
    edit(served.folder / "content" / SLUG / "page.yaml", INTRO, lambda found: f"{found[1]}{word}")
    return lambda page: word in page


def a_figure(served: Served, word: str) -> Seen:
    """Change a word of the title in the article's first picture."""
    file = served.folder / "content" / SLUG / "figures.yaml"
    hero = re.search(r"\nhero: (\S+)", (file.parent / "page.yaml").read_text(encoding="utf-8"))
    name = hero[1] if hero else ""
    where = re.compile(rf"(\n  {name}:\n    title: )\w+")
    address = f"{SLUG}/figures/{name}.svg"
    before = served.get(address)
    edit(file, where, lambda found: f"{found[1]}{word}")
    return lambda page: word in page and served.get(address) != before


def a_poster(served: Served, word: str) -> Seen:
    """Change a word under the infographic's headline."""
    # A page shows the one format or the other, as soon as it has either.
    before = {address: served.get(address) for address in (f"{PAGE}poster.avif", f"{PAGE}poster.png")}
    edit(served.folder / "content" / SLUG / "poster.yaml", STANDFIRST, lambda found: f"{found[1]}{word}")
    return lambda page: word in page and any(served.get(address) != data for address, data in before.items())


def a_style(served: Served, word: str) -> Seen:
    """Change a style sheet of the site's own."""
    sheet = served.folder / "templates" / "assets" / "css" / "95-own.css"
    sheet.parent.mkdir(parents=True, exist_ok=True)
    sheet.write_text(f'p {{ font-family: "{word}", inherit; }}\n', encoding="utf-8")

    def seen(page: str) -> bool:
        found = SHEET.search(page)
        return found is not None and word in served.get(found[1]).decode()

    return seen


def a_template(served: Served, word: str) -> Seen:
    """Change a word of a template of the site's own."""
    own = served.folder / "templates" / "parts" / "footer.html"
    if not own.exists():
        own.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "templates" / "parts" / "footer.html", own)
        own.write_text(own.read_text(encoding="utf-8") + "<!-- Word -->\n", encoding="utf-8")
    edit(own, re.compile(r"(<!-- )\w+(?= -->\n\Z)"), lambda found: f"{found[1]}{word}")
    return lambda page: f"<!-- {word}" in page


EDITS = {
    "word": Edit("a word", "", a_word),
    "title": Edit("a title of a figure", "", a_figure),
    "infographic": Edit("a word of the infographic", PAGE, a_poster),
    "style": Edit("a style", "", a_style),
    "template": Edit("a template", "", a_template),
}

Wait = tuple[float, float, float]
"""Seconds on the wall until a page was seen and until all was whole, and of processor until it was seen."""


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--runs", type=Path, default=ROOT / "runs", help="the stored runs of the first site")
    parser.add_argument("--against", help="another commit of the press, or a folder with a checkout of it")
    parser.add_argument("--edits", default=",".join(EDITS), help="what is edited in the first site")
    parser.add_argument("--without-first", action="store_true", help="leave out a new author's first page")
    given = parser.parse_args()
    edits = [EDITS[name] for name in given.edits.split(",") if name]
    measure(given.repeats, given.runs, given.against, edits, first_too=not given.without_first)


def measure(
    repeats: int,
    runs: Path,
    against: str | None,
    edits: Iterable[Edit] = tuple(EDITS.values()),
    *,
    first_too: bool = True,
) -> None:
    """Print a table in Markdown. first_too: with a new author's first page; the others: see above."""
    print(f"{processor()}, Python {platform.python_version()}; medians of {repeats} turns\n")
    heads = ("Seen, s", "Whole, s", "Processor, s")
    columns = (*heads, *(f"{head} before" for head in heads), "Seen, ratio", "Processor, ratio")
    with (
        tempfile.TemporaryDirectory(prefix="proofpress-benchmark-") as place,
        taking_turns(against, Path(place)) as several,
    ):
        folders = lay_first_site(several, Path(place) / "first", runs.resolve()) if runs.is_dir() else []
        print(f"| What | {' | '.join(columns)} |")
        print(f"|---|{'---:|' * len(columns)}", flush=True)
        if first_too:
            turns = [first_page(press, Path(place), repeats) for press in several]
            show("a new author's first page", [list(each) for each in zip(*turns, strict=True)])
        if folders:
            for name, taken in edited(several, folders, repeats, edits):
                show(name, taken)


def show(name: str, turns: list[list[Wait]]) -> None:
    """Print a line: the medians of each press, and what ours are of the other's."""
    both = [[median(column) for column in zip(*each, strict=True)] for each in zip(*turns, strict=True)]
    cells = [f"{seconds:.2f}" for each in both for seconds in each] + [""] * (6 - 3 * len(both))
    ratios = [f"{both[0][which] / both[1][which]:.2f}" if len(both) > 1 else "" for which in (0, 2)]
    print(f"| {name} | {' | '.join((*cells, *ratios))} |", flush=True)


def first_page(press: Path, place: Path, repeats: int) -> Iterator[Wait]:
    """Yield how long one waits for a comparison just made, in a site of its own, with nothing stored."""
    for turn in range(repeats):
        folder = place / f"new-{press.name}-{turn}"
        (folder / "content").mkdir(parents=True)
        shutil.copy(ROOT / "tests" / "sites" / "small" / "site.yaml", folder / "content")
        site = folder / "content" / "site.yaml"
        edit(site, re.compile(r"home: .*"), lambda found: "home: mine-vs-yours")
        begun = time.perf_counter()
        command = [sys.executable, str(press / "build.py"), "new", "mine-vs-yours"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        with Served(press, folder, folder / "runs") as served:
            seen = served.wait_for("", lambda page: "<picture" in page or "<svg" in page, begun)
            used = served.processor()
            yield seen, served.wait_until_whole(begun), used
        shutil.rmtree(folder)


def edited(
    presses: list[Path], folders: list[Path], repeats: int, edits: Iterable[Edit]
) -> Iterator[tuple[str, list[list[Wait]]]]:
    """Yield, for each edit, how long one waits in each turn of each press. folders: see `lay_first_site`."""
    with ExitStack() as stack:
        servers = []
        for press, folder in zip(presses, folders, strict=True):
            served = stack.enter_context(Served(press, folder, folder / "runs"))
            served.wait_until_whole(time.perf_counter())
            servers.append(served)
        words = iter(WORDS)
        for each in edits:
            # One turn more, first: what is made only once, such as a copy of a template, is not waited for again.
            turns = []
            for turn, word in enumerate(itertools.islice(words, repeats + 1)):
                taken = []
                for served in servers:
                    served.rest()
                    # What the edit itself asks of the server comes before it saves, and takes next to nothing.
                    begun, before = time.perf_counter(), served.processor()
                    seen_after = served.wait_for(each.page, each.change(served, word), begun)
                    used = served.processor() - before
                    taken.append((seen_after, served.wait_until_whole(begun), used))
                turns += [taken] if turn else []
            yield each.name, turns


if __name__ == "__main__":
    main()
