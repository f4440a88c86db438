"""What fields of all content files share: words, and what to say where a key is missing."""

from typing import Annotated

from msgspec import Meta, Struct


class Hint(Struct, frozen=True):
    """What a message says where a key is missing: what the key is for, and what to write."""

    message: str


# What reads texts later, Markdown above all, takes time that grows with the square of their length.
Words = Annotated[str, Meta(pattern=r"\S", max_length=5_000)]
