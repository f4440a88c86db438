"""Where everything lies: paths of files, links from page to page, and absolute addresses for those who need them.

The slug of a translation is that of its original and its language, `SLUG/de`: in that folder lie its article and the
pictures of it. All other pages are the original's.
"""

import posixpath
from functools import lru_cache
from urllib.parse import quote, urlsplit

from msgspec import Struct

from proofpress.models import INFOGRAPHIC

INDEX = "index.html"
PICTURES = "pictures"
"""The folder beside a page in which the pictures of its texts lie."""
HOME = INDEX
LIST = "comparisons/index.html"
FEED = "feed.xml"


def original_of(slug: str) -> str:
    """Return the slug of what a translation translates; that of any other comparison as it is."""
    return slug.partition("/")[0]


def ledger_path(slug: str) -> str:
    """Return where the ledger of a comparison lies."""
    return f"{original_of(slug)}/claims/{INDEX}"


def data_folder(slug: str) -> str:
    """Return the folder that the tables of a comparison lie in."""
    return f"{original_of(slug)}/data"


def data_path(slug: str) -> str:
    """Return where the page of a comparison's data lies."""
    return f"{data_folder(slug)}/{INDEX}"


def citation_path(slug: str) -> str:
    """Return where the BibTeX of a comparison's article lies."""
    return f"{slug}/cite.bib"


def further_path(slug: str) -> str:
    """Return where the page of what goes further than the article of a comparison lies."""
    return f"{slug}/further/{INDEX}"


def lab_path(slug: str) -> str:
    """Return where the lab of a comparison lies."""
    return f"{original_of(slug)}/lab/{INDEX}"


def figure_folder(slug: str, figure: str) -> str:
    """Return the folder that the files of a figure lie in; the infographic has one of its own."""
    return f"{original_of(slug)}/{INFOGRAPHIC}" if figure == INFOGRAPHIC else f"{slug}/figures"


def infographic_path(slug: str) -> str:
    """Return where the page of the infographic lies."""
    return f"{figure_folder(slug, INFOGRAPHIC)}/{INDEX}"


def embed_path(slug: str, figure: str) -> str:
    """Return where the page for frames of a figure lies."""
    return f"{original_of(slug)}/embed/{figure}/{INDEX}"


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
