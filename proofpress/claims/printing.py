"""Numbers as they are printed: in their unit, to their digits, in the language in use."""

from msgspec.structs import replace

from proofpress import formatting
from proofpress.models import Estimate


def print_estimate(estimate: Estimate, digits: int) -> Estimate:
    """Return an estimate with its words written anew. digits: after the point; words stay as they are."""
    if isinstance(estimate.value, str):
        return estimate
    number = formatting.fixed(estimate.value, digits)
    interval = formatting.with_interval(estimate.value, estimate.low, estimate.high, estimate.unit, digits)
    return replace(estimate, number=number, text=formatting.with_unit(number, estimate.unit), interval=interval)
