"""Colours: contrasts and distances recomputed from their definitions."""

import numpy as np
import pytest

from proofpress.drawing.theme import DARK, LIGHT, THEMES, Theme, contrast, luminance, mix

# Machado, Oliveira, Fernandes (2009), severity 1: how linear red, green and blue look without one kind of cone.
SIGHT = {
    "all cones": np.eye(3),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968],
                              [0.280085, 0.672501, 0.047413],
                              [-0.01182, 0.04294, 0.968881]]),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868],
                            [0.114503, 0.786281, 0.099216],
                            [-0.003882, -0.048116, 1.051998]]),
}  # fmt: skip


def lab(colour: str, sight: str) -> np.ndarray:
    """Return a colour in CIELAB (D65) as it looks to a kind of sight."""
    srgb = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(SIGHT[sight] @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear
    scaled = xyz / np.array([0.95047, 1.0, 1.08883])
    f = np.where(scaled > (6 / 29) ** 3, np.cbrt(scaled), scaled / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: np.ndarray, other: np.ndarray) -> float:
    """Return the colour difference of Sharma, Wu, Dalal (2005)."""
    c_bar = (np.hypot(*one[1:]) + np.hypot(*other[1:])) / 2
    g = 0.5 * (1 - np.sqrt(c_bar**7 / (c_bar**7 + 25.0**7)))
    a1, a2 = (1 + g) * one[1], (1 + g) * other[1]
    c1, c2 = np.hypot(a1, one[2]), np.hypot(a2, other[2])
    h1, h2 = np.degrees(np.arctan2(one[2], a1)) % 360, np.degrees(np.arctan2(other[2], a2)) % 360
    dl, dc = other[0] - one[0], c2 - c1
    turn = (h2 - h1 + 180) % 360 - 180
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    l_bar, c_mid = (one[0] + other[0]) / 2, (c1 + c2) / 2
    h_bar = (h1 + turn / 2) % 360
    t = (1 - 0.17 * np.cos(np.radians(h_bar - 30)) + 0.24 * np.cos(np.radians(2 * h_bar))
         + 0.32 * np.cos(np.radians(3 * h_bar + 6)) - 0.2 * np.cos(np.radians(4 * h_bar - 63)))  # fmt: skip
    sl = 1 + 0.015 * (l_bar - 50) ** 2 / np.sqrt(20 + (l_bar - 50) ** 2)
    sc, sh = 1 + 0.045 * c_mid, 1 + 0.015 * c_mid * t
    rt = -2 * np.sqrt(c_mid**7 / (c_mid**7 + 25.0**7)) * np.sin(np.radians(60 * np.exp(-(((h_bar - 275) / 25) ** 2))))
    return float(np.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * dc / sc * dh / sh))


def test_the_measure_of_distance_agrees_with_its_authors() -> None:
    """The first pair of Sharma, Wu and Dalal's test data lies 2.0425 apart."""
    one, other = np.array([50.0, 2.6772, -79.7751]), np.array([50.0, 0.0, -82.7485])
    assert ciede2000(one, other) == pytest.approx(2.0425, abs=1e-4)


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_two_roles_are_told_apart(theme: Theme, sight: str) -> None:
    """The colours of the two roles lie at least 40 apart (CIEDE2000), also without green or red cones."""
    assert ciede2000(lab(theme.first, sight), lab(theme.second, sight)) >= 40


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_words_and_lines_have_contrast(theme: Theme) -> None:
    """Every colour of words has 4.5:1 on paper and on both bands; the bar's words have it on the bar."""
    for ground in (theme.paper, theme.first_band, theme.second_band):
        for colour in (theme.first, theme.second, theme.ink, theme.muted):
            assert contrast(colour, ground) >= 4.5
    assert contrast(theme.measured, theme.paper) >= 4.5
    for colour in (theme.bar_ink, theme.bar_first, theme.bar_second):
        assert contrast(colour, theme.bar) >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("role", ["first", "second"])
def test_ramps_go_one_way(theme: Theme, role: str) -> None:
    """A ramp's luminance falls (in dark: rises) at every step, so that more always stands out more."""
    steps = [luminance(colour) for colour in theme.ramp(role)]
    assert steps == sorted(steps, reverse=theme.name == "light")


def test_words_on_a_shade_take_the_better_ink() -> None:
    """On every colour of every ramp words have at least 4.4:1, in dark ink or in white."""
    for theme in (LIGHT, DARK):
        for role in ("first", "second"):
            assert all(contrast(theme.on(colour), colour) >= 4.4 for colour in theme.ramp(role))


def test_known_contrasts() -> None:
    """Black on white is 21:1, a colour on itself 1:1, and a mix lies between its ends."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#A63D00", "#A63D00") == 1
    assert (mix("#000000", "#FFFFFF", 0), mix("#000000", "#FFFFFF", 1)) == ("#000000", "#FFFFFF")
