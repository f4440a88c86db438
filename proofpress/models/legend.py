"""What the two sides of a comparison, and all that its runs name, are called and coloured."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from proofpress.models.language import ENGLISH, Language
from proofpress.models.typeface import Typeface

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
