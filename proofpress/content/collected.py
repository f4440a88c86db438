"""The list in which problems are collected, with an end: after some hundreds an author mends before reading on."""

from collections.abc import Iterable

from proofpress.content.composer import LimitExceeded
from proofpress.diagnostics import Diagnostic, Location

MOST = 200


class Diagnostics(list[Diagnostic]):
    """A list of problems that ends the reading when it is full.

    place: of the content folder, where it is said that there may be more.
    """

    def __init__(self, location: Location) -> None:
        super().__init__()
        self.location = location

    def append(self, diagnostic: Diagnostic) -> None:
        """Add a problem. Raises EnoughError when there are as many as will be told."""
        super().append(diagnostic)
        if len(self) >= MOST:
            message = f"there are more problems than the {MOST} told here"
            raise LimitExceeded(Diagnostic(self.location, "too-many", message, "mend these first"))

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add problems one by one, as `append` does."""
        for diagnostic in diagnostics:
            self.append(diagnostic)
