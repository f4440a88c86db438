"""Release: files become output/, audited as a whole and swapped in at one instant."""

from proofpress.publish.audit import audit
from proofpress.publish.lock import lock
from proofpress.publish.publish import Published, check, publish
from proofpress.publish.swap import clean, recover

__all__ = ["Published", "audit", "check", "clean", "lock", "publish", "recover"]
