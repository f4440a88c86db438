"""What an author sees of a build before it is done, and how a build is told that it is no longer wanted."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from proofpress.models.drawings import File


class Superseded(Exception):
    """What was being made has been edited again, so that nobody waits for it."""


class Preview(Struct, frozen=True):
    """Who looks on while a site is built.

    page: path of the page that is looked at. show: takes files of the site as soon as they can be seen; pictures that
    take long may be missing from the page, and come with the whole site. is_superseded: whether a newer edit waits.
    """

    page: str
    show: Callable[[Sequence[File]], None]
    is_superseded: Callable[[], bool]

    def check(self) -> None:
        """Raise Superseded if a newer edit waits."""
        if self.is_superseded():
            raise Superseded
