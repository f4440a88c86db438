"""What a build has to make: an artifact for each comparison, one for the pages around them, and the build record.

An artifact whose key is that of the last build comes without files: those in output/ stay.
"""

from collections.abc import Generator, Iterator, Mapping
from contextlib import nullcontext
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from proofpress import pipeline, site
from proofpress.cache.fingerprint import Fingerprint
from proofpress.cache.keys import digest
from proofpress.cache.store import Store
from proofpress.console import Console
from proofpress.diagnostics import BuildError, Diagnostic
from proofpress.drawing.workers import Workers
from proofpress.models import Comparison, Site
from proofpress.models.artifact import BUILD_RECORD, SHARED_PAGES, Artifact
from proofpress.models.build_options import BuildOptions
from proofpress.models.preview import Preview
from proofpress.models.recorded import is_recorded
from proofpress.site.context import SiteContext
from proofpress.site.provenance import provenance, with_training

CONTENT_STATUS = 1


class Begun(Struct, frozen=True):
    """A comparison of which the page that is looked at was shown while its site was read. used: stored entries."""

    material: site.Material
    used: frozenset[tuple[str, str]]


class Plan(Struct, frozen=True):
    """What a build has to make.

    site: the comparisons to make. unchanged: artifacts of the others, by slug. last: all sound artifacts of the last
    build, by name. begun: by slug.
    """

    options: BuildOptions
    fingerprint: Fingerprint
    site: Site
    unchanged: Mapping[str, Artifact]
    last: Mapping[str, Artifact]
    begun: Mapping[str, Begun] = MappingProxyType({})

    def make(
        self,
        console: Console,
        store: Store,
        workers: Workers,
        preview: Preview | None = None,
        *,
        layout_only: bool = False,
    ) -> Generator[Artifact]:
        """Yield each artifact as soon as it is made, so that memory holds the files of one comparison.

        workers: draw. preview, layout_only: see `pipeline.make`. Raises BuildError after all comparisons were
        tried, with what is wrong in any of them.
        """
        several = len(self.site.comparisons) + len(self.unchanged) > 1
        about = provenance(self.fingerprint.commit, self.fingerprint.content)
        characters = self.fingerprint.characters
        context = site.create_context(self.site, about, self.options.templates, several, characters, self.options.runs)
        typeset = self.site.each(lambda each: replace(each, typeface=context.typeface))
        comparisons = {each.slug: each for each in typeset.comparisons}
        translations = typeset.translations
        summaries: dict[str, Mapping[str, Any]] = {}
        diagnostics: list[Diagnostic] = []

        def looked_at(slug: str) -> bool:
            return preview is not None and site.is_previewed(context, slug, preview.page)

        with pipeline.cluster_of(self.options) if comparisons else nullcontext() as cluster:
            for slug in sorted({*comparisons, *self.unchanged}, key=lambda slug: (not looked_at(slug), slug)):
                artifact = self.unchanged.get(slug)
                if artifact is None:
                    begun = self.begun.get(slug)
                    store.used.clear()
                    store.used.update(begun.used if begun is not None else ())
                    index = sorted(comparisons).index(slug)
                    part = console.part(index / len(comparisons), (index + 1) / len(comparisons))
                    try:
                        made = pipeline.make(
                            comparisons[slug],
                            context,
                            self.options,
                            part,
                            store,
                            cluster,
                            workers,
                            preview,
                            translations.get(slug, ()),
                            begun.material if begun is not None else None,
                            layout_only=layout_only,
                        )
                    except BuildError as error:
                        if error.status != CONTENT_STATUS:
                            raise
                        diagnostics.extend(error.diagnostics)
                        continue
                    used = tuple(sorted(store.used))
                    summary = _summary(made, comparisons[slug])
                    artifact = Artifact(slug, _key(self.fingerprint, slug, several), summary, used, made.files)
                summaries[slug] = artifact.summary
                yield artifact
        if diagnostics:
            raise BuildError(diagnostics)
        summaries = dict(sorted(summaries.items()))
        context = context.about(with_training(about, [summary["ran"] for summary in summaries.values()]))
        yield from self._around(context, {slug: summary["listed"] for slug, summary in summaries.items()})

    def _around(self, context: SiteContext, listings: Mapping[str, Mapping[str, Any]]) -> Iterator[Artifact]:
        """Yield the pages around the comparisons, made again if what they say changed, and the build record."""
        about = context.provenance
        key = digest("around", self.fingerprint.shared, listings, about.seeds, about.runs, about.updates)
        if SHARED_PAGES in self.last and self.last[SHARED_PAGES].key == key:
            yield self.last[SHARED_PAGES]
        else:
            yield Artifact(SHARED_PAGES, key, {}, (), site.create_shared_files(context, listings))
        record = digest("build", self.fingerprint.whole, about)
        yield Artifact(BUILD_RECORD, record, {}, (), (site.create_build_record(context),))


