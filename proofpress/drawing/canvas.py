"""A sheet of a given size in design pixels, and everything that is put on it, from matplotlib's objects.

One design pixel is one point of the figure, counted from the top left. No pyplot: no state is shared.
Every text is measured with the renderer as it is set, and remembered with its box, as charts are by those who place
them: `check.find_faults` asks what lies where. The axes of plots are remembered for those who set them elsewhere.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from proofpress.drawing import fonts
from proofpress.drawing.geometry import ASCENT, CAPITAL, DESCENT, Box, Halo, Lettering, Ruler
from proofpress.drawing.matplotlib_import import import_matplotlib
from proofpress.drawing.theme import Theme

__all__ = ["ASCENT", "DESCENT", "Box", "Canvas", "Halo", "Lettering", "style"]

# The width of a halo as a share of the letters' size, half of it hidden under them.
HALO = 0.24

BASES = {"baseline": 0.0, "top": ASCENT, "center": CAPITAL / 2, "bottom": -DESCENT}


@contextmanager
def style(salt: str) -> Iterator[None]:
    """Give matplotlib's settings for drawing and saving, whatever the user's own; they are restored after.

    salt: makes ids in an SVG, the same for the same figure. Not for two threads at once: settings are global.
    """
    matplotlib = import_matplotlib()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(
            {
                "text.hinting": "none",
                "svg.fonttype": "none",
                "svg.hashsalt": salt,
                "hatch.linewidth": 1.6,
                "path.simplify_threshold": 0.2,
            }
        )
        yield


class Canvas:
    """A sheet of paper in one theme. width, height: design pixels. ground: its colour, the paper's if empty."""

    def __init__(self, width: float, height: float, theme: Theme, ground: str = "") -> None:
        import_matplotlib()
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        self.width, self.height, self.theme = width, height, theme
        self.ground = ground or theme.paper
        self.figure = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor=self.ground)
        self.pixels = Affine2D().scale(1 / width, -1 / height).translate(0, 1) + self.figure.transFigure
        self.letterings: list[Lettering] = []
        self.halos: dict[str, Halo] = {}
        self.charts: list[tuple[str, Box]] = []
        self.rulers: list[Ruler] = []

    def measure(self, words: str, size: float, weight: int = 400) -> float:
        """Return how wide some words are, in design pixels."""
        return fonts.width(words, size, weight)

    def text(
        self,
        words: str,
        x: float,
        y: float,
        *,
        size: float,
        colour: str,
        level: str = "label",
        weight: int = 400,
        anchor: Any = "left",
        base: str = "baseline",
        halo: str = "",
        layer: float = 10,
    ) -> Box:
        """Set one line of words and return its extent.

        anchor: `left`, `center` or `right` of the words lies at x. base: `baseline`, `top`, `center` or `bottom` at y.
        halo: colour of a halo around the letters, only for words that cross lines.
        """
        from matplotlib.text import Text

        baseline = y + size * BASES[base]
        artist = Text(
            x,
            baseline,
            words,
            color=colour,
            fontproperties=fonts.properties(size, weight),
            horizontalalignment=anchor,
            verticalalignment="baseline",
            transform=self.pixels,
            zorder=layer,
            parse_math=False,
        )
        if halo:
            artist.set_gid(f"halo{len(self.halos)}")
            self.halos[str(artist.get_gid())] = Halo(artist, halo, size * HALO)
        self.figure.add_artist(artist)
        width = self.measure(words, size, weight)
        left = x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[anchor]
        box = Box(left, baseline - ASCENT * size, width, (ASCENT + DESCENT) * size)
        self.letterings.append(Lettering(words, level, size, weight, colour, box))
        return box

    @contextmanager
    def drawn_halos(self) -> Iterator[None]:
        """Let matplotlib draw the halos; it turns a text with a halo into shapes, so they are off unless asked for."""
        from matplotlib.patheffects import withStroke

        for halo in self.halos.values():
            halo.artist.set_path_effects([withStroke(linewidth=halo.width, foreground=halo.colour)])
        yield
        for halo in self.halos.values():
            halo.artist.set_path_effects([])

    def line(
        self,
        points: Sequence[tuple[float, float]],
        colour: str,
        width: float = 1.0,
        *,
        dash: Sequence[float] | None = None,
        layer: float = 3,
        cap: Any = "butt",
    ) -> None:
        """Draw a line through points in design pixels. dash: lengths on and off."""
        from matplotlib.lines import Line2D

        xs, ys = zip(*points, strict=True)
        pattern: Any = (0, tuple(length / width for length in dash)) if dash else "-"
        self.figure.add_artist(
            Line2D(
                xs,
                ys,
                color=colour,
                linewidth=width,
                linestyle=pattern,
                transform=self.pixels,
                zorder=layer,
                solid_capstyle=cap,
                dash_capstyle="butt",
            )
        )

    def rectangle(
        self, box: Box, fill: str = "none", *, edge: str = "none", width: float = 1.0, hatch: str = "", layer: float = 2
    ) -> None:
        """Draw a rectangle. hatch: the colour of slanted lines across it, as for a failed run."""
        from matplotlib.patches import Rectangle

        extent = ((box.left, box.top), box.width, box.height)
        self.figure.add_artist(
            Rectangle(*extent, facecolor=fill, edgecolor=edge, linewidth=width, transform=self.pixels, zorder=layer)
        )
        if hatch:
            shape = Rectangle(*extent, transform=self.pixels, zorder=layer, linewidth=0)
            shape.set(facecolor="none", edgecolor=hatch, hatch="//")
            self.figure.add_artist(shape)

    def shape(
        self,
        points: Sequence[tuple[float, float]],
        fill: str = "none",
        *,
        edge: str = "none",
        width: float = 1.0,
        layer: float = 4,
    ) -> None:
        """Draw a filled polygon through points in design pixels."""
        from matplotlib.patches import Polygon

        self.figure.add_artist(
            Polygon(
                list(points),
                closed=True,
                facecolor=fill,
                edgecolor=edge,
                linewidth=width,
                joinstyle="round",
                transform=self.pixels,
                zorder=layer,
            )
        )

    def area(
        self, loops: Sequence[Sequence[tuple[float, float]]], fill: str, *, hatch: str = "", layer: float = 2
    ) -> None:
        """Fill one area given by closed outlines in design pixels. hatch: as for a rectangle."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        corners = [corner for loop in loops for corner in (*loop, loop[0])]
        codes = [code for loop in loops for code in (Path.MOVETO, *[Path.LINETO] * (len(loop) - 1), Path.CLOSEPOLY)]
        path = Path(corners, codes)
        plain = {"transform": self.pixels, "zorder": layer, "linewidth": 0}
        self.figure.add_artist(PathPatch(path, facecolor=fill, edgecolor="none", **plain))
        if hatch:
            self.figure.add_artist(PathPatch(path, facecolor="none", edgecolor=hatch, hatch="//", **plain))

    def image(self, box: Box, colours: Any, *, smooth: bool = False, layer: float = 1) -> None:
        """Fill a box with an image. colours: `(rows, columns, 3)` bytes, the first row on top."""
        axes = self.axes(box, layer)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        axes.imshow(
            colours, extent=(0, 1, 0, 1), aspect="auto", interpolation="antialiased" if smooth else "none", zorder=layer
        )

    def axes(self, box: Box, layer: float = 3) -> Any:
        """Return bare matplotlib axes that fill a box; ticks, frames and words are ours to draw."""
        extent = (
            box.left / self.width,
            1 - box.bottom / self.height,
            box.width / self.width,
            box.height / self.height,
        )
        axes = self.figure.add_axes(extent, zorder=layer)
        axes.set_axis_off()
        return axes
