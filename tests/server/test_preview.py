"""What an author sees before a build is done, and what a build leaves that is given up for a newer edit."""

import contextlib
import itertools
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from proofpress import pipeline
from proofpress.cache.manifest import recall
from proofpress.cache.store import Store
from proofpress.commands.build import build
from proofpress.console import Console
from proofpress.content import site
from proofpress.diagnostics import BuildError
from proofpress.drawing.workers import Workers
from proofpress.models import Comparison, File
from proofpress.models.build_options import BuildOptions
from proofpress.models.preview import Preview, Superseded
from proofpress.server.state import BuildState
from tests.desk import ROOT, Desk, digests


@pytest.fixture
def looking(desk, monkeypatch) -> Iterator[tuple[Desk, Callable[..., dict[str, bytes]]]]:
    """A site as just built, with a store of its own, and a way to build it while somebody looks on."""
    runs = desk.folder / "runs"
    shutil.copytree(desk.runs, runs)
    monkeypatch.chdir(desk.folder)
    read: dict[str, tuple[str, tuple[Comparison, ...]]] = {}
    with Workers(1) as workers:

        def look(
            page: str = "index.html",
            is_superseded: Callable[[], bool] = lambda: False,
            templates: Path = ROOT / "templates",
        ) -> dict[str, bytes]:
            seen: list[Sequence[File]] = []
            options = BuildOptions(templates=templates, runs=runs)
            build(options, Console(level=0), workers, Preview(page, seen.append, is_superseded, read))
            return {file.path: file.data for files in seen for file in files}

        yield Desk(desk.folder, runs), look


def test_a_word_is_seen_as_it_will_be_published(looking):
    """The page that is looked at, and all that comes with it, is what the build then puts into output/."""
    desk, look = looking
    desk.edit("steps/page.yaml", "One update after another", "One small update after another")
    seen = look()
    assert b"One small update" in seen["index.html"]
    assert seen == {path: (desk.output / path).read_bytes() for path in seen}
    assert "steps/claims/index.html" not in seen, "nobody looks at it"


@pytest.mark.parametrize("page", ["steps/claims/index.html", "steps/infographic/index.html"])
def test_the_page_that_is_looked_at_is_the_one_that_is_seen(looking, page):
    """Who looks at the ledger or the infographic sees that, and no other page."""
    desk, look = looking
    desk.edit("steps/page.yaml", "Small steps vs Large steps", "Small strides vs Large strides")
    seen = look(page)
    assert [path for path in seen if path.endswith(".html")] == [page]
    assert b"Small strides" in seen[page]


@pytest.fixture
def order(monkeypatch) -> list[str]:
    """What happens in a build: the page is shown, sentences are compared, translations are read."""
    happened: list[str] = []
    for module, name in ((pipeline, "show"), (site, "check_summaries"), (site, "read_translations")):
        known = getattr(module, name)

        def noting(*given, known=known, name=name):
            happened.append(name)
            return known(*given)

        monkeypatch.setattr(module, name, noting)
    return happened


def test_a_page_is_seen_before_its_sentences_are_compared(looking, order):
    """A page that was read before is shown once, as soon as its references are sound; it rests on the same entries."""
    desk, look = looking
    desk.edit("steps/page.yaml", "One update after another", "One small update after another")
    look()
    assert order == ["check_summaries", "read_translations", "show"]
    order.clear()
    desk.edit("steps/page.yaml", "One small update", "One tiny update")
    seen = look()
    assert order == ["show", "check_summaries", "read_translations"]
    assert b"One tiny update" in seen["index.html"]
    assert seen == {path: (desk.output / path).read_bytes() for path in seen}
    options = BuildOptions(templates=ROOT / "templates", runs=desk.runs)
    rests_on = recall(Store(desk.runs), options).artifacts["steps"].entries
    built = digests(desk.output)
    for entry in desk.entries("built"):
        entry.unlink()
    assert desk.run().status == 0
    assert digests(desk.output) == built
    assert recall(Store(desk.runs), options).artifacts["steps"].entries == rests_on


