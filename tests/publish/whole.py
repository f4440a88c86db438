"""A site published, or audited, in one go, as tests like it."""

from collections.abc import Sequence
from pathlib import Path

from proofpress.cache.store import Store
from proofpress.models import File
from proofpress.publish.audit import Audit
from proofpress.publish.swap import Staging, Swapped


def swap(files: Sequence[File], output: Path) -> Swapped:
    """Replace output/ by these files."""
    with Staging(output) as staging:
        for file in files:
            staging.put(file)
        return staging.exchange()


def audit(files: Sequence[File], store: Store, base_url: str = "") -> int:
    """Return how many links within a site lead where they say. Raises BuildError."""
    whole = Audit(store, base_url)
    whole.read(files)
    return sum(record.links for record in whole.finish(lambda path: b""))
