"""Kinds of a site's own: Python files in `kinds/` beside its content, found as those of a distribution are."""

import json
import re
import subprocess
import sys

import pytest

from tests.desk import ROOT, SMALL, Desk
from tests.test_contributing import CONTENT, KINDS

EPOCH = {"SOURCE_DATE_EPOCH": "0"}
LARGEST = next(text for path, text in KINDS.items() if path.endswith("largest.py"))
RIPPLES = next(text for path, text in KINDS.items() if path.endswith("ripples.py"))


def line_of(text, begins="KIND"):
    """Return the line of a file that begins so."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(begins))


LARGEST_AT, RIPPLES_AT, ROWS_AT = line_of(LARGEST), line_of(RIPPLES), line_of(RIPPLES, "ROWS")


@pytest.fixture
def site(tmp_path):
    """A site that uses a kind of each sort, and the files of these kinds beside its content."""
    walks, kinds = tmp_path / "content" / "walks", tmp_path / "kinds"
    walks.mkdir(parents=True)
    kinds.mkdir()
    settings = (SMALL / "site.yaml").read_text(encoding="utf-8").replace("home: steps", "home: walks")
    (tmp_path / "content" / "site.yaml").write_text(settings, encoding="utf-8")
    for name, text in CONTENT.items():
        (walks / name).write_text(text, encoding="utf-8")
    for path, text in KINDS.items():
        (kinds / path.rpartition("/")[2]).write_text(text, encoding="utf-8")
    return Desk(tmp_path, tmp_path / "runs")


def told(desk):
    """Return the problems of a build, each as a line."""
    said = desk.shell(env=EPOCH)
    assert said.status == 1, said
    return said.diagnostics


def test_a_kind_of_each_sort_beside_the_content_makes_a_site(site):
    """A chart, a statistic, a data set and a kind of experiment: built; built again with nothing to do; made anew."""
    said = site.shell("--format", "json", env=EPOCH)
    assert (said.status, said.err) == (0, ""), said
    page = re.sub(r"<[^>]+>", "", (site.output / "index.html").read_text(encoding="utf-8"))
    assert re.search(r"at most \d+ steps away", page)
    assert (site.output / "walks" / "figures" / "distances.svg").is_file()
    again = site.shell("--format", "json", env=EPOCH).summary
    assert (again["trained"], again["drawn"]) == (0, 0)
    # Each file is part of what is made with it, and of nothing else; a helper that it imports is, too.
    walk = site.folder / "kinds" / "walk.py"
    walk.write_text(walk.read_text().replace("[-1.0, 1.0]", "[-1.0, 1.5]"), encoding="utf-8")
    changed = site.shell("--format", "json", env=EPOCH).summary
    assert changed["trained"] == 100
    dots = site.folder / "kinds" / "dots.py"
    (site.folder / "kinds" / "_size.py").write_text("SIZE = 12\n", encoding="utf-8")
    text = dots.read_text().replace("12 * frame", "SIZE * frame")
    dots.write_text(text.replace("from typing", "from kinds._size import SIZE\nfrom typing", 1), encoding="utf-8")
    changed = site.shell("--format", "json", env=EPOCH).summary
    assert (changed["trained"], changed["drawn"] > 0) == (0, True)
    before = (site.output / "walks" / "figures" / "distances.svg").read_bytes()
    (site.folder / "kinds" / "_size.py").write_text("SIZE = 20\n", encoding="utf-8")
    assert site.shell("--format", "json", env=EPOCH).summary["drawn"] > 0
    assert (site.output / "walks" / "figures" / "distances.svg").read_bytes() != before


def test_kinds_are_found_from_a_sub_folder_and_by_processes_that_draw(site):
    """A command in a folder of the site, with several processes, knows the kinds as one at its root does."""
    inner = Desk(site.folder / "content" / "walks", site.runs)
    assert inner.shell("status", env=EPOCH).status == 0
    schemas = site.shell("schema", "--write", "schemas", env=EPOCH)
    assert schemas.status == 0, schemas
    written = (site.folder / "schemas" / "experiments.schema.json").read_text(encoding="utf-8")
    assert '"walk"' in written
    assert '"ripples"' in written


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        (
            "largest.py",
            LARGEST.replace('"largest", Select', '"mean", Select'),
            f"kinds/largest.py:{LARGEST_AT}:1: error[taken]: it calls its statistic 'mean', which the press has "
            "already — give it a name of its own",
        ),
        (
            "another.py",
            LARGEST,
            f"kinds/largest.py:{LARGEST_AT}:1: error[taken]: it calls its statistic 'largest', which kinds/another.py "
            "has already — give it a name of its own",
        ),
        (
            "ripples.py",
            RIPPLES.replace('name="ripples"', 'name="moons"'),
            f"kinds/ripples.py:{RIPPLES_AT}:1: error[taken]: it calls its data set 'moons', which the press has "
            "already — give it a name of its own",
        ),
        (
            "ripples.py",
            RIPPLES.replace("ROWS = 300", "ROWS = 300 / 0"),
            f"kinds/ripples.py:{ROWS_AT}:1: error[cannot-import]: it cannot be imported: ZeroDivisionError: division "
            "by zero — mend it",
        ),
        (
            "ripples.py",
            f"from proofpress.datasets.options import Data\n{RIPPLES}",
            "kinds/ripples.py:1:1: error[cannot-import]: it imports proofpress.datasets.options, which asks for all "
            "data sets while this one is being made — import it in a function, or under 'if TYPE_CHECKING:'",
        ),
        (
            "largest.py",
            f"import no_such_package\n{LARGEST}",
            "kinds/largest.py:1:1: error[cannot-import]: it cannot be imported: ModuleNotFoundError: No module named "
            "'no_such_package' — python -m pip install no_such_package, or whatever brings it",
        ),
        (
            "dots.py",
            "def draw(:\n",
            "kinds/dots.py:1:10: error[wrong-syntax]: this is not Python: invalid syntax — mend it",
        ),
        (
            "dots.py",
            "SIZE = 12\n",
            "kinds/dots.py: error[wrong-kind]: this file does not say which kind it brings — write KIND = DataSet(…) "
            "for a data set, StatisticKind(…) for a statistic, ChartKind(…) for a chart, "
            "seeded_kind(…) for a kind of experiment; the name of a file that only helps others begins with '_'",
        ),
        (
            "both.py",
            "from proofpress.models import ChartKind, StatisticKind\nKINDS = (ChartKind(), StatisticKind())\n",
            "kinds/both.py:2:1: error[wrong-kind]: this file brings kinds of several sorts: 'ChartKind' and "
            "'StatisticKind' — write a file for each sort",
        ),
        (
            "my-dots.py",
            "KIND = ChartKind()\n",
            "kinds/my-dots.py: error[unsafe-name]: 'my-dots.py' cannot be imported: a module's name has letters, "
            "digits and '_' alone — call it my_dots.py",
        ),
        (
            "three.py",
            "from proofpress.models import StatisticKind\nKIND = 3\n",
            "kinds/three.py:2:1: error[wrong-kind]: this is of the type int, where a statistic is a StatisticKind — "
            "make it by StatisticKind(…)",
        ),
    ],
)
def test_what_is_wrong_in_a_file_is_told_at_its_line(site, name, text, line):
    """A file that fails, hides a name or says nothing is told once, with its own line; nothing is built."""
    (site.folder / "kinds" / name).write_text(text, encoding="utf-8")
    assert told(site) == [line]
    assert not site.output.exists()


def test_what_is_wrong_in_several_files_is_told_at_once(site):
    """Files of different sorts are told together, as a program reads it."""
    for name in ("dots.py", "largest.py"):
        path = site.folder / "kinds" / name
        path.write_text(f"1 / 0\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    found = site.shell("--format", "json", env=EPOCH).summary["diagnostics"]
    assert [(each["file"], each["line"]) for each in found] == [("kinds/dots.py", 1), ("kinds/largest.py", 1)]


def test_a_kind_changed_while_serving_is_followed(site):
    """The server begins anew on its port, since Python has imported the file: the page shows the new number."""
    command = [sys.executable, str(ROOT / "build.py"), *site.words(["serve", "--port", "0", "--format", "json"])]
    with subprocess.Popen(
        command, cwd=site.folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            first, _ = (json.loads(server.stdout.readline()) for _ in range(2))
            path = site.folder / "kinds" / "largest.py"
            path.write_text(path.read_text().replace("np.max, SEED", "np.min, SEED"), encoding="utf-8")
            again, built = (json.loads(server.stdout.readline()) for _ in range(2))
            assert again["address"] == first["address"]
            assert built["trained"] == 0
            page = re.sub(r"<[^>]+>", "", (site.output / "index.html").read_text(encoding="utf-8"))
            assert int(re.search(r"at most (\d+) steps away", page)[1]) < 20
        finally:
            server.terminate()


def test_a_kind_that_fails_while_it_draws_is_told_at_its_line(site):
    """What an author's chart raises is no fault of the press: the line of the author's file is named."""
    path = site.folder / "kinds" / "dots.py"
    text = path.read_text(encoding="utf-8").replace("dots = medians(options, runs)", "dots = medians(options, 1 / 0)")
    path.write_text(text, encoding="utf-8")
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "1 / 0" in each)
    assert told(site) == [
        f"kinds/dots.py:{line}:1: error[kind-failed]: this kind failed: ZeroDivisionError: division by zero — mend it; "
        "--verbose shows where it was called"
    ]
