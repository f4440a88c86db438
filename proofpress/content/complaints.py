"""The list in which problems are collected, with an end: after some hundreds an author mends before reading on."""

from collections.abc import Iterable

from proofpress.content.composer import EnoughError
from proofpress.problems import Place, Problem

MOST = 200


class Complaints(list[Problem]):
    """A list of problems that ends the reading when it is full.

    place: of the content folder, where it is said that there may be more.
    """

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place

    def append(self, problem: Problem) -> None:
        """Add a problem. Raises EnoughError when there are as many as will be told."""
        super().append(problem)
        if len(self) >= MOST:
            says = f"there are more problems than the {MOST} told here"
            raise EnoughError(Problem(self.place, "too-many", says, "mend these first"))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add problems one by one, as `append` does."""
        for problem in problems:
            self.append(problem)
