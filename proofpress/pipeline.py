"""The press from end to end: six calls, top to bottom, and the commands that are variations of it."""

from collections.abc import Mapping
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from proofpress import __version__, content, experiments, findings, graphics, pages, release, unchanged
from proofpress.content.kinds import Kinds
from proofpress.inputs import (
    build_date,
    current_commit,
    files_digest,
    fingerprint,
    libraries,
    machine,
    reproducible_asked,
)
from proofpress.problems import Place, Problem, Problems
from proofpress.report import Report
from proofpress.request import Request
from proofpress.store import Store
from proofpress.values import Comparison, File, Site


@dataclass(frozen=True)
class Made:
    """A whole site in memory: its files, and the material of each comparison that they were made of."""

    site: Site
    materials: Mapping[str, pages.Material]
    files: tuple[File, ...]


def build(request: Request, report: Report) -> dict[str, Any]:
    """Build what changed and swap it in; return what was done, with the `line` that sums it up.

    Raises Problems, all that one stage found at once; output/ is then as it was.
    """
    with release.lock(request.output):
        store = Store(request.runs, tell=report.say)
        inputs = fingerprint(request, current_commit(request.content))
        counts = unchanged.recall(store, inputs, request.output)
        if counts is None:
            made = _make(request, report, store)
            published = release.publish(made.files, request.output, store, made.site.base_url)
            counts = _counts(made, published.links)
            unchanged.remember(store, inputs, {**counts, "trained": 0, "drawn": 0}, made.files)
    return _summary(counts, report)


def check(request: Request, report: Report) -> dict[str, Any]:
    """Do all that a build does but the swap: output/ is neither read nor written."""
    store = Store(request.runs, tell=report.say)
    made = _make(request, report, store)
    return _summary(_counts(made, release.audit(made.files, store, made.site.base_url)), report)


def status(request: Request, report: Report) -> dict[str, Any]:
    """Say which experiments and outputs are stale, and why; train and write nothing."""
    store = Store(request.runs, tell=report.say)
    stale = {
        f"{comparison.slug}/{name}": why
        for comparison in load(request).comparisons
        for name, why in experiments.stale(comparison.experiments, store)
    }
    fresh = unchanged.recall(store, fingerprint(request, current_commit(request.content)), request.output)
    if fresh is None:
        stale[str(request.output)] = "it is not what these inputs give: content, templates, the press or output/ changed"
    lines = [f"{name}: {why}" for name, why in stale.items()]
    return {"stale": stale, "line": "\n".join(lines) or "everything is up to date"}


def clean(request: Request, runs_too: bool) -> dict[str, Any]:
    """Remove the built site and, if asked, the stored runs. Raises Problems for a folder that is not ours."""
    with release.lock(request.output):
        removed = [str(request.output)] * release.clean(request.output)
        if runs_too:
            removed += [str(request.runs)] * Store(request.runs).clear()
    return {"removed": removed, "line": f"removed {' and '.join(removed)}" if removed else "nothing to remove"}


def load(request: Request) -> Site:
    """Return the site as its author wrote it, every reference checked against the tables of kinds."""
    kinds = Kinds(experiments.KINDS, findings.KINDS, graphics.KINDS)
    return content.load(request.content, kinds, drafts=request.drafts, only=request.only, base_url=request.base_url)


def executor(request: Request) -> AbstractContextManager[Executor | None]:
    """Return where the runs are computed: here (None), or on the Dask cluster that was asked for."""
    if request.scheduler is None:
        return nullcontext()
    try:
        from distributed import Client
    except ImportError:
        mend = "install the extra 'cluster': pip install 'proofpress[cluster]'"
        raise Problems([Problem(Place("--scheduler"), "no-dask", "Dask is not installed", mend)]) from None
    cluster: AbstractContextManager[Executor] = Client(request.scheduler).get_executor()
    return cluster


def _make(request: Request, report: Report, store: Store) -> Made:
    """Return the whole site, in memory: what is wrong with the claims of any comparison is told together."""
    site = load(request)
    materials: dict[str, pages.Material] = {}
    problems: list[Problem] = []
    for comparison in site.comparisons:
        try:
            materials[comparison.slug] = _material(comparison, request, report, store)
        except Problems as found:
            if found.status != 1:
                raise
            problems.extend(found.problems)
    if problems:
        raise Problems(problems)
    files = pages.render(site, materials, _provenance(request, materials), request.templates)
    return Made(site, materials, tuple(files))


def _material(comparison: Comparison, request: Request, report: Report, store: Store) -> pages.Material:
    """Train, judge and draw one comparison."""
    with executor(request) as workers:
        records = experiments.train(
            comparison.experiments, store, jobs=request.jobs, progress=report.progress, executor=workers
        )
    for record in records.values():
        report.say(f"{record.experiment}: {record.runs:,} runs, {record.updates:,} updates, {record.seconds:.1f} s", 2)
    found = findings.judge(comparison, records, store)
    return pages.Material(comparison, found, graphics.draw(comparison, records, found, store, report.progress), records)


def _provenance(request: Request, materials: Mapping[str, pages.Material]) -> pages.Provenance:
    records = [record for material in materials.values() for record in material.records.values()]
    commit = current_commit(request.content)
    return pages.Provenance(
        version=__version__,
        commit=commit.name,
        content_hash=files_digest(request.content),
        libraries=libraries(),
        platform=machine(),
        seeds=tuple(sorted({seed for record in records for seed in record.seeds})),
        runs=sum(record.runs for record in records),
        updates=sum(record.updates for record in records),
        seconds=None if reproducible_asked() else sum(record.seconds for record in records),
        date=build_date(commit),
    )


def _counts(made: Made, links: int) -> dict[str, int]:
    """Return the numbers of the closing line."""
    records = [record for material in made.materials.values() for record in material.records.values()]
    drawings = [drawing for material in made.materials.values() for drawing in material.drawings.values()]
    verdicts = [verdict for material in made.materials.values() for verdict in material.findings.verdicts]
    trained = sum(record.runs for record in records if record.trained)
    return {
        "trained": trained,
        "reused": sum(record.runs for record in records) - trained,
        "figures": len(drawings),
        "drawn": sum(drawing.drawn for drawing in drawings),
        "pages": sum(file.path.endswith(".html") for file in made.files),
        "links": links,
        "claims": len(verdicts),
        "measured": sum(verdict.estimate is not None for verdict in verdicts),
    }


def _summary(counts: Mapping[str, Any], report: Report) -> dict[str, Any]:
    line = (
        "{trained:,} runs trained, {reused:,} reused; {figures} figures, {drawn} drawn; {pages} pages; "
        "{links:,} links checked; {measured} of {claims} claims measured, all held; ".format(**counts)
    )
    return {**counts, "seconds": round(report.seconds(), 2), "line": f"{line}{report.seconds():.1f} s"}
