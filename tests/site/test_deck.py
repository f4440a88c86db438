"""The slides, read back by the library and rendered by an office program."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from proofpress.cache.store import Store
from proofpress.models import INFOGRAPHIC, Picture, TableRow
from proofpress.site.deck import words
from proofpress.site.deck.slides import NAME, PAIR_BAR, create_deck
from proofpress.site.material import Material
from tests.site import made_up

NOTES = (
    "Both kinds of step lead downhill, and the picture shows where they end. Above the bar stands what small steps "
    "do, below it what large ones do. Let the room guess first, then show the numbers that the runs gave."
)
TAKEAWAY = "You choose one step size. Training then takes 4,950 steps of it."
SIZES = {
    "poster": (1920, 1080), "poster-2x": (3840, 2160), "picture": (1920, 1080), "picture-2x": (3840, 2160),
    "pair-1": (1920, 1080),
}  # fmt: skip


def material() -> Material:
    """Return the made-up comparison with a poster whose pictures have their names and sizes."""
    of = made_up.material()
    poster = of.comparison.poster
    assert poster is not None
    column = replace(poster.columns[0], notes=made_up.ours(NOTES))
    pictures = tuple(
        Picture(name, "light", "png", *size, made_up.png(size[0] // 4, size[1] // 4, (253, 243, 234)))
        for name, size in SIZES.items()
    )
    comparison = replace(of.comparison, poster=replace(poster, columns=(column,)))
    drawings = {**of.drawings, INFOGRAPHIC: replace(of.drawings[INFOGRAPHIC], pictures=pictures)}
    return replace(of, comparison=comparison, drawings=drawings)


@pytest.fixture(scope="module")
def made() -> bytes:
    """The slides as a file."""
    file = create_deck(material(), made_up.site(material()))
    assert file is not None
    assert file.path == NAME
    return file.data


@pytest.fixture(scope="module")
def slides(made: bytes) -> list[Any]:
    """The slides, read back."""
    from pptx import Presentation

    presentation = Presentation(io.BytesIO(made))
    assert presentation.slide_width * 9 == presentation.slide_height * 16
    return list(presentation.slides)


def properties(shape: Any) -> Any:
    """Return the element that holds a shape's name and alternative text."""
    return shape._element.xpath(".//p:cNvPr")[0]


def test_every_slide_has_a_title_of_its_own(slides: list[Any]) -> None:
    """Each is named by what it shows, in a real title placeholder, no two alike; the picture comes before the pairs."""
    titles = [slide.shapes.title.text for slide in slides]
    assert titles == [
        "Small steps vs Large steps", "You choose one step size.", "Too small: nothing", TAKEAWAY,
        "Small steps vs Large steps on one page", "Method and sources",
    ]  # fmt: skip


def test_every_slide_has_notes_of_half_a_minute(slides: list[Any]) -> None:
    """A speaker finds 40 to 80 words under each slide; those of a pair are the author's."""
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides]
    assert notes[2] == NOTES
    for said in notes:
        assert 40 <= len(said.split()) <= 80, said
        assert not re.search(r"[\^*`]|\[@", said), said


def test_pictures_and_tables_say_what_they_show(slides: list[Any]) -> None:
    """Every picture and every table has an alternative text of at most 250 characters that is no file name."""
    shown = [shape for slide in slides for shape in slide.shapes if shape.shape_type in (13, 19)]
    assert len(shown) == 4
    for shape in shown:
        alt = properties(shape).get("descr")
        assert alt
        assert 20 < len(alt) <= 250
        assert ".png" not in alt
        assert not properties(shape).get("name").startswith("Picture")


def test_titles_are_read_first_and_links_lead_back(slides: list[Any]) -> None:
    """The title is the first shape of each slide; pictures and credits lead to the pages they come from."""
    for slide in slides:
        assert slide.shapes[0] == slide.shapes.title
    links = {shape.click_action.hyperlink.address for slide in slides for shape in slide.shapes}
    assert {made_up.BASE, f"{made_up.BASE}steps/infographic/"} <= links


def test_the_table_is_native_and_word_for_word(slides: list[Any]) -> None:
    """The table's cells are text that can be edited, the same as in the content, with a marked header row."""
    table = next(shape for shape in slides[3].shapes if shape.has_table).table
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0][1:] == ["Small steps", "Large steps"]
    assert rows[1:] == [
        ["Speed", "Slow but steady", "Fast at first (e.g., on a bowl)"],
        ["Risk", "Training ends too early", "Training never settles"],
    ]
    assert table.first_row
    assert table.first_col


def test_a_pairs_own_bar_is_replaced_by_the_native_title(slides: list[Any]) -> None:
    """The bar at the top of the picture is cut off, and the picture fills the slide under the title, undistorted."""
    picture = next(shape for shape in slides[2].shapes if shape.shape_type == 13)
    assert picture.crop_top == pytest.approx(PAIR_BAR / 1080, abs=1e-4)
    assert picture.top + picture.height == 1080 * 6350
    assert picture.width / picture.height == pytest.approx(1920 / (1080 - PAIR_BAR), rel=1e-3)


