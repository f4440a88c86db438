"""A file that is written whole or not at all.

Side effects: writes files.
"""

import os
from contextlib import suppress
from pathlib import Path

NEW = ".new-"
"""How the name of a file begins that is not finished."""


def write_atomically(path: Path, data: bytes, folder: Path | None = None) -> os.stat_result:
    """Write a file under a temporary name and rename it; return what the system says of it.

    It may be read by whom the umask lets. folder: where the temporary file lies, on the same disk as the file; beside
    it, where none is given. Raises OSError that names the file, never the temporary one, and then leaves the old file.
    """
    temporary = (folder or path.parent) / f"{NEW}{os.urandom(8).hex()}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(temporary, "xb") as file:
                file.write(data)
                file.flush()
                written = os.fstat(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            # A disk that refused to write may refuse to remove: the first refusal is what is told.
            with suppress(OSError):
                temporary.unlink()
            raise
    except OSError as error:
        # A full disk names no file, and a temporary name tells nobody anything.
        error.filename, error.filename2 = os.fspath(path), None
        raise
    return written
