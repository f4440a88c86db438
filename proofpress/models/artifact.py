"""The artifacts that a site is made of, so that a build makes again only those that could come out differently."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from proofpress.models import File

SHARED_PAGES, BUILD_RECORD = ".", "build.json"
"""Names of the artifacts that are no comparison: what lists them all, and the record of the build."""


class Artifact(Struct, frozen=True):
    """The files of one comparison, those around all comparisons, or the record of the build.

    name: the comparison's slug, SHARED_PAGES or BUILD_RECORD. key: stands for all that the files were made of.
    summary: what other artifacts and the closing line need to know of it, as JSON can hold it.
    entries: the stored entries that it was made from, as (key, kind).
    files: None if the files that the last build made of the same key still lie in output/.
    """

    name: str
    key: str
    summary: Mapping[str, Any]
    entries: tuple[tuple[str, str], ...]
    files: tuple[File, ...] | None


class AuditRecord(Struct, frozen=True):
    """What an audit found in an artifact: enough to audit a site without reading the artifact again.

    titles: page → title and language, for pages that are listed. links: how many lead to files of the site.
    outer: the links to other artifacts, each target once: page, line, column, element, path and anchor of the target.
    """

    paths: tuple[str, ...]
    titles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    links: int = 0
    outer: tuple[tuple[str, int, int, str, str, str], ...] = ()
