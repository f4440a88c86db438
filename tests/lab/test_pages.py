"""The lab's page as built: its files, their weight, its words, and the settings it offers."""

import base64
import gzip
import re
import zlib

import pytest

from proofpress.site.pages.lab import create_control, create_link


def test_a_comparison_without_a_lab_has_none():
    """The page is made only where lab.yaml asks for it."""
    from tests.site import made_up
    from tests.site.conftest import rendered

    assert not [path for path in rendered(made_up.material("steps")) if "/lab/" in path]


def test_the_lab_weighs_little(files):
    """Page, styles, scripts and data together are at most 120 KB as they are sent."""
    names = [
        "steps/lab/index.html",
        "steps/lab/network.js",
        *(path for path in files if path.startswith("assets/lab.")),
    ]
    sent = sum(len(gzip.compress(files[name])) for name in names)
    assert sent <= 120_000
    assert len(gzip.compress(files["steps/lab/network.js"])) <= 60_000


def test_the_files_are_deflated_and_say_what_they_hold(files):
    """Each file is a script that leaves a text in base 64, which begins with a line of JSON once it is inflated."""
    for name, words in (("network", b'"features":64'), ("recorded", b'"learning_rate":0.1')):
        found = re.fullmatch(rb'.*\["(\w+)"\]="([\w+/=]+)";\n', files[f"steps/lab/{name}.js"])
        assert found[1].decode() == name
        assert words in zlib.decompress(base64.b64decode(found[2])).partition(b"\n")[0]


def test_a_control_holds_the_recorded_value_among_its_own():
    """A recorded value that no slider has by itself is put in its place; all rows are the most."""
    odd = create_control("learning_rate", "Rate", "Note.", 0.07, 1000)
    assert odd.values[odd.at] == odd.start == "0.07"
    assert list(map(float, odd.values)) == sorted(map(float, odd.values))
    assert create_control("batch_size", "Batch", "Note.", 32, 100).values[-1] == "100"
    assert create_control("optimizer", "How", "Note.", "adam", 9).shape == "choice"
    assert create_control("seed", "Seed", "Note.", 0, 9).shape == "number"


def test_the_page_says_where_the_network_of_the_opening_differs(files):
    """Settings that differ are named with both values; nothing is said where the opening shows none."""
    pages = [files[f"{slug}/lab/index.html"].decode() for slug in ("steps", "few")]
    assert "was trained with other settings: weight decay 0.002 (here 0)." in pages[0]
    assert "was trained with other settings" not in pages[1]


@pytest.mark.parametrize("name", ["a b", "a&b", "ä"])
def test_links_to_settings_are_escaped(name):
    """Nothing in a value can add another setting."""
    assert create_link("x", {"optimizer": name}, {}).count("&") == 1
