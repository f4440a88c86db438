"""Who wrote a page."""

from typing import Annotated, ClassVar

from msgspec import Struct

from proofpress.models.schema import Hint, NonBlank, Words


class Author(Struct, frozen=True):
    """Who wrote a page. url: of a page about them. orcid: their number at ORCID, in four groups of four."""

    called: ClassVar[str] = "an author"

    name: Annotated[Words, Hint("write the name as it is printed, such as Ada Lovelace")]
    url: NonBlank | None = None
    orcid: NonBlank | None = None

    @property
    def link(self) -> str | None:
        """The page that their name leads to, if there is one."""
        return self.url or (self.orcid and f"https://orcid.org/{self.orcid}")


def is_orcid(number: str) -> bool:
    """Return whether a number is one that ORCID gives: its last sign checks the others (ISO 7064, MOD 11-2).

    >>> is_orcid("0000-0002-1825-0097"), is_orcid("0000-0002-1825-0098")
    (True, False)
    """
    signs = number.replace("-", "")
    if len(signs) != 16 or number != "-".join(signs[at : at + 4] for at in (0, 4, 8, 12)):
        return False
    if not (signs[:15].isascii() and signs[:15].isdigit() and (signs[15] == "X" or signs[15].isdigit())):
        return False
    total = 0
    for sign in signs[:15]:
        total = (total + int(sign)) * 2
    return (12 - total % 11) % 11 == (10 if signs[15] == "X" else int(signs[15]))
