"""The look of a site: the colours of the two things compared, its typeface, and what all that is drawn is called."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct, field

from proofpress.models.language import ENGLISH, Language
from proofpress.models.own_files import OwnFile
from proofpress.models.schema import Hint, NonBlank

Hex = Annotated[str, Meta(pattern="^#[0-9A-Fa-f]{6}$")]


class Colours(Struct, frozen=True):
    """Colours of the two things compared, on white paper, as `#RRGGBB`; all others are made from them.

    first, second: by the order of the columns.
    """

    called: ClassVar[str] = "the colours"

    first: Hex
    second: Hex


class FontFiles(Struct, frozen=True):
    """The font files of a typeface that has a file for each weight. bold: without it all words are regular."""

    called: ClassVar[str] = "the font"

    regular: Annotated[NonBlank, Hint("name the font file of plain words, in assets/ of your folder of templates")]
    bold: NonBlank | None = None


class Typeface(Struct, frozen=True):
    """A typeface as pictures are set in it. files: weight → TrueType file, made of what the author named."""

    files: Mapping[int, OwnFile]


Role = Literal["first", "second"]
"""Whose colour something has: that of the first or of the second column."""


class Legend(Struct, frozen=True):
    """The colours and words that pictures and pages of one comparison share.

    roles: a coordinate, a channel or an experiment → the column that it belongs to. words: an identifier, or a part of
    one between underscores → what readers see in its place. language: of all other words, and of numbers.
    typeface: of the site's own, if it names one.
    """

    roles: Mapping[str, Role] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    language: Language = ENGLISH
    typeface: Typeface | None = None
