"""Words of a composed infographic that leave the room that its author gave them."""

from collections.abc import Iterator

from proofpress.diagnostics import Diagnostic
from proofpress.drawing.canvas import Canvas
from proofpress.drawing.check import SLACK
from proofpress.drawing.frame import POSTER
from proofpress.infographic.plan import MARGIN, WIDE, Plan

AUTHORED = {"headline", "standfirst", "footer", "cell", "finding", "caption", "row", "spine"}
BLEED = 24.0
"""Pixels by which words may reach into the right margin."""


def check_words(plan: Plan, canvas: Canvas) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each text of a handout as drawn that runs into the margin or is wider than its panel."""
    for text in canvas.letterings:
        beyond = text.box.right - (WIDE - MARGIN)
        if text.level in AUTHORED and beyond > BLEED + SLACK:
            message = f"'{text.words}' runs {beyond:.0f} pixels into the poster's right margin"
            yield Diagnostic(plan.location, "too-wide", message, "use fewer words or move it to the left")
    for panel in plan.panels:
        width = canvas.measure(panel.title, POSTER.title, 600)
        if width > panel.rectangle[2] + SLACK:
            message = f"the title '{panel.title}' is {width:.0f} pixels wide and its panel {panel.rectangle[2]:.0f}"
            yield Diagnostic(panel.location, "too-wide", message, "say the finding in fewer words or widen the panel")
