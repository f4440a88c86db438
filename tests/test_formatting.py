"""Numbers as prose, figures, tables and explorers print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress import formatting


@pytest.mark.parametrize(
    ("value", "low", "high", "unit", "digits", "expected"),
    [
        (96.94, 96.1, 97.4, "percent", 1, "96.9% [96.1, 97.4]"),
        (57.2, 55.04, 59.1, "points", 1, "57.2 points [55.0, 59.1]"),
        (4.8, 4.3, 5.3, "ratio", 1, "4.8 times [4.3, 5.3]"),
        (1797, 1797, 1797, "count", 0, "1,797"),
        (1, 1, 1, "points", 0, "1 point"),
        (-1, -2, 1, "points", 0, "−1 point [−2, 1]"),
        (1.04, 1.04, 1.04, "seconds", 1, "1.0 seconds"),
        (-5.37, -5.4, -5.3, "decades", 1, "−5.4 decades [−5.4, −5.3]"),
        (0.93, 0.91, 0.95, "plain", 2, "0.93 [0.91, 0.95]"),
    ],
)
def test_units(value: float, low: float, high: float, unit: str, digits: int, expected: str) -> None:
    """Each unit has its words, its singular and its interval."""
    assert formatting.with_interval(value, low, high, unit, digits) == expected


@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_a_printed_number_is_the_rounded_one(value: float, digits: int) -> None:
    """Read back, a printed number is the value rounded; nothing ever prints as minus zero."""
    printed = formatting.fixed(value, digits)
    assert float(printed.replace(",", "").replace("−", "-")) == pytest.approx(round(value, digits), abs=1e-9)
    assert not (printed.startswith("−") and not printed.strip("−0.,"))


@pytest.mark.parametrize(
    ("value", "expected"), [(1e-05, "0.00001"), (2.50, "2.5"), (-1234567, "−1,234,567"), ("32 by 32", "32 by 32")]
)
def test_given_prints_what_was_written(value: float | str, expected: str) -> None:
    """A number that is not measured is never shown with an exponent."""
    assert formatting.given(value) == expected


@given(st.floats(1e-12, 1e12), st.sampled_from((-1, 1)), st.integers(2, 6))
def test_significant_digits_read_back(size: float, sign: int, digits: int) -> None:
    """A number of so many significant digits is right to half of the last, with or without a power of ten."""
    text = formatting.significant(sign * size, digits)
    back = float(text.replace(",", "").replace("−", "-"))
    assert back == pytest.approx(sign * size, rel=0.5000001 * 10 ** (1 - digits))
    assert "-" not in text


@given(st.floats(0, 1))
def test_a_percentage_is_never_nearer_to_all_or_nothing_than_it_is(share: float) -> None:
    """0% and 100% are written only for shares that are so to nine digits after the point."""
    printed = float(formatting.percent(share).removesuffix("%"))
    assert (printed in (0, 100)) <= (abs(printed - share * 100) < 1e-8)


def test_one_is_told_from_many() -> None:
    """One thing is in the singular, none and many are in the plural."""
    assert [formatting.count(number, "seed") for number in (0, 1, 2, 1797)] == [
        "0 seeds",
        "1 seed",
        "2 seeds",
        "1,797 seeds",
    ]
    assert formatting.count(2, "study", "studies") == "2 studies"
