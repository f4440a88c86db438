"""The poster's files: formats, sizes, budgets of bytes, and the same bytes each time."""

import hashlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace
from PIL import Image

from proofpress.cache.store import Store
from proofpress.diagnostics import BuildError, Location
from proofpress.infographic import draw
from proofpress.models import Drawing, Picture, TableRow, Text
from tests.infographic.poster_examples import FINDINGS, comparison, poster, records

SIZES = {
    "poster.png": (1920, 1080), "poster-dark.png": (1920, 1080), "poster-2x.png": (3840, 2160),
    "poster.avif": (1920, 1080), "poster-960.avif": (960, 540), "og.png": (1200, 630), "square.png": (1080, 1080),
    "picture.png": (1920, 1080), "picture-2x.png": (3840, 2160), "portrait.png": (1080, 1350),
    "pair-1.png": (1920, 1080), "panel-1-above.png": (1920, 1080),
}  # fmt: skip
BUDGETS = {
    "poster.png": 220, "poster-2x.png": 600, "poster.avif": 140, "poster-960.avif": 60, "poster.svg": 480,
    "poster-outlined.svg": 640, "poster.pdf": 1000, "picture.png": 220, "picture-2x.png": 600, "picture.avif": 140,
    "picture-960.avif": 60, "picture.svg": 480, "picture.pdf": 1000,
    "og.png": 300, "square.png": 300, "portrait.png": 300,
    "card.avif": 40, "card-1.avif": 40, "card-2.avif": 40, "card-3.avif": 40,
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store that keeps the poster once it is drawn."""
    return Store(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def drawing(store: Store) -> Drawing:
    """The made-up poster in all its files."""
    return draw.draw_infographic(comparison(poster()), records(), FINDINGS, store, lambda *said: None)


@pytest.fixture(scope="module")
def files(drawing: Drawing) -> dict[str, Picture]:
    """The pictures by file name."""
    return {picture.file: picture for picture in drawing.pictures}


def test_every_size_and_theme_is_there(files: dict[str, Picture]) -> None:
    """Each promised size comes in both themes, the preview in light alone, and says its own size."""
    for name, size in SIZES.items():
        opened = Image.open(io.BytesIO(files[name].data))
        assert opened.size == size == (files[name].width, files[name].height), name
    light = {name for name in files if "-dark" not in name}
    dark = {name.replace("-dark", "") for name in files if "-dark" in name}
    assert light - dark == {"og.png", "og-thumb.avif"}
    assert dark <= light
    assert all(files[f"card-{n}.avif"].width == 720 for n in (1, 2, 3))


def test_each_picture_has_a_small_one_to_choose_by(files: dict[str, Picture]) -> None:
    """Every sheet comes 240 pixels wide and opaque in at most 16 kilobytes; the rest of its files are as many."""
    names = {picture.name for picture in files.values() if not picture.name.endswith("-thumb")}
    for name in names - {"poster-2x", "poster-960", "poster-outlined", "picture-2x", "picture-960"}:
        small = files[f"{name}-thumb.avif"]
        opened = Image.open(io.BytesIO(small.data))
        assert (opened.width, opened.mode, len(small.data) <= 16000) == (240, "RGB", True), name


@pytest.mark.parametrize("name", BUDGETS)
def test_files_are_small_enough(files: dict[str, Picture], name: str) -> None:
    """Each file keeps to its budget, in kilobytes."""
    dark = name.replace(".", "-dark.")
    assert len(files[name].data) <= BUDGETS[name] * 1000
    assert dark not in files or len(files[dark].data) <= BUDGETS[name] * 1000


def test_single_panels_have_no_ground(files: dict[str, Picture]) -> None:
    """A panel for somebody else's slide is transparent around its marks; the other pictures are opaque."""
    clear = Image.open(io.BytesIO(files["panel-3-above.png"].data))
    assert clear.mode == "RGBA"
    assert clear.getpixel((2, 2))[3] == 0
    assert clear.getextrema()[3] == (0, 255)
    assert "A" not in Image.open(io.BytesIO(files["poster.png"].data)).mode


def test_svg_is_named_scalable_and_needs_no_font(files: dict[str, Picture], drawing: Drawing) -> None:
    """The SVG is an image with a title and a description and its own letters; outlined, it has no text at all."""
    for name, kept in (("poster.svg", True), ("poster-outlined-dark.svg", False)):
        root = ElementTree.fromstring(files[name].data)
        space = "{http://www.w3.org/2000/svg}"
        assert (root.get("role"), root.get("width")) == ("img", None)
        assert root.findtext(f"{space}title") == "You set two numbers. Training finds 123 others."
        assert root.findtext(f"{space}desc") == drawing.alt
        assert bool(root.findall(f".//{space}text")) is kept
        assert (b"@font-face" in files[name].data) is kept
        assert b"http://" not in re.sub(rb"http://www\.w3\.org/\S+", b"", files[name].data)


def test_outlined_letters_keep_lines_and_curves_apart(files: dict[str, Picture]) -> None:
    """Each command of an outlined path has as many numbers as it takes, and letters keep their exact scale."""
    data = files["poster-outlined.svg"].data.decode()
    takes = {"Q": 4, "C": 6}
    commands = [
        found for path in re.findall(r'\bd="([^"]*)"', data) for found in re.findall(r"([QC])([^A-Za-z]*)", path)
    ]
    assert commands
    assert all(len(numbers.split()) == takes[command] for command, numbers in commands)
    assert "scale(0.015625)" in data  # of letters, a 64th: rounded, they would grow into one another
    assert set(re.findall(r'href="#(\w+)"', data)) <= set(re.findall(r'\bid="(\w+)"', data))


def test_pdf_embeds_its_letters_and_no_date(files: dict[str, Picture]) -> None:
    """The PDF holds its typeface and says nothing of when it was made."""
    data = files["poster.pdf"].data
    assert data.startswith(b"%PDF-")
    assert b"/FontFile2" in data
    assert b"CreationDate" not in data
    assert b"ProofpressSans" in data.replace(b" ", b"").replace(b"#20", b"")


def test_what_is_stored_is_not_drawn_again(drawing: Drawing, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second build takes every byte from the store."""
    asked: list[list[object]] = []
    monkeypatch.setattr(draw, "_draw_missing", lambda missing, *rest: asked.append(missing) or ())
    again = draw.draw_infographic(comparison(poster()), records(), FINDINGS, store, lambda *said: None)
    assert asked == [[]]
    assert not again.drawn
    assert again.pictures == drawing.pictures
    assert again.table == drawing.table


def test_another_process_makes_the_same_bytes(files: dict[str, Picture], tmp_path: Path) -> None:
    """Bytes depend neither on the process nor on how Python orders its sets."""
    code = (
        f"import sys, hashlib; sys.path.insert(0, {str(Path(__file__).parents[2])!r})\n"
        "from pathlib import Path; from tests.infographic.poster_examples import *\n"
        "from proofpress.infographic import draw as p\n"
        "from proofpress.cache.store import Store\n"
        f"store = Store(Path({str(tmp_path)!r}))\n"
        "d = p.draw_infographic(comparison(poster()), records(), FINDINGS, store, lambda *said: None)\n"
        "for f in d.pictures: print(f.file, hashlib.sha256(f.data).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "12345"}
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment)
    theirs = dict(line.split() for line in done.stdout.splitlines())
    assert theirs == {name: hashlib.sha256(p.data).hexdigest() for name, p in files.items()}


def test_characters_without_a_glyph_are_told_at_their_texts(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    """Each text that would be drawn is told, at the first character that the typeface lacks; nothing else is said."""

    def text(source: str, line: int) -> Text:
        return Text(source, Location("page.yaml", line, 16))

    whole = comparison(poster())
    rows = (TableRow(text("学习率", 7), (text("a 🔥 of ש🔥", 8), text("b", 9))), *whole.table.rows[1:])
    whole = replace(whole, table=replace(whole.table, rows=rows), description=text("漢, which is not drawn", 3))
    with pytest.raises(BuildError) as caught:
        draw.draw_infographic(whole, records(), FINDINGS, Store(tmp_path), lambda *said: None)
    hint = "write it in other characters, or name a font that has them as 'font' in site.yaml"
    assert str(caught.value).splitlines() == [
        "page.yaml:7:16: error[missing-glyph]: the typeface lacks '习' (U+4E60), '学' (U+5B66), '率' (U+7387) — "
        + hint,
        "page.yaml:8:18: error[missing-glyph]: the typeface lacks 'ש' (U+05E9), '🔥' (U+1F525) — " + hint,
    ]
    assert not recwarn.list
