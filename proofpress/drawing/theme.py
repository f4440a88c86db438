"""Colours by meaning, in light and in dark: the one place in which they are written.

Charts and posters read them here, style sheets as the variables of `css_variables`, the deck as the light theme.

`first` and `second` are the two columns of the comparison. Their luminance is nearly equal, so colour
never carries the role alone: place and words do. Weights diverge from olive through paper to the second
colour, which colour-blind readers tell apart; so the first colour never means "negative". Grey with hatching always
means a failed run.
"""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct


class Theme(Struct, frozen=True):
    """The tokens of one theme, as `#RRGGBB`.

    first_band, second_band: the grounds behind the evidence of each column.
    ramps: role → six colours from little to much. diverging: from most negative over zero to most positive.
    bar, bar_ink: the spine of the poster and the words on it; bar_first, bar_second: role marks on it.
    context: lines and hairlines that carry no meaning of their own.
    line, faint, panel, measured_band, link, mark: of pages: hairlines, faint words, the ground behind boxes and that
    behind a measured number, links, and the line of a file that is wrong.
    """

    name: str
    paper: str
    first_band: str
    second_band: str
    first: str
    second: str
    ink: str
    muted: str
    context: str
    failed: str
    hatch: str
    measured: str
    bar: str
    bar_ink: str
    bar_first: str
    bar_second: str
    line: str
    faint: str
    panel: str
    measured_band: str
    link: str
    mark: str
    ramps: Mapping[str, tuple[str, ...]]
    diverging: tuple[str, ...]

    def role(self, role: str) -> str:
        """Return the colour of `first` or `second`."""
        return self.first if role == "first" else self.second

    def band(self, role: str) -> str:
        """Return the ground on which evidence of `first` or `second` stands."""
        return self.first_band if role == "first" else self.second_band

    def ramp(self, role: str) -> tuple[str, ...]:
        """Return six colours from little to much; much stands out most from the paper."""
        return self.ramps[role]

    def on(self, ground: str) -> str:
        """Return the colour of words on a filled area: whichever of dark and white reads better."""
        return max((INK, WHITE), key=lambda colour: contrast(colour, ground))


INK, WHITE = "#1B1F24", "#FFFFFF"
"""Words and marks on filled areas, in both themes."""

FIRST_RAMP = ("#FFF3E6", "#FBD3AE", "#F3A05E", "#D96A1B", "#A63D00", "#5F2200")
SECOND_RAMP = ("#F2F8FC", "#C3DFF1", "#84BADF", "#3F8BC2", "#0B5C94", "#06355A")

LIGHT = Theme(
    name="light",
    paper="#FFFFFF",
    first_band="#FDF3EA",
    second_band="#EEF5FA",
    first="#A63D00",
    second="#0B5C94",
    ink="#1B1F24",
    muted="#4A5058",
    context="#C9CED4",
    failed="#E3E6E9",
    hatch="#B9BEC4",
    measured="#1B6E3C",
    bar="#1B1F24",
    bar_ink="#FFFFFF",
    bar_first="#FFA566",
    bar_second="#6DB8F2",
    line="#D5D9DE",
    faint="#98A0A9",
    panel="#F4F5F7",
    measured_band="#EFF7F1",
    link="#0B5C94",
    mark="#FBD3AE",
    ramps=MappingProxyType({"first": FIRST_RAMP, "second": SECOND_RAMP}),
    diverging=("#4F4500", "#BDB056", "#FFFFFF", "#84BADF", "#0B5C94"),
)

DARK = Theme(
    name="dark",
    paper="#12161B",
    first_band="#1F1A17",
    second_band="#151D25",
    first="#FFA566",
    second="#6DB8F2",
    ink="#E8EAED",
    muted="#AEB6C0",
    context="#3C444D",
    failed="#2B323A",
    hatch="#4A525B",
    measured="#7BD39B",
    bar="#E8EAED",
    bar_ink="#12161B",
    bar_first="#A63D00",
    bar_second="#0B5C94",
    line="#39414A",
    faint="#68727D",
    panel="#1B2128",
    measured_band="#14211A",
    link="#6DB8F2",
    mark="#5F2200",
    ramps=MappingProxyType({"first": FIRST_RAMP[::-1], "second": SECOND_RAMP[::-1]}),
    diverging=("#EBD964", "#7D7226", "#12161B", "#1F6FA8", "#6DB8F2"),
)

THEMES: Mapping[str, Theme] = MappingProxyType({"light": LIGHT, "dark": DARK})

CSS_VARIABLES = MappingProxyType(
    {
        "paper": "paper",
        "ink": "ink",
        "muted": "muted",
        "line": "line",
        "faint": "faint",
        "ground": "panel",
        "first": "first",
        "first-band": "first_band",
        "second": "second",
        "second-band": "second_band",
        "measured": "measured",
        "measured-band": "measured_band",
        "link": "link",
    }
)
"""The variables of pages, and the colour of a theme that each has."""


def css_variables(theme: Theme) -> str:
    """Return the colours of a theme as declarations of CSS: `--paper: #ffffff; --ink: #1b1f24; …`."""
    return " ".join(f"--{name}: {getattr(theme, field).lower()};" for name, field in CSS_VARIABLES.items())


def rgb(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of a colour, 0 to 255.

    >>> rgb("#A63D00")
    (166, 61, 0)
    """
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 to 1 (WCAG 2.2, from sRGB)."""
    channels = [part / 255 for part in rgb(colour)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return a colour on the way from one (share 0) to another (share 1), in sRGB."""
    pairs = zip(rgb(one), rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)
