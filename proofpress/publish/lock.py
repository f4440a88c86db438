"""One build at a time for an output folder.

Side effects: makes and locks a file beside output/, and removes it.
"""

import errno
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from proofpress.cache.locks import hold_file
from proofpress.publish.folder import beside, busy, disk_errors, real

PATIENCE_S = 10.0
UNWRITABLE = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextmanager
def lock(output: Path, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold the output folder against other builds, whoever runs them; a crash lets go of it.

    The lock file lies beside the folder that is really meant, so that all names of a folder share it. Where nothing can
    be written there, nothing can be swapped in either, and there is nothing to lock. Raises BuildError where another
    build holds it for longer than `patience_s`, and where the disk refuses.
    """
    target = real(output)
    path = beside(target).lock
    above = [folder for folder in path.parents if not folder.exists()]
    with ExitStack() as stack:
        stack.callback(_remove_empty, above)
        with disk_errors(output, target):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                stack.enter_context(hold_file(path, patience_s))
            except BlockingIOError:
                raise busy(output) from None
            except OSError as error:
                if error.errno not in UNWRITABLE or path.exists():
                    raise
        yield


def _remove_empty(folders: Iterable[Path]) -> None:
    """Remove folders that hold nothing: a command that built nothing leaves nothing."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
