"""How numbers are printed, wherever they are: rounding, thousands, the minus sign, powers of ten and units.

Thousands are set apart by commas, and the minus sign is U+2212; in another language than English, signs and words are
those of that language. Ways to round differ, and each has its name:

    fixed         so many digits after the point: what prose prints of a statistic
    number        four significant digits, or fixed ones but never a false zero: labels of figures
    short         three significant digits, whole numbers in full: explorers
    cell          four significant digits, hardly ever an exponent: tables on pages
    given         as the author wrote it
    percent       a fraction as a percentage, never a false 0% or 100%
    quantity      a channel's value as a label: percent or number, by the name of the channel
    power_of_ten  10 with its exponent raised: axes of logarithms
    decimal       ten digits after the point at most, no commas: links and fields of forms
"""

import math
from collections.abc import Mapping, Sequence

from proofpress.language import current, gettext, ngettext
from proofpress.language.locales import write_day

MINUS = "−"
NOTHING = "–"
"""What a table shows where there is no number."""
SCALE = {"percent": 100.0, "points": 100.0}
"""By what numbers are multiplied to be printed in a unit: percent and points are fractions in the runs."""
FRACTIONS = ("accuracy", "precision", "recall", "f1", "share", "disagreement", "accuracies")
"""Last words of the names of channels whose numbers are fractions, shown as percentages."""


def fixed(value: float, digits: int) -> str:
    """Return a number with so many digits after the point; one that rounds to zero has no sign.

    >>> fixed(-1797.04, 1), fixed(-0.04, 1), fixed(2410, 0)
    ('−1,797.0', '0.0', '2,410')
    """
    text = f"{abs(value):,.{digits}f}"
    return _typeset(f"-{text}" if value < 0 and text.strip("0.,") else text)


def significant(value: float, digits: int = 4, plain: tuple[float, float] = (1e-5, 1e7)) -> str:
    """Return a number with so many significant digits, whole digits kept, zeros after the point left out.

    plain: from which size on, and below which, a number is written without a power of ten.

    >>> significant(-0.0001), significant(12345.6), significant(1e-7), significant(1e-7, plain=(1e-9, 1e12))
    ('−0.0001', '12,346', '1e−7', '0.0000001')
    """
    if value and not plain[0] <= abs(value) < plain[1]:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        return _typeset(f"{_trimmed(mantissa)}e{int(exponent)}")
    places = max(0, digits - 1 - math.floor(math.log10(abs(value)))) if value else 0
    return _typeset(_trimmed(f"{value:,.{places}f}"))


def rounded(value: float, digits: int) -> float:
    """Return a number rounded to so many significant digits.

    >>> rounded(1234.5, 2), rounded(0.000316227766, 3)
    (1200.0, 0.000316)
    """
    return float(f"{value:.{digits}g}")


def number(value: float | str, digits: int | None = None) -> str:
    """Return a number as figures write it: four significant digits, or so many after the point.

    Where those would show a number that is not zero as zero, its first digit is shown. Words stay as they are.

    >>> number(-0.0001), number(2410), number(0.25, 1), number(1e-7), number(0.0004, 2)
    ('−0.0001', '2,410', '0.2', '1e−7', '0.0004')
    """
    if isinstance(value, str):
        return value
    if digits is not None:
        text = fixed(value, digits)
        if value == 0 or text.strip(f"0.,{MINUS}"):
            return text
        value = rounded(value, 1)
    return significant(value)


def power_of_ten(power: int) -> str:
    """Return a power of ten with its exponent raised.

    >>> power_of_ten(-15), power_of_ten(0), power_of_ten(6)
    ('10⁻¹⁵', '1', '10⁶')
    """
    raised = str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"10{raised}" if power else "1"


def short(value: float) -> str:
    """Return a number of three significant digits, whole numbers in full, without powers of ten.

    >>> short(0.000316227766), short(31.6227766), short(1024), short(-2.5), short(0)
    ('0.000316', '31.6', '1,024', '−2.5', '0')
    """
    if value == int(value):
        return _typeset(f"{int(value):,}")
    return _typeset(_trimmed(f"{rounded(value, 3):,.10f}"))


