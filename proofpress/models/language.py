"""The language of the words that are the press's own, and of its numbers."""

from collections.abc import Mapping

from msgspec import Struct, field


class Language(Struct, frozen=True):
    """How pages and pictures speak: words by the English ones, and the signs that numbers are written with.

    tag: in the form of BCP 47. direction: `ltr` or `rtl`. decimal, group: the signs before a fraction and between
    thousands. percent: how a percentage is written, `{}` for its number. plural: which form a number takes, as gettext
    writes it. messages: English words, or the singular of those that have one, → their forms here; words that are not
    in it stay English.
    """

    tag: str = "en"
    direction: str = "ltr"
    decimal: str = "."
    group: str = ","
    percent: str = "{}%"
    plural: str = "(n != 1)"
    messages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether there are words in it; those of a language without a catalogue are English."""
        return bool(self.messages) or self.tag.partition("-")[0] == "en"


ENGLISH = Language()
