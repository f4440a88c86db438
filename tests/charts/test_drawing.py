"""Drawings: kept in the store by what their pixels depend on, complaints with places, lazy imports."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from proofpress.cache.store import Store
from proofpress.charts.draw import draw_figures
from proofpress.diagnostics import Diagnostic, Location
from proofpress.models import (
    Comparison,
    Drawing,
    Estimate,
    Experiment,
    Figure,
    Findings,
    Record,
    RunSchema,
    Table,
    Text,
)
from tests.charts.chart_examples import examples, made_runs

PLACE = Location("figures.yaml", 3, 5)


def words(source: str) -> Text:
    """Return words that are printed as they stand."""
    return Text(source, PLACE, verbatim=True)


def figure(title: str = "Ten settings side by side", caption: str = "What came of it.", alt: str = "Bars.") -> Figure:
    """Return a figure of bars."""
    return Figure("bars", "bars", examples()["bars"], words(title), words(caption), words(alt), PLACE)


def comparison(of: Figure) -> Comparison:
    """Return a comparison of one figure over the made-up runs."""
    run_schema = RunSchema({}, {}, {"training.epochs": 2})
    return Comparison(
        slug="one",
        title=words("One"),
        description=words(""),
        takeaway=words(""),
        intro=words(""),
        table=Table(words(""), (words("A"), words("B")), ()),
        sections=(),
        experiments={"rates": Experiment("rates", "", "train", None, run_schema, PLACE)},
        statistics={},
        claims=(),
        figures={of.id: of},
        poster=None,
        sources={},
        published="2026-01-01",
        location=PLACE,
    )


def records(key: str = "k1") -> Mapping[str, Record]:
    """Return the ledger entry of the made-up runs."""
    record = Record("rates", key, 60, 1800, 1.0, 100, (0, 1, 2, 3), {}, 0, lambda: made_runs()["rates"])
    return {"rates": record}


def drawing(of: Figure, store: Store, key: str = "k1") -> tuple[dict[str, Drawing], list[Diagnostic]]:
    """Draw one figure."""
    no_estimates: Mapping[str, Estimate] = {}
    return draw_figures(comparison(of), records(key), Findings(no_estimates, (), {}), store, lambda *said: None)


def test_a_figure_has_every_layout_and_theme(tmp_path: Path) -> None:
    """A figure is drawn wide as SVG and PNG and narrow as SVG, each in light and dark, with its words and numbers."""
    drawings, diagnostics = drawing(figure(), Store(tmp_path))
    made = drawings["bars"]
    assert diagnostics == []
    assert sorted(picture.file for picture in made.pictures) == [
        "bars-dark.png", "bars-dark.svg", "bars-narrow-dark.svg", "bars-narrow.svg", "bars.png", "bars.svg",
    ]  # fmt: skip
    assert (made.title, made.caption, made.alt) == ("Ten settings side by side", "What came of it.", "Bars.")
    assert len(made.table.rows) == 5
    assert all(b"<desc id=" in p.data and b"Bars." in p.data for p in made.pictures if p.format == "svg")


def test_only_what_is_in_the_picture_redraws_it(tmp_path: Path) -> None:
    """A new caption or alternative text draws nothing; a new title, new runs or new options draw again."""
    store = Store(tmp_path)
    of = figure()
    assert drawing(of, store)[0]["bars"].drawn
    again = drawing(replace(of, caption=words("Other words."), alt=words("Other.")), store)[0]["bars"]
    assert not again.drawn
    assert again.caption == "Other words."
    assert b"Other." in next(p.data for p in again.pictures if p.format == "svg")
    assert drawing(replace(of, title=words("Another finding")), store)[0]["bars"].drawn
    assert drawing(of, store, key="k2")[0]["bars"].drawn
    assert drawing(replace(of, options=replace(of.options, role="second")), store)[0]["bars"].drawn


def test_a_stored_drawing_is_the_drawing(tmp_path: Path) -> None:
    """What comes from the store equals what was drawn."""
    store = Store(tmp_path)
    first, second = (drawing(figure(), store)[0]["bars"] for _ in range(2))
    assert second == replace(first, drawn=False)


def test_a_character_without_a_glyph_is_told(tmp_path: Path) -> None:
    """A title in characters that the typeface lacks is told at the first of them."""
    _, diagnostics = drawing(figure(title="A title in 漢"), Store(tmp_path))
    message = "the typeface lacks '漢' (U+6F22) — "
    message += "write it in other characters, or name a font that has them as 'font' in site.yaml"
    assert list(map(str, diagnostics)) == [f"figures.yaml:3:16: error[missing-glyph]: {message}"]


def test_a_chart_that_does_not_fit_its_runs_is_told(tmp_path: Path) -> None:
    """A coordinate that the runs do not have is a problem with a place, never a traceback."""
    options = replace(examples()["bars"], at={"batch_size": 5})
    _, diagnostics = drawing(replace(figure(), options=options), Store(tmp_path))
    assert [str(diagnostic) for diagnostic in diagnostics] == [
        "figures.yaml:3:5: error[cannot-draw]: the figure 'bars' cannot be drawn as 'bars': "
        "5 is not on the axis 'batch_size' — choose axes and channels that the chart can show"
    ]


@pytest.mark.parametrize(("code", "absent"), [
    ("import proofpress.drawing", ["matplotlib", "numpy", "PIL", "fontTools"]),
    ("from tests.charts.chart_examples import *; from proofpress.charts.sheet import draw_pictures\n"
     "draw_pictures('bars', chart_kinds()['bars'], examples()['bars'], made_runs(), 'T')",
     ["matplotlib.pyplot", "jax"]),
])  # fmt: skip
def test_imports_are_lazy(code: str, absent: list[str]) -> None:
    """The room loads without matplotlib or numpy; drawing never imports pyplot."""
    house = Path(__file__).resolve().parents[2]
    tell = f"{code}\nimport sys\nprint([name for name in {absent} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", tell], cwd=house, capture_output=True, text=True, check=False)
    assert told.stdout.strip() == "[]", told.stderr
