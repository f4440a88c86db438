"""Counting what was chosen: a headline may say how many settings a run had, if they are named."""

import pytest

from proofpress.models import Runs
from proofpress.statistics.kinds import statistic_kinds
from proofpress.statistics.kinds.ledger import Settings

RUNS = {"one": Runs("one", {}, {}, settings={"training.batch_size": 32, "training.epochs": 20})}


def test_named_settings_are_counted_once_each():
    """The number is that of the different settings named."""
    options = Settings("one", ("training.batch_size", "training.epochs", "training.epochs"))
    assert statistic_kinds()["settings"].estimate(options, RUNS) == 2


def test_a_setting_that_was_not_fixed_is_told():
    """A name that is no fixed option of the experiment gives no number, but a hint."""
    with pytest.raises(ValueError, match=r"'training.batchsize' is not a fixed setting of 'one': did you mean"):
        statistic_kinds()["settings"].estimate(Settings("one", ("training.batchsize",)), RUNS)
