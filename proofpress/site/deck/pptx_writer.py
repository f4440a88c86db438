"""What slides are put together from: places in pixels of a 1920 × 1080 slide, words, pictures, a table, notes."""

import io
import math
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

from proofpress.drawing.theme import LIGHT
from proofpress.models import Site

WIDE, HIGH = 1920, 1080
SMALLEST = 14
"""The smallest type on a slide, in points."""
PIXEL = 6350
"""English Metric Units in a pixel: 13.333 inches are 1920 pixels."""
LONGEST_PROPERTY = 255
"""Characters in what a presentation says about itself; the library refuses more."""
FONT = "Arial"
INK, MUTED, PAPER, BAR, BAR_INK = (
    colour.removeprefix("#") for colour in (LIGHT.ink, LIGHT.muted, LIGHT.paper, LIGHT.bar, LIGHT.bar_ink)
)

Box = tuple[float, float, float, float]
Line = Sequence[tuple[str, str]]
"""Parts of a line: words and their colour."""


# A letter's mean width in sizes of type, plain and bold, and a line's height, of a wide substitute: an office program
# that has no FONT sets another, up to a sixth wider, and the words must fit then too.
PLAIN_LETTER, BOLD_LETTER, LINE = 0.6, 0.68, 1.2
HEAD_ROW, CELL_MARGIN = 70.0, 24.0
"""Of a table: the height of its first row in pixels, and what a cell keeps free on both sides together, in points."""


def fitting(lines: Sequence[str], box: Box, most: int, *, bold: bool = False, gap: float = 0) -> int:
    """Return the size in points, at most `most` and at least 14, at which lines fit a place, wrapped in any typeface.

    gap: points between lines.
    """
    # A pixel is half a point; a text box keeps a tenth of an inch free at its sides, a twentieth above and below.
    width, height = box[2] / 2 - 14.4, box[3] / 2 - 7.2
    letter = BOLD_LETTER if bold else PLAIN_LETTER
    for points in range(most, SMALLEST, -1):
        in_line = width / (points * letter)
        rows = sum(max(1, math.ceil(1.05 * len(line) / in_line)) for line in lines)
        longest = max((len(word) for line in lines for word in line.split()), default=0)
        if rows * points * LINE + gap * (len(lines) - 1) <= height and longest <= in_line:
            return points
    return SMALLEST


def begin(words: Any, site: Site, published: str) -> Any:
    """Return an empty presentation, 16:9, that says what it is. published: `YYYY-MM-DD`, its only date."""
    from pptx import Presentation

    presentation = Presentation()
    stretch = WIDE * PIXEL / presentation.slide_width
    presentation.slide_width, presentation.slide_height = WIDE * PIXEL, HIGH * PIXEL
    # The library's blank file is 4:3: its layouts are widened too, for slides that a speaker adds.
    for layout in (presentation.slide_master, *presentation.slide_layouts):
        for shape in layout.shapes:
            shape.left, shape.width = round(shape.left * stretch), round(shape.width * stretch)
    day = datetime.strptime(published[:10], "%Y-%m-%d").replace(tzinfo=UTC)
    about = presentation.core_properties
    properties = {
        "title": words.title, "author": site.author, "last_modified_by": site.author, "subject": words.standfirst,
        "language": site.language, "keywords": ", ".join(words.names), "comments": words.credit,
    }  # fmt: skip
    for name, value in properties.items():
        setattr(about, name, value[:LONGEST_PROPERTY])
    about.created, about.modified, about.revision = day, day, 1
    return presentation


def set_title(
    slide: Any, words: str, box: Box, points: float, colour: str, *, bold: bool = False, middle: bool = False
) -> None:
    """Fill the slide's title placeholder."""
    write(slide.shapes.title, [[(words, colour)]], box, points, bold=bold, middle=middle)


def add_words(
    slide: Any,
    lines: Sequence[Line],
    box: Box,
    points: float,
    *,
    bold: bool = False,
    right: bool = False,
    middle: bool = False,
) -> Any:
    """Add a text box and return it."""
    shape = slide.shapes.add_textbox(0, 0, 0, 0)
    write(shape, lines, box, points, bold=bold, right=right, middle=middle)
    return shape


def write(
    shape: Any,
    lines: Sequence[Line],
    box: Box,
    points: float,
    *,
    bold: bool = False,
    right: bool = False,
    middle: bool = False,
    gap: float = 0,
) -> None:
    """Put a shape in its place and write lines into it, each of coloured parts. gap: points between lines."""
    from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
    from pptx.util import Pt

    shape.left, shape.top, shape.width, shape.height = (round(length * PIXEL) for length in box)
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        paragraph.space_after = Pt(gap)
        # A body placeholder's bullets and indents come from the master; these are paragraphs.
        properties = paragraph._p.get_or_add_pPr()
        properties.set("marL", "0")
        properties.set("indent", "0")
        if properties.find(_name("a:buNone")) is None:
            properties.append(properties.makeelement(_name("a:buNone"), {}))
        for words, colour in line:
            _run(paragraph, words, colour, points, bold)


def add_picture(slide: Any, data: bytes, box: Box, crop_top: float = 0.0) -> Any:
    """Add a PNG and return its shape. crop_top: the share of the picture that is not shown."""
    left, top, width, height = (round(length * PIXEL) for length in box)
    picture = slide.shapes.add_picture(io.BytesIO(data), left, top, width, height)
    picture.crop_top = crop_top
    return picture


