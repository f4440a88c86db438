"""What fields of all content files share: words, and what to say where a key is missing."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import StringConstraints

# What reads texts later, Markdown above all, takes time that grows with the square of their length.
Words = Annotated[str, StringConstraints(pattern=r"\S", max_length=5_000)]


@dataclass(frozen=True)
class Mend:
    """What a message says where a key is missing: what the key is for, and what to write."""

    says: str
