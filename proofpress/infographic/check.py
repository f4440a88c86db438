"""Words of a composition that run out of their box or into one another, for the author to mend."""

from collections.abc import Iterator, Mapping

from proofpress.diagnostics import Diagnostic, Location
from proofpress.drawing.canvas import Box, Canvas, Lettering
from proofpress.infographic.plan import MARGIN, WIDE, Plan

TOUCH = 1.0
"""Texts may share so many pixels: boxes are a little larger than letters."""
# Of the typeface, in units of its size: the extent of a line below its baseline, and how far letters really reach.
LINE_BELOW, ASCENDER, DESCENDER = 0.4, 0.73, 0.21
AUTHORED = {"headline", "standfirst", "footer", "cell", "finding", "caption", "row", "spine"}


def check_words(plan: Plan, canvas: Canvas, sources: Mapping[str, Location]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each text of a poster as drawn that leaves its box, and for each pair that overlaps.

    A poster that nobody composed lays itself out: what it has no room for is told once, where it is written.
    sources: printed text → its location in the content.
    """
    if not plan.composed:
        yield from _check_automatic(plan, canvas, sources)
        return
    for text in canvas.letterings:
        if text.level in AUTHORED and text.box.right > WIDE - MARGIN + TOUCH + 24:
            message = f"'{text.words}' runs {text.box.right - WIDE + MARGIN:.0f} pixels into the poster's right margin"
            yield Diagnostic(plan.location, "too-wide", message, "use fewer words or move it to the left")
    for panel in plan.panels:
        width = canvas.measure(panel.title, 20, 600)
        if width > panel.rectangle[2] + TOUCH:
            message = f"the title '{panel.title}' is {width:.0f} pixels wide and its panel {panel.rectangle[2]:.0f}"
            yield Diagnostic(panel.location, "too-wide", message, "say the finding in fewer words or widen the panel")
    for one, other in overlaps(canvas):
        if AUTHORED & {one.level, other.level}:
            message = f"on the poster '{one.words}' and '{other.words}' lie over each other"
            yield Diagnostic(plan.location, "overlap", message, "move the panels apart, or use fewer words")


def _check_automatic(plan: Plan, canvas: Canvas, sources: Mapping[str, Location]) -> Iterator[Diagnostic]:
    touching = overlaps(canvas)
    outside = [text for text in canvas.letterings if not _inside(ink(text), canvas)]
    if touching or outside:
        texts = touching[0] if touching else (outside[0],)
        names = " and ".join(f"'{text.words}'" for text in texts)
        words = f"{names} lie over each other" if touching else f"{names} runs off it"
        location = next((sources[text.words] for text in texts if text.words in sources), plan.location)
        message = f"the infographic that the press composes has no room for the table: {words}"
        hint = "use fewer rows or fewer words, or compose poster.yaml"
        yield Diagnostic(location, "no-room", message, hint)


def _inside(box: Box, canvas: Canvas) -> bool:
    return (
        min(box.left, box.top) >= -TOUCH and box.right <= canvas.width + TOUCH and box.bottom <= canvas.height + TOUCH
    )


def overlaps(canvas: Canvas) -> list[tuple[Lettering, Lettering]]:
    """Return the pairs of texts on a canvas whose letters may touch."""
    texts = [(text, ink(text)) for text in canvas.letterings]
    return [
        (one, other)
        for index, (one, its) in enumerate(texts)
        for other, others in texts[index + 1 :]
        if overlap(its, others, TOUCH)
    ]


def ink(text: Lettering) -> Box:
    """Return where the letters of a text can be: from the tallest ascender to the lowest descender."""
    baseline = text.box.bottom - LINE_BELOW * text.size
    return Box(text.box.left, baseline - ASCENDER * text.size, text.box.width, (ASCENDER + DESCENDER) * text.size)


def overlap(one: Box, other: Box, touch: float) -> bool:
    """Return whether two boxes overlap by more than `touch` in both directions."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > touch and down > touch