def split_rows(rows: Sequence[Sequence[str]], box: Box, shares: Sequence[float]) -> tuple[int, list[int]]:
    """Return the size in points at which a table is set, and how many of its rows stand on each slide.

    The table is on one slide if it fits there at 14 points or more, else it goes on over several.
    """
    room = box[3] - HEAD_ROW
    for points in (18, 16, SMALLEST):
        heights = [_row_height(row, box, shares, points) for row in rows]
        if sum(heights) <= room:
            return points, [len(rows)]
    counts, height = [0], 0.0
    for needed in heights:
        if counts[-1] and height + needed > room:
            counts.append(0)
            height = 0.0
        counts[-1] += 1
        height += needed
    return SMALLEST, counts


def _row_height(cells: Sequence[str], box: Box, shares: Sequence[float], points: float) -> float:
    """Return how high a row of a table is, in pixels, as its words are wrapped in a wide typeface."""
    lines = 1
    for cell, share in zip(cells, shares, strict=True):
        in_line = (box[2] * share / 2 - CELL_MARGIN) / (points * PLAIN_LETTER)
        lines = max(lines, math.ceil(1.05 * len(cell) / in_line))
    # A pixel is half a point; a cell keeps a twentieth of an inch free above and below.
    return 2 * (lines * points * LINE + 7.2)


def add_table(
    slide: Any,
    rows: Sequence[Sequence[tuple[str, str, str]]],
    box: Box,
    shares: Sequence[float],
    points: float = 18,
) -> Any:
    """Add a native table and return its frame. rows: cells of words, colour, ground; the first row heads columns."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR

    left, top, width, height = (round(length * PIXEL) for length in box)
    head = round(HEAD_ROW * PIXEL)
    needed = [_row_height([cell[0] for cell in row], box, shares, points) for row in rows[1:]]
    # Rows are alike if all have room in that, else each is as high as its words, and what is left is shared.
    even, spare = (height - head) // len(needed), max(0.0, box[3] - HEAD_ROW - sum(needed)) / len(needed)
    uneven = [round((need + spare) * PIXEL) for need in needed]
    heights = [even] * len(needed) if max(needed) * PIXEL <= even else uneven
    frame = slide.shapes.add_table(len(rows), len(rows[0]), left, top, width, height)
    table = frame.table
    table.first_row, table.first_col, table.horz_banding = True, True, False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = round(width * share)
    for number, (line, cells) in enumerate(zip(table.rows, rows, strict=True)):
        line.height = head if not number else heights[number - 1]
        for at, (words, colour, ground) in enumerate(cells):
            cell = line.cells[at]
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string(ground)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.margin_left = cell.margin_right = round(24 * PIXEL)
            _run(cell.text_frame.paragraphs[0], words, colour, points, bold=not number or not at)
    return frame


def paint(slide: Any, colour: str) -> None:
    """Give a slide's ground a colour."""
    from pptx.dml.color import RGBColor

    fill = slide.background.fill
    fill.solid()
    fill.fore_color.rgb = RGBColor.from_string(colour)


def describe(shape: Any, name: str, alt: str) -> None:
    """Name a picture or table and give it its alternative text; the library would leave the file's name there."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("name", name)
    properties.set("descr", alt)


def set_notes(slide: Any, words: str) -> None:
    """Write what the speaker may say."""
    slide.notes_slide.notes_text_frame.text = words


def finished(presentation: Any) -> bytes:
    """Return the file, packed anew with one date for all its parts; a preview of somebody else's slide is left out."""
    for rel in list(presentation.part.package._rels.values()):
        if rel.reltype.endswith("/thumbnail"):
            presentation.part.package._rels.pop(rel.rId)
    buffer = io.BytesIO()
    presentation.save(buffer)
    font = {b'typeface="Calibri"': f'typeface="{FONT}"'.encode()}
    return _packed(buffer.getvalue(), re.compile(r"ppt/theme/theme\d+\.xml"), font)


def with_notes(file: bytes, notes: Mapping[str, str]) -> bytes:
    """Return a finished file with notes in the place of their marks, as the library would write them.

    notes: by the mark that `set_notes` was given instead.
    """

    def text(words: str) -> bytes:
        return f"<a:t>{escape(words, quote=False)}</a:t>".encode()

    between = b"</a:r></a:p><a:p><a:r>"
    new = {text(mark): between.join(map(text, words.split("\n"))) for mark, words in notes.items()}
    return _packed(file, re.compile(r"ppt/notesSlides/[^/]+\.xml"), new)


def _packed(file: bytes, where: re.Pattern[str], new: Mapping[bytes, bytes]) -> bytes:
    """Return a zip file packed anew, with one date. where: of the parts in which bytes are replaced by others."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            for old, put in new.items() if where.fullmatch(name) else ():
                data = data.replace(old, put)
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            part.external_attr = 0o644 << 16
            target.writestr(part, data)
    return packed.getvalue()


def _run(paragraph: Any, words: str, colour: str, points: float, bold: bool) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    run = paragraph.add_run()
    run.text = words
    run.font.size, run.font.bold, run.font.name = Pt(points), bold, FONT
    run.font.color.rgb = RGBColor.from_string(colour)


def _name(tag: str) -> str:
    from pptx.oxml.ns import qn

    return str(qn(tag))
