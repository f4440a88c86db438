"""How a measured number is printed: rounding, thousands, the sign and the unit.

The minus sign is U+2212; a number that rounds to zero has no sign. Percent and points are fractions
times 100; a difference of percents is always points.
"""

UNITS = ("percent", "points", "ratio", "count", "plain", "decades", "seconds")
SCALE = {"percent": 100.0, "points": 100.0}
WORDS = {"points": ("point", "points"), "ratio": ("time", "times"), "decades": ("decade", "decades")} | {
    "seconds": ("second", "seconds")
}


def number(value: float, digits: int) -> str:
    """Return a number with so many digits after the point and thousands set apart.

    >>> number(-1797.04, 1), number(-0.04, 1), number(2410, 0)
    ('−1,797.0', '0.0', '2,410')
    """
    printed = f"{abs(value):,.{digits}f}"
    zero = not printed.strip("0.,")
    return f"−{printed}" if value < 0 and not zero else printed


def with_unit(printed: str, unit: str) -> str:
    """Return a printed number followed by its unit, in the singular for just one.

    >>> with_unit("96.9", "percent"), with_unit("1", "points"), with_unit("4.8", "ratio"), with_unit("7", "count")
    ('96.9%', '1 point', '4.8 times', '7')
    """
    if unit == "percent":
        return f"{printed}%"
    if unit not in WORDS:
        return printed
    one, many = WORDS[unit]
    return f"{printed} {one if printed in ('1', '−1') else many}"


def with_interval(value: float, low: float, high: float, unit: str, digits: int) -> str:
    """Return a number with its unit and, where it varies, the ends of its interval.

    >>> with_interval(57.2, 55.04, 59.1, "points", 1)
    '57.2 points [55.0, 59.1]'
    >>> with_interval(16, 16, 16, "count", 0)
    '16'
    """
    text = with_unit(number(value, digits), unit)
    return text if low == high else f"{text} [{number(low, digits)}, {number(high, digits)}]"


def given(value: float | int | str) -> str:
    """Return a number that is not measured as prose prints it: with thousands set apart, else as it was written.

    >>> given(1797), given(0.001), given(-3), given("2 of 3")
    ('1,797', '0.001', '−3', '2 of 3')
    """
    if isinstance(value, str):
        return value
    printed = f"{abs(value):,}" if isinstance(value, int) else _plain(abs(value))
    return f"−{printed}" if value < 0 else printed


def _plain(value: float) -> str:
    """Return a float as short as it can be written without an exponent."""
    from decimal import Decimal

    return f"{Decimal(repr(value)):,f}"
