"""What a site has beside its comparisons: pages of words, pictures in texts, links in the bar of every page."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Struct, field

from proofpress.diagnostics import Location
from proofpress.models.schema import Hint, NonBlank, Words
from proofpress.models.text import Text

PAGES = "pages"
"""The folder of content in which pages of words lie."""
PAGE_SUFFIX = ".md"
PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".svg")
"""How the names of files that texts may show end."""
LARGEST_PICTURE = 2_000_000
"""In bytes: what a page on a phone can still bear."""


class OwnPicture(Struct, frozen=True):
    """A picture as it is published: the bytes of the file, and its size in its own pixels."""

    data: bytes
    width: int
    height: int


class OwnPage(Struct, frozen=True):
    """A page of words: Markdown under a title. name: of its file, and of its folder in the site.

    pictures: what its text shows, by the name of the file.
    """

    name: str
    title: str
    text: Text
    location: Location
    pictures: Mapping[str, OwnPicture] = field(default_factory=dict)


class NavigationLink(Struct, frozen=True):
    """A link in the bar of every page.

    words: what it says. link: an address, or a path from the root of the site, such as `about/`.
    """

    called: ClassVar[str] = "a link of the navigation"

    words: Words
    link: Annotated[NonBlank, Hint("write an address, or a path from the root of the site, such as about/")]
