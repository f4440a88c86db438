"""The pages of the site, a module for each kind. To add one, write its module and name it in one of these tables."""

from collections.abc import Callable, Iterable, Mapping

from proofpress.models import File
from proofpress.site import explorers
from proofpress.site.context import SiteContext
from proofpress.site.material import Material
from proofpress.site.pages import (
    article,
    comparisons,
    data,
    embed,
    feeds,
    figures,
    further,
    infographic,
    lab,
    ledger,
    not_found,
    own,
)
from proofpress.site.summary import ComparisonSummary

COMPARISON_PAGES: tuple[Callable[[SiteContext, Material], Iterable[File]], ...] = (
    article.create_files,
    explorers.files,
    lab.create_files,
    further.create_files,
    ledger.create_files,
    infographic.create_files,
    embed.create_files,
    figures.create_files,
    data.create_files,
)
"""Pages and files of one comparison."""

TRANSLATED_PAGES = (article.create_files, explorers.files, further.create_files)
"""Pages and files that a translation has of its own, beside its figures."""

SHARED_PAGES: tuple[Callable[[SiteContext, Mapping[str, ComparisonSummary]], Iterable[File]], ...] = (
    comparisons.create_files,
    own.create_files,
    not_found.create_files,
    feeds.create_files,
)
"""Pages and files that the comparisons share, of what lists say of each, by slug."""
