"""From YAML to files, step by step. What may be left out since it would come out the same, `artifacts` decides."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from proofpress import claims, content, experiments, own_kinds, site
from proofpress.cache.store import Store
from proofpress.charts.draw import Progress, draw_figures
from proofpress.charts.glance import glance_at_figures
from proofpress.charts.kinds import chart_kinds
from proofpress.console import Console
from proofpress.content.kinds import Kinds
from proofpress.diagnostics import BuildError, Diagnostic, suggest
from proofpress.drawing.workers import Workers
from proofpress.infographic.draw import FIGURE, draw_infographic
from proofpress.infographic.glance import glance_at_infographic
from proofpress.language.reading import read_language
from proofpress.models import Comparison, Drawing, File, Findings, Record, Site
from proofpress.models.build_options import BuildOptions
from proofpress.models.preview import Preview
from proofpress.models.recorded import is_recorded
from proofpress.resources import layers
from proofpress.runs.named_array import NamedArray
from proofpress.runs.selection import channel_array
from proofpress.site.provenance import Training, training_of, with_training

TRAINING_SHARE = 0.6
"""The part of the progress bar that training fills: about its share of a build from nothing."""


class Made(Struct, frozen=True):
    """A comparison as files, and what they were made from.

    listing: what lists of comparisons say of it. training: what its runs took. drawings: those of translations too.
    """

    files: tuple[File, ...]
    listing: Mapping[str, Any]
    training: Training
    records: Mapping[str, Record]
    findings: Findings
    drawings: Mapping[str, Drawing]


def read(
    options: BuildOptions,
    known: Collection[str] = (),
    store: Store | None = None,
    before: Mapping[str, tuple[Comparison, ...]] = MappingProxyType({}),
    tell: Callable[[Site], None] | None = None,
) -> Site:
    """Return the site as its author wrote it, every reference checked. known: comparisons that need not be read.

    before: comparisons, each with its translations, as they were read from the same files. store: keeps what was found
    in files of the author's own, and says what takes long. tell: is handed each comparison early; see `content.load`.
    """

    def speaking(found: Site) -> Site:
        tags = {each.language.tag for several in found.translations.values() for each in several} | {found.language}
        languages = {tag: read_language(tag, layers(options.templates)) for tag in tags}
        return found.each(
            lambda each: replace(each, language=languages[each.language.tag if each.original else found.language])
        )

    found = content.load(
        options.content,
        all_kinds(),
        drafts=options.drafts,
        only=options.only,
        base_url=options.base_url,
        known=known,
        store=store or Store(options.runs),
        before=before,
        tell=None if tell is None else lambda early: tell(speaking(early)),
    )
    return speaking(found)


def all_kinds() -> Kinds:
    """Return every kind that an author may name. Raises BuildError with what is wrong in files of the site's own."""
    own_kinds.require_sound()
    tables: list[Any] = []
    wrong: list[Diagnostic] = []
    for find in (experiments.experiment_kinds, claims.statistic_kinds, chart_kinds):
        try:
            tables.append(find())
        except BuildError as error:
            wrong.extend(error.diagnostics)
    if wrong:
        raise BuildError(wrong)
    return Kinds(*tables)


def make(
    comparison: Comparison,
    context: site.SiteContext,
    options: BuildOptions,
    console: Console,
    store: Store,
    cluster: Executor | None,
    workers: Workers,
    preview: Preview | None = None,
    translations: Sequence[Comparison] = (),
    begun: site.Material | None = None,
    *,
    layout_only: bool = False,
) -> Made:
    """Train, measure, judge, draw and render one comparison. Raises BuildError with all that one step found wrong.

    context: of the site; its provenance states no runs yet. cluster: trains; this machine does if it is None.
    workers: draw. preview: is shown the page that is looked at, if it is one of these. translations: of the comparison.
    begun: what `look` returned, who has shown that page already. layout_only: see `draw`; slides are left out then
    too. Raises Superseded if the preview says so while there is something to draw.
    """
    if begun is None:
        trained = train(comparison, options, console.part(0, TRAINING_SHARE), store, cluster)
        material = gather(comparison, trained, store)
    else:
        material = replace(begun, comparison=comparison)
    material = in_languages(material, translations)
    records, findings, training = material.records, material.findings, training_in(material)
    context = context.about(with_training(context.provenance, [training]))
    if begun is None and preview is not None and site.is_previewed(context, comparison.slug, preview.page):
        show(context, material, store, workers, preview)
    parts = [console.part(start, end) for start, end in _shares(TRAINING_SHARE, len(translations))]
    drawings = draw(comparison, records, findings, parts[0], store, workers, preview, layout_only=layout_only)
    material = replace(material, drawings=drawings)
    files, listing = site.create_comparison_files(context, material, store, slides=not layout_only)
    for translation, part in zip(translations, parts[1:], strict=True):
        tell = _progress(part, preview)
        more, figures = translate(translation, context, material, tell, store, workers, layout_only=layout_only)
        files += more
        drawings |= {f"{translation.language.tag}/{name}": drawing for name, drawing in figures.items()}
    return Made(files, listing, training, records, findings, drawings)


