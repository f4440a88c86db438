"""What an author sees of a build before it is done, and how a build is told that it is no longer wanted."""

from collections.abc import Callable, Mapping, MutableMapping, Sequence

from msgspec import Struct, field

from proofpress.models.drawings import File
from proofpress.models.site import Comparison


class Superseded(Exception):
    """What was being made has been edited again, so that nobody waits for it."""


class Preview(Struct, frozen=True):
    """Who looks on while a site is built.

    page: path of the page that is looked at. show: takes files of the site as soon as they can be seen; pictures that
    take long may be missing from the page, and come with the whole site. is_superseded: whether a newer edit waits.
    read: comparisons, each with its translations, as builds before this one read them, by slug, with a digest of all
    that was read for them; a build puts what it reads there.
    """

    page: str
    show: Callable[[Sequence[File]], None]
    is_superseded: Callable[[], bool]
    read: MutableMapping[str, tuple[str, tuple[Comparison, ...]]] = field(default_factory=dict)

    def find_read(self, digests: Mapping[str, str]) -> dict[str, tuple[Comparison, ...]]:
        """Return the comparisons that were read before and are as they were. digests: as they are now, by slug."""
        return {slug: found for slug, (known, found) in self.read.items() if digests.get(slug) == known}

    def check(self) -> None:
        """Raise Superseded if a newer edit waits."""
        if self.is_superseded():
            raise Superseded
