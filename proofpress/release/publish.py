"""The way through the room: the whole is audited, then swapped in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from proofpress.release.audit import audit
from proofpress.release.swap import swap
from proofpress.store import Store
from proofpress.values import File


@dataclass(frozen=True)
class Published:
    """What publishing did. written, kept, removed: files; links: followed and found good."""

    written: int
    kept: int
    removed: int
    links: int


def publish(files: Sequence[File], output: Path, store: Store, base_url: str = "") -> Published:
    """Replace output/ by these files if nothing is wrong with them; call it while holding `lock`.

    base_url: the address of the site, under which absolute links are followed too. Raises Problems, all
    at once, with output/ as it was.
    """
    links = audit(files, store, base_url)
    swapped = swap(files, output)
    return Published(swapped.written, swapped.kept, swapped.removed, links)