def plan(
    options: BuildOptions,
    fingerprint: Fingerprint,
    last: Mapping[str, Artifact],
    store: Store,
    preview: Preview | None = None,
    workers: Workers | None = None,
) -> Plan:
    """Return what a build has to make. last: sound artifacts of the last build. preview: knows what was read before.

    With workers, who draw, the page that is looked at is shown as soon as what it says is read. Raises BuildError of
    the content, and Superseded if the preview says so.
    """
    digests = {slug: digest(fingerprint.settings, found) for slug, found in fingerprint.comparisons.items()}
    before = preview.find_read(digests) if preview else {}

    def unchanged_if(several: bool) -> dict[str, Artifact]:
        found = {slug: last[slug] for slug in fingerprint.comparisons if slug in last}
        return {slug: artifact for slug, artifact in found.items() if artifact.key == _key(fingerprint, slug, several)}

    # Pages link to the list of comparisons if there are several, and only reading tells how many are drafts.
    unchanged = unchanged_if(several=True) or unchanged_if(several=False)
    begun: dict[str, Begun] = {}

    def look(early: Site) -> None:
        (comparison,) = early.comparisons
        slug = comparison.slug
        # What translations there are is not known yet: they are taken to be those that there were.
        if preview is None or workers is None or slug not in preview.read:
            return
        about = provenance(fingerprint.commit, fingerprint.content)
        several = len({*unchanged, slug}) > 1
        context = site.create_context(early, about, options.templates, several, fingerprint.characters, options.runs)
        store.used.clear()
        typeset = replace(comparison, typeface=context.typeface)
        material = pipeline.look(typeset, context, store, workers, preview, preview.read[slug][1][1:])
        if material is not None:
            begun[slug] = Begun(material, frozenset(store.used))

    changed = pipeline.read(options, unchanged, store, before, look)
    if unchanged != unchanged_if(len(unchanged) + len(changed.comparisons) > 1):
        unchanged, changed, begun = {}, pipeline.read(options, store=store, before=before), {}
    if preview:
        for each in changed.comparisons:
            read = (each, *changed.translations.get(each.slug, ()))
            preview.read[each.slug] = (digests[each.slug], read)
    return Plan(options, fingerprint, changed, unchanged, last, begun)


def _key(fingerprint: Fingerprint, slug: str, several: bool) -> str:
    return digest("comparison", fingerprint.shared, slug, fingerprint.comparisons[slug], several)


def _summary(made: pipeline.Made, comparison: Comparison) -> Mapping[str, Any]:
    """Return what lists, the build record and the closing line need to know of a comparison, as JSON can hold it."""
    records, verdicts = made.records.values(), made.findings.verdicts
    recorded = {name for name, experiment in comparison.experiments.items() if is_recorded(experiment)}
    here = [record for record in records if record.experiment not in recorded]
    trained = sum(record.runs for record in here if record.trained)
    counts = {
        "trained": trained,
        "reused": sum(record.runs for record in here) - trained,
        "figures": len(made.drawings),
        "drawn": sum(drawing.drawn for drawing in made.drawings.values()),
        "claims": len(verdicts),
        "measured": sum(verdict.claim.kind == "measured" for verdict in verdicts),
        "recorded": sum(verdict.claim.kind == "recorded" for verdict in verdicts),
    }
    return {"counts": counts, "ran": made.training, "listed": made.listing}
