"""A choice among settings: what optimism and regret look at alike."""

from typing import ClassVar

from proofpress.models import Select
from proofpress.runs.selection import scalars
from proofpress.statistics.reading import both, whole


class Choice(Select, frozen=True, kw_only=True):
    """channel: the score that chooses. fresh: the same score on other data. axis: the settings that are chosen from.

    over: further axes, each of whose coordinates is a choice of its own, such as splits of the data.
    """

    summary: ClassVar[str] = "mean"

    fresh: str
    axis: str
    over: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[Select, Select]:
        """Where the score that chooses is, and where the fresh one is."""
        return both(self, {"channel": self.fresh})

    @property
    def kept(self) -> tuple[str, ...]:
        """The axes that are read whole, that of the choice first."""
        return (self.axis, *self.over)


def selects(choice: Choice) -> tuple[Select, ...]:
    """Return what is read: both scores of all settings, whose axes are there before anything is trained."""
    return scalars(*(whole(place, *choice.kept) for place in choice.places))
