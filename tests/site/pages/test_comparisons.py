"""The list of comparisons: which chart stands on a card."""

import re
from pathlib import Path

from msgspec.structs import replace

from proofpress.models import Drawing
from tests.site import made_up
from tests.site.conftest import rendered


def _tall(drawing: Drawing) -> Drawing:
    """Return a drawing whose picture for phones is higher than wide."""
    pictures = [replace(p, width=300, height=500) if p.name.endswith("-narrow") else p for p in drawing.pictures]
    return replace(drawing, pictures=tuple(pictures))


def _listed(tall: tuple[str, ...]) -> str:
    """Return the list of a site in whose first comparison some figures are tall."""
    steps = made_up.material("steps")
    drawings = {name: _tall(each) if name in tall else each for name, each in steps.drawings.items()}
    files = rendered(replace(steps, drawings=drawings), made_up.material("other", sections=1))
    return files["comparisons/index.html"].decode()


def test_a_card_shows_a_chart_that_can_be_read_on_it():
    """It is the first figure of the article that is not higher than wide; if all are, the first."""
    for tall, shown in (
        ((), "figure-1"),
        (("figure-1",), "figure-2"),
        (("figure-1", "figure-2", "figure-3"), "figure-1"),
    ):
        page = _listed(tall)
        pictures = re.findall(r'<img src="\.\./([^"]+)"', page)
        assert [Path(each).name for each in pictures] == [f"{shown}-narrow.svg", "figure-1-narrow.svg"], tall
