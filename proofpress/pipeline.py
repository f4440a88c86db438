"""The press from end to end: content, experiments, findings, graphics, pages; release follows in the commands."""

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from proofpress import __version__, claims, content, experiments, site
from proofpress.cache.fingerprint import Inputs, build_date, current_commit, libraries, machine, reproducible_asked
from proofpress.cache.keys import digest
from proofpress.cache.store import Store
from proofpress.charts.draw import Progress, draw_figures
from proofpress.charts.kinds import chart_kinds
from proofpress.console import Console
from proofpress.content.kinds import Kinds
from proofpress.diagnostics import BuildError, Diagnostic
from proofpress.drawing.workers import Workers
from proofpress.infographic.draw import FIGURE, draw_infographic
from proofpress.models import Comparison, Drawing, Findings, Record, Site
from proofpress.models.artifact import BUILD_RECORD, SHARED_PAGES, Artifact
from proofpress.models.build_options import BuildOptions


class Begun(Struct, frozen=True):
    """A build that knows what it has to make. known: comparisons that would come out as they are, by slug.

    last: what else the last build left unharmed.
    """

    options: BuildOptions
    asked: Inputs
    site: Site
    known: Mapping[str, Artifact]
    last: Mapping[str, Artifact]

    def artifacts(self, console: Console, store: Store) -> Generator[Artifact]:
        """Yield the parts of the site, each as soon as it is made, so that memory holds one comparison's files.

        What would come out as it is comes without its files. Raises Problems once all comparisons were tried: what
        is wrong with any of them is told together.
        """
        written = {comparison.slug: comparison for comparison in self.site.comparisons}
        about = _provenance(self.options, self.asked)
        context = site.create_context(self.site, about, self.options.templates, len(written) + len(self.known) > 1)
        gave: dict[str, Mapping[str, Any]] = {}
        diagnostics: list[Diagnostic] = []
        with executor(self.options) if written else nullcontext() as workers:
            for slug in sorted({*written, *self.known}):
                try:
                    artifact = self.known.get(slug)
                    if artifact is None:
                        key = _key(self.asked, slug, context.several)
                        artifact = _comparison(written[slug], key, context, self.options, console, store, workers)
                except BuildError as found:
                    if found.status != 1:
                        raise
                    diagnostics.extend(found.diagnostics)
                    continue
                gave[slug] = artifact.gave
                yield artifact
        if diagnostics:
            raise BuildError(diagnostics)
        yield from _around(
            context.about(_ran(about, [said["ran"] for said in gave.values()])), self.asked, gave, self.last
        )


def begin(options: BuildOptions, asked: Inputs, last: Mapping[str, Artifact]) -> Begun:
    """Return what a build has to make. last: unharmed parts of the last build. Raises Problems of the content."""

    def same(several: bool) -> dict[str, Artifact]:
        return {slug: last[slug] for slug in asked.comparisons if slug in last
                and last[slug].key == _key(asked, slug, several)}  # fmt: skip

    # Pages link the list of comparisons where there are several; how many are drafts only reading tells.
    known = same(several=True) or same(several=False)
    site = load(options, known)
    if known != same(len(known) + len(site.comparisons) > 1):
        known, site = {}, load(options)
    return Begun(options, asked, site, known, last)


def load(options: BuildOptions, known: Collection[str] = ()) -> Site:
    """Return the site as its author wrote it, every reference checked. known: comparisons that need not be read."""
    kinds = Kinds(experiments.experiment_kinds(), claims.statistic_kinds(), chart_kinds())
    return content.load(
        options.content,
        kinds,
        drafts=options.drafts,
        only=options.only,
        base_url=options.base_url,
        known=known,
    )


def _key(asked: Inputs, slug: str, several: bool) -> str:
    return digest("comparison", asked.around, slug, asked.comparisons[slug], several)


def _comparison(
    comparison: Comparison,
    key: str,
    context: site.SiteContext,
    options: BuildOptions,
    console: Console,
    store: Store,
    workers: Executor | None,
) -> Artifact:
    """Return one comparison: trained, judged, drawn and put on pages, on which its own runs are told."""
    store.used.clear()
    material = _material(comparison, options, console, store, workers)
    records = material.records.values()
    ran = {record.key: _told(comparison.slug, record) for record in records}
    files, listed = site.create_comparison_files(context.about(_ran(context.provenance, [ran])), material, store)
    verdicts = material.findings.verdicts
    trained = sum(record.runs for record in records if record.trained)
    counts = {
        "trained": trained,
        "reused": sum(record.runs for record in records) - trained,
        "figures": len(material.drawings),
        "drawn": sum(drawing.drawn for drawing in material.drawings.values()),
        "claims": len(verdicts),
        "measured": sum(verdict.estimate is not None for verdict in verdicts),
    }
    gave = {"counts": counts, "ran": ran, "listed": listed}
    return Artifact(comparison.slug, key, gave, tuple(sorted(store.used)), files)


