"""The typeface: its licence, its characters, its cuts."""

import base64
import io
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from proofpress.drawing import fonts

PAGES = Path(__file__).resolve().parents[2] / "templates" / "assets" / "fonts"
FONTS = [*sorted(fonts.FOLDER.glob("*.ttf")), *sorted(PAGES.glob("*.woff2"))]
NEEDED = "−×±≤≥≈→←▲▼●○“”‘’–—…·éßÄ€"


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.name)
def test_the_reserved_name_is_not_used(path: Path) -> None:
    """But for the copyright and the licence, no name record of a changed font holds the reserved word."""
    names = [record for record in TTFont(path)["name"].names if record.nameID not in (0, 5, 13, 14)]
    assert names
    assert not any("source" in record.toUnicode().lower() for record in names)


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.name)
def test_fonts_hold_what_pages_print(path: Path) -> None:
    """Each font has the signs that texts and figures use."""
    characters = TTFont(path).getBestCmap()
    assert [sign for sign in NEEDED if ord(sign) not in characters] == []


def test_fonts_are_small_and_licensed() -> None:
    """The page's fonts weigh at most 40 KB in all; licence and log lie beside each set."""
    assert sum(path.stat().st_size for path in PAGES.glob("*.woff2")) <= 40_000
    for folder in (PAGES, fonts.FOLDER):
        assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text(encoding="utf-8").upper()
        assert "python tools/fonts.py" in (folder / "FONTLOG.txt").read_text(encoding="utf-8")


def test_missing_characters_are_named() -> None:
    """Characters that the typeface lacks come back once each; line breaks and known ones do not."""
    assert fonts.missing("mean ± 2 → ok\n") == ""
    assert fonts.missing("漢 and 漢 and ◇") == "◇漢"


def test_an_embedded_cut_holds_just_its_characters() -> None:
    """The WOFF2 in the data address has the characters asked for, and the same ones give the same rule."""
    rule = fonts.embedded(600, "abba 97%")
    assert rule == fonts.embedded(600, "%79 ab")
    data = re.search(r"base64,([^)]+)\)", rule)
    assert data is not None
    font = TTFont(io.BytesIO(base64.b64decode(data.group(1))))
    assert {chr(code) for code in font.getBestCmap()} == set("ab 97%")
