"""verified.yaml: what `verify` found, kept beside the claims, so that a build can state it.

Side effects: writes verified.yaml into the content folder.
"""

from collections.abc import Mapping
from pathlib import Path

from proofpress import content
from proofpress.cache.atomic import write_atomically
from proofpress.models import Check, Comparison, Repeat


def write_verified(
    folder: Path, comparison: Comparison, checks: Mapping[str, Check], repeats: Mapping[str, Repeat]
) -> str:
    """Write what was found of some claims and experiments into verified.yaml, keep the rest, and return its path.

    At any moment the file is the old one or the new one, complete. Raises OSError, with its path, if it cannot be
    written.
    """
    path = folder / comparison.slug / content.VERIFIED_FILE
    text = content.format_verified({**comparison.checks, **checks}, {**comparison.repeats, **repeats})
    write_atomically(path, text.encode())
    return path.as_posix()
