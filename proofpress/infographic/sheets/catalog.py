"""Every sheet that is made of a plan, as a table: what it shows, in which themes, saved in which formats."""

from collections.abc import Callable, Mapping
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from proofpress.drawing.canvas import Canvas
from proofpress.drawing.theme import Theme
from proofpress.infographic.plan import Plan
from proofpress.infographic.sheets.handout import draw_handout
from proofpress.infographic.sheets.pair import draw_card, draw_panel, draw_slide
from proofpress.infographic.sheets.picture import draw_picture
from proofpress.infographic.sheets.social import (
    choose_pairs,
    draw_portrait,
    draw_preview,
    draw_square,
)
from proofpress.markup import ROLES
from proofpress.models import Runs

THUMB = 240
"""Pixels across a picture to choose by."""


class Output(Struct, frozen=True):
    """A file of a sheet. format: `png`, `clear` (PNG without a ground), `avif`, `svg`, `outlined`, `pdf` or `thumb`.

    A `thumb` is a small AVIF, made of another output's pixels, to choose by.

    scale: pixels for a design pixel. width: of a picture that is shrunk, in pixels. quality: of AVIF, to 100.
    """

    name: str
    format: str
    scale: float = 1.0
    width: int = 0
    quality: int = 70


HANDOUT = (
    Output("poster", "avif", quality=50),
    Output("poster", "png"),
    Output("poster", "svg"),
    Output("poster", "pdf"),
    Output("poster-960", "avif", 1.0, width=960, quality=50),
    Output("poster-2x", "png", 2.0),
    Output("poster-outlined", "outlined"),
)
PICTURE = (
    Output("picture", "avif", quality=50),
    Output("picture", "png"),
    Output("picture", "svg"),
    Output("picture", "pdf"),
    Output("picture-960", "avif", 1.0, width=960, quality=50),
    Output("picture-2x", "png", 2.0),
)


class Sheet(Struct, frozen=True):
    """A composition. plan: no more of the plan than it shows, so that other words leave it as it is.

    draw: (plan, runs by experiment, theme) → canvas, to be called within `style`.
    floor: the smallest type on it, in pixels. charted: it is a chart and nothing else.
    """

    name: str
    plan: Plan
    draw: Callable[[Plan, Mapping[str, Runs], Theme], Canvas]
    outputs: tuple[Output, ...]
    floor: float
    themes: tuple[str, ...] = ("light", "dark")
    charted: bool = False

    @property
    def thins(self) -> bool:
        """Whether charts that have no room are left out: where the press chose them, or how large they are."""
        return not self.charted and (bool(self.plan.featured) or not self.plan.composed)


def create_sheets(plan: Plan) -> list[Sheet]:
    """Return every sheet of a plan, the handout first. Their files bear its old name, `poster`."""
    plan = replace(plan, alt="")
    wordless = replace(plan, headline=(), standfirst="", method="", source="", featured=())
    handout = replace(plan, featured=())
    headed = replace(wordless, headline=plan.headline)
    featured = tuple(plan.columns[index] for index in plan.featured)
    picture = replace(headed, columns=featured, featured=plan.featured)
    hero = replace(headed, columns=featured[:1])
    pairs = replace(headed, columns=choose_pairs(plan))
    sheets = [
        Sheet("poster", handout, draw_handout, HANDOUT, 18),
        Sheet("picture", picture, draw_picture, PICTURE, 24),
        Sheet("card", hero, partial(draw_card, headline=True), _phone("card"), 28),
        Sheet("og", hero, draw_preview, (Output("og", "png"),), 28, ("light",)),
        Sheet("square", hero, draw_square, (Output("square", "png"),), 28),
        Sheet("portrait", pairs, draw_portrait, (Output("portrait", "png"),), 24),
    ]
    for number, column in enumerate(plan.columns, 1):
        alone = replace(wordless, columns=(column,))
        sheets.append(Sheet(f"pair-{number}", alone, draw_slide, (Output(f"pair-{number}", "png"),), 28))
        sheets.append(Sheet(f"card-{number}", alone, draw_card, _phone(f"card-{number}"), 28))
        for role in ROLES:
            panels = column.panels(role)
            for index, panel in enumerate(panels):
                name = f"panel-{number}-{'above' if role == 'first' else 'below'}"
                name += f"-{index + 1}" if len(panels) > 1 else ""
                bare = replace(column, spine="", rows=(), above=(panel,), below=())
                shown = replace(wordless, title="", columns=(bare,))
                sheets.append(Sheet(name, shown, draw_panel, (Output(name, "clear", 1.6),), 28, charted=True))
    return [replace(sheet, outputs=(*sheet.outputs, _thumb(sheet))) for sheet in sheets]


def _phone(name: str) -> tuple[Output, ...]:
    return Output(name, "avif", quality=26), Output(name, "png")


def _thumb(sheet: Sheet) -> Output:
    """Return the small picture by which a download is chosen, of the pixels of the sheet's last raster."""
    last = [output for output in sheet.outputs if output.format in ("png", "clear", "avif")][-1]
    return Output(f"{sheet.name}-thumb", "thumb", last.scale, THUMB, 45)
