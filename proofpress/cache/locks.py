"""A folder used by several commands at once, or by one alone, with a lock that a crash releases.

Side effects: locks folders.

What is locked is the folder itself: no lock file is left behind, and whoever can read the folder shares the
lock, whatever user it is and whatever TMPDIR says. Where folders cannot be locked (Windows, some network
disks) everybody is taken to share it, so that nobody tidies up.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def together(folder: Path, tidy: Callable[[], None]) -> Iterator[None]:
    """Hold a folder together with others; tidy: is called first, if no one else is there.

    Raises OSError where the folder cannot be opened.
    """
    with _opened(folder) as lock:
        with suppress(OSError):
            lock(True)
            tidy()
        # Waits for one who is alone; that takes as long as removing some files.
        with suppress(OSError):
            lock(False)
        yield


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder alone. Raises BlockingIOError where others hold it, OSError where it cannot be opened."""
    with _opened(folder) as lock:
        try:
            lock(True)
        except BlockingIOError:
            raise
        except OSError:
            # A disk without locks: what is asked for is done all the same.
            pass
        yield


@contextmanager
def _opened(folder: Path) -> Iterator[Callable[[bool], None]]:
    """Hand on what locks a folder: alone and at once (True), or with others as soon as that can be (False).

    It raises BlockingIOError where others are there, and OSError where there are no locks.
    """
    try:
        import fcntl
    except ImportError:

        def refuse(alone: bool) -> None:
            raise OSError(f"'{folder}' cannot be locked")

        yield refuse
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield lambda alone: fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH)
    finally:
        os.close(handle)
