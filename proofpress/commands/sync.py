"""`sync`: fill measured numbers into the marked places of other documents."""

from pathlib import Path

import click

from proofpress import documents, pipeline
from proofpress.cache.store import Store
from proofpress.commands._command import Command, Summary
from proofpress.console import Console
from proofpress.diagnostics import BuildError, Diagnostic, Location
from proofpress.formatting import count
from proofpress.models.build_options import BuildOptions


def sync(options: BuildOptions, console: Console, files: tuple[str, ...]) -> Summary:
    """Return which documents changed. files: those that site.yaml lists, if none is named.

    Raises BuildError for marks of numbers that are not there; then nothing is written.
    """
    store = Store(options.runs, tell=console.say)
    with store.in_use():
        site = pipeline.read(options)
        named = [(name, Path(name)) for name in files] or documents.list_documents(site, options)
        if not named:
            message, hint = "no document is named", "name one, or list some in site.yaml: sync: [README.md]"
            raise BuildError([Diagnostic(Location(str(options.content / "site.yaml")), "no-document", message, hint)])
        values = documents.measure(site, options, console, store)
    found, wrong = documents.fill_documents(named, values, documents.every_slug(options))
    if wrong:
        raise BuildError(wrong)
    changed = documents.write_documents(found)
    marks = count(sum(document.marks for document in found), "mark")
    told = f"{marks} in {count(len(found), 'document')}; changed: {', '.join(changed) or 'none'}"
    return {"documents": [document.given for document in found], "changed": changed, "line": told}


COMMAND = Command(
    sync,
    "fill numbers into marked places of other documents",
    "sync README.md",
    [click.Argument(["files"], nargs=-1, metavar="[FILE]...")],
)