def test_projected_words_are_at_least_fourteen_points(slides: list[Any]) -> None:
    """No native text is too small for a lecture hall."""
    frames = [shape.text_frame for slide in slides for shape in slide.shapes if shape.has_text_frame]
    cells = [
        cell.text_frame for row in next(s for s in slides[3].shapes if s.has_table).table.rows for cell in row.cells
    ]
    for frame in (*frames, *cells):
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                assert run.font.size.pt >= 14, run.text


def test_the_three_links_of_the_last_slide_look_alike(slides: list[Any]) -> None:
    """Article, pictures and licence are set in one size, though their addresses are of different lengths."""
    linked = [shape for shape in slides[-1].shapes if shape.click_action.hyperlink.address]
    assert len(linked) == 3
    assert len({run.font.size for s in linked for p in s.text_frame.paragraphs for run in p.runs}) == 1


def test_the_same_material_gives_the_same_bytes(made: bytes) -> None:
    """No clock is in the file: made twice it is the same, and all its parts bear one date."""
    again = create_deck(material(), made_up.site(material()))
    assert again is not None
    assert again.data == made
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "docProps/thumbnail.jpeg" not in parts.namelist()
        assert b"2026-11-23" in parts.read("docProps/core.xml")


def test_slides_are_kept_until_their_words_or_pictures_change(tmp_path: Path, made: bytes) -> None:
    """Put together once, they come from the store; another word in the notes makes them anew."""
    store, of = Store(tmp_path), material()
    for _ in range(2):
        kept = create_deck(of, made_up.site(of), store)
        assert kept is not None
        assert kept.data == made
    assert len(list(tmp_path.glob("*/*.slides"))) == 1
    poster = of.comparison.poster
    assert poster is not None
    column = replace(poster.columns[0], notes=made_up.ours(NOTES.replace("downhill", "down")))
    other = replace(of, comparison=replace(of.comparison, poster=replace(poster, columns=(column,))))
    changed = create_deck(other, made_up.site(other), store)
    assert changed is not None
    assert changed.data != made


def test_notes_are_whole_sentences_within_bounds() -> None:
    """Texts are taken whole until there are enough words; no sentence twice, none that would go over the most."""
    assert words.spoken(["One two. Three four. Five.", "Six."], fewest=2, most=9) == "One two. Three four. Five."
    assert words.spoken(["One two. Three four.", "One two. Five six."], fewest=5, most=6) == (
        "One two. Three four. Five six."
    )
    assert words.spoken(["One two three. Four five six seven eight. Nine."], fewest=4, most=4) == (
        "One two three. Nine."
    )


def test_without_a_poster_there_are_no_slides() -> None:
    """A comparison whose poster was not drawn has no deck."""
    of = material()
    bare = replace(of, drawings={name: d for name, d in of.drawings.items() if name != INFOGRAPHIC})
    assert create_deck(bare, made_up.site(bare)) is None


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed: slides not rendered"
)
def test_an_office_program_renders_every_slide(made: bytes, tmp_path: Path) -> None:
    """LibreOffice opens the file and makes as many pages as there are slides, each 16:9, with the table's words."""
    (tmp_path / NAME).write_bytes(made)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / NAME)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    rendered = (tmp_path / "slides.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", rendered)) == 6
    boxes = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox\s*\[([\d. ]+)\]", rendered)}
    assert all(abs(right / top - 16 / 9) < 0.01 for _, _, right, top in boxes)
    if shutil.which("pdftotext"):
        read = subprocess.run(
            ["pdftotext", "-layout", str(tmp_path / "slides.pdf"), "-"], check=True, capture_output=True
        )
        text = read.stdout.decode()
        for words in ("Too small: nothing", "Slow but steady", "Training never settles", "Method and sources"):
            assert words in text


def rows_of(count: int, words: int) -> list[Any]:
    """Return the slides of a table of so many rows of so many words a cell that stand on slides of tables."""
    from pptx import Presentation

    of = material()
    cell = made_up.quoted(" ".join(["hyperparameters", "are", "chosen"] * words)[: 6 * words])
    rows = tuple(TableRow(made_up.quoted(f"Aspect {n}"), (cell, cell)) for n in range(count))
    comparison = replace(of.comparison, table=replace(of.comparison.table, rows=rows))
    file = create_deck(replace(of, comparison=comparison), made_up.site(of))
    assert file is not None
    return [slide for slide in Presentation(io.BytesIO(file.data)).slides if any(s.has_table for s in slide.shapes)]


@pytest.mark.parametrize(("count", "words"), [(12, 2), (6, 25), (40, 10), (3, 60)])
def test_a_long_table_goes_on_over_several_slides(count: int, words: int) -> None:
    """No row runs off a slide: each stands on one, in order, and as high as its words at 14 points or more need."""
    slides, shown = rows_of(count, words), []
    for slide in slides:
        (frame,) = (shape for shape in slide.shapes if shape.has_table)
        rows = list(frame.table.rows)
        points = rows[1].cells[1].text_frame.paragraphs[0].runs[0].font.size.pt
        assert points >= 14
        assert frame.top + sum(row.height for row in rows) <= 1080 * 6350
        for row in rows[1:]:
            lines = -(-len(row.cells[1].text) * points * 0.55 // (1808 * 0.39 / 2 - 24))
            assert row.height >= lines * points * 1.2 * 12700
            shown.append(row.cells[0].text)
    assert shown == [f"Aspect {n}" for n in range(count)]
    assert len({slide.shapes.title.text for slide in slides}) == len(slides)
