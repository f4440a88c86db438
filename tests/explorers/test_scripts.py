"""The explorers' arithmetic and maps, tested under node without a page."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from proofpress.charts.model import coloured
from proofpress.drawing.theme import THEMES
from tests.desk import ROOT

HERE = Path(__file__).parent


def test_the_scripts_keep_their_promises():
    """Every test of the scripts passes under node, and none is passed over."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("the tests of the explorers' scripts need node 20 or newer on the PATH")
    files = sorted(HERE.glob("*.test.mjs"))
    done = subprocess.run([node, "--test", *map(str, files)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "\n# skipped 0\n" in done.stdout


@pytest.mark.parametrize("theme", THEMES)
def test_weights_have_one_palette_on_the_page_and_in_pictures(theme):
    """A number has the same colour in an explorer as in the chart that it takes the place of, below zero and above."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("the tests of the explorers' scripts need node 20 or newer on the PATH")
    numbers = np.linspace(-1.2, 1.2, 49)
    stops = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in THEMES[theme].diverging]
    script = f"""
      import {{ diverging }} from "{(ROOT / "templates/assets/explorer/colours.js").as_uri()}";
      console.log(JSON.stringify({numbers.tolist()}.map((number) => diverging({stops}, number))));
    """
    done = subprocess.run([node, "--input-type=module", "-e", script], capture_output=True, text=True, check=True)
    assert np.abs(np.array(json.loads(done.stdout)) - coloured(THEMES[theme], numbers, 1.0)).max() <= 1


def test_no_script_has_a_palette_of_its_own_for_weights():
    """Scripts that draw weights, in the lab too, take their colours from the theme's scale."""
    for name in ("explorer/cells.js", "explorer/parameter_map.js", "lab/pictures.js"):
        source = (ROOT / "templates/assets" / name).read_text(encoding="utf-8")
        assert "stops" in source, name
