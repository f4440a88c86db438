"""The typeface of a site's own: what its author names, and the files that are made of it."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Struct

from proofpress.models.own_files import OwnFile
from proofpress.models.schema import Hint, NonBlank


class FontFiles(Struct, frozen=True):
    """The font files of a typeface that has a file for each weight. bold: without it all words are regular."""

    called: ClassVar[str] = "the font"

    regular: Annotated[NonBlank, Hint("name the font file of plain words, in assets/ of your folder of templates")]
    bold: NonBlank | None = None


class Typeface(Struct, frozen=True):
    """A typeface as pictures are set in it. files: weight → TrueType file, made of what the author named."""

    files: Mapping[int, OwnFile]
