"""The room that reads: YAML text in, `Site` out, or every mistake at once with its location. See `site.load`."""

from proofpress.content.comparison import VERIFIED_FILE
from proofpress.content.site import load
from proofpress.content.verified import format_verified

__all__ = ["VERIFIED_FILE", "format_verified", "load"]
