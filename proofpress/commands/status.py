"""`status`: which experiments and outputs are stale, and why."""

from proofpress import experiments, pipeline
from proofpress.cache import manifest
from proofpress.cache.fingerprint import fingerprint
from proofpress.cache.store import Store
from proofpress.commands._command import Command, Summary
from proofpress.console import Console
from proofpress.models.build_options import BuildOptions


def status(options: BuildOptions, console: Console) -> Summary:
    """Return what a build would make again, and why; train and write nothing."""
    store = Store(options.runs, tell=console.say)
    stale = {
        f"{comparison.slug}/{name}": why
        for comparison in pipeline.read(options).comparisons
        for name, why in experiments.stale(comparison.experiments, store)
    }
    last = manifest.recall(store, options)
    if not last.is_whole or last.fingerprint != fingerprint(options).whole:
        stale[str(options.output)] = "not what a build would give: content, templates, the press or the folder changed"
    lines = [f"{name}: {why}" for name, why in stale.items()]
    return {"stale": stale, "line": "\n".join(lines) or "everything is up to date"}


COMMAND = Command(status, "say which experiments and outputs are stale, and why", "status")
