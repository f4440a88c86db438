"""Fonts of readers' systems that stand in for the page's own until it has come, set as wide and as high as it.

Side effects: reads `stand-ins.json` beside this module, which `tools/fonts.py` writes.

`size-adjust` makes the words as wide as they will be, so that lines break where they will; the overrides of ascent and
descent give a line the height that it will have (CSS Fonts Module Level 5, section 9).
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

FILE = Path(__file__).with_name("stand-ins.json")
REGULAR, BOLD = 400, 700


class Measures(Struct, frozen=True):
    """What a stand-in takes from a font, in sizes of type.

    width: the mean advance of letters as often as texts have them. ascent, descent: above and below the baseline.
    line_gap: what a font adds between lines.
    """

    width: float
    ascent: float
    descent: float
    line_gap: float


class StandIn(Struct, frozen=True):
    """A font that systems bring. systems: its names there. widths: weight → the mean advance of its letters."""

    name: str
    systems: tuple[str, ...]
    widths: Mapping[int, float]


class _Table(Struct, frozen=True):
    letters: Mapping[str, float]
    own: Mapping[int, Measures]
    stand_ins: tuple[StandIn, ...]


def letter_shares() -> Mapping[str, float]:
    """Return the share of each letter, digit and blank in texts."""
    return _table().letters


def stand_in_names() -> tuple[str, ...]:
    """Return the families of the stand-ins, as style sheets name them after the page's own."""
    return tuple(f"Stand-in {stand_in.name}" for stand_in in _table().stand_ins)


def measure(font: Any, letters: Mapping[str, float]) -> Measures:
    """Return the measures of a font of fontTools. letters: the share of each in a text; those it lacks do not count."""
    characters, advances, size = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    known = {letter: share for letter, share in letters.items() if ord(letter) in characters}
    total = sum(known.values())
    width = sum(share * advances[characters[ord(letter)]][0] for letter, share in known.items())
    head, system = font["hhea"], font["OS/2"]
    # Browsers take the typographic measures where the font says so (OpenType, OS/2, fsSelection, bit 7).
    if system.fsSelection >> 7 & 1:
        up, down, gap = system.sTypoAscender, -system.sTypoDescender, system.sTypoLineGap
    else:
        up, down, gap = head.ascent, -head.descent, head.lineGap
    return Measures(round(width / total / size if total else 0.5, 4), up / size, down / size, gap / size)


def own_measures() -> Mapping[int, Measures]:
    """Return the measures of the press's own typeface by weight, known without reading its files."""
    return _table().own


def stand_in_rules(measures: Mapping[int, Measures]) -> Iterator[str]:
    """Yield an @font-face rule for each stand-in in regular and in bold. measures: of the page's font, by weight."""
    for stand_in, name in zip(_table().stand_ins, stand_in_names(), strict=True):
        for weight, own in sorted(measures.items()):
            # Systems bring a regular and a bold; the semibold of the page is made of the bold, set narrower.
            bold = weight > REGULAR
            scale = own.width / stand_in.widths[BOLD if bold else REGULAR]
            sources = ",".join(f'local("{system}{" Bold" if bold else ""}")' for system in stand_in.systems)
            weights = f"{weight} {BOLD}" if bold and weight != BOLD else weight
            yield (
                f'@font-face{{font-family:"{name}";font-weight:{weights};src:{sources};size-adjust:{_percent(scale)};'
                f"ascent-override:{_percent(own.ascent / scale)};descent-override:{_percent(own.descent / scale)};"
                f"line-gap-override:{_percent(own.line_gap / scale)}}}"
            )


def _percent(share: float) -> str:
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"


@cache
def _table() -> _Table:
    return msgspec.json.decode(FILE.read_bytes(), type=_Table, strict=False)