def test_what_is_wrong_is_told_after_the_page_is_seen(looking, order):
    """A page whose translation has a mistake is shown, and the build says so and leaves output/ as it was."""
    desk, look = looking
    desk.edit("steps/page.yaml", "One update after another", "One small update after another")
    look()
    before = digests(desk.output)
    order.clear()
    desk.edit("steps/page.yaml", "One small update", "One tiny update")
    (desk.folder / "content" / "steps" / "page.de.yaml").write_text("titel: Kleine Schritte\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"page\.de\.yaml:1:1.*titel"):
        look()
    assert order[0] == "show"
    assert digests(desk.output) == before


def test_a_page_whose_runs_are_not_stored_is_seen_when_they_are(looking, order):
    """Nothing is trained before all that is wrong with the content is told."""
    desk, look = looking
    desk.edit("steps/page.yaml", "One update after another", "One small update after another")
    look()
    order.clear()
    for entry in desk.entries("noted"):
        entry.unlink()
    desk.edit("steps/page.yaml", "One small update", "One tiny update")
    look()
    assert order == ["check_summaries", "read_translations", "show"]


def test_a_style_is_seen_without_reading_what_is_as_it_was(looking, monkeypatch):
    """Of the content nothing is read again but settings, which all of it depends on; another word of it is."""
    desk, look = looking
    reads: list[str] = []
    known = site.read_comparison
    monkeypatch.setattr(
        site, "read_comparison", lambda folder, slug, *more: reads.append(slug) or known(folder, slug, *more)
    )
    sheet = desk.folder / "templates" / "assets" / "css" / "95-own.css"
    sheet.parent.mkdir(parents=True)
    for word, read in (("one", ["steps"]), ("two", [])):
        sheet.write_text(f"p {{ font-family: {word}; }}")
        reads.clear()
        seen = look(templates=desk.folder / "templates")
        assert reads == read
        assert any(f"font-family:{word}".encode() in data.replace(b" ", b"") for data in seen.values())
    for path, old, new in (
        ("site.yaml", "Small explainers", "Little explainers"),
        ("steps/page.yaml", "One update after another", "One small update after another"),
    ):
        desk.edit(path, old, new)
        reads.clear()
        assert new.encode() in look(templates=desk.folder / "templates")["index.html"]
        assert reads == ["steps"]


def test_the_comparison_that_is_looked_at_is_made_first(looking, monkeypatch):
    """Where all comparisons are made again, nobody waits for those whose names come first; the site is the same."""
    desk, look = looking
    shutil.copytree(desk.folder / "content" / "steps", desk.folder / "content" / "again")
    desk.edit("again/page.yaml", "title: Small steps vs Large steps", "title: Short steps vs Long steps")
    made: list[str] = []
    known = pipeline.make
    monkeypatch.setattr(
        pipeline, "make", lambda each, *more, **named: made.append(each.slug) or known(each, *more, **named)
    )
    assert "steps/claims/index.html" in look("steps/claims/index.html")
    assert made == ["steps", "again"]
    before = digests(desk.output)
    for entry in desk.entries("built"):
        entry.unlink()
    assert desk.run().status == 0
    assert made == ["steps", "again", "again", "steps"]
    assert {path for path, digest in digests(desk.output).items() if before[path] != digest} <= {"build.json"}


def test_a_page_of_no_comparison_waits_for_the_whole_site(looking):
    """What is made of all comparisons together is seen when all are made."""
    desk, look = looking
    desk.edit("site.yaml", "Small explainers", "Little explainers")
    assert look("comparisons/index.html") == {}
    assert b"Little explainers" in (desk.output / "index.html").read_bytes()


def test_new_pictures_are_seen_in_one_format_before_the_others_are_drawn(looking):
    """A new title is in the figure and in the infographic that are seen, and their page loads only what is there."""
    desk, look = looking
    desk.edit("steps/figures.yaml", "Too small a step learns nothing", "A step too small learns nothing")
    seen = look()
    figures = [path for path in seen if path.startswith("steps/figures/") and path.endswith((".svg", ".png"))]
    assert figures == ["steps/figures/rate-curve.svg", "steps/figures/rate-curve-dark.svg"]
    assert b"A step too small" in seen[figures[0]]
    infographic = [path for path in seen if path.startswith("steps/infographic/poster")]
    assert infographic == ["steps/infographic/poster.png", "steps/infographic/poster-dark.png"]
    assert all(seen[path] == (desk.output / path).read_bytes() for path in infographic)
    page = seen["index.html"].decode()
    for path in (path for path in digests(desk.output) if path.startswith(("steps/figures/", "steps/infographic/p"))):
        assert path.endswith((".csv", ".html")) or path in seen or f'"{path}' not in page


def test_what_cannot_be_drawn_is_told_by_the_build(looking):
    """A preview says nothing of what is wrong: the build says all of it, at its place."""
    desk, look = looking
    desk.edit("steps/figures.yaml", "Too small a step", "Too small a \u4e2d step")
    with pytest.raises(Exception, match="the typeface lacks"):
        look()


@pytest.mark.parametrize("after", [0, 1, 3, 5])
def test_a_build_that_is_given_up_leaves_output_as_it_was(looking, after):
    """However far it came, output/ is the old site; the next builds give what a build from nothing gives."""
    desk, look = looking
    before = digests(desk.output)
    desk.edit("steps/figures.yaml", "Too small a step learns nothing", "A step too small learns nothing")
    asked = itertools.count()
    with pytest.raises(Superseded):
        look(is_superseded=lambda: next(asked) >= after)
    assert digests(desk.output) == before
    desk.edit("steps/page.yaml", "One update after another", "One small update after another")
    with contextlib.suppress(Superseded):
        look(is_superseded=lambda: next(asked) % 7 == 6)
    look()
    assert desk.run("--output", "fresh").status == 0
    assert digests(desk.output) == digests(desk.folder / "fresh")


def test_pages_do_not_reload_for_what_they_show_already(tmp_path):
    """After a build open pages reload, but not if all that was asked for since its preview is as it was shown."""
    state = BuildState()
    (tmp_path / "index.html").write_bytes(b"new")
    (tmp_path / "other.html").write_bytes(b"new too")

    def built(shown: bytes | None, *asked: str) -> int:
        """Return how often pages reload during a build."""
        ids = [state.build_id]
        state.begin()
        if shown is not None:
            state.show([File("index.html", shown)])
            ids.append(state.build_id)
        for page in asked:
            state.ask(page)
        state.succeed(tmp_path)
        ids.append(state.build_id)
        assert not state.shown
        return len(set(ids)) - 1

    assert built(None, "index.html") == 1
    assert built(b"new", "index.html") == 1
    assert built(b"half of it", "index.html") == 2
    assert built(b"new", "index.html", "other.html") == 2


def test_what_is_shown_stands_in_for_the_files(serving):
    """A page that is shown early is served in place of the one in output/, with the script that follows."""
    found = serving.get("/sub/deep/")[1]
    state = serving.state()
    state.show([File("deep/index.html", b"<html><head></head><body>Early</body></html>"), File("x.svg", b"<svg/>")])
    answer, data = serving.get("/sub/deep/")
    assert answer.status == 200
    assert b"Early" in data
    assert b"live.js" in data
    assert serving.get("/sub/x.svg")[1] == b"<svg/>"
    assert state.page == "deep/index.html"
    state.succeed(serving.options.output)
    assert b"Early" not in serving.get("/sub/deep/")[1]
    assert b"Deep" in found
