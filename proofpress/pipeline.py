"""The press from end to end: content, experiments, findings, graphics, pages; release follows in the commands."""

from collections.abc import Mapping
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from proofpress import __version__, content, experiments, findings, graphics, pages
from proofpress.content.kinds import Kinds
from proofpress.inputs import (
    build_date,
    current_commit,
    files_digest,
    libraries,
    machine,
    reproducible_asked,
)
from proofpress.problems import Problem, Problems
from proofpress.report import Report
from proofpress.request import Request
from proofpress.store import Store
from proofpress.values import Comparison, File, Record, Site


@dataclass(frozen=True)
class Made:
    """A whole site in memory: its files, and the material of each comparison that they were made of."""

    site: Site
    materials: Mapping[str, pages.Material]
    files: tuple[File, ...]


def make(request: Request, report: Report, store: Store) -> Made:
    """Return the whole site, in memory: what is wrong with the claims of any comparison is told together."""
    site = load(request)
    materials: dict[str, pages.Material] = {}
    problems: list[Problem] = []
    with executor(request) as workers:
        for comparison in site.comparisons:
            try:
                materials[comparison.slug] = _material(comparison, request, report, store, workers)
            except Problems as found:
                if found.status != 1:
                    raise
                problems.extend(found.problems)
    if problems:
        raise Problems(problems)
    files = pages.render(site, materials, _provenance(request, materials), request.templates, store)
    return Made(site, materials, tuple(files))


def load(request: Request) -> Site:
    """Return the site as its author wrote it, every reference checked against the tables of kinds."""
    kinds = Kinds(experiments.KINDS, findings.KINDS, graphics.KINDS)
    return content.load(request.content, kinds, drafts=request.drafts, only=request.only, base_url=request.base_url)


def executor(request: Request) -> AbstractContextManager[Executor | None]:
    """Return where the runs are computed: here (None), or on the Dask cluster that was asked for."""
    return nullcontext() if request.scheduler is None else experiments.cluster(request.scheduler)


def _material(
    comparison: Comparison, request: Request, report: Report, store: Store, workers: Executor | None
) -> pages.Material:
    """Train, judge and draw one comparison."""
    records = experiments.train(
        comparison.experiments, store, jobs=request.jobs, progress=report.progress, executor=workers
    )
    for record in records.values():
        report.say(f"{record.experiment}: {record.runs:,} runs, {record.updates:,} updates, {record.seconds:.1f} s", 2)
    found = findings.judge(comparison, records, store)
    drawings = graphics.draw(comparison, records, found, store, report.progress, request.jobs)
    return pages.Material(comparison, found, drawings, records, **_lab(comparison, records, store))


def _lab(comparison: Comparison, records: Mapping[str, Record], store: Store) -> dict[str, Any]:
    """Return what the lab of a comparison begins with, if it has one."""
    if comparison.lab is None:
        return {}
    begins = comparison.experiments[comparison.lab.experiment]
    files = experiments.lab_files(begins, records[begins.id], store)
    return {"lab": files, "lab_settings": experiments.lab_settings(begins.options)}


def _provenance(request: Request, materials: Mapping[str, pages.Material]) -> pages.Provenance:
    # What two experiments share was trained once, and is counted once.
    records = {record.key: record for material in materials.values() for record in material.records.values()}.values()
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
