"""The commands of the press. What is heavy is imported when a command turns out to need it."""

from collections.abc import Mapping
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from proofpress import unchanged
from proofpress.inputs import current_commit, fingerprint
from proofpress.problems import Place, Problem, Problems
from proofpress.report import Report
from proofpress.request import Request
from proofpress.store import Store

if TYPE_CHECKING:
    from proofpress.pipeline import Made


def build(request: Request, report: Report) -> dict[str, Any]:
    """Build what changed and swap it in; return what was done, with the `line` that sums it up.

    Raises Problems, all that one stage found at once; output/ is then as it was. Where nothing changed
    since the last build, no room of the press is imported.
    """
    from proofpress.release import lock, recover

    store = Store(request.runs, tell=report.say)
    with lock(request.output), store.in_use():
        recover(request.output)
        inputs = fingerprint(request, current_commit(request.content))
        counts = unchanged.recall(store, inputs, request.output)
        if counts is None:
            from proofpress import pipeline, release

            made = pipeline.make(request, report, store)
            published = release.publish(made.files, request.output, store, made.site.base_url)
            counts = _counts(made, published.links)
            unchanged.remember(store, inputs, _again(counts), made.files)
        unchanged.note(store, request, inputs)
    return _summary(counts, report)


def check(request: Request, report: Report) -> dict[str, Any]:
    """Do all that a build does but the swap: output/ is neither read nor written."""
    from proofpress import pipeline, release

    store = Store(request.runs, tell=report.say)
    with store.in_use():
        made = pipeline.make(request, report, store)
        links = release.audit(made.files, store, made.site.base_url)
    return _summary(_counts(made, links), report)


def status(request: Request, report: Report) -> dict[str, Any]:
    """Say which experiments and outputs are stale, and why; train and write nothing."""
    from proofpress import experiments, pipeline

    store = Store(request.runs, tell=report.say)
    stale = {
        f"{comparison.slug}/{name}": why
        for comparison in pipeline.load(request).comparisons
        for name, why in experiments.stale(comparison.experiments, store)
    }
    inputs = fingerprint(request, current_commit(request.content))
    if unchanged.recall(store, inputs, request.output) is None:
        stale[str(request.output)] = "not what a build would give: content, templates, the press or the folder changed"
    lines = [f"{name}: {why}" for name, why in stale.items()]
    return {"stale": stale, "line": "\n".join(lines) or "everything is up to date"}


def verify(
    request: Request,
    report: Report,
    wanted: tuple[str, ...],
    rounds: int,
    *,
    record: bool = False,
    fresh_only: bool = False,
) -> dict[str, Any]:
    """Train again, with fresh and with the same seeds, and say what held. Raises Problems for an unknown id."""
    from proofpress.verification import verify as train_again

    with Store(request.runs).in_use():
        return train_again(request, report, wanted, rounds, record=record, fresh_only=fresh_only)


def new(request: Request, slug: str) -> dict[str, Any]:
    """Scaffold a comparison under content/. Raises Problems for a name that will not do or is taken."""
    from proofpress.scaffold import scaffold

    made = scaffold(request.content, slug)
    return {"made": made, "line": f"made {', '.join(made)}; now: python build.py --only {slug}"}


def clean(request: Request, runs_too: bool) -> dict[str, Any]:
    """Remove the built site and, if asked, the stored runs.

    Raises Problems, before anything is removed, for a folder that is not ours and for runs that are in use.
    """
    from proofpress import release

    store = Store(request.runs)
    with release.lock(request.output), store.alone() if runs_too else nullcontext():
        removed = [str(request.output)] * release.clean(request.output)
        if runs_too:
            removed += [str(request.runs)] * store.clear()
    return {"removed": removed, "line": f"removed {' and '.join(removed)}" if removed else "nothing to remove"}


def clean_unused(request: Request, report: Report) -> dict[str, Any]:
    """Remove the stored entries that the last build of no site used; output/ stays.

    Raises Problems where the runs are in use, or where no build is known that used any of them.
    """
    store = Store(request.runs, tell=report.say)
    with store.alone():
        gone = unchanged.unused(store)
        if gone is None:
            says = f"no build is known that used what is stored in '{request.runs}'"
            raise Problems([Problem(Place(str(request.runs)), "unknown-use", says, "build first")])
        size = sum(store.path(*entry).stat().st_size for entry in gone)
        for entry in gone:
            store.drop(*entry)
    line = f"removed {len(gone):,} stored entries, {size / 1e6:.1f} MB, that no last build used"
    return {"removed": len(gone), "bytes": size, "line": line if gone else "nothing to remove"}


def _counts(made: "Made", links: int) -> dict[str, int]:
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


def _again(counts: Mapping[str, int]) -> dict[str, int]:
    """Return what the same build does when it is repeated: nothing but reuse."""
    return {**counts, "trained": 0, "reused": counts["reused"] + counts["trained"], "drawn": 0}


def _summary(counts: Mapping[str, Any], report: Report) -> dict[str, Any]:
    line = (
        "{trained:,} trained, {reused:,} runs reused; {drawn} drawn of {figures} figures; {pages} pages; "
        "{links:,} links checked; {measured} of {claims} claims measured, all held; ".format(**counts)
    )
    return {**counts, "seconds": round(report.seconds(), 2), "line": f"{line}{report.seconds():.1f} s"}
