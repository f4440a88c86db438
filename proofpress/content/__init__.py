"""The room that reads: YAML text in, `Site` out, or every problem at once with its place. See `site.load`."""

from proofpress.content.raw_comparison import VERIFIED_FILE
from proofpress.content.site import load
from proofpress.content.verified import written_out

__all__ = ["VERIFIED_FILE", "load", "written_out"]
