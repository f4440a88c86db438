"""The colours of the two things compared, as the author of a site chooses them."""

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

Hex = Annotated[str, Meta(pattern="^#[0-9A-Fa-f]{6}$")]


class Colours(Struct, frozen=True):
    """Colours of the two things compared, on white paper, as `#RRGGBB`; all others are made from them.

    first, second: by the order of the columns.
    """

    called: ClassVar[str] = "the colours"

    first: Hex
    second: Hex
