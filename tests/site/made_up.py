"""A comparison made up for the tests of pages: every record a page can meet, and no training behind it."""

import hashlib
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from proofpress import site as pages
from proofpress.diagnostics import Location
from proofpress.models import (
    Claim,
    Column,
    Comparison,
    DataTable,
    Drawing,
    Estimate,
    Experiment,
    Figure,
    File,
    Findings,
    Gate,
    Options,
    Panel,
    Picture,
    Poster,
    Record,
    RunSchema,
    Section,
    Site,
    Source,
    Table,
    TableRow,
    Text,
    Verdict,
)
from proofpress.models.own_pages import NavigationLink
from proofpress.site.material import Exported, Material, Provenance, TableFile

PLACE = Location("content/steps/page.yaml", 3, 5)
BASE = "https://example.org/explainers/"

QUOTED = (
    "Every update moves the weights a little, and how far it moves them is the learning rate, which is chosen "
    "before the training begins. Steps that are too small waste the training budget, because the weights hardly "
    "leave their start; steps that are too large never settle in a minimum at all."
)
OURS = (
    "With the *better* rate the network reads 96.1% of the test images, 71.2 points more than with the smaller one "
    "[@robbins1951]. A rate of `0.1` is no law of nature: it holds for this network and these images."
)


CAPTION = "Test accuracy by learning rate, median and range over 16 seeds. The *best* rate is marked."


def quoted(source: str) -> Text:
    """Return words of the article that is quoted."""
    return Text(source, PLACE, verbatim=True)


def ours(source: str, line: int = 3, markup: str = "", coloured: bool = False) -> Text:
    """Return words of our own; `made` fills them in as they stand."""
    return Text(source, Location(PLACE.file, line, 5), markup=markup, coloured=coloured)


class _Named(Options, frozen=True):
    """Stands for a chart's options: all that pages look at is which experiment they name."""

    experiment: str


