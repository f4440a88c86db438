"""`check`: all that a build checks; output/ is neither read nor written.

With `--verified` it also asks whether fresh seeds were tried on every claim as it stands, which a release needs.
"""

from contextlib import closing

import click

from proofpress import artifacts, claims, documents, pipeline
from proofpress.cache.fingerprint import fingerprint
from proofpress.cache.reading import expecting
from proofpress.cache.store import Store
from proofpress.commands._command import Command, Summary
from proofpress.commands.build import summarize
from proofpress.console import Console
from proofpress.diagnostics import BuildError
from proofpress.drawing.workers import Workers
from proofpress.models import Site
from proofpress.models.build_options import BuildOptions
from proofpress.publish.publish import check as audit


def check(options: BuildOptions, console: Console, verified: bool = False) -> Summary:
    """Do all that a build does but the swap, and compare the documents that site.yaml lists with the runs.

    verified: ask for a check with fresh seeds of every measured claim as it stands now, too.
    Raises BuildError with all that one stage found wrong.
    """
    store = Store(options.runs, tell=console.say)
    with store.in_use():
        wanted = fingerprint(options)
        with expecting(wanted.files):
            plan = artifacts.plan(options, wanted, {}, store)
            with Workers(options.jobs) as workers, closing(plan.make(console, store, workers)) as made:
                checked = audit(made, store, plan.site.base_url)
            _check_documents(plan.site, options, console, store)
        if verified:
            _require_verified(options, console, store)
    return summarize(checked, frozenset(artifact.name for artifact, _ in checked), console)


def _require_verified(options: BuildOptions, console: Console, store: Store) -> None:
    """Raise BuildError with each claim that fresh seeds were never tried on, or in an earlier version only."""
    diagnostics = []
    with pipeline.cluster(options) as cluster:
        for comparison in pipeline.read(options).comparisons:
            records = pipeline.train(comparison, options, console, store, cluster)
            diagnostics += claims.list_unverified(comparison, claims.measure(comparison, records, store)[0])
    if diagnostics:
        raise BuildError(diagnostics)


def _check_documents(site: Site, options: BuildOptions, console: Console, store: Store) -> None:
    listed = documents.list_documents(site, options)
    if not listed:
        return
    values = documents.measure(site, options, console, store)
    found, wrong = documents.fill_documents(listed, values, documents.every_slug(options))
    if diagnostics := [*wrong, *(stale for document in found for stale in document.stale)]:
        raise BuildError(diagnostics)


COMMAND = Command(
    check,
    "check everything a build checks; write nothing to output/",
    "check --format json",
    [
        click.Option(
            ["--verified"], is_flag=True, help="also ask that fresh seeds were tried on every claim as it stands"
        )
    ],
)
