"""A build in which some of the site changed gives what a build from nothing gives, and does no more than it must."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.sites import lay, share_posters
from tests.desk import ROOT, Desk, digests

Edit = Callable[[Desk, random.Random], None]


@pytest.fixture(scope="module")
def laid(stored, tmp_path_factory) -> Path:
    """A folder with the content of a site of four comparisons, whose posters are stored."""
    folder = tmp_path_factory.mktemp("four")
    lay(folder, 4)
    share_posters(folder / "content", stored[0].runs)
    return folder / "content"


@pytest.fixture
def four(laid, stored, tmp_path, monkeypatch) -> Desk:
    """A site of four comparisons as just built, with templates of its own."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    shutil.copytree(laid, tmp_path / "content")
    shutil.copytree(ROOT / "templates", tmp_path / "mine")
    desk = Desk(tmp_path, stored[0].runs)
    assert build(desk).status == 0
    return desk


def build(desk: Desk, *words: str):
    """Build with the templates of the desk itself."""
    return desk.run("--templates", "mine", "--format", "json", *words)


def text(path: Path, old: str, new: str) -> None:
    """Replace words wherever they stand in a file."""
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def pages(desk: Desk) -> list[Path]:
    return sorted((desk.folder / "content").glob("*/page.yaml"))


def a_word(desk: Desk, chance: random.Random) -> None:
    text(chance.choice(pages(desk)), "a part of the gradient", "a part of the whole gradient")


def a_description(desk: Desk, chance: random.Random) -> None:
    text(chance.choice(pages(desk)), "a tiny network, shown", "a very tiny network, shown")


def a_caption(desk: Desk, chance: random.Random) -> None:
    text(chance.choice(pages(desk)).with_name("figures.yaml"), "by learning rate, mean", "by rate, the mean")


def a_setting(desk: Desk, chance: random.Random) -> None:
    text(desk.folder / "content" / "site.yaml", "Small explainers", f"Small explainers {chance.choice('abc')}")


def a_template(desk: Desk, chance: random.Random) -> None:
    text(desk.folder / "mine" / "parts" / "footer.html", "Take it with you", f"Take it {chance.choice('abc')} you")


def a_style(desk: Desk, chance: random.Random) -> None:
    with (desk.folder / "mine" / "assets" / "css" / "70-media.css").open("a", encoding="utf-8") as sheet:
        sheet.write(f"p {{ order: {chance.randrange(99)} }}\n")


def a_draft(desk: Desk, chance: random.Random) -> None:
    page = chance.choice([page for page in pages(desk) if page.parent.name != home(desk)] or [None])
    if page:
        drafted = page.read_text(encoding="utf-8").startswith("draft: true\n")
        text(page, "draft: true\n", "") if drafted else page.write_text("draft: true\n" + page.read_text())


def a_name(desk: Desk, chance: random.Random) -> None:
    folder = chance.choice(pages(desk)).parent
    was_home = folder.name == home(desk)
    folder.rename(folder.with_name(f"{folder.name}-x"))
    if was_home:
        text(desk.folder / "content" / "site.yaml", f"home: {folder.name}\n", f"home: {folder.name}-x\n")


def a_home(desk: Desk, chance: random.Random) -> None:
    page = chance.choice([p for p in pages(desk) if not p.read_text().startswith("draft: true")])
    text(desk.folder / "content" / "site.yaml", f"home: {home(desk)}\n", f"home: {page.parent.name}\n")


def a_removal(desk: Desk, chance: random.Random) -> None:
    gone = [page.parent for page in pages(desk) if page.parent.name != home(desk)]
    if gone:
        shutil.rmtree(chance.choice(gone))


def a_link(desk: Desk, chance: random.Random) -> None:
    other = home(desk)
    link = f"[One](/explainers/{other}/claims/#claim-size-of-a-step) update after"
    text(chance.choice(pages(desk)), "One update after", link)


def nothing(desk: Desk, chance: random.Random) -> None:
    """An author who only looks."""


def harm_in_place(desk: Desk, chance: random.Random) -> None:
    file = chance.choice(sorted(path for path in desk.output.rglob("*.html")))
    file.write_bytes(file.read_bytes().replace(b"the", b"teh"))


def harm_by_removal(desk: Desk, chance: random.Random) -> None:
    chance.choice(sorted(path for path in desk.output.rglob("*.*") if path.is_file() and path.name[0] != ".")).unlink()


def home(desk: Desk) -> str:
    lines = (desk.folder / "content" / "site.yaml").read_text(encoding="utf-8").splitlines()
    return next(line.removeprefix("home: ") for line in lines if line.startswith("home: "))


