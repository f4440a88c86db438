"""An experiment and what sentences call it.

It has a module of its own, since keys of runs cover that of experiments, and no run depends on what it is called.
"""

from typing import ClassVar

from proofpress.models import entries
from proofpress.models.schema import NonBlank


class Experiment(entries.Experiment, frozen=True):
    """Training runs that the content asks for: a kind and the options of that kind.

    phrases: words that name its network, data and budget. One of them must stand before a value of it where other
    experiments are shown.
    """

    called: ClassVar[str] = "an experiment"

    phrases: tuple[NonBlank, ...] = ()
