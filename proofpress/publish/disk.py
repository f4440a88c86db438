"""What a disk refuses, in words that say what to do.

Side effects: asks the system for its words.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from proofpress.diagnostics import BuildError, Diagnostic, Location


@contextmanager
def told(output: Path, target: Path) -> Iterator[None]:
    """Raise what the disk refuses as Problems. output: the folder as the user knows it; target: as it really is."""
    try:
        yield
    except OSError as fault:
        raise _disk(fault, output, target) from fault


def _disk(fault: OSError, output: Path, target: Path) -> BuildError:
    mends = {
        errno.ENOSPC: "make room on the disk; the old output is untouched",
        errno.EDQUOT: "make room on the disk; the old output is untouched",
        errno.EIO: "see to the disk; the old output is untouched",
        errno.EACCES: f"the build needs to write in '{target.parent}' too: give another --output",
        errno.EPERM: f"the build needs to write in '{target.parent}' too: give another --output",
        errno.EROFS: "give an --output on a disk that can be written",
        errno.EBUSY: "it is the root of a mounted disk: give a folder inside it as --output",
        errno.EXDEV: "it is the root of a mounted disk: give a folder inside it as --output",
    }
    message = f"'{output}' cannot be written: {os.strerror(fault.errno) if fault.errno else fault}"
    return BuildError(
        [Diagnostic(Location(str(output)), "disk", message, mends.get(fault.errno or 0, "see what the disk says"))]
    )
