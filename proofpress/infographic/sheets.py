"""Every sheet that is made of a poster's plan, as a table: what it shows, in which themes, saved in which formats."""

from collections.abc import Callable, Mapping
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from proofpress.drawing.canvas import Canvas
from proofpress.drawing.theme import Theme
from proofpress.infographic.handout import poster_sheet
from proofpress.infographic.pairs import card_sheet, panel_sheet, slide_sheet
from proofpress.infographic.plan import Plan
from proofpress.infographic.social import featured, portrait_sheet, preview_sheet, square_sheet, three_pairs
from proofpress.models import Runs

BOTH = ("light", "dark")


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


class Sheet(Struct, frozen=True):
    """A composition. plan: no more of the plan than it shows, so that other words leave it as it is.

    draw: (plan, runs by experiment, theme) → canvas.
    floor: the smallest type on it, in pixels.
    """

    name: str
    plan: Plan
    draw: Callable[[Plan, Mapping[str, Runs], Theme], Canvas]
    outputs: tuple[Output, ...]
    floor: float
    themes: tuple[str, ...] = BOTH


def sheets(plan: Plan) -> list[Sheet]:
    """Return every sheet of a plan, the poster first."""
    plan = replace(plan, alt="")
    wordless = replace(plan, headline="", standfirst="", method="", source="")
    headed = replace(wordless, headline=plan.headline)
    told = replace(headed, columns=(featured(plan),))
    first = replace(headed, columns=plan.columns[:1])
    found = [
        Sheet("poster", plan, poster_sheet, POSTER_OUTPUTS, 18),
        Sheet("card", first, partial(_card, headline=True), _phone("card"), 28),
        Sheet("og", told, preview_sheet, (Output("og", "png"),), 28, ("light",)),
        Sheet("square", told, square_sheet, (Output("square", "png"),), 28),
        Sheet("portrait", replace(headed, columns=three_pairs(plan)), portrait_sheet, (Output("portrait", "png"),), 24),
    ]
    for number, column in enumerate(plan.columns, 1):
        alone = replace(wordless, columns=(column,))
        found.append(Sheet(f"pair-{number}", alone, _slide, (Output(f"pair-{number}", "png"),), 28))
        found.append(Sheet(f"card-{number}", alone, partial(_card, headline=False), _phone(f"card-{number}"), 28))
        for role in ("first", "second"):
            for place, panel in enumerate(column.panels(role)):
                name = f"panel-{number}-{'above' if role == 'first' else 'below'}"
                name += f"-{place + 1}" if len(column.panels(role)) > 1 else ""
                bare = replace(wordless, title="", columns=(replace(column, spine="", cells=(), above=(), below=()),))
                kept = replace(bare, columns=(replace(bare.columns[0], above=(panel,)),))
                found.append(Sheet(name, kept, partial(_panel, role=role), (Output(name, "clear", 1.6),), 28))
    return [replace(sheet, outputs=(*sheet.outputs, _thumb(sheet))) for sheet in found]


def _thumb(sheet: Sheet) -> Output:
    """Return the small picture by which a download is chosen, of the pixels of the sheet's last raster."""
    last = [output for output in sheet.outputs if output.format in ("png", "clear", "avif")][-1]
    return Output(f"{sheet.name}-thumb", "thumb", last.scale, THUMB, 45)


THUMB = 240
"""Pixels across a picture to choose by."""

POSTER_OUTPUTS = (
    Output("poster", "avif", quality=50),
    Output("poster", "png"),
    Output("poster", "svg"),
    Output("poster", "pdf"),
    Output("poster-960", "avif", 1.0, width=960, quality=50),
    Output("poster-2x", "png", 2.0),
    Output("poster-outlined", "outlined"),
)


def _phone(name: str) -> tuple[Output, ...]:
    return Output(name, "avif", quality=26), Output(name, "png")


def _slide(plan: Plan, runs: Mapping[str, Runs], theme: Theme) -> Canvas:
    return slide_sheet(plan, plan.columns[0], runs, theme)


def _card(plan: Plan, runs: Mapping[str, Runs], theme: Theme, headline: bool) -> Canvas:
    return card_sheet(plan, plan.columns[0], runs, theme, headline=headline)


def _panel(plan: Plan, runs: Mapping[str, Runs], theme: Theme, role: str) -> Canvas:
    return panel_sheet(plan.columns[0].above[0], role, runs, theme)
