"""Publishing: files become output/, audited as a whole and swapped in at one instant."""

from proofpress.publish.lock import lock
from proofpress.publish.publish import Published, check, publish
from proofpress.publish.swap import OutputTouched, clean, recover

__all__ = ["OutputTouched", "Published", "check", "clean", "lock", "publish", "recover"]
