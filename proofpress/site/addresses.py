"""Addresses: relative from page to page, absolute only where others need them."""

import posixpath
from functools import lru_cache
from urllib.parse import quote, urlsplit

from msgspec import Struct

INDEX = "index.html"


@lru_cache(maxsize=20_000)
def relative(page: str, target: str) -> str:
    """Return the link that leads from one file of the site to another.

    Pages are named to the end, `index.html` included, so that the link works from disk too.

    >>> relative("steps/claims/index.html", "assets/site.css")
    '../../assets/site.css'
    """
    path, mark, anchor = target.partition("#")
    if path == page and mark:
        return f"#{anchor}"
    # Both are files of the site: what posixpath would make sure of need not be asked a thousand times.
    here, there = page.split("/")[:-1], path.split("/")
    shared = len(posixpath.commonprefix([here, there[:-1]]))
    return quote("/".join([".."] * (len(here) - shared) + there[shared:])) + mark + anchor


class Addresses(Struct, frozen=True):
    """Joins paths of the site to the address it is published at; a final slash there makes no difference."""

    base_url: str

    def absolute(self, path: str) -> str:
        """Return the full address of a file; the `index.html` of a folder is the folder itself.

        >>> Addresses("https://example.org/sub").absolute("steps/index.html")
        'https://example.org/sub/steps/'
        """
        shown = path.removesuffix(INDEX) if posixpath.basename(path) == INDEX else path
        return f"{self.base_url.rstrip('/')}/{quote(shown)}"

    @property
    def root(self) -> str:
        """Return the path that the site lies under, with slashes at both ends."""
        return urlsplit(self.base_url).path.rstrip("/") + "/"
