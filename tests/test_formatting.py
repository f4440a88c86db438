"""Numbers as prose, figures, tables and explorers print them."""

import math

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
        (-5.37, -5.4, -5.3, "decades", 1, "−5.4 powers of ten [−5.4, −5.3]"),
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


def test_one_is_told_from_many() -> None:
    """One thing is in the singular, none and many are in the plural."""
    assert [formatting.count(number, "seed") for number in (0, 1, 2, 1797)] == [
        "0 seeds",
        "1 seed",
        "2 seeds",
        "1,797 seeds",
    ]
    assert formatting.count(2, "study", "studies") == "2 studies"


@given(st.floats(-1e7, 1e7))
def test_a_number_reads_back(value: float) -> None:
    """What is written is the number to four significant digits, with a true minus sign."""
    text = formatting.number(value)
    assert "-" not in text
    back = float(text.replace("−", "-").replace(",", ""))
    assert math.isclose(back, value, rel_tol=5.1e-3, abs_tol=1e-8)


@given(st.floats(1e-9, 1e9), st.sampled_from((-1, 1)), st.sampled_from((None, 0, 1, 2, 3)))
def test_no_number_reads_as_zero(size: float, sign: int, digits: int | None) -> None:
    """What is not zero is never written as zero, whatever the digits asked for, and keeps its sign."""
    for text in (formatting.number(sign * size, digits), formatting.quantity(sign * size, "test_loss", digits)):
        back = float(text.replace("−", "-").replace(",", ""))
        assert back * sign > 0


@given(st.floats(0, 1), st.integers(0, 2))
def test_a_share_reads_as_none_or_all_only_where_it_is(share: float, digits: int) -> None:
    """0% and 100% are written only for shares that are so to nine digits; others are right to half a last digit."""
    told = formatting.percent(share, digits).removesuffix("%")
    places = len(told.partition(".")[2])
    assert abs(float(told) - share * 100) <= 0.5000001 * 10**-places
    if float(told) in (0, 100):
        assert abs(float(told) - share * 100) < 1e-8


def test_numbers_side_by_side_share_their_last_digit() -> None:
    """Results beside one another are written to the same digit, and differ in writing where they differ in value."""
    assert formatting.quantities([0.0576, 0.00297, 0], "excess_error") == ["0.0576", "0.0030", "0"]
    assert formatting.quantities([0.961, 0.963], "test_accuracy") == ["96.1%", "96.3%"]
    assert formatting.quantities([0.961, 0.861], "test_accuracy") == ["96%", "86%"]


def test_how_results_are_written() -> None:
    """Fractions are percentages by the channel's name; other numbers have few digits."""
    assert formatting.quantity(0.9614, "test_accuracy") == "96%"
    assert formatting.quantity(0.9614, "test_f1", 1) == "96.1%"
    assert formatting.quantity(2.3, "test_loss") == "2.30"
    assert formatting.percent(-0.05) == "−5%"
