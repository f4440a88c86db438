"""The parts that a site is built of, so that a build makes again only those that could come out differently."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from proofpress.models import File

SHARED_PAGES, BUILD_RECORD = ".", "build.json"
"""Names of the parts that are no comparison: what lists them all, and the record of the build."""


class Artifact(Struct, frozen=True):
    """The files of one comparison, those around all comparisons, or the record of the build.

    name: the comparison's slug, AROUND or BUILD. key: stands for all that the files were made of.
    gave: what other parts and the closing line need to know of it, as JSON can hold it.
    used: the stored entries that it was made from, as (key, kind).
    files: None where the files that the last build made of the same key still lie in output/.
    """

    name: str
    key: str
    gave: Mapping[str, Any]
    used: tuple[tuple[str, str], ...]
    files: tuple[File, ...] | None


class Audited(Struct, frozen=True):
    """What an audit noted of a part: enough to audit a site without reading the part again.

    titles: page → title, for pages that are listed. links: how many lead to files of the site.
    outer: the links to other parts, each target once: page, line, column, element, path and anchor of the target.
    """

    paths: tuple[str, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    links: int = 0
    outer: tuple[tuple[str, int, int, str, str, str], ...] = ()
