"""The commands of the press. What is heavy is imported when a command turns out to need it."""

from collections.abc import Container, Iterable
from contextlib import closing, nullcontext
from typing import Any

from proofpress.cache import manifest
from proofpress.cache.fingerprint import current_commit, inputs
from proofpress.cache.store import Store
from proofpress.console import Console
from proofpress.diagnostics import BuildError, Diagnostic, Location
from proofpress.models.artifact import Audited, Part
from proofpress.models.build_options import Request

COUNTED = ("trained", "reused", "figures", "drawn", "pages", "links", "claims", "measured")


def build(request: Request, report: Console) -> dict[str, Any]:
    """Build what changed and swap it in; return what was done, with the `line` that sums it up.

    Raises Problems, all that one stage found at once; output/ is then as it was. Where nothing changed
    since the last build, no room of the press is imported.
    """
    from proofpress.publish import lock, recover

    store = Store(request.runs, tell=report.say)
    with lock(request.output), store.in_use():
        recover(request.output)
        asked = inputs(request, current_commit(request.content))
        last = manifest.recall(store, request)
        if last.whole and last.inputs == asked.whole:
            return _summary(((last.parts[name], last.noted[name]) for name in last.parts), frozenset(), report)
        from proofpress import pipeline, publish

        press = pipeline.begin(request, asked, last.parts)
        with closing(press.parts(report, store)) as parts:
            published = publish.publish(parts, request.output, store, press.site.base_url, last.noted)
        try:
            manifest.remember(store, request, asked.whole, published.parts)
        except OSError as fault:
            # The site is out and whole: what is not remembered costs the next build time, and nothing else.
            report.say(f"{fault.filename}: cannot be written ({fault.strerror}): the next build makes all pages again")
    return _summary(published.parts, published.made, report)


def check(request: Request, report: Console) -> dict[str, Any]:
    """Do all that a build does but the swap: output/ is neither read nor written."""
    from proofpress import pipeline, publish

    store = Store(request.runs, tell=report.say)
    with store.in_use():
        press = pipeline.begin(request, inputs(request, current_commit(request.content)), {})
        with closing(press.parts(report, store)) as parts:
            checked = publish.check(parts, store, press.site.base_url)
    return _summary(checked, frozenset(part.name for part, _ in checked), report)


def status(request: Request, report: Console) -> dict[str, Any]:
    """Say which experiments and outputs are stale, and why; train and write nothing."""
    from proofpress import experiments, pipeline

    store = Store(request.runs, tell=report.say)
    stale = {
        f"{comparison.slug}/{name}": why
        for comparison in pipeline.load(request).comparisons
        for name, why in experiments.stale(comparison.experiments, store)
    }
    last = manifest.recall(store, request)
    if not last.whole or last.inputs != inputs(request, current_commit(request.content)).whole:
        stale[str(request.output)] = "not what a build would give: content, templates, the press or the folder changed"
    lines = [f"{name}: {why}" for name, why in stale.items()]
    return {"stale": stale, "line": "\n".join(lines) or "everything is up to date"}


def verify(
    request: Request,
    report: Console,
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
    from proofpress import publish

    store = Store(request.runs)
    with publish.lock(request.output), store.alone() if runs_too else nullcontext():
        removed = [str(request.output)] * publish.clean(request.output)
        if runs_too:
            removed += [str(request.runs)] * store.clear()
    return {"removed": removed, "line": f"removed {' and '.join(removed)}" if removed else "nothing to remove"}


def clean_unused(request: Request, report: Console) -> dict[str, Any]:
    """Remove the stored entries that the last build of no site used; output/ stays.

    Raises Problems where the runs are in use, or where no build is known that used any of them.
    """
    store = Store(request.runs, tell=report.say)
    with store.alone():
        gone = manifest.unused(store)
        if gone is None:
            message = f"no build is known that used what is stored in '{request.runs}'"
            raise BuildError([Diagnostic(Location(str(request.runs)), "unknown-use", message, "build first")])
        size = sum(store.path(*entry).stat().st_size for entry in gone)
        for entry in gone:
            store.drop(*entry)
    line = f"removed {len(gone):,} stored entries, {size / 1e6:.1f} MB, that no last build used"
    return {"removed": len(gone), "bytes": size, "line": line if gone else "nothing to remove"}


def _summary(parts: Iterable[tuple[Part, Audited]], made: Container[str], report: Console) -> dict[str, Any]:
    """Return the numbers of the closing line, and the line. made: names of the parts that this build made."""
    counts = dict.fromkeys(COUNTED, 0)
    for part, noted in parts:
        given = {name: part.gave.get("counts", {}).get(name, 0) for name in COUNTED}
        if part.name not in made:
            # What stands was neither trained nor drawn by this build.
            given |= {"trained": 0, "reused": given["reused"] + given["trained"], "drawn": 0}
        given |= {"pages": sum(path.endswith(".html") for path in noted.paths), "links": noted.links}
        counts = {name: total + given[name] for name, total in counts.items()}
    line = (
        "{trained:,} trained, {reused:,} runs reused; {drawn} drawn of {figures} figures; {pages} pages; "
        "{links:,} links checked; {measured} of {claims} claims measured, all held; ".format(**counts)
    )
    return {**counts, "seconds": round(report.seconds(), 2), "line": f"{line}{report.seconds():.1f} s"}
