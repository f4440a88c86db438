"""What a page says of how a figure's runs were made."""

from proofpress.charts.kinds.bars import Bars, Item
from proofpress.charts.kinds.joined import Joined
from proofpress.site.parts.method import list_experiments

KNOWN = {"folds": None, "trees": None}


def test_an_experiment_is_named_once_however_often_a_chart_reads_it():
    """A menu of methods has one line for each experiment: of items of bars, and of the charts that are joined."""
    bars = Bars(items=tuple(Item(words, "folds", "excess_error") for words in ("one split", "five folds", "none")))
    assert list_experiments(bars, KNOWN) == ("folds",)
    both = Joined(
        ("bars", "more"), joined=(("bars", bars), ("bars", Bars(items=(Item("a", "trees", "b"), *bars.items))))
    )
    assert list_experiments(both, KNOWN) == ("folds", "trees")
