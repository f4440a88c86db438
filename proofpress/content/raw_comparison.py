"""One comparison as its author wrote it: its files, read and checked each for itself."""

from pathlib import Path

from msgspec import Struct, field

from proofpress.content import entries, files, names
from proofpress.content.check import check
from proofpress.content.collections import Sheet, listed
from proofpress.content.explorers import explorers
from proofpress.content.explorers_schema import ExplorerPart
from proofpress.content.kinds import Kinds
from proofpress.content.labs import LabEntry, lab
from proofpress.content.posters import PosterEntry, poster
from proofpress.content.schema import (
    RESERVED_SECTIONS,
    ClaimPart,
    ClaimsFile,
    ExperimentPart,
    ExperimentsFile,
    PageFile,
    SectionPart,
    SourcePart,
    StatisticPart,
)
from proofpress.content.schema_figures import FigurePart, FiguresFile
from proofpress.content.tree import Node
from proofpress.content.verified import CheckPart, verified
from proofpress.diagnostics import Diagnostic
from proofpress.models import Options

FILES = ("page.yaml", "experiments.yaml", "claims.yaml", "figures.yaml")
POSTER_FILE, LAB_FILE, EXPLORERS_FILE, VERIFIED_FILE = "poster.yaml", "lab.yaml", "explorers.yaml", "verified.yaml"


class RawComparison(Struct, frozen=True):
    """The parts of a comparison that are well formed; what they refer to is not yet looked up."""

    slug: str
    node: Node | None
    page: PageFile | None
    sections: Sheet[SectionPart]
    sources: Sheet[SourcePart]
    experiments: Sheet[ExperimentPart]
    statistics: Sheet[StatisticPart]
    claims: Sheet[ClaimPart]
    figures: Sheet[FigurePart]
    poster: PosterEntry | None
    lab: LabEntry | None = None
    explorers: Sheet[ExplorerPart] = field(default_factory=Sheet)
    checks: Sheet[CheckPart] = field(default_factory=Sheet)


def read(root: Path, slug: str, kinds: Kinds, drafts: bool, diagnostics: list[Diagnostic]) -> RawComparison | None:
    """Return a comparison as written, or None for a draft that is left out. All that is wrong is noted."""
    folder = root / slug
    page = files.read(root, folder / FILES[0], diagnostics)
    if _is_draft(page) and not drafts:
        return None
    rest = [files.read(root, folder / name, diagnostics) for name in FILES[1:]]
    own = files.read(root, folder / POSTER_FILE, diagnostics, optional=True)
    training = files.read(root, folder / LAB_FILE, diagnostics, optional=True)
    explored = files.read(root, folder / EXPLORERS_FILE, diagnostics, optional=True)
    checked = files.read(root, folder / VERIFIED_FILE, diagnostics, optional=True)
    files.stray(folder, (*FILES, POSTER_FILE, LAB_FILE, EXPLORERS_FILE, VERIFIED_FILE), diagnostics)
    shapes: tuple[type[Options], ...] = (ExperimentsFile, ClaimsFile, FiguresFile)
    for record, node in zip(shapes, rest, strict=True):
        if node is not None:
            check(record, node, diagnostics)
    experiments, claims, figures = rest
    written = RawComparison(
        slug=slug,
        node=page,
        page=None if page is None else check(PageFile, page, diagnostics),
        sections=listed(page, "sections", SectionPart, "section", diagnostics),
        sources=listed(page, "sources", SourcePart, "source", diagnostics),
        experiments=entries.experiments(experiments, kinds, diagnostics),
        statistics=entries.statistics(claims, kinds, diagnostics),
        claims=listed(claims, "claims", ClaimPart, "claim", diagnostics),
        figures=entries.figures(figures, kinds, diagnostics),
        poster=poster(figures, own, kinds, diagnostics),
        lab=lab(training, diagnostics),
        explorers=explorers(explored, kinds, diagnostics),
        checks=verified(checked, diagnostics),
    )
    _names(written, diagnostics)
    return written


def _is_draft(page: Node | None) -> bool:
    """Return whether a page says of itself that it is a draft."""
    said = page.child("draft") if page else None
    return said is not None and said.value is True


def _names(written: RawComparison, diagnostics: list[Diagnostic]) -> None:
    for name, section in written.sections.entries.items():
        names.kebab(name, section.node.at("id").location, diagnostics, RESERVED_SECTIONS)
    for name, claim in written.claims.entries.items():
        names.kebab(name, claim.node.at("id").location, diagnostics)
    for name, source in written.sources.entries.items():
        names.kebab(name, source.node.at("id").location, diagnostics)
        names.address(source.part.link, source.node.at("link").location, diagnostics, secure=True)
    if written.page is not None and written.node is not None:
        names.day(written.page.published, written.node.at("published").location, diagnostics)
