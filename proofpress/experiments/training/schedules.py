"""Learning-rate schedules: the factor on the learning rate at each update."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

SCHEDULES = ("constant", "cosine", "linear", "step")


def factors(schedule: str, updates: int) -> "np.ndarray":
    """Return the factor at each of `updates` updates, `(updates,)`, from 1 downwards.

    With s, the share of the updates already done: `constant` 1; `cosine` (1 + cos πs) / 2 (Loshchilov and
    Hutter 2017, arXiv:1608.03983, without restarts); `linear` 1 - s; `step` 1, then 0.1 from half of the
    updates on and 0.01 from three quarters on (He et al. 2016, arXiv:1512.03385, divide by 10 likewise).
    """
    import numpy as np

    share = np.arange(updates) / max(updates, 1)
    if schedule == "cosine":
        return (1 + np.cos(np.pi * share)) / 2
    if schedule == "linear":
        return 1 - share
    if schedule == "step":
        return np.where(share < 0.5, 1.0, np.where(share < 0.75, 0.1, 0.01))
    return np.ones(updates)