def cell(value: float | int | str | None) -> str:
    """Return a value of a table as a reader sees it: four significant digits, whole numbers below 1e12 in full.

    >>> [cell(value) for value in (0.00001, 12345, 0.96874, None, float("nan"))]
    ['0.00001', '12,345', '0.9687', '–', '–']
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return NOTHING
    if isinstance(value, str):
        return value
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e12):
        return _typeset(f"{int(value):,}")
    return significant(value, plain=(1e-9, 1e12))


def given(value: float | int | str) -> str:
    """Return a number that is not measured as prose prints it: without an exponent, else as it was written.

    >>> given(1797), given(0.001), given(-3), given("2 of 3")
    ('1,797', '0.001', '−3', '2 of 3')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return _typeset(f"{value:,}")
    from decimal import Decimal

    return _typeset(f"{Decimal(repr(value)):,f}")


def decimal(value: float | str) -> str:
    """Return a number as links and fields of forms write it, and `settings.js` too. Words stay as they are.

    >>> decimal(0.0001), decimal(20.0), decimal("adam")
    ('0.0001', '20', 'adam')
    """
    return value if isinstance(value, str) else _trimmed(f"{value:.10f}")


def percent(value: float, digits: int = 0) -> str:
    """Return a fraction as a percentage, with more digits where it would falsely read as 0% or 100%.

    >>> percent(0.961), percent(1), percent(0.9996), percent(0.002)
    ('96%', '100%', '99.96%', '0.2%')
    """
    for places in range(digits, 10):
        text = f"{value * 100:.{places}f}"
        if float(text) not in (0, 100) or float(text) == round(value * 100, 9):
            break
    return with_percent(_typeset(text))


def with_percent(printed: str) -> str:
    """Return a printed number as a percentage.

    >>> with_percent("96.9")
    '96.9%'
    """
    return current().percent.replace("{}", printed)


def without_percent(printed: str) -> str:
    """Return a percentage as `with_percent` made it without its sign.

    >>> without_percent("96.9%")
    '96.9'
    """
    before, _, after = current().percent.partition("{}")
    return printed.removeprefix(before).removesuffix(after)


def is_fraction(channel: str) -> bool:
    """Return whether a channel holds fractions that are shown as percentages, by the last word of its name."""
    return channel.split("_")[-1] in FRACTIONS


def quantity(value: float, channel: str, digits: int | None = None) -> str:
    """Return a channel's value as a label: a percentage for fractions, else a number of three digits."""
    if is_fraction(channel):
        return percent(value, digits or 0)
    if digits is None:
        digits = 0 if abs(value) >= 100 or not value else 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 3
    return number(value, digits)


def quantities(values: Sequence[float], channel: str, digits: int | None = None) -> list[str]:
    """Return a channel's values as labels side by side: to the same digit, three for the largest.

    Percentages have one more digit where different ones would read alike.
    """
    labels = [quantity(value, channel, digits) for value in values]
    if digits is None and not is_fraction(channel):
        largest = max((abs(value) for value in values if math.isfinite(value)), default=1.0) or 1.0
        return [number(value, max(0, 2 - math.floor(math.log10(largest)))) if value else "0" for value in values]
    if digits is None and is_fraction(channel) and len(set(labels)) < len(set(values)):
        return [quantity(value, channel, 1) for value in values]
    return labels


def count(many: int, thing: str, things: str = "") -> str:
    """Return how many there are of something. things: its plural, where that is more than an s.

    >>> count(1, "run"), count(1797, "run"), count(0, "study", "studies")
    ('1 run', '1,797 runs', '0 studies')
    """
    return ngettext(f"%(num)s {thing}", f"%(num)s {things or f'{thing}s'}", many, num=_typeset(f"{many:,}"))


