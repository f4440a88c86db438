"""`check`: all that a build checks; output/ is neither read nor written."""

from contextlib import closing

from proofpress import artifacts, publish
from proofpress.cache.fingerprint import current_commit, inputs
from proofpress.cache.store import Store
from proofpress.commands._command import Command, Summary
from proofpress.commands.build import summarize
from proofpress.console import Console
from proofpress.models.build_options import BuildOptions


def check(options: BuildOptions, console: Console) -> Summary:
    """Do all that a build does but the swap. Raises BuildError with all that one stage found wrong."""
    store = Store(options.runs, tell=console.say)
    with store.in_use():
        plan = artifacts.plan(options, inputs(options, current_commit(options.content)), {})
        with closing(plan.make(console, store)) as made:
            checked = publish.check(made, store, plan.site.base_url)
    return summarize(checked, frozenset(artifact.name for artifact, _ in checked), console)


COMMAND = Command(check, "check everything a build checks; write nothing to output/", "check --format json")
