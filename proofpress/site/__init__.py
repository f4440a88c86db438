"""The room that makes the site's files of what was found and drawn: `pages` has a module for each kind of page."""

from proofpress.site.build import (
    create_comparison_files,
    create_preview_files,
    create_shared_files,
    create_translation_files,
    is_previewed,
)
from proofpress.site.context import SiteContext, create_context
from proofpress.site.data.tables import export_records
from proofpress.site.material import Material, Provenance
from proofpress.site.pages.feeds import create_build_record

__all__ = [
    "Material",
    "Provenance",
    "SiteContext",
    "create_build_record",
    "create_comparison_files",
    "create_context",
    "create_preview_files",
    "create_shared_files",
    "create_translation_files",
    "export_records",
    "is_previewed",
]
