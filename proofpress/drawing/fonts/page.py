"""The typeface of pages as a style sheet has it: its files, the stand-ins until they have come, and its name."""

from collections.abc import Mapping

from msgspec import Struct

from proofpress.drawing.fonts import FAMILY, WEIGHTS
from proofpress.drawing.fonts.stand_ins import Measures, own_measures, stand_in_names, stand_in_rules


class Face(Struct, frozen=True):
    """A file of a page's typeface. name: of the asset. weights: for which it serves, as a style sheet says it.

    data: WOFF2; empty for a file that lies among the assets already.
    """

    name: str
    weights: str
    data: bytes = b""


class PageFont(Struct, frozen=True):
    """The typeface of pages. measures: weight → what the stand-ins have to be as wide and as high as."""

    family: str
    faces: tuple[Face, ...]
    measures: Mapping[int, Measures]

    @property
    def style(self) -> str:
        """The rules that load the typeface, those of its stand-ins, and the variable that lists their names."""
        rules = [
            f'@font-face{{font-family:"{self.family}";font-weight:{face.weights};font-display:swap;'
            f'src:url("{face.name}") format("woff2")}}'
            for face in self.faces
        ]
        names = ",".join(f'"{name}"' for name in (self.family, *stand_in_names()))
        return "".join((*rules, *stand_in_rules(self.measures), f":root{{--typeface:{names},system-ui,sans-serif}}"))


def own_page_font() -> PageFont:
    """Return the press's own typeface, which lies among the assets of pages: one file for all weights."""
    weights = f"{min(WEIGHTS)} {max(WEIGHTS)}"
    return PageFont(FAMILY, (Face("fonts/proofpress-sans.woff2", weights),), own_measures())
