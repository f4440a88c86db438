"""One comparison: its files are read and checked each by itself, then what they refer to is looked up."""

from pathlib import Path

from msgspec.structs import replace

from proofpress.cache.store import Store
from proofpress.content.cited import find_cited, read_sources
from proofpress.content.claims import check_claims, check_recorded, check_statistics, read_claims, read_statistics
from proofpress.content.experiments import read_experiments
from proofpress.content.explorers import check_explorers, complete_explorer, read_explorers
from proofpress.content.figures import (
    check_charts,
    check_joined,
    check_scales,
    join_figures,
    read_figures,
    read_poster,
    share_scales,
)
from proofpress.content.files import check_stray, list_translations, read_file
from proofpress.content.kinds import Kinds
from proofpress.content.lab import check_lab, read_lab
from proofpress.content.legend import check_legend
from proofpress.content.page import (
    check_citations,
    check_opening,
    check_sections,
    read_as_markdown,
    read_page,
    read_sections,
)
from proofpress.content.raw_comparison import RawComparison
from proofpress.content.verified import check_verified, read_verified
from proofpress.content.yaml_reader.tree import Node
from proofpress.diagnostics import Diagnostic
from proofpress.models import Comparison

VERIFIED_FILE = "verified.yaml"
FILES = ("page.yaml", "experiments.yaml", "claims.yaml", "figures.yaml")
OPTIONAL_FILES = ("poster.yaml", "lab.yaml", "explorers.yaml", VERIFIED_FILE)


def read_comparison(
    root: Path, slug: str, kinds: Kinds, drafts: bool, diagnostics: list[Diagnostic], store: Store | None = None
) -> RawComparison | None:
    """Return a comparison as written, or None for a draft that is left out. All that is wrong is noted.

    store: keeps what was found in files that experiments name.
    """
    folder = root / slug
    page = read_file(root, folder / FILES[0], diagnostics)
    if _is_draft(page) and not drafts:
        return None
    experiments, claims, figures = (read_file(root, folder / name, diagnostics) for name in FILES[1:])
    poster, lab, explorers, verified = (
        read_file(root, folder / name, diagnostics, optional=True) for name in OPTIONAL_FILES
    )
    check_stray(folder, (*FILES, *OPTIONAL_FILES, *list_translations(folder)), diagnostics)
    begun = read_page(page, slug, diagnostics)
    # What is wrong with a translation is noted where it is read.
    translations = [read_file(root, folder / name, []) for name in list_translations(folder)]
    cited = find_cited((page, claims, figures, poster, lab, explorers, *translations))
    table = None if begun is None else begun.table
    checks, repeats = read_verified(verified, diagnostics)
    return RawComparison(
        slug=slug,
        node=page,
        page=begun,
        sections=read_sections(page, diagnostics),
        sources=read_sources(page, root, folder, cited, diagnostics),
        experiments=read_experiments(experiments, kinds, folder, store, diagnostics),
        statistics=read_statistics(claims, kinds, diagnostics),
        claims=read_claims(claims, diagnostics),
        figures=read_figures(figures, kinds, diagnostics),
        poster=read_poster(figures, poster, table, kinds, diagnostics),
        lab=read_lab(lab, diagnostics),
        explorers=read_explorers(explorers, kinds, diagnostics),
        checks=checks,
        repeats=repeats,
    )


def check_references(raw: RawComparison, kinds: Kinds, diagnostics: list[Diagnostic]) -> None:
    """Note every reference of a comparison that leads nowhere, before anything trains."""
    check_sections(raw, diagnostics)
    check_opening(raw, diagnostics)
    check_claims(raw, diagnostics)
    check_recorded(raw, kinds, diagnostics)
    check_statistics(raw, kinds, diagnostics)
    check_charts(raw, kinds, diagnostics)
    check_scales(raw, diagnostics)
    check_joined(raw, diagnostics)
    check_legend(raw, diagnostics)
    check_lab(raw, diagnostics)
    check_explorers(raw, kinds, diagnostics)
    check_verified(raw, diagnostics)
    check_citations(raw, diagnostics)


def create_comparison(raw: RawComparison, kinds: Kinds) -> Comparison:
    """Return the record of a comparison in which nothing is wrong."""
    assert raw.page is not None
    figures, poster = join_figures(*share_scales(raw.figures.records, raw.poster.record if raw.poster else None))
    page, sections = raw.page, tuple(raw.sections.records.values())
    if page.quoted == "markdown":
        page, sections = read_as_markdown(page, sections)
    return replace(
        page,
        sections=sections,
        sources=raw.sources.records,
        experiments=raw.experiments.records,
        statistics=raw.statistics.records,
        claims=tuple(raw.claims.records.values()),
        figures=figures,
        poster=poster,
        lab=raw.lab.record if raw.lab else None,
        explorers={
            explorer.figure: complete_explorer(explorer, figures[explorer.figure], kinds)
            for explorer in raw.explorers.records.values()
        },
        checks=raw.checks.records,
        repeats=raw.repeats.records,
    )


def _is_draft(page: Node | None) -> bool:
    """Return whether a page says of itself that it is a draft."""
    draft = page.child("draft") if page else None
    return draft is not None and draft.value is True