def gather(comparison: Comparison, records: Mapping[str, Record], store: Store) -> site.Material:
    """Return what pages of a comparison are made of, but for its pictures. Raises BuildError as `claims.judge` does."""
    findings = claims.judge(comparison, records, store)
    exported = site.export_records(records, store)
    return site.Material(comparison, findings, {}, records, exported=exported, **_lab(comparison, records, store))


def in_languages(material: site.Material, translations: Sequence[Comparison]) -> site.Material:
    """Return the material of a comparison that has translations."""
    versions = (material.comparison, *translations)
    return replace(
        material,
        languages=tuple(each.language.tag for each in versions),
        further_languages=tuple(each.language.tag for each in versions if each.figures_further),
    )


def training_in(material: site.Material) -> Training:
    """Return what the runs of a comparison took."""
    recorded = [name for name, experiment in material.comparison.experiments.items() if is_recorded(experiment)]
    return training_of(material.comparison.slug, material.records.values(), recorded)


def look(
    comparison: Comparison,
    context: site.SiteContext,
    store: Store,
    workers: Workers,
    preview: Preview,
    translations: Sequence[Comparison],
) -> site.Material | None:
    """Show the page that is looked at if it is one of these and nothing must be trained for it; return its material.

    translations: as they were read last. None where nothing was shown: `make` says what is wrong, and shows it.
    """
    if not site.is_previewed(context, comparison.slug, preview.page):
        return None
    records = experiments.recall(comparison.experiments, store)
    if records is None:
        return None
    try:
        material = in_languages(gather(comparison, records, store), translations)
    except BuildError:
        return None
    about = with_training(context.provenance, [training_in(material)])
    show(context.about(about), material, store, workers, preview)
    return material


def translate(
    translation: Comparison,
    context: site.SiteContext,
    material: site.Material,
    progress: Progress,
    store: Store,
    workers: Workers,
    *,
    layout_only: bool = False,
) -> tuple[tuple[File, ...], dict[str, Drawing]]:
    """Return the files that a translation has of its own, and its figures by id. Raises BuildError as `make` does.

    material: of its original. layout_only: see `draw`.
    """
    records, each = material.records, workers.each
    findings = claims.judge(translation, records, store)
    figures, wrong = draw_figures(translation, records, findings, store, progress, each, layout_only=layout_only)
    if wrong:
        raise BuildError(wrong)
    shared = {name: drawing for name, drawing in material.drawings.items() if name == FIGURE}
    translated = replace(material, comparison=translation, findings=findings, drawings={**figures, **shared})
    return site.create_translation_files(context, translated, store), figures


def show(context: site.SiteContext, material: site.Material, store: Store, workers: Workers, preview: Preview) -> None:
    """Show the page that is looked at, with the pictures that are stored and those that are drawn soon.

    What is wrong with it is left to the build, which says all that is.
    """
    comparison, records, findings = material.comparison, material.records, material.findings
    wanted = comparison.figures_of_article
    figures, _ = glance_at_figures(comparison, records, findings, store, wanted, workers.each)
    preview.check()
    infographic, _ = glance_at_infographic(comparison, records, findings, store, workers.each)
    drawings = {**figures, FIGURE: infographic}
    try:
        files = site.create_preview_files(
            context.about(context.provenance), replace(material, drawings=drawings), preview.page, store
        )
    except BuildError:
        return
    preview.check()
    preview.show(files)


