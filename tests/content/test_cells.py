"""Words about many cells say in how many of them, by the names of statistics that count the very same cells."""

from collections.abc import Iterator
from typing import Any

from proofpress.content import load
from proofpress.content.sentences import values
from proofpress.models import Comparison, Figure
from proofpress.statistics.contrasts import Contrast
from tests.content.sites import KINDS
from tests.desk import ROOT


def counted(comparison: Comparison, figure: Figure) -> Iterator[Any]:
    """Yield the options of the statistics behind the values under a figure, those that others combine among them."""
    waiting = [value.name for text in (figure.caption, figure.alt) for value in values(text)]
    while waiting:
        statistic = comparison.statistics[waiting.pop()]
        yield statistic.options
        waiting.extend(KINDS.statistics[statistic.kind].uses(statistic.options))


def same_cells(chart: Any, sentence: Contrast, options: Any) -> bool:
    """Return whether a statistic counts the cells in which a sentence of a map holds."""
    places = ("experiment", "channel", "at", "minus")
    counts = set(getattr(options, "over", ())) == set(chart.over) and getattr(options, "verdict", "") == "holds"
    return counts and all(getattr(options, place) == getattr(sentence, place) for place in places)


def test_the_words_under_a_map_of_cells_count_them_by_name() -> None:
    """Under each map of circumstances its words print in how many of them each sentence holds."""
    maps = 0
    for comparison in load(ROOT / "content", KINDS).comparisons:
        for figure in comparison.figures.values():
            for sentence in figure.options.maps if figure.chart == "condition_map" else ():
                found = counted(comparison, figure)
                assert any(same_cells(figure.options, sentence, options) for options in found), sentence.says
                maps += 1
    assert maps >= 3
