"""`check`: all that a build checks; output/ is not written.

What the last build made, and a build would leave alone, was checked then. A picture that a build would draw is laid
out: whether its words have room is known before a pixel is drawn.

With `--verified` it also asks whether fresh seeds were tried on every claim as it stands, which a release needs.
"""

from contextlib import closing

import click

from proofpress import artifacts, claims, documents, pipeline
from proofpress.cache import manifest
from proofpress.cache.fingerprint import Fingerprint, fingerprint
from proofpress.cache.reading import expecting
from proofpress.cache.store import Store
from proofpress.commands._command import Command, Summary
from proofpress.commands.build import summarize
from proofpress.console import Console
from proofpress.diagnostics import BuildError
from proofpress.drawing.workers import Workers
from proofpress.models import Site
from proofpress.models.build_options import BuildOptions
from proofpress.publish.publish import Checked
from proofpress.publish.publish import check as audit
from proofpress.publish.swap import OutputTouched


def check(options: BuildOptions, console: Console, verified: bool = False) -> Summary:
    """Find all that would be wrong with a build, and compare the documents that site.yaml lists with the runs.

    verified: ask for a check with fresh seeds of every measured claim as it stands now, too.
    Raises BuildError with all that one stage found wrong.
    """
    store = Store(options.runs, tell=console.say)
    with store.in_use():
        wanted = fingerprint(options)
        with expecting(wanted.files):
            try:
                site, checked = _audited(options, wanted, manifest.recall(store, options), console, store)
            except OutputTouched:
                # A build puts another site there just now: ours is made whole.
                site, checked = _audited(options, wanted, manifest.LastBuild(), console, store)
            _check_documents(site, options, console, store)
        if verified:
            _require_verified(options, console, store)
    return summarize(checked.artifacts, checked.made, console)


def _audited(
    options: BuildOptions, wanted: Fingerprint, last: manifest.LastBuild, console: Console, store: Store
) -> tuple[Site, Checked]:
    """Return the site, and what a build would publish, audited. last: what it would leave alone, which is not read."""
    plan = artifacts.plan(options, wanted, last.artifacts, store)
    with Workers(options.jobs) as workers, closing(plan.make(console, store, workers, layout_only=True)) as made:
        return plan.site, audit(made, options.output, store, plan.site.base_url, last)


def _require_verified(options: BuildOptions, console: Console, store: Store) -> None:
    """Raise BuildError with each claim that fresh seeds were never tried on, or in an earlier version only."""
    diagnostics = []
    with pipeline.cluster_of(options) as cluster:
        for comparison in pipeline.read(options).comparisons:
            records = pipeline.train(comparison, options, console, store, cluster)
            diagnostics += claims.list_unverified(comparison, claims.measure(comparison, records, store)[0])
    if diagnostics:
        raise BuildError(diagnostics)


def _check_documents(site: Site, options: BuildOptions, console: Console, store: Store) -> None:
    listed = documents.list_documents(site, options)
    if not listed:
        return
    # Documents may quote comparisons that were left alone, too.
    values = documents.measure(pipeline.read(options, store=store), options, console, store)
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
