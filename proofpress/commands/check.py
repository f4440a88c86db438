"""`check`: all that a build checks; output/ is neither read nor written."""

from contextlib import closing

from proofpress import artifacts, documents
from proofpress.cache.fingerprint import fingerprint
from proofpress.cache.reading import expecting
from proofpress.cache.store import Store
from proofpress.commands._command import Command, Summary
from proofpress.commands.build import summarize
from proofpress.console import Console
from proofpress.diagnostics import BuildError
from proofpress.models import Site
from proofpress.models.build_options import BuildOptions
from proofpress.publish.publish import check as audit


def check(options: BuildOptions, console: Console) -> Summary:
    """Do all that a build does but the swap, and compare the documents that site.yaml lists with the runs.

    Raises BuildError with all that one stage found wrong.
    """
    store = Store(options.runs, tell=console.say)
    with store.in_use():
        wanted = fingerprint(options)
        with expecting(wanted.files):
            plan = artifacts.plan(options, wanted, {}, store)
            with closing(plan.make(console, store)) as made:
                checked = audit(made, store, plan.site.base_url)
            _check_documents(plan.site, options, console, store)
    return summarize(checked, frozenset(artifact.name for artifact, _ in checked), console)


def _check_documents(site: Site, options: BuildOptions, console: Console, store: Store) -> None:
    listed = documents.list_documents(site, options)
    if not listed:
        return
    values = documents.measure(site, options, console, store)
    found, wrong = documents.fill_documents(listed, values, documents.every_slug(options))
    if diagnostics := [*wrong, *(stale for document in found for stale in document.stale)]:
        raise BuildError(diagnostics)


COMMAND = Command(check, "check everything a build checks; write nothing to output/", "check --format json")
