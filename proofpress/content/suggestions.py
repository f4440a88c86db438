"""What to say about a name that is not there, where the names there may be many or endless: authors wrote them."""

from collections.abc import Iterable

from proofpress import diagnostics
from proofpress.content.scalars import shortened

LISTED = 60


def suggest(given: str, allowed: Iterable[str]) -> str:
    """Return a mend for a mistyped name as `problems.mend_name` does, in one line of bounded length.

    >>> mend_name("x" * 10_000_000, ["heading", "text"])
    "use 'heading' or 'text'"
    """
    names = sorted({shortened(name) for name in allowed})
    hint = diagnostics.suggest(shortened(given), names)
    return f"use one of the {len(names):,} names there" if len(names) > LISTED and hint.startswith("use ") else hint
