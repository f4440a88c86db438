"""How often intervals such as a claim's hold the truth, where that is known not to be as often as they say."""

from proofpress.formatting import count_repeats
from proofpress.language import gettext, mark
from proofpress.models import Estimate
from proofpress.statistics.coverage import WITHIN

SHAPES = {
    "normal": mark("normal numbers"),
    "skewed": mark("skewed numbers"),
    "bimodal": mark("numbers in two groups"),
    "bounded": mark("numbers at a bound"),
}


def describe_coverage(estimate: Estimate) -> str:
    """Return in a line how many of 100 such intervals held a truth that was known; empty where some 95 did."""
    known = estimate.coverage
    if known is None:
        return ""
    held = str(known.least)
    if known.most > known.least:
        held = gettext("%(least)s to %(most)s", least=held, most=str(known.most))
    parts = {"held": held, "level": f"{100 * estimate.level:.0f}", "repeats": count_repeats(known.seeds, known.splits)}
    if known.least < WITHIN[0]:
        shape = gettext(SHAPES[known.fewest])
        return gettext(
            "%(held)s of 100 such intervals held the truth, not %(level)s (%(repeats)s; fewest of %(shape)s)",
            shape=shape,
            **parts,
        )
    return gettext("%(held)s of 100 such intervals held the truth, not %(level)s (%(repeats)s)", **parts)
