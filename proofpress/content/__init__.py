"""The room that reads: YAML text in, `Site` out, or every problem at once with its place. See `site.load`."""

from proofpress.content.site import load

__all__ = ["load"]
