"""Colours by meaning, in light and in dark: the one place in which they are written.

Charts and posters read them here, style sheets as the variables of `css_variables`, the deck as the light theme.

`first` and `second` are the two columns of the comparison. Their luminance is nearly equal, so colour
never carries the role alone: place and words do. Weights diverge from olive through paper to the second
colour, which colour-blind readers tell apart; so the first colour never means "negative". Grey with hatching always
means a failed run.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from colorsys import hls_to_rgb, rgb_to_hls
from functools import cache
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from proofpress.models.look import Colours


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

WORDS_CONTRAST, SHADE_CONTRAST, BRIGHT_CONTRAST = 4.5, 4.4, 8.5
"""Least contrast of words on their ground, of words on a shade, and of the colours of the dark theme on its paper."""
BAND, SHIFT = 0.06, 0.12
"""How much of its colour a band has; how far a shade of a ramp may be shifted until words on it can be read."""
APART = 0.12
"""Least distance of the two colours in Oklab; our own two lie at least 0.19 apart."""
SIGHTS = MappingProxyType(
    {
        "to any eye": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
        "to an eye without green cones": (
            (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)
        ),
        "to an eye without red cones": (
            (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)
        ),
    }
)  # fmt: skip
OKLAB = (
    ((0.4122214708, 0.5363325363, 0.0514459929), (0.2119034982, 0.6806995451, 0.1073969566),
     (0.0883024619, 0.2817188376, 0.6299787005)),
    ((0.2104542553, 0.793617785, -0.0040720468), (1.9779984951, -2.428592205, 0.4505937099),
     (0.0259040371, 0.7827717662, -0.808675766)),
)  # fmt: skip
"""Linear sRGB to cones, and the cube roots of cones to Oklab."""

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
    """Return the colours of a theme as declarations of CSS: `--paper: #ffffff; --ink: #1b1f24; …`.

    `--diverging` is five of them, for scripts that colour weights as charts do.
    """
    single = (f"--{name}: {getattr(theme, field).lower()};" for name, field in CSS_VARIABLES.items())
    return " ".join((*single, f"--diverging: {' '.join(theme.diverging).lower()};"))


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


def themes_of(colours: Colours | None) -> Mapping[str, Theme]:
    """Return the themes by name: ours, or those in which the two things compared have an author's colours."""
    return THEMES if colours is None else _made_of(colours.first.upper(), colours.second.upper())


@cache
def _made_of(first: str, second: str) -> Mapping[str, Theme]:
    light, dark = {"first": first, "second": second}, {"first": bright(first), "second": bright(second)}
    ramps = {role: _ramp(colour) for role, colour in light.items()}
    return MappingProxyType(
        {
            "light": replace(
                LIGHT,
                **light,
                first_band=mix(LIGHT.paper, first, BAND),
                second_band=mix(LIGHT.paper, second, BAND),
                bar_first=dark["first"],
                bar_second=dark["second"],
                link=second,
                mark=ramps["first"][1],
                ramps=MappingProxyType(ramps),
                diverging=(*LIGHT.diverging[:3], ramps["second"][2], second),
            ),
            "dark": replace(
                DARK,
                **dark,
                first_band=mix(DARK.paper, dark["first"], BAND),
                second_band=mix(DARK.paper, dark["second"], BAND),
                bar_first=first,
                bar_second=second,
                link=dark["second"],
                mark=ramps["first"][5],
                ramps=MappingProxyType({role: ramp[::-1] for role, ramp in ramps.items()}),
                diverging=(*DARK.diverging[:3], mix(DARK.paper, dark["second"], 0.6), dark["second"]),
            ),
        }
    )


def _ramp(colour: str) -> tuple[str, ...]:
    """Return six colours from little to much of a colour, on each of which words can be read."""
    shares = ((WHITE, 0.08), (WHITE, 0.3), (WHITE, 0.55), (WHITE, 0.8), (WHITE, 1.0), ("#000000", 0.57))
    return tuple(_readable(ground, colour, share) for ground, share in shares)


def _readable(ground: str, colour: str, share: float) -> str:
    """Return a mix of about this share on which words in ink or in white have the contrast of words."""
    steps = sorted((step / 100 for step in range(101)), key=lambda step: abs(step - share))
    mixes = [mix(ground, colour, step) for step in steps if abs(step - share) <= SHIFT]
    return next((each for each in mixes if contrast(LIGHT.on(each), each) >= SHADE_CONTRAST), mixes[0])


def bright(colour: str) -> str:
    """Return a colour of the same hue that stands out from dark paper as far as every other one made so."""
    hue, lightness, saturation = rgb_to_hls(*(part / 255 for part in rgb(colour)))
    for step in range(round(lightness * 200), 201):
        made = _hex(hls_to_rgb(hue, step / 200, saturation))
        if contrast(made, DARK.paper) >= BRIGHT_CONTRAST:
            break
    return made


def find_fault(colours: Colours) -> tuple[str, str] | None:
    """Return which of two colours will not do and why, or None: words must be read, and the two told apart.

    They are looked at in both themes, and as eyes without green or without red cones see them (Machado, Oliveira,
    Fernandes, 2009, severity 1).
    """
    for theme in themes_of(colours).values():
        for role in ("first", "second"):
            for ground in (theme.paper, theme.first_band, theme.second_band):
                ratio = contrast(theme.role(role), ground)
                if ratio < WORDS_CONTRAST:
                    low = f"{ratio:.1f} to 1 in the {theme.name} theme"
                    return role, f"words in it have a contrast of {low}, not {WORDS_CONTRAST}"
        for sight, matrix in SIGHTS.items():
            distance = math.dist(*(_oklab(colour, matrix) for colour in (theme.first, theme.second)))
            if distance < APART:
                return "second", f"it is too like the first {sight}, in the {theme.name} theme"
    return None


def nearest_passing(colours: Colours, role: str) -> str | None:
    """Return the colour nearest to one of two with which the pair passes `find_fault`; None if there is none."""
    given = colours.first if role == "first" else colours.second
    hues = (_hex(hls_to_rgb(h / 48, v / 40, s / 4)) for h in range(48) for v in range(6, 24) for s in (1, 2, 3, 4))
    for candidate in sorted(set(hues), key=lambda each: math.dist(_oklab(each), _oklab(given))):
        if find_fault(replace(colours, **{role: candidate})) is None:
            return candidate
    return None


def _oklab(colour: str, sight: Sequence[Sequence[float]] = ((1, 0, 0), (0, 1, 0), (0, 0, 1))) -> tuple[float, ...]:
    """Return a colour in Oklab (B. Ottosson, 2020), in which distances are what eyes see. sight: as cones change it."""
    parts = [part / 255 for part in rgb(colour)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    seen = [min(max(total, 0.0), 1.0) for total in _times(sight, linear)]
    return tuple(_times(OKLAB[1], [math.cbrt(cone) for cone in _times(OKLAB[0], seen)]))


def _times(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _hex(parts: Iterable[float]) -> str:
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)