EDITS: tuple[Edit, ...] = (
    a_word, a_word, a_description, a_caption, a_setting, a_template, a_style, a_draft, a_name, a_home, a_removal,
    a_link, nothing, harm_in_place, harm_by_removal,
)  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_build_after_edits_is_one_from_nothing(four, seed):
    """After each of many random edits output/ is byte for byte what a build into an empty folder gives.

    Edits that no build accepts, such as removing what is linked to, are told alike, change nothing, and are undone.
    """
    chance, built = random.Random(seed), 0
    for _ in range(8):
        for folder in ("content", "mine"):
            shutil.copytree(four.folder / folder, four.folder / "kept" / folder)
        names = []
        for edit in chance.sample(EDITS, chance.choice([1, 1, 2])):
            names.append(edit.__name__)
            edit(four, chance)
        before = digests(four.output)
        said, clean = build(four), build(four, "--output", "fresh")
        assert said.status == clean.status, (names, said, clean)
        assert digests(four.output) == (before if said.status else digests(four.folder / "fresh")), names
        built += said.status == 0
        for folder in ("content", "mine") if said.status else ():
            shutil.rmtree(four.folder / folder)
            (four.folder / "kept" / folder).rename(four.folder / folder)
        for folder in ("fresh", "kept"):
            shutil.rmtree(four.folder / folder, ignore_errors=True)
    assert built >= 5


def test_a_word_in_one_comparison_touches_no_other(four):
    """A changed word rewrites the pages on which it stands, and the record of the build; every other file stays."""
    before = {path: path.stat().st_mtime_ns for path in four.output.rglob("*") if path.is_file()}
    text(four.folder / "content" / "steps-3" / "page.yaml", "a part of the gradient", "a part of the whole gradient")
    assert build(four).status == 0
    after = {path: path.stat().st_mtime_ns for path in four.output.rglob("*") if path.is_file()}
    changed = {path.relative_to(four.output).as_posix() for path, time in after.items() if before.get(path) != time}
    assert changed == {"steps-3/index.html", "build.json"}


def test_a_word_in_one_comparison_reads_no_other(four, monkeypatch):
    """Only the comparison in which a word changed is loaded, judged and rendered."""
    from proofpress import content, site

    loaded: list[str] = []
    load, files = content.load, site.create_comparison_files
    rendered: list[str] = []
    monkeypatch.setattr(content, "load", lambda *a, **k: noted(load(*a, **k), loaded))
    monkeypatch.setattr(
        site,
        "create_comparison_files",
        lambda context, of, *rest, **named: told(files(context, of, *rest, **named), of, rendered),
    )
    text(four.folder / "content" / "steps-2" / "page.yaml", "a part of the gradient", "a part of the whole gradient")
    assert build(four).status == 0
    assert (loaded, rendered) == (["steps-2"], ["steps-2"])


def noted(site, names: list[str]):
    names.extend(comparison.slug for comparison in site.comparisons)
    return site


def told(made, material, names: list[str]):
    names.append(material.comparison.slug)
    return made


def test_a_comparison_that_is_a_link_is_read_too(four):
    """A folder of content that is a link to another one is built, and built again when what it leads to changes."""
    (four.folder / "content" / ".kept").mkdir()
    (four.folder / "content" / "steps-4").rename(four.folder / "content" / ".kept" / "steps-4")
    (four.folder / "content" / "steps-4").symlink_to(four.folder / "content" / ".kept" / "steps-4")
    assert build(four).status == 0
    text(four.folder / "content" / "steps-4" / "page.yaml", "a part of the gradient", "a part of the whole gradient")
    assert build(four).status == 0
    assert "a part of the whole gradient" in (four.output / "steps-4" / "index.html").read_text(encoding="utf-8")


def test_a_dead_link_to_another_comparison_is_found(four):
    """A link into a comparison that was not made again is followed: a good anchor passes, a lost one is told."""
    page = four.folder / "content" / "steps-2" / "page.yaml"
    text(page, "One update after", "[One](/explainers/steps-3/claims/#claim-size-of-a-step) update after")
    assert build(four).status == 0
    text(four.folder / "content" / "steps-3" / "claims.yaml", "size-of-a-step", "length-of-a-step")
    said = build(four)
    assert said.status == 1
    (diagnostic,) = said.summary["diagnostics"]
    assert (diagnostic["file"], diagnostic["rule"]) == ("steps-2/index.html", "dead-anchor")
