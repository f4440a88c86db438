"""The typeface: its licence, its characters, its cuts."""

import base64
import io
import re
from pathlib import Path

import matplotlib
import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from PIL import ImageFont

from proofpress.drawing import fonts
from proofpress.drawing.fonts.stand_ins import letter_shares, measure, own_measures, stand_in_rules

PAGES = Path(__file__).resolve().parents[2] / "templates" / "assets" / "fonts"
FONTS = [*sorted(fonts.FOLDER.glob("*.ttf")), *sorted(PAGES.glob("*.woff2"))]
SENTENCES = (
    "Parameters are learned from data while the model is being trained.",
    "The learning rate is constant within a run and changes only between runs.",
    "Start from different random weights and training ends at unrelated weights.",
)
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
    """The page's one font, of all weights, weighs at most 24 KB; licence and log lie beside each set."""
    (page,) = PAGES.glob("*.woff2")
    assert page.stat().st_size <= 24_000
    axis = TTFont(page)["fvar"].axes[0]
    assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", min(fonts.WEIGHTS), max(fonts.WEIGHTS))
    for folder in (PAGES, fonts.FOLDER):
        assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text(encoding="utf-8").upper()
        assert "python tools/fonts.py" in (folder / "FONTLOG.txt").read_text(encoding="utf-8")


def test_pages_and_figures_have_the_same_letters() -> None:
    """The page's font, set to a weight, has the advances and the outlines of the figures' file of that weight."""
    page = TTFont(next(PAGES.glob("*.woff2")))
    for weight in fonts.WEIGHTS:
        figures = TTFont(fonts.font_file(weight))
        drawn, own = page.getGlyphSet(location={"wght": weight}), figures.getGlyphSet()
        names, own_names = page.getBestCmap(), figures.getBestCmap()
        for character in map(ord, "Hamburgefonstiv 0123456789 ±→é"):
            one, two = BoundsPen(drawn), BoundsPen(own)
            drawn[names[character]].draw(one)
            own[own_names[character]].draw(two)
            assert abs(drawn[names[character]].width - own[own_names[character]].width) <= 1
            assert (one.bounds is None) == (two.bounds is None)
            assert two.bounds is None or one.bounds == pytest.approx(two.bounds, abs=1.5), (weight, chr(character))


def test_stand_ins_have_the_measures_of_the_typeface() -> None:
    """The measures that style sheets are made from are those of the font files, measured again."""
    for weight, kept in own_measures().items():
        assert measure(TTFont(fonts.font_file(weight)), letter_shares()) == kept


def test_a_stand_in_is_as_wide_as_the_typeface() -> None:
    """Sentences in DejaVu Sans, adjusted as its rule says, are within 3 % as wide as in the typeface (by FreeType)."""
    rules = [rule for rule in stand_in_rules(own_measures()) if "DejaVu" in rule]
    assert len(rules) == 2
    for rule, weight, name in zip(rules, own_measures(), ("DejaVuSans", "DejaVuSans-Bold"), strict=True):
        scale = float(re.search(r"size-adjust:([\d.]+)%", rule)[1]) / 100
        ascent = float(re.search(r"ascent-override:([\d.]+)%", rule)[1]) / 100
        stand_in = ImageFont.truetype(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"{name}.ttf", 1000)
        own = ImageFont.truetype(fonts.font_file(weight), 1000)
        for sentence in SENTENCES:
            assert scale * stand_in.getlength(sentence) == pytest.approx(own.getlength(sentence), rel=0.03)
        assert scale * ascent * 1000 == pytest.approx(own.getmetrics()[0], abs=1)


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


@pytest.mark.parametrize(("letters", "joins"), [("معامل", True), ("accuracy", False)])
def test_letters_that_join_keep_what_joins_them(letters: str, joins: bool) -> None:
    """A cut with Arabic letters has their forms for each place in a word; Latin needs none."""
    file = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    font = TTFont(io.BytesIO(fonts._subset(file, letters, "")))
    features = {each.FeatureTag for each in font["GSUB"].table.FeatureList.FeatureRecord} if "GSUB" in font else set()
    assert ({"init", "medi", "fina"} <= features) is joins
