"""`build`: make what changed, check it, and swap it into output/."""

from collections.abc import Container, Iterable
from contextlib import closing, nullcontext
from typing import TYPE_CHECKING

from proofpress import own_kinds
from proofpress.cache import manifest
from proofpress.cache.fingerprint import fingerprint
from proofpress.cache.reading import InputsChanged, expecting
from proofpress.cache.store import Store
from proofpress.commands._command import Command, Summary
from proofpress.console import Console
from proofpress.formatting import count
from proofpress.models.artifact import Artifact, AuditRecord
from proofpress.models.build_options import BuildOptions
from proofpress.publish.lock import lock
from proofpress.publish.swap import OutputTouched, recover

if TYPE_CHECKING:
    from proofpress.drawing.workers import Workers
    from proofpress.models.preview import Preview

ATTEMPTS = 4
"""How often a build begins again because somebody saves, or touches output/, while it reads."""

COUNTED = ("trained", "reused", "figures", "drawn", "pages", "links", "claims", "measured", "recorded")


def build(
    options: BuildOptions, console: Console, workers: "Workers | None" = None, preview: "Preview | None" = None
) -> Summary:
    """Build what changed and swap it in; return what was done.

    workers: draw, and stay. preview: who looks on; see `pipeline.make`.
    Raises BuildError with all that one stage found wrong, and Superseded if the preview says so; output/ is then as it
    was.
    """
    own_kinds.require_sound()
    store = Store(options.runs, tell=console.say)
    with lock(options.output), store.in_use():
        recover(options.output)
        for attempt in range(1, ATTEMPTS + 1):
            wanted = fingerprint(options)
            last = manifest.recall(store, options)
            if last.is_whole and last.fingerprint == wanted.whole:
                intact = [(last.artifacts[name], last.audits[name]) for name in last.artifacts]
                return summarize(intact, frozenset(), console)
            if wanted.commit.refusal:
                console.say(f"git says nothing of the commit: {wanted.commit.refusal}")
            # Imported only if something changed: these take as long as all of a build without changes.
            from proofpress import artifacts
            from proofpress.drawing.workers import Workers
            from proofpress.publish.publish import publish

            try:
                with (
                    expecting(wanted.files),
                    Workers(options.jobs) if workers is None else nullcontext(workers) as ours,
                ):
                    plan = artifacts.plan(options, wanted, last.artifacts, store, preview, ours)
                    with closing(plan.make(console, store, ours, preview)) as made:
                        published = publish(made, options.output, store, plan.site.base_url, last)
                break
            except (InputsChanged, OutputTouched) as error:
                if attempt == ATTEMPTS:
                    raise
                console.say(f"{error}: the build begins again")
        try:
            manifest.remember(store, options, wanted.whole, published.artifacts, published.tree)
        except OSError as error:
            # The site is published and complete; the next build merely takes longer.
            console.say(f"{error.filename}: cannot be written ({error.strerror}): the next build makes all pages again")
    return summarize(published.artifacts, published.made, console)


def summarize(artifacts: Iterable[tuple[Artifact, AuditRecord]], made: Container[str], console: Console) -> Summary:
    """Return the numbers of the closing line, and the line. made: names of the artifacts that this build made."""
    counts = dict.fromkeys(COUNTED, 0)
    for artifact, audit in artifacts:
        given = {name: artifact.summary.get("counts", {}).get(name, 0) for name in COUNTED}
        if artifact.name not in made:
            # What was kept was neither trained nor drawn by this build.
            given |= {"trained": 0, "reused": given["reused"] + given["trained"], "drawn": 0}
        given |= {"pages": sum(path.endswith(".html") for path in audit.paths), "links": audit.links}
        counts = {name: total + given[name] for name, total in counts.items()}
    recorded = f"{counts['recorded']:,} recorded elsewhere, " if counts["recorded"] else ""
    line = (
        f"{counts['trained']:,} trained, {count(counts['reused'], 'run')} reused; "
        f"{counts['drawn']} drawn of {count(counts['figures'], 'figure')}; {count(counts['pages'], 'page')}; "
        f"{count(counts['links'], 'link')} checked; "
        f"{counts['measured']} of {count(counts['claims'], 'claim')} measured, "
        f"{recorded}all held; "
    )
    return {**counts, "seconds": round(console.seconds(), 2), "line": f"{line}{console.seconds():.1f} s"}


COMMAND = Command(build, "build what changed (the same as no command)", "build --only my-comparison")
