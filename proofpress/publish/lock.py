"""One build at a time for an output folder, with a lock that a crash releases.

Side effects: opens a lock file in the folder of temporary files, and reads the clock while it waits.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from proofpress.cache.keys import digest_bytes
from proofpress.diagnostics import BuildError, Diagnostic, Location

PATIENCE_S = 10.0
PAUSE_S = 0.05


@contextmanager
def lock(output: Path, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold the output folder against other builds; the operating system lets go of it if we die.

    The lock file is named by the digest of the folder's real path, so that all names of a folder share
    it; it stays behind, empty. Raises Problems where another build holds it for longer than `patience_s`.
    """
    try:
        import fcntl
    except ImportError:
        # Without flock (Windows) two builds of one folder at once are the user's to avoid.
        yield
        return
    path = lock_file(output)
    try:
        handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as fault:
        message = f"the lock file cannot be opened: {fault.strerror}"
        raise BuildError(
            [Diagnostic(Location(str(path)), "disk", message, "set TMPDIR to a folder you can write in")]
        ) from fault
    try:
        until = time.monotonic() + patience_s
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise _busy(output) from None
                time.sleep(PAUSE_S)
        yield
    finally:
        os.close(handle)


def lock_file(output: Path) -> Path:
    """Return where the lock of an output folder lies; users do not share locks, as they do not share files."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    name = digest_bytes(os.fsencode(output.resolve()))
    return Path(tempfile.gettempdir()) / f"proofpress-{user}-{name}.lock"


def _busy(output: Path) -> BuildError:
    message = f"another build is writing '{output}'"
    return BuildError(
        [Diagnostic(Location(str(output)), "busy", message, "wait until it ends, or give another --output")]
    )
