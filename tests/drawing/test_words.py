"""Names as they are written, lines as they are broken, ticks and labels as they are placed."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.drawing.frame import spread
from proofpress.drawing.legend import in_words
from proofpress.drawing.scales import Scale, fitting
from proofpress.drawing.words import balanced
from proofpress.formatting import number

SENTENCES = st.lists(st.text("abcdefghij", min_size=1, max_size=9), min_size=1, max_size=14)


@given(st.floats(-9, 3), st.floats(0.2, 12))
def test_ticks_of_a_decade_axis_read_back(start: float, decades: float) -> None:
    """Every tick of a logarithmic axis reads back as where it stands, however small."""
    scale = Scale(10**start, 10 ** (start + decades), True)
    for tick in scale.ticks(6):
        assert math.isclose(float(number(tick).replace("−", "-").replace(",", "")), tick, rel_tol=5e-3)


@given(SENTENCES, st.integers(10, 60))
def test_breaking_keeps_words_and_width(parts: list[str], width: int) -> None:
    """Broken lines hold the same words in order, fit the width, and are as few as can be."""
    lines = balanced(" ".join(parts), width, len)
    assert " ".join(lines).split() == parts
    assert all(len(line) <= width for line in lines)
    greedy, line = 1, ""
    for part in parts:
        line = f"{line} {part}".strip()
        if len(line) > width:
            greedy, line = greedy + 1, part
    assert len(lines) == greedy


@pytest.mark.parametrize(
    ("broken", "width"),
    [
        ("Learning rate, batch size,|number of epochs", 30),
        ("Training error low,|error on new data much higher", 40),
        ("Tuned by hand or via|search (e.g., grid search)", 30),
        ("At last, it learns what|the labels of it all say", 30),
    ],
)
def test_lines_end_where_phrases_end(broken: str, width: int) -> None:
    """A line rather ends with a phrase than in one, unless it would be too long or its neighbour too short."""
    assert balanced(broken.replace("|", " "), width, len) == broken.split("|")


@given(SENTENCES, st.integers(10, 60), st.sets(st.integers(0, 13)))
def test_phrases_cost_no_line_and_no_width(parts: list[str], width: int, ends: set[int]) -> None:
    """With phrases to end, there are as few lines as without, of the same words, within the width."""
    plain = balanced(" ".join(parts), width, len)
    # A comma counts nothing here, so that only where lines break can differ.
    marked = [f"{part}," if place in ends else part for place, part in enumerate(parts)]
    lines = balanced(" ".join(marked), width, lambda line: len(line.replace(",", "")))
    assert " ".join(lines).split() == marked
    assert len(lines) == len(plain)
    assert all(len(line.replace(",", "")) <= width for line in lines)
    longest = max(len(line) for line in plain)
    assert max(len(line.replace(",", "")) for line in lines) <= max(longest, longest + 0.25 * width)


@given(st.lists(st.floats(0, 500), min_size=1, max_size=9))
def test_spread_labels_keep_their_distance(places: list[float]) -> None:
    """Labels moved apart stay between the ends, at least the gap from one another, in the order they had."""
    moved = spread(places, 20, 0, 500)
    ranked = sorted(moved)
    assert all(b - a >= 20 - 1e-3 for a, b in itertools.pairwise(ranked))
    assert all(-1e-6 <= place <= 500 + 1e-6 for place in moved)
    order = sorted(range(len(places)), key=lambda at: places[at])
    assert [moved[at] for at in order] == ranked


@given(st.floats(-1000, 1000), st.floats(0.001, 1000), st.integers(2, 7))
def test_ticks_are_few_and_within(low: float, length: float, most: int) -> None:
    """A linear scale has at most so many ticks, rising, within its ends."""
    ticks = Scale(low, low + length).ticks(most)
    assert 1 <= len(ticks) <= most
    assert ticks == sorted(set(ticks))
    slack = 1e-6 * max(1.0, abs(low), length)
    assert all(low - slack <= tick <= low + length + slack for tick in ticks)


@given(st.integers(0, 1000), st.integers(1, 1000), st.integers(2, 7))
def test_what_is_counted_has_whole_ticks(low: int, length: int, most: int) -> None:
    """Between whole numbers there is a tick, at most so many, and none that stands for a fraction."""
    ticks = Scale(low, low + length).ticks(most, whole=True)
    assert 1 <= len(ticks) <= most
    assert all(tick == round(tick) and low <= tick <= low + length for tick in ticks)


def test_logarithmic_ticks_are_powers_of_ten() -> None:
    """Over several decades the ticks are round powers, written out."""
    ticks = Scale(0.0001, 100, True).ticks(4)
    assert [number(tick) for tick in ticks] == ["0.0001", "0.01", "1", "100"]
    assert fitting([0.0001, 100]).log
    assert not fitting([0.0, 100]).log


def test_names_are_words() -> None:
    """An identifier is written as words, with the score F1 as the field writes it."""
    assert (in_words("test_f1"), in_words("learning_rate")) == ("test F1", "learning rate")


def test_long_texts_are_measured_a_few_times_a_word() -> None:
    """Hundreds of words are broken in time: how often is measured grows with the words, not with their cube."""
    counted = []

    def measure(line: str) -> float:
        counted.append(line)
        return float(len(line))

    words = [f"part {number} of many," for number in range(100)]
    assert len(balanced(" ".join(words), 60, measure)) > 20
    assert len(counted) < 60 * 400