def png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """Return a PNG of one colour, so that browsers have something to show."""
    rows = (b"\x00" + bytes(colour) * width) * height

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def svg(width: int, height: int, fill: str, words: str) -> bytes:
    """Return a plain SVG with some words in it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"><title>{words}</title>'
        f'<rect width="{width}" height="{height}" fill="{fill}"/></svg>'
    ).encode()


def drawing(figure: str, rows: int = 25) -> Drawing:
    """Return a figure as drawn: wide and narrow, light and dark, SVG and PNG."""
    poster = figure == "infographic"
    sizes = [(figure, (1920, 1080) if poster else (1088, 544)), ("card" if poster else f"{figure}-narrow", (360, 300))]
    colours = (("light", "#eef5fa", (238, 245, 250)), ("dark", "#151d25", (21, 29, 37)))
    pictures = []
    for name, (width, height) in sizes:
        for theme, fill, colour in colours:
            pictures.append(Picture(name, theme, "svg", width, height, svg(width, height, fill, name)))
            pictures.append(Picture(name, theme, "png", width, height, png(width // 4, height // 4, colour)))
    table = DataTable(
        ("learning rate", "median accuracy", "outcome"),
        tuple((10 ** (-4 + i / 6), None if i == 3 else 0.1 + i / 30, "=learns") for i in range(rows)),
    )
    return Drawing(
        figure=figure,
        title=f"Too small learns nothing: {figure}",
        caption=CAPTION,
        alt="Line chart of test accuracy by learning rate: the best rate reads 96.1% of the images. Numbers below.",
        table=table,
        pictures=tuple(pictures),
        drawn=True,
    )


def estimate(name: str = "rate_gap") -> Estimate:
    """Return a difference in points with its interval."""
    return Estimate(
        id=name, kind="difference", unit="points", value=71.2, low=68.9, high=73.4, error=1.1, level=0.95,
        runs=400, seeds=16, experiments=("learning-rate",), number="71.2", text="71.2 points",
        interval="71.2 points [68.9, 73.4]",
    )  # fmt: skip


def claims(section: str, measured: bool = True) -> list[Verdict]:
    """Return a claim of each kind about a section."""
    common = {"section": section, "location": PLACE}
    definition = Claim(
        id=f"{section}-definition", quote=quoted("how far it moves them is the learning rate"), kind="definition",
        says=ours("The rate *multiplies* the gradient [@robbins1951]."), **common,
    )  # fmt: skip
    source = Claim(
        id=f"{section}-source", quote=quoted("chosen before the training begins"), kind="source",
        says=ours("By most authors."), sources=("robbins1951",), **common,
    )  # fmt: skip
    found = [told(definition), told(source)]
    if measured:
        words = ours("The best rate beats a far smaller one by 71.2 points.")
        claim = Claim(
            id=f"{section}-waste", quote=quoted("Steps that are too small waste the training budget"), kind="measured",
            holds_if=words, statistic="rate_gap", elsewhere=("near_gap",), asserts="more", matters=1.0,
            gate=Gate(above=30), sources=("robbins1951",), **common,
        )  # fmt: skip
        near = replace(estimate("near_gap"), value=0.2, interval="0.2 points [0.0, 0.4]")
        found.insert(0, Verdict(claim, "holds-if", estimate(), "above 1 point", words, "above 30 points", (near,)))
    return found


def told(claim: Claim) -> Verdict:
    """Return what becomes of a claim of which nothing is measured."""
    assert claim.says is not None
    return Verdict(claim, None, None, "", claim.says)


def comparison(slug: str = "steps", sections: int = 3, **changes: object) -> Comparison:
    """Return a comparison with a table, sections, figures, a poster and a bibliography."""
    run_schema = RunSchema(
        axes={"learning_rate": tuple(10 ** (-4 + i / 4) for i in range(25)), "seed": tuple(range(16))},
        channels={"test_accuracy": ("learning_rate", "seed", "step")},
        settings={
            "data.name": "digits", "data.train": 1077, "data.split": 0, "model.hidden": (32,),
            "model.activation": "relu", "training.optimizer": "sgd", "training.batch_size": 32,
        },
    )  # fmt: skip
    experiment = Experiment("learning-rate", "Learning rate from small to large", "train", None, run_schema, PLACE)
    figures = {
        f"figure-{i}": Figure(
            f"figure-{i}", "sweep", _Named("learning-rate"), ours("title"), ours(CAPTION), ours("alt"), PLACE
        )
        for i in range(1, sections + 1)
    }
    panel = Panel("sweep", None, ours("Too small: nothing"), ours("16 seeds"), (0, 0, 100, 100), PLACE)
    rows = (
        TableRow(quoted("Speed"), (quoted("Slow but steady"), quoted("Fast at first (e.g., on a bowl)"))),
        TableRow(quoted("Risk"), (quoted("Training ends too early"), quoted("Training never settles"))),
    )
    column = Column(rows, ours("Speed, risk"), 56, 296, (panel,), (panel,), ours("notes"), PLACE)
    made = Comparison(
        slug=slug,
        title=ours(f"Small {slug} vs Large {slug}"),
        description=ours("What the size of a step does to a tiny network, shown on 400 runs."),
        takeaway=ours("You choose ^one step size^. Training then takes _4,950 steps_ of it.", coloured=True),
        intro=quoted(QUOTED),
        table=Table(
            quoted("Table of Comparison"),
            (quoted("Small steps"), quoted("Large steps")),
            rows,
        ),
        sections=tuple(
            Section(
                f"part-{i}", quoted(f"Why the Size of a Step Matters, Part {i} of the Whole Story"), quoted(QUOTED),
                ours(OURS, markup="blocks", coloured=True), (f"figure-{i}",), PLACE,
            )
            for i in range(1, sections + 1)
        ),
        experiments={"learning-rate": experiment},
        statistics={},
        claims=(),
        figures=figures,
        poster=Poster(
            ours("You choose ^one step size^.", coloured=True), ours("Above the bar: chosen."), ours("alt"),
            ours("Method."), ours("Source: own runs."), (column,), PLACE,
        ),
        sources={
            "robbins1951": Source(
                "robbins1951", "Robbins, H.; Monro, S.", "1951", "A Stochastic Approximation Method",
                "The Annals of Mathematical Statistics", "https://doi.org/10.1214/aoms/1177729586", PLACE,
            )
        },
        published="2026-11-23",
        location=PLACE,
    )  # fmt: skip
    return replace(made, **changes)


class _Filled(dict[Text, str]):
    """Our words filled in as they stand, as if no value were printed in them."""

    def __missing__(self, text: Text) -> str:
        return text.source


def material(slug: str = "steps", sections: int = 3, **changes: object) -> Material:
    """Return a comparison with its findings, drawings and records."""
    of = comparison(slug, sections, **changes)
    verdicts = [*claims("intro", measured=False), *(v for s in of.sections for v in claims(s.id))]
    claim = Claim(
        "too-early", "table", quoted("Training ends too early"), "opinion", ours("Too early for what?"), location=PLACE
    )
    verdicts.append(told(claim))
    findings = Findings({"rate_gap": estimate()}, tuple(verdicts), _Filled())
    names = [*of.figures, "infographic"]
    record = Record(
        "learning-rate", "0123456789abcdef" * 2, 400, 272_000, 9.5, 2410, tuple(range(16)), {}, 400, _no_runs
    )
    return Material(
        of, findings, {name: drawing(name) for name in names}, {"learning-rate": record},
        (File("slides.pptx", b"PK"),), exported={"learning-rate": exported()},
    )  # fmt: skip


def exported() -> Exported:
    """Return the tables of an experiment: one short enough for CSV."""
    data = b"learning_rate,seed,loss\r\n0.1,0,2.5\r\n"
    fields = (("learning_rate", "number"), ("seed", "integer"), ("loss", "number"))
    digest = hashlib.sha256(data).hexdigest()
    file = TableFile("learning-rate.csv", "csv", 1, ("learning_rate", "seed"), fields, digest, data)
    return Exported((file,), ("weights",), ("learning-rate--step",))


def _no_runs() -> None:
    raise AssertionError("pages must not read runs")


def site(*materials: Material, base_url: str = BASE) -> Site:
    """Return a site of these comparisons, the first one at home."""
    comparisons = tuple(m.comparison for m in materials)
    return Site(
        "Small explainers", "Short comparisons, trained in a second.", "en", "The testers", base_url,
        "https://example.org/source", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/",
        comparisons[0].slug, comparisons, navigation=(NavigationLink("Handbook", "https://example.org/handbook/"),),
    )  # fmt: skip


def provenance() -> Provenance:
    """Return where the made-up build came from."""
    return Provenance(
        "0.1.0", "0123456789abcdef", "fedcba9876543210", {"numpy": "2.4.0", "jax": "0.10.2"}, "Linux x86_64",
        tuple(range(16)), 400, 272_000, 9.5,
        {"rates/sweep": {"runs": 400, "updates": 272_000, "seconds": 9.5}}, "2026-11-23",
    )  # fmt: skip


def render(site: Site, materials: Mapping[str, Material], provenance: Provenance, templates: Path) -> list[File]:
    """Return every file of a site."""
    context = pages.create_context(site, provenance, templates, len(materials) > 1)
    made = {slug: pages.create_comparison_files(context.about(provenance), each) for slug, each in materials.items()}
    shared = pages.create_shared_files(context, {slug: said for slug, (_, said) in made.items()})
    return [*shared, *(file for files, _ in made.values() for file in files), pages.create_build_record(context)]
