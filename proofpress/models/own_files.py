"""Files of an author's own: what options name that lies in the folder of a comparison, and how options are completed.

Options are read from YAML alone. Those that name files are completed by what the files hold before anything else is
checked: a kind's record of options has a method `complete`, which returns the record that runs are made from.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Protocol, runtime_checkable

from msgspec import Struct

from proofpress.diagnostics import Location

# The endings of files that experiments may read: these are read to see whether they changed, and no others, however
# large those are.
OWN_SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", ".txt", ".npy", ".npz", ".py")


class Own(Struct, frozen=True):
    """Something in the folder of a comparison, or below it.

    path: from that folder, with slashes. digest: of what it says, in hexadecimal. shown: as its author would type it.
    """

    path: str
    digest: str
    shown: str


class OwnFile(Own, frozen=True):
    """A file, known by its bytes. folder: where the comparison lies on this machine; in no key."""

    folder: Path

    @property
    def where(self) -> Path:
        """Where the file lies on this machine."""
        return self.folder / self.path


class OwnFolder(Protocol):
    """The folder of a comparison, as a kind sees it while it completes its options."""

    @property
    def path(self) -> Path:
        """Where it lies on this machine."""

    @property
    def packages(self) -> tuple[str, ...]:
        """The packages that the site allows estimators from, beside scikit-learn."""

    def find(self, pattern: str, *at: str | int) -> tuple[OwnFile, ...]:
        """Return the files that a path or a pattern names, sorted; none if something is wrong, which is noted.

        at: the keys of the options under which it is written.
        """

    def locate(self, *at: str | int) -> Location:
        """Return where something is written in the options, as near as can be told."""

    def note(self, location: Location, rule: str, message: str, hint: str = "") -> None:
        """Note something that is wrong."""

    def remember(self, key: str, make: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
        """Return what JSON can hold, as stored under a key, or made and stored. `make` may raise BuildError."""

    def tell(self, sentence: str) -> None:
        """Say what takes long."""


@runtime_checkable
class Completable(Protocol):
    """Options that name files of the author's own."""

    def complete(self, folder: OwnFolder) -> Any | None:
        """Return the options that runs are made from; None if something is wrong, which is noted in the folder."""


class RecordedElsewhere:
    """Mark of options whose runs were made elsewhere: nothing here trains them, so nothing here can repeat them."""

    recorded_elsewhere: ClassVar[bool] = True


def own_files(value: Any) -> dict[str, Own]:
    """Return what options hold of a comparison's folder, by path."""
    if isinstance(value, Own):
        return {value.path: value}
    if isinstance(value, Struct):
        value = tuple(getattr(value, name) for name in value.__struct_fields__)
    if isinstance(value, Mapping):
        value = tuple(value.values())
    found: dict[str, Own] = {}
    for item in value if isinstance(value, list | tuple) else ():
        found |= own_files(item)
    return found
