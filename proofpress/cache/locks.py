"""Who may use a folder at the same time: one lock for the store and for output/, which a crash releases.

Side effects: locks files and folders, and reads the clock while it waits.

The lock is flock(2). A store's folder is locked itself: no lock file is left behind, and whoever can read the folder
shares the lock, whatever user it is. Where there are no locks (Windows, some network disks) everybody is taken to
share, so that nobody tidies up. The library `filelock` was weighed: it takes 70 ms to import, and its lock for readers
and writers is a database that stays behind.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PAUSE_S = 0.05


@contextmanager
def share(folder: Path, tidy: Callable[[], None]) -> Iterator[None]:
    """Hold a folder together with others; tidy: is called first, if no one else is there.

    Raises OSError where the folder cannot be opened.
    """
    with _opened(folder, os.O_RDONLY) as handle:
        with suppress(BlockingIOError):
            if acquire(handle):
                tidy()
        # Waits for one who is alone; that takes as long as removing some files.
        acquire(handle, shared=True, patience_s=None)
        yield


@contextmanager
def hold(folder: Path) -> Iterator[bool]:
    """Hold a folder alone; hand on whether the disk has locks.

    Raises BlockingIOError where others hold it, OSError where it cannot be opened.
    """
    with _opened(folder, os.O_RDONLY) as handle:
        yield acquire(handle)


@contextmanager
def hold_file(path: Path, patience_s: float) -> Iterator[bool]:
    """Hold a lock file alone, made for this and removed afterwards; hand on whether the disk has locks.

    Raises BlockingIOError where others hold it for longer than `patience_s`, OSError where it cannot be made.
    """
    until = time.monotonic() + patience_s
    while True:
        with _opened(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)) as handle:
            locked = acquire(handle, patience_s=until - time.monotonic())
            # The one who held it before may have removed the file that was opened here: then it locks nobody out.
            if locked and not _is_same(path, handle):
                continue
            try:
                yield locked
            finally:
                with suppress(OSError):
                    path.unlink()
            return


def acquire(handle: int, *, shared: bool = False, patience_s: float | None = 0.0) -> bool:
    """Lock an open file or folder; return False where the system or the disk has no locks.

    patience_s: how long to wait for others; for ever where it is None. Raises BlockingIOError where they hold it
    longer. The lock is released when the file is closed.
    """
    try:
        import fcntl
    except ImportError:
        return False
    operation = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    until = None if patience_s is None else time.monotonic() + patience_s
    while True:
        try:
            fcntl.flock(handle, operation if until is None else operation | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if until is None or time.monotonic() >= until:
                raise
            time.sleep(PAUSE_S)
        except OSError:
            return False


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    handle = os.open(path, flags | getattr(os, "O_CLOEXEC", 0), 0o666)
    try:
        yield handle
    finally:
        os.close(handle)


def _is_same(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.stat(path, follow_symlinks=False), os.fstat(handle))
    except OSError:
        return False