def train(
    comparison: Comparison, options: BuildOptions, console: Console, store: Store, cluster: Executor | None
) -> dict[str, Record]:
    """Return a record of each experiment of a comparison, trained or from the store."""
    records = experiments.train(
        comparison.experiments, store, jobs=options.jobs, progress=console.show_progress, executor=cluster
    )
    for record in records.values():
        console.say(f"{record.experiment}: {record.runs:,} runs, {record.updates:,} updates, {record.seconds:.1f} s", 2)
    return records


def load_runs(name: str, options: BuildOptions) -> dict[str, NamedArray]:
    """Return the channels of an experiment by name, trained or from the store. name: `comparison/experiment`.

    Raises BuildError for what is wrong with the content, KeyError for an experiment that is not there.
    """
    slug, _, experiment = name.partition("/")
    (comparison,) = read(replace(options, only=slug)).comparisons
    if experiment not in comparison.experiments:
        hint = suggest(experiment, comparison.experiments)
        raise KeyError(f"'{experiment}' is not an experiment of '{slug}': {hint}")
    chosen = replace(comparison, experiments={experiment: comparison.experiments[experiment]})
    runs = train(chosen, options, Console(level=0), Store(options.runs), None)[experiment].load()
    return {channel: channel_array(runs, channel) for channel in runs.channels}


def draw(
    comparison: Comparison,
    records: Mapping[str, Record],
    findings: Findings,
    console: Console,
    store: Store,
    workers: Workers,
    preview: Preview | None = None,
    *,
    layout_only: bool = False,
) -> dict[str, Drawing]:
    """Return the figures of a comparison and its infographic, drawn or from the store, by id.

    layout_only: what is not stored is laid out, which shows all that can be wrong with it, and its pictures are empty.
    Raises BuildError: words too long, characters that the typeface lacks, charts that do not fit their runs; Superseded
    between two pictures, with those that are drawn stored.
    """

    each = workers.each
    first, second = (_progress(console.part(*ends), preview) for ends in ((0, 0.5), (0.5, 1)))
    figures, wrong = draw_figures(comparison, records, findings, store, first, each, layout_only=layout_only)
    if wrong:
        raise BuildError(wrong)
    infographic = draw_infographic(comparison, records, findings, store, second, each, layout_only=layout_only)
    return {**figures, FIGURE: infographic}


def _progress(console: Console, preview: Preview | None) -> Progress:
    """Return what is told of each picture: the console shows it, and a build that is superseded ends."""

    def tell(done: float, total: float, what: str) -> None:
        if preview is not None:
            preview.check()
        console.show_progress(done, total, what)

    return tell


def _shares(start: float, translations: int) -> list[tuple[float, float]]:
    """Return the parts of the progress bar that drawing fills: twice as much for the original as for a translation."""
    step = (1 - start) / (translations + 2)
    ends = [start + step * count for count in range(2, translations + 3)]
    return list(pairwise([start, *ends]))


def cluster_of(options: BuildOptions) -> AbstractContextManager[Executor | None]:
    """Return where runs are trained: on this machine (None), or on the Dask cluster of the options."""
    return nullcontext() if options.scheduler is None else experiments.cluster(options.scheduler)


def _lab(comparison: Comparison, records: Mapping[str, Record], store: Store) -> dict[str, Any]:
    """Return what the lab of a comparison starts with, if it has one."""
    if comparison.lab is None:
        return {}
    start = comparison.experiments[comparison.lab.experiment]
    files = experiments.lab_files(start, records[start.id], store)
    settings = experiments.lab_settings(start.options)
    return {"lab": files, "lab_settings": settings, "opening_settings": _opening_settings(comparison)}


def _opening_settings(comparison: Comparison) -> dict[str, Any]:
    """Return what the network of the article's opening figure was trained with, if it shows one of the lab's kind."""
    figure = comparison.figures.get(comparison.hero or "")
    shown = comparison.experiments.get(getattr(figure.options, "experiment", "")) if figure else None
    if shown is None or shown.kind != "network" or set(shown.run_schema.axes) != {"seed", "step"}:
        return {}
    alike = shown.options.model.hidden and shown.options.training.epochs
    return experiments.lab_settings(shown.options) if alike else {}
