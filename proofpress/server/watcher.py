"""What changed in some folders, also after they were replaced.

Side effects: watches folders.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

from watchfiles import watch

LOOK_EVERY_MS = 200
SETTLED_MS = 15
"""How long nothing more must be saved until what was saved is told: an editor saves several files at once."""


def watch_folders(folders: Sequence[Path], stop: Event) -> Iterator[set[Path]]:
    """Yield the paths that changed, and an empty set now and then, until `stop` is set.

    The system watches a folder, not its name: if the folder is replaced, the new one is watched, and counts as
    changed. While a folder is missing the others are watched. The first value is yielded when the watch has begun.
    """
    while not stop.is_set():
        watched = {folder: _identity(folder) for folder in folders}
        present = [folder for folder, identity in watched.items() if identity]
        if not present:
            yield set()
            stop.wait(LOOK_EVERY_MS / 1000)
        else:
            for changes in watch(
                *present, stop_event=stop, step=SETTLED_MS, rust_timeout=LOOK_EVERY_MS, yield_on_timeout=True
            ):
                yield {Path(path) for _, path in changes}
                if any(_identity(folder) != identity for folder, identity in watched.items()):
                    break
        yield {folder for folder in folders if (now := _identity(folder)) and now != watched[folder]}


def _identity(folder: Path) -> tuple[int, int] | None:
    """Return what tells a folder from another one of the same name, None if there is no such folder."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if folder.is_dir() else None
