"""How the fields of a record say what an author writes for them, so that the record is the schema of its YAML.

The content room checks YAML against the annotations of a record and makes the record from what it checked. A field is
written under its own name, as its annotation says, but for three remarks that an annotation may carry:

    Written    the author writes something else, from which the field's value is made
    FILLED_IN  no author writes it: the press fills it in (a `Location` is filled in without this remark)
    Hint       what a message says where the key is missing
"""

from collections.abc import Callable
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct


class Hint(Struct, frozen=True):
    """What a message says where a key is missing: what the key is for, and what to write."""

    message: str


class Written(Struct, frozen=True):
    """What an author writes for a field whose record holds something else.

    type: the annotation of what is written; None if nothing is.
    create: what is written → what the record holds; None where the content room makes it from the parts.
    default: what counts as written where the key is left out; UNSET if it is required.
    """

    type: Any
    create: Callable[[Any], Any] | None = None
    default: Any = UNSET


FILLED_IN = Written(None)


class Wording(Struct, frozen=True):
    """Says of a string that it is words for readers, not a name: what YAML cuts off it would be missed by nobody."""


# What reads texts later, Markdown above all, takes time that grows with the square of their length.
NonBlank = Annotated[str, Meta(pattern=r"\S", max_length=5_000)]
Words = Annotated[str, Meta(pattern=r"\S", max_length=5_000), Wording()]
"""Words for readers."""
Phrase = Annotated[str, Wording()]
"""Words for readers, or none."""

# Entries are checked one by one, so that one bad entry does not hide another.
ENTRIES = Written(tuple[Any, ...], default=())
SOME_ENTRIES = Written(Annotated[tuple[Any, ...], Meta(min_length=1)])
