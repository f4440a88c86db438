"""One chart alone on a sheet with its title, for a desk or for a phone, in one theme."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from proofpress.drawing import fonts
from proofpress.drawing.canvas import Box, Canvas, style
from proofpress.drawing.check import Fault, find_faults
from proofpress.drawing.frame import DESK, LEADING, NARROW, SHOWN, WIDE, Frame, Type
from proofpress.drawing.raster import png
from proofpress.drawing.theme import THEMES, Theme
from proofpress.drawing.vector import letters_of, svg
from proofpress.drawing.words import balanced
from proofpress.models import ChartKind, Picture, Runs

MARGINS = {"wide": 12, "narrow": 8}
STRETCHES = (1.0, 1.3, 1.7)
"""How many times as high a sheet is laid out, one after the other, until no words lie over others."""


class Sheet(Struct, frozen=True):
    """A layout: its name, its sizes of type and the formats in which it is saved."""

    layout: str
    type: Type
    formats: tuple[str, ...]


# Phones read the SVG; the PNG is for slides and documents, hence only of the wide sheet.
SHEETS = (Sheet("wide", WIDE, ("svg", "png")), Sheet("narrow", NARROW, ("svg",)))


def draw_sheet(
    chart: ChartKind,
    options: Any,
    runs: Mapping[str, Runs],
    title: str,
    theme: str,
    sheet: Sheet,
    *,
    stretch: float = 1.0,
    themes: Mapping[str, Theme] = THEMES,
) -> Canvas:
    """Return a canvas with the chart under its title. To be called within `style`.

    stretch: how many times as high as it wants to be. themes: by name.
    """
    narrow = sheet.layout == "narrow"
    width, height = chart.narrow if narrow else chart.wide
    margin, type = MARGINS[sheet.layout], sheet.type
    if not narrow:
        type = type.scaled(max(width / DESK, SHOWN / DESK))
    lines = wrapped(title, type.title, width - 2 * margin)
    above = margin + len(lines) * type.title * LEADING + type.title * 0.3
    if chart.height is not None:
        height = round(above + margin + chart.height(options, runs, narrow))
    height = round(height * stretch)
    canvas = Canvas(width, height, themes[theme])
    frame = Frame(canvas, Box(margin, above, width - 2 * margin, height - above - margin), type, canvas.ground)
    for index, line in enumerate(lines):
        frame.text(line, margin, margin + type.title * (0.8 + index * LEADING), "title")
    chart.draw(options, runs, frame)
    return canvas


def wrapped(title: str, size: float, width: float) -> list[str]:
    """Return a title broken into balanced lines that fit a width."""
    probe = Canvas(1, 1, THEMES["light"])
    return balanced(title, width, lambda line: probe.measure(line, size, 600))


def draw_pictures(
    name: str,
    chart: ChartKind,
    options: Any,
    runs: Mapping[str, Runs],
    title: str,
    themes: Mapping[str, Theme] = THEMES,
    *,
    layout_only: bool = False,
) -> tuple[list[Picture], str, list[Fault]]:
    """Return a figure in every layout, theme and format, the characters that the typeface lacks, and what is wrong.

    layout_only: leave the pictures empty; all that can be wrong is found. The SVG's title and description are left
    open, for `vector.described` to fill in. There are no pictures if something is wrong.
    """
    sheets: list[tuple[str, str, Sheet, Canvas]] = []
    faults: list[Fault] = []
    for sheet in SHEETS:
        file = name if sheet.layout == "wide" else f"{name}-{sheet.layout}"
        for theme in themes:
            with style(f"{file}-{theme}"):
                canvas, found = _fit_sheet(chart, options, runs, title, theme, sheet, themes)
                sheets.append((file, theme, sheet, canvas))
                faults += found
    # One cut of the typeface serves all pictures of a figure: cutting takes longer than drawing.
    letters = letters_of(canvas for *_, canvas in sheets)
    lacking = {character for weight, words in letters.items() for character in fonts.missing(words, weight)}
    made: list[Picture] = []
    for file, theme, sheet, canvas in sheets if not (faults or lacking) else ():
        with style(f"{file}-{theme}"):
            for kind in sheet.formats:
                data = b""
                if not layout_only:
                    data = svg(canvas, f"{file}-{theme}", letters=letters) if kind == "svg" else png(canvas)
                made.append(Picture(file, theme, kind, int(canvas.width), int(canvas.height), data))
    return made, "".join(sorted(lacking)), faults


def _fit_sheet(
    chart: ChartKind,
    options: Any,
    runs: Mapping[str, Runs],
    title: str,
    theme: str,
    sheet: Sheet,
    themes: Mapping[str, Theme],
) -> tuple[Canvas, list[Fault]]:
    """Return the lowest canvas on which nothing lies over something else; else the last one, and what is wrong."""
    for stretch in STRETCHES:
        canvas = draw_sheet(chart, options, runs, title, theme, sheet, stretch=stretch, themes=themes)
        faults = list(find_faults(canvas))
        if not faults:
            break
    return canvas, faults
