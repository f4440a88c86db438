"""What `verify` found, kept beside the claims it is about, so that a build can say it.

marked: writes verified.yaml into the content folder.
"""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from proofpress import content
from proofpress.values import Check, Comparison


def record(folder: Path, comparison: Comparison, found: Mapping[str, Check]) -> str:
    """Write what was found of some claims into verified.yaml, leave what it says of others, and return its path.

    The file is the whole old one or the whole new one, whatever happens. Raises OSError where it cannot be written.
    """
    path = folder / comparison.slug / content.VERIFIED_FILE
    text = content.written_out({**comparison.checks, **found})
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path.as_posix()
