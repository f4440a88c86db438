"""The style sheet: contrasts recomputed, and what a reader's own settings ask for."""

import re

import pytest

from proofpress.drawing.theme import THEMES, css_variables
from tests.desk import ROOT
from tests.site.conftest import TEMPLATES

SHEETS = {path.name: path.read_text() for path in sorted((TEMPLATES / "assets/css").rglob("*.css"))}
LIGHT, DARK = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", css_variables(theme))) for theme in THEMES.values())


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("words", "grounds"),
    [
        ("ink", ["paper", "ground", "first-band", "second-band", "measured-band"]),
        ("muted", ["paper", "ground", "first-band", "second-band", "measured-band"]),
        ("first", ["paper", "first-band"]),
        ("second", ["paper", "second-band"]),
        ("measured", ["paper", "measured-band"]),
        ("link", ["paper", "ground", "measured-band", "first-band", "second-band"]),
    ],
)
def test_words_can_be_read(theme, words, grounds):
    """Every colour of words has a contrast of at least 4.5 on every ground that it is used on."""
    for ground in grounds:
        assert contrast(theme[words], theme[ground]) >= 4.5, (words, ground)


def test_both_themes_name_the_same_colours():
    """The dark theme replaces every colour of the light one."""
    assert set(LIGHT) == set(DARK)


def test_colours_are_named_once():
    """No sheet but the tokens writes a colour of its own, shadows apart."""
    for name, sheet in SHEETS.items():
        if name != "10-tokens.css":
            assert set(re.findall(r"#[0-9a-f]{3,8}\b(?![^{]*\{)", sheet)) <= {"#0003"}, name


@pytest.mark.parametrize("feature", ["prefers-reduced-motion: no-preference", "forced-colors: active"])
def test_settings_of_readers_are_heard(feature):
    """Motion and forced colours have rules of their own; motion happens only where nobody minds."""
    assert f"@media ({feature})" in SHEETS["70-media.css"]
    moving = re.compile(r"transition|animation|scroll-behavior")
    assert not [name for name, sheet in SHEETS.items() if name != "70-media.css" and moving.search(sheet)]


def test_paper_has_a_sheet_of_its_own(parsed):
    """What only a printed page needs is in a sheet that a browser fetches without making readers wait."""
    for path, page in parsed.items():
        sheets = page.all("link", rel="stylesheet", media="print")
        alone = path == "404.html" or "/embed/" in path or not page.all("link", rel="stylesheet")
        assert len(sheets) == 1 or alone, path
    assert "@page" not in "".join(SHEETS.values())


def test_every_colour_is_one_of_the_theme():
    """What cannot read the theme, an icon or the script of the server, has no colour that the theme does not have."""
    named = {value.lower() for theme in THEMES.values() for value in vars_of(theme)}
    files = [*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.css"), *TEMPLATES.rglob("*.js"), *TEMPLATES.rglob("*.svg")]
    files += (ROOT / "proofpress" / "server").glob("*.js")
    written = {(path.name, found) for path in files for found in re.findall(r"#[0-9a-f]{6}\b", path.read_text(), re.I)}
    assert {(name, colour) for name, colour in written if colour.lower() not in named} == set()


def vars_of(theme):
    """Return the colours of a theme, those of its ramps too."""
    values = [getattr(theme, field) for field in theme.__struct_fields__ if field not in ("name", "ramps")]
    ramps = [colour for ramp in theme.ramps.values() for colour in ramp]
    return [*(value for value in values if isinstance(value, str)), *theme.diverging, *ramps]