def _around(
    context: site.SiteContext, asked: Inputs, gave: Mapping[str, Mapping[str, Any]], last: Mapping[str, Artifact]
) -> Iterator[Artifact]:
    """Yield what is around the comparisons: lists, made again if what they say changed, and the record of the build."""
    listed = {slug: said["listed"] for slug, said in gave.items()}
    told = context.provenance
    key = digest("around", asked.around, listed, told.seeds, told.runs, told.updates)
    if SHARED_PAGES in last and last[SHARED_PAGES].key == key:
        yield last[SHARED_PAGES]
    else:
        yield Artifact(SHARED_PAGES, key, {}, (), site.create_shared_files(context, listed))
    yield Artifact(BUILD_RECORD, digest("build", asked.whole, told), {}, (), (site.create_build_record(context),))


def executor(options: BuildOptions) -> AbstractContextManager[Executor | None]:
    """Return where the runs are computed: here (None), or on the Dask cluster that was asked for."""
    return nullcontext() if options.scheduler is None else experiments.cluster(options.scheduler)


def _material(
    comparison: Comparison, options: BuildOptions, console: Console, store: Store, workers: Executor | None
) -> site.Material:
    """Train, judge and draw one comparison."""
    records = experiments.train(
        comparison.experiments, store, jobs=options.jobs, progress=console.progress, executor=workers
    )
    for record in records.values():
        console.say(f"{record.experiment}: {record.runs:,} runs, {record.updates:,} updates, {record.seconds:.1f} s", 2)
    found = claims.judge(comparison, records, store)
    drawings = _draw(comparison, records, found, store, console.progress, options.jobs)
    return site.Material(comparison, found, drawings, records, **_lab(comparison, records, store))


def _draw(
    comparison: Comparison,
    records: Mapping[str, Record],
    findings: Findings,
    store: Store,
    progress: Progress,
    jobs: int | None,
) -> dict[str, Drawing]:
    """Return every figure of a comparison and its poster, drawn or from the store, by id.

    jobs: the most processes that draw, one for each core where it is left out. Raises Problems: words too long,
    characters the typeface lacks, charts that do not fit their runs.
    """
    with Workers(jobs) as workers:
        drawings, diagnostics = draw_figures(comparison, records, findings, store, progress, workers.each)
        if diagnostics:
            raise BuildError(diagnostics)
        drawn = draw_infographic(comparison, records, findings, store, progress, workers.each)
    return drawings | {FIGURE: drawn}


def _lab(comparison: Comparison, records: Mapping[str, Record], store: Store) -> dict[str, Any]:
    """Return what the lab of a comparison begins with, if it has one."""
    if comparison.lab is None:
        return {}
    begins = comparison.experiments[comparison.lab.experiment]
    files = experiments.lab_files(begins, records[begins.id], store)
    return {"lab": files, "lab_settings": experiments.lab_settings(begins.options)}


def _provenance(options: BuildOptions, asked: Inputs) -> site.Provenance:
    """Return where the build comes from, before anything is said of runs."""
    commit = current_commit(options.content)
    return site.Provenance(
        version=__version__,
        commit=commit.name,
        content_hash=asked.content,
        libraries=libraries(),
        platform=machine(),
        seeds=(),
        runs=0,
        updates=0,
        seconds=None,
        experiments={},
        date=build_date(commit),
    )


def _told(slug: str, record: Record) -> dict[str, Any]:
    """Return what is told of the runs of an experiment, as JSON can hold it."""
    numbers = {"runs": record.runs, "updates": record.updates, "seconds": record.seconds}
    return {"experiment": f"{slug}/{record.experiment}", "seeds": list(record.seeds), **numbers}


def _ran(about: site.Provenance, each: Iterable[Mapping[str, Any]]) -> site.Provenance:
    """Return a provenance that tells of the runs of some comparisons. each: by the key of the runs."""
    # What two experiments share was trained once, and is counted once.
    ran = list({key: told for said in each for key, told in said.items()}.values())
    timed = not reproducible_asked()
    return replace(
        about,
        seeds=tuple(sorted({seed for told in ran for seed in told["seeds"]})),
        runs=sum(told["runs"] for told in ran),
        updates=sum(told["updates"] for told in ran),
        seconds=sum(told["seconds"] for told in ran) if timed else None,
        experiments={
            told["experiment"]: {
                "runs": told["runs"],
                "updates": told["updates"],
                "seconds": told["seconds"] if timed else None,
            }
            for told in ran
        },
    )
