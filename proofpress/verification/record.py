"""What `verify` found, kept beside the claims it is about, so that a build can say it.

Side effects: writes verified.yaml into the content folder.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from proofpress import content
from proofpress.models import Check, Comparison


def record(folder: Path, comparison: Comparison, found: Mapping[str, Check]) -> str:
    """Write what was found of some claims into verified.yaml, leave what it says of others, and return its path.

    The file is the whole old one or the whole new one, whatever happens. Raises OSError, with its path,
    where it cannot be written.
    """
    path = folder / comparison.slug / content.VERIFIED_FILE
    text = content.written_out({**comparison.checks, **found})
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
    except OSError as fault:
        # A full disk names no file, and a temporary name tells nobody anything.
        fault.filename, fault.filename2 = path.as_posix(), None
        raise
    return path.as_posix()