def count_runs(runs: int, seeds: int, splits: int = 1) -> str:
    """Return what a number rests on: how many runs, and over what its interval is if it varies.

    >>> count_runs(320, 16), count_runs(1, 1), count_runs(60, 3, 10)
    ('320 runs, 16 seeds', '1 run', '60 runs, 10 splits × 3 seeds')
    """
    over = count_repeats(seeds, splits)
    return f"{count(runs, 'run')}, {over}" if over else count(runs, "run")


def count_repeats(seeds: int, splits: int = 1) -> str:
    """Return over what an interval is: splits of the data and seeds of each; nothing where nothing is repeated.

    >>> count_repeats(16), count_repeats(3, 10), count_repeats(1, 10), count_repeats(1)
    ('16 seeds', '10 splits × 3 seeds', '10 splits', '')
    """
    if splits > 1:
        return f"{count(splits, 'split')} × {count(seeds, 'seed')}" if seeds > 1 else count(splits, "split")
    return count(seeds, "seed") if seeds > 1 else ""


def count_each(counts: Mapping[str, int]) -> str:
    """Return how many there are of several things, as a part of a sentence: what there is none of is left out.

    counts: thing → number, in the singular; the first is stated if there is nothing at all.

    >>> count_each({"training run": 7, "update": 0, "recorded run": 24}), count_each({"run": 0})
    ('7 training runs and 24 recorded runs', '0 runs')
    """
    return series([count(many, thing) for thing, many in counts.items() if many] or [count(0, next(iter(counts)))])


def series(parts: Sequence[str]) -> str:
    """Return words one after the other as a sentence has them.

    >>> series(["a"]), series(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    if len(parts) == 1:
        return parts[0]
    return gettext("%(some)s and %(last)s", some=", ".join(parts[:-1]), last=parts[-1])


def with_unit(printed: str, unit: str) -> str:
    """Return a printed number followed by its unit, in the singular for just one.

    A difference of percentages is in points, always.

    >>> with_unit("96.9", "percent"), with_unit("1", "points"), with_unit("4.8", "ratio"), with_unit("7", "count")
    ('96.9%', '1 point', '4.8 times', '7')
    """
    many = 1 if printed in ("1", f"{MINUS}1") else 100
    if unit == "percent":
        return with_percent(printed)
    if unit == "points":
        return ngettext("%(number)s point", "%(number)s points", many, number=printed)
    if unit == "ratio":
        return ngettext("%(number)s time", "%(number)s times", many, number=printed)
    if unit == "decades":
        return ngettext("%(number)s power of ten", "%(number)s powers of ten", many, number=printed)
    if unit == "seconds":
        return ngettext("%(number)s second", "%(number)s seconds", many, number=printed)
    return printed


def with_interval(value: float, low: float, high: float, unit: str, digits: int) -> str:
    """Return a number with its unit and, where it varies, the ends of its interval.

    >>> with_interval(57.2, 55.04, 59.1, "points", 1)
    '57.2 points [55.0, 59.1]'
    >>> with_interval(16, 16, 16, "count", 0)
    '16'
    """
    text = with_unit(fixed(value, digits), unit)
    if low == high:
        return text
    return gettext("%(number)s [%(low)s, %(high)s]", number=text, low=fixed(low, digits), high=fixed(high, digits))


def listed(printed: Sequence[str]) -> str:
    """Return printed numbers one after the other, set apart by a sign that is in none of them.

    >>> listed(["0.1", "0.3"])
    '0.1, 0.3'
    """
    return ("; " if current().decimal == "," else ", ").join(printed)


def day(date: str) -> str:
    """Return a day, written YYYY-MM-DD, as readers write it; in English as it is.

    >>> day("2026-11-23")
    '2026-11-23'
    """
    return write_day(date)


def _typeset(text: str) -> str:
    """Return a number as Python writes it, with commas between thousands, with the signs of the language in use."""
    language = current()
    signed = text.replace("-", MINUS)
    if (language.decimal, language.group) == (".", ","):
        return signed
    return signed.translate({ord("."): language.decimal, ord(","): language.group})


def _trimmed(text: str) -> str:
    """Return a number without the zeros at its end, if they stand after the point."""
    return text.rstrip("0").rstrip(".") if "." in text else text
