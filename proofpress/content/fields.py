"""What fields of all content files share: words, and what to say where a key is missing."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import StringConstraints

Words = Annotated[str, StringConstraints(pattern=r"\S")]


@dataclass(frozen=True)
class Mend:
    """What a message says where a key is missing: what the key is for, and what to write."""

    says: str
