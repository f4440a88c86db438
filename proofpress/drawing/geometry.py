"""Places on a sheet, in design pixels: boxes, and texts as they were set."""

from typing import Any

from msgspec import Struct

# Heights of the typeface's letters as shares of its size. matplotlib aligns by the font's line height, which
# differs between its versions and sets words lower than their letters are; so only baselines are given to it.
ASCENT, DESCENT, CAPITAL = 0.72, 0.21, 0.66


class Box(Struct, frozen=True):
    """A rectangle in design pixels, y downward."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    def inset(self, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> "Box":
        """Return the box with each side moved inward."""
        return Box(self.left + left, self.top + top, self.width - left - right, self.height - top - bottom)

    def touches(self, other: "Box") -> bool:
        """Return whether the two overlap."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def columns(self, count: int, gap: float) -> list["Box"]:
        """Return equal boxes side by side."""
        width = (self.width - gap * (count - 1)) / count
        return [Box(self.left + index * (width + gap), self.top, width, self.height) for index in range(count)]

    def rows(self, count: int, gap: float) -> list["Box"]:
        """Return equal boxes one under another."""
        height = (self.height - gap * (count - 1)) / count
        return [Box(self.left, self.top + index * (height + gap), self.width, height) for index in range(count)]


class Lettering(Struct, frozen=True):
    """A text as it was set: its words, level (`title`, `tick`, …), size in design pixels and extent."""

    words: str
    level: str
    size: float
    weight: int
    colour: str
    box: Box


class Ruler(Struct, frozen=True):
    """The axis across a plot: the plot's box, the design pixel and words of each label, and what it measures."""

    box: Box
    labels: tuple[tuple[float, str], ...]
    words: str


class Halo(Struct, frozen=True):
    """A coloured rim around a text: matplotlib's artist, its colour, its width in design pixels."""

    artist: Any
    colour: str
    width: float
