"""Release: files become output/, audited as a whole and swapped in at one instant."""

from proofpress.release.audit import audit
from proofpress.release.lock import lock
from proofpress.release.publish import Published, check, publish
from proofpress.release.swap import clean, recover

__all__ = ["Published", "audit", "check", "clean", "lock", "publish", "recover"]
