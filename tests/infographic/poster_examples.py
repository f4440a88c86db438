"""A made-up comparison with a poster over the made-up runs, for the tests of the poster."""

from collections.abc import Mapping

from msgspec.structs import replace

from proofpress.diagnostics import Location
from proofpress.models import (
    Column,
    Comparison,
    Experiment,
    Figure,
    Findings,
    Panel,
    Poster,
    Record,
    RunSchema,
    Section,
    Table,
    TableRow,
    Text,
)
from tests.charts.chart_examples import examples, made_runs

PLACE = Location("poster.yaml", 3, 5)
FINDINGS = Findings({}, (), {})
SETTINGS = {"training.learning_rate": 0.1, "training.epochs": 150, "model.hidden": (6,)}
ASPECTS = ("Who sets it", "How it is found", "When it moves")
CELLS = (
    ("A person, before training, by hand or by search", "The training itself, from the data"),
    ("By trying whole runs and comparing them", "By many small steps down the slope of the loss"),
    ("Between runs only", "At every update of a run"),
)


def words(source: str) -> Text:
    """Return words that are printed as they stand."""
    return Text(source, PLACE, verbatim=True)


ROWS = tuple(
    TableRow(words(aspect), (words(first), words(second)))
    for aspect, (first, second) in zip(ASPECTS, CELLS, strict=True)
)


HEADLINE = Text("You set ^two numbers^. Training finds _123 others_.", PLACE, True, "inline", coloured=True)


def panel(
    kind: str, title: str, rectangle: tuple[float, float, float, float], caption: str = "made-up runs"
) -> Panel[Text]:
    """Return a panel of a chart kind's example."""
    return Panel(kind, examples()[kind], words(title), words(caption), rectangle, PLACE)


def poster() -> Poster[Text]:
    """Return a poster of three columns: a list and cells, a curve and a texture, steps and trajectories."""
    columns = (
        Column(
            ROWS[:1], words("Set by"), 56, 440,
            (panel("values", "Two settings in all", (56, 246, 440, 120)),),
            (panel("cells", "All numbers of the model", (56, 760, 440, 200)),), words("notes"), PLACE,
        ),
        Column(
            ROWS[1:2], words("Found by"), 542, 700,
            (panel("sweep", "Too small or large: none", (542, 210, 380, 240)),
             panel("texture", "The edge", (950, 210, 292, 240))),
            (panel("plane", "Downhill in small steps", (542, 722, 700, 240)),), words("notes"), PLACE,
        ),
        Column(
            ROWS[2:], words("Moves"), 1288, 576,
            (panel("steps", "Flat inside a run", (1288, 210, 576, 240)),),
            (panel("trajectories", "Weights move at once", (1288, 722, 576, 240)),), words("notes"), PLACE,
        ),
    )  # fmt: skip
    return Poster(
        HEADLINE, words("Above the bar: set. Below it: found."),
        words("A table with its evidence."), words("Method: made-up runs."), words("Source: the tests."), columns,
        PLACE,
    )  # fmt: skip


def comparison(of: Poster[Text] | None) -> Comparison:
    """Return a comparison with this poster, or with none and two figures."""
    run_schema = RunSchema({}, {}, SETTINGS)
    figures = {
        kind: Figure(kind, kind, examples()[kind], words(f"What {kind} shows"), words("seeds"), words("alt"), PLACE)
        for kind in ("sweep", "curves", "bars")
    }
    return Comparison(
        slug="one",
        title=words("Set vs Found"),
        description=words("What is set and what is found."),
        takeaway=words("What is set stays; what is found moves."),
        intro=words("Some numbers are set, others are found."),
        table=Table(
            words("The table"),
            (words("Set numbers"), words("Found numbers")),
            ROWS,
        ),
        sections=(Section("one", words("One"), words("Text."), None, ("sweep", "curves", "bars"), PLACE),),
        experiments={name: Experiment(name, "", "train", None, run_schema, PLACE) for name in made_runs()},
        statistics={},
        claims=(),
        figures=figures,
        poster=of,
        sources={},
        published="2026-01-01",
        location=PLACE,
    )


def changed(**words_of: str) -> Comparison:
    """Return the comparison with other words in its poster."""
    texts = {name: replace(words(said), markup="inline", coloured=True) for name, said in words_of.items()}
    return comparison(replace(poster(), **texts))


def records(key: str = "k1") -> Mapping[str, Record]:
    """Return the ledger entries of the made-up runs."""
    return {
        name: Record(
            name, f"{key}-{name}", 60, 1800, 1.0, 123, (0, 1, 2, 3), {}, 0, lambda name=name: made_runs()[name]
        )
        for name in made_runs()
    }
