"""One chart alone on a sheet with its title, for a desk or for a phone, in one theme."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from proofpress.graphics import lettering
from proofpress.graphics.canvas import Box, Canvas, style
from proofpress.graphics.charts.chart import Chart
from proofpress.graphics.frame import LEADING, NARROW, WIDE, Frame, Type
from proofpress.graphics.save import png, svg
from proofpress.graphics.theme import THEMES
from proofpress.values import Picture, Runs

MARGINS = {"wide": 24, "narrow": 10}


@dataclass(frozen=True)
class Sheet:
    """A layout: its name, its sizes of type and the formats in which it is saved."""

    layout: str
    type: Type
    formats: tuple[str, ...]


# Phones read the SVG; the PNG is for slides and documents, hence only of the wide sheet.
SHEETS = (Sheet("wide", WIDE, ("svg", "png")), Sheet("narrow", NARROW, ("svg",)))


def draw_sheet(chart: Chart, options: Any, runs: Mapping[str, Runs], title: str, theme: str, sheet: Sheet) -> Canvas:
    """Return a canvas with the chart under its title. To be called within `style`."""
    narrow = sheet.layout == "narrow"
    width, height = chart.narrow if narrow else chart.wide
    margin = MARGINS[sheet.layout]
    probe = Canvas(width, height, THEMES[theme])
    size = sheet.type.title
    lines = Frame(probe, Box(0, 0, width, height), sheet.type, "").wrapped(title, width - 2 * margin, "title")
    above = margin + len(lines) * size * LEADING + size * 0.45
    if chart.height is not None:
        height = round(above + margin + chart.height(options, runs, narrow))
    canvas = Canvas(width, height, THEMES[theme])
    frame = Frame(canvas, Box(margin, above, width - 2 * margin, height - above - margin), sheet.type, canvas.ground)
    for place, line in enumerate(lines):
        frame.text(line, margin, margin + size * (0.85 + place * LEADING), "title")
    chart.draw(options, runs, frame)
    return canvas


def pictures(name: str, chart: Chart, options: Any, runs: Mapping[str, Runs], title: str) -> tuple[list[Picture], str]:
    """Return a figure in every layout, theme and format, and the characters that the typeface lacks.

    The SVG's title and description are left open, for `save.described` to fill in.
    """
    made: list[Picture] = []
    lacking: set[str] = set()
    for sheet in SHEETS:
        file = name if sheet.layout == "wide" else f"{name}-{sheet.layout}"
        for theme in THEMES:
            with style(f"{file}-{theme}"):
                canvas = draw_sheet(chart, options, runs, title, theme, sheet)
                for text in canvas.letterings:
                    lacking.update(lettering.missing(text.words, text.weight))
                for kind in sheet.formats:
                    data = svg(canvas, f"{file}-{theme}") if kind == "svg" else png(canvas)
                    made.append(Picture(file, theme, kind, int(canvas.width), int(canvas.height), data))
    return made, "".join(sorted(lacking))
