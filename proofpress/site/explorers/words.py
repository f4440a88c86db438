"""Numbers and sentences of the explorers, as the page prints them and links carry them."""

MINUS = "−"
DIGITS = 3


def number(value: float) -> str:
    """Return a number as readers see it: three digits, no exponent, a true minus sign.

    >>> number(0.000316227766), number(31.6227766), number(1024), number(-2.5), number(0)
    ('0.000316', '31.6', '1,024', '−2.5', '0')
    """
    if value == int(value):
        return f"{int(value):,}".replace("-", MINUS)
    digits = float(f"{value:.{DIGITS}g}")
    text = f"{digits:,.10f}".rstrip("0").rstrip(".")
    return text.replace("-", MINUS)


def key(value: float) -> str:
    """Return a coordinate as links write it: the number without commas.

    >>> key(0.000316227766), key(1024)
    ('0.000316', '1024')
    """
    return number(value).replace(",", "").replace(MINUS, "-")


def percent(value: float) -> str:
    """Return a fraction as a percentage that reads as nought or a hundred only where it is.

    >>> percent(0.961), percent(1), percent(0.9996)
    ('96%', '100%', '99.9%')
    """
    whole = f"{value:.0%}"
    if (whole in ("100%", "0%")) == (value in (0, 1)):
        return whole
    return "99.9%" if value > 0.5 else f"{max(value, 0.001):.1%}"


def measured(value: float, unit: str) -> str:
    """Return a measured number in its unit, `percent` or `plain`; `not a number` for one that is none."""
    if value != value:
        return "not a number"
    return percent(value) if unit == "percent" else number(value)
