"""Pictures of an author's own that texts show: files beside the text."""

from msgspec import Struct

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".svg")
"""How the names of files that texts may show end."""
LARGEST_PICTURE = 2_000_000
"""In bytes: what a page on a phone can still bear."""


class OwnPicture(Struct, frozen=True):
    """A picture as it is published: the bytes of the file, and its size in its own pixels."""

    data: bytes
    width: int
    height: int
