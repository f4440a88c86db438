"""verified.yaml: what `verify` found, kept beside the claims, so that a build can state it.

Side effects: writes verified.yaml into the content folder.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from proofpress import content
from proofpress.models import Check, Comparison


def write_checks(folder: Path, comparison: Comparison, checks: Mapping[str, Check]) -> str:
    """Write the checks of some claims into verified.yaml, keep those of others, and return its path.

    At any moment the file is the old one or the new one, complete. Raises OSError, with its path, if it cannot be
    written.
    """
    path = folder / comparison.slug / content.VERIFIED_FILE
    text = content.format_verified({**comparison.checks, **checks})
    temporary = path.with_name(f".new-{os.urandom(8).hex()}")
    try:
        try:
            with open(temporary, "x", encoding="utf-8", newline="\n") as file:
                file.write(text)
            os.replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
    except OSError as error:
        # A full disk names no file, and the temporary name would mean nothing to the reader.
        error.filename, error.filename2 = path.as_posix(), None
        raise
    return path.as_posix()
