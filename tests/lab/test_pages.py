"""The lab's page as built: its files, their weight, its words, and the settings it offers."""

import gzip
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
    names = [path for path in files if path == "steps/lab/index.html" or path.endswith((".js", ".css"))]
    sent = sum(len(gzip.compress(files[name])) for name in names) + len(files["steps/lab/network.bin"])
    assert sent <= 120_000
    assert len(files["steps/lab/network.bin"]) <= 60_000


def test_the_files_are_deflated_and_say_what_they_hold(files):
    """Each file begins with a line of JSON once it is inflated."""
    for name, words in (("network.bin", b'"features":64'), ("recorded.bin", b'"learning_rate":0.1')):
        assert words in zlib.decompress(files[f"steps/lab/{name}"]).partition(b"\n")[0]


def test_a_control_holds_the_recorded_value_among_its_own():
    """A recorded value that no slider has by itself is put in its place; all rows are the most."""
    odd = create_control("learning_rate", "Rate", "Note.", 0.07, 1000)
    assert odd.values[odd.at] == odd.start == "0.07"
    assert list(map(float, odd.values)) == sorted(map(float, odd.values))
    assert create_control("batch_size", "Batch", "Note.", 32, 100).values[-1] == "100"
    assert create_control("optimizer", "How", "Note.", "adam", 9).shape == "choice"
    assert create_control("seed", "Seed", "Note.", 0, 9).shape == "number"


@pytest.mark.parametrize("name", ["a b", "a&b", "ä"])
def test_links_to_settings_are_escaped(name):
    """Nothing in a value can add another setting."""
    assert create_link("x", {"optimizer": name}, {}).count("&") == 1
