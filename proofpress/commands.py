"""The commands of the press. What is heavy is imported when a command turns out to need it."""

from collections.abc import Container, Iterable
from contextlib import closing, nullcontext
from typing import Any

from proofpress.cache import manifest
from proofpress.cache.fingerprint import current_commit, inputs
from proofpress.cache.store import Store
from proofpress.console import Console
from proofpress.diagnostics import BuildError, Diagnostic, Location
from proofpress.models.artifact import Artifact, Audited
from proofpress.models.build_options import BuildOptions

COUNTED = ("trained", "reused", "figures", "drawn", "pages", "links", "claims", "measured")


def build(options: BuildOptions, console: Console) -> dict[str, Any]:
    """Build what changed and swap it in; return what was done, with the `line` that sums it up.

    Raises Problems, all that one stage found at once; output/ is then as it was. Where nothing changed
    since the last build, no room of the press is imported.
    """
    from proofpress.publish import lock, recover

    store = Store(options.runs, tell=console.say)
    with lock(options.output), store.in_use():
        recover(options.output)
        asked = inputs(options, current_commit(options.content))
        last = manifest.recall(store, options)
        if last.whole and last.inputs == asked.whole:
            return _summary(((last.artifacts[name], last.noted[name]) for name in last.artifacts), frozenset(), console)
        from proofpress import pipeline, publish

        press = pipeline.begin(options, asked, last.artifacts)
        with closing(press.artifacts(console, store)) as artifacts:
            published = publish.publish(artifacts, options.output, store, press.site.base_url, last.noted)
        try:
            manifest.remember(store, options, asked.whole, published.artifacts)
        except OSError as fault:
            # The site is out and whole: what is not remembered costs the next build time, and nothing else.
            console.say(f"{fault.filename}: cannot be written ({fault.strerror}): the next build makes all pages again")
    return _summary(published.artifacts, published.made, console)


def check(options: BuildOptions, console: Console) -> dict[str, Any]:
    """Do all that a build does but the swap: output/ is neither read nor written."""
    from proofpress import pipeline, publish

    store = Store(options.runs, tell=console.say)
    with store.in_use():
        press = pipeline.begin(options, inputs(options, current_commit(options.content)), {})
        with closing(press.artifacts(console, store)) as artifacts:
            checked = publish.check(artifacts, store, press.site.base_url)
    return _summary(checked, frozenset(artifact.name for artifact, _ in checked), console)


def status(options: BuildOptions, console: Console) -> dict[str, Any]:
    """Say which experiments and outputs are stale, and why; train and write nothing."""
    from proofpress import experiments, pipeline

    store = Store(options.runs, tell=console.say)
    stale = {
        f"{comparison.slug}/{name}": why
        for comparison in pipeline.load(options).comparisons
        for name, why in experiments.stale(comparison.experiments, store)
    }
    last = manifest.recall(store, options)
    if not last.whole or last.inputs != inputs(options, current_commit(options.content)).whole:
        stale[str(options.output)] = "not what a build would give: content, templates, the press or the folder changed"
    lines = [f"{name}: {why}" for name, why in stale.items()]
    return {"stale": stale, "line": "\n".join(lines) or "everything is up to date"}


def verify(
    options: BuildOptions,
    console: Console,
    wanted: tuple[str, ...],
    rounds: int,
    *,
    record: bool = False,
    fresh_only: bool = False,
) -> dict[str, Any]:
    """Train again, with fresh and with the same seeds, and say what held. Raises Problems for an unknown id."""
    from proofpress.verification import verify as train_again

    with Store(options.runs).in_use():
        return train_again(options, console, wanted, rounds, record=record, fresh_only=fresh_only)


def new(options: BuildOptions, slug: str) -> dict[str, Any]:
    """Scaffold a comparison under content/. Raises Problems for a name that will not do or is taken."""
    from proofpress.scaffold import scaffold

    made = scaffold(options.content, slug)
    return {"made": made, "line": f"made {', '.join(made)}; now: python build.py --only {slug}"}


def clean(options: BuildOptions, runs_too: bool) -> dict[str, Any]:
    """Remove the built site and, if asked, the stored runs.

    Raises Problems, before anything is removed, for a folder that is not ours and for runs that are in use.
    """
    from proofpress import publish

    store = Store(options.runs)
    with publish.lock(options.output), store.alone() if runs_too else nullcontext():
        removed = [str(options.output)] * publish.clean(options.output)
        if runs_too:
            removed += [str(options.runs)] * store.clear()
    return {"removed": removed, "line": f"removed {' and '.join(removed)}" if removed else "nothing to remove"}


def clean_unused(options: BuildOptions, console: Console) -> dict[str, Any]:
    """Remove the stored entries that the last build of no site used; output/ stays.

    Raises Problems where the runs are in use, or where no build is known that used any of them.
    """
    store = Store(options.runs, tell=console.say)
    with store.alone():
        gone = manifest.unused(store)
        if gone is None:
            message = f"no build is known that used what is stored in '{options.runs}'"
            raise BuildError([Diagnostic(Location(str(options.runs)), "unknown-use", message, "build first")])
        size = sum(store.path(*entry).stat().st_size for entry in gone)
        for entry in gone:
            store.drop(*entry)
    line = f"removed {len(gone):,} stored entries, {size / 1e6:.1f} MB, that no last build used"
    return {"removed": len(gone), "bytes": size, "line": line if gone else "nothing to remove"}


def _summary(artifacts: Iterable[tuple[Artifact, Audited]], made: Container[str], console: Console) -> dict[str, Any]:
    """Return the numbers of the closing line, and the line. made: names of the parts that this build made."""
    counts = dict.fromkeys(COUNTED, 0)
    for artifact, noted in artifacts:
        given = {name: artifact.gave.get("counts", {}).get(name, 0) for name in COUNTED}
        if artifact.name not in made:
            # What stands was neither trained nor drawn by this build.
            given |= {"trained": 0, "reused": given["reused"] + given["trained"], "drawn": 0}
        given |= {"pages": sum(path.endswith(".html") for path in noted.paths), "links": noted.links}
        counts = {name: total + given[name] for name, total in counts.items()}
    line = (
        "{trained:,} trained, {reused:,} runs reused; {drawn} drawn of {figures} figures; {pages} pages; "
        "{links:,} links checked; {measured} of {claims} claims measured, all held; ".format(**counts)
    )
    return {**counts, "seconds": round(console.seconds(), 2), "line": f"{line}{console.seconds():.1f} s"}
