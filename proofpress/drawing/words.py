"""Numbers and names as figures write them, and lines broken so that they are about equally long."""

import math
import re
from collections.abc import Callable, Iterable, Sequence

MINUS = "−"
FRACTIONS = ("accuracy", "precision", "recall", "f1", "share", "disagreement", "accuracies")


def number(value: float, digits: int | None = None) -> str:
    """Return a number with a true minus sign and commas; four significant digits where none are asked for.

    digits: after the point; more where else a number that is not zero would read as zero.

    >>> number(-0.0001), number(2410), number(0.25, 1), number(1e-7), number(0.0004, 2)
    ('−0.0001', '2,410', '0.2', '1e−7', '0.0004')
    """
    if isinstance(value, str):
        return value
    if digits is not None:
        text = f"{value:,.{digits}f}"
        if value == 0 or float(text.replace(",", "")) != 0:
            return text.replace("-", MINUS)
        value = float(f"{value:.0e}")
    if value == 0 or 1e-5 <= abs(value) < 1e7:
        places = max(0, 3 - math.floor(math.log10(abs(value)))) if value else 0
        text = f"{value:,.{min(places, 8)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        mantissa, exponent = f"{value:.2e}".split("e")
        text = f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"
    return text.replace("-", MINUS)


def percent(value: float, digits: int = 0) -> str:
    """Return a fraction as a percentage, with more digits where else it would falsely read as 0% or 100%.

    >>> percent(0.961), percent(1), percent(0.9996), percent(0.002)
    ('96%', '100%', '99.96%', '0.2%')
    """
    for places in range(digits, 9):
        text = f"{value * 100:.{places}f}"
        if float(text) not in (0, 100) or float(text) == round(value * 100, 9):
            break
    return f"{text}%".replace("-", MINUS)


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
    told = [quantity(value, channel, digits) for value in values]
    if digits is None and not is_fraction(channel):
        largest = max((abs(value) for value in values if math.isfinite(value)), default=1.0) or 1.0
        return [number(value, max(0, 2 - math.floor(math.log10(largest)))) if value else "0" for value in values]
    if digits is None and is_fraction(channel) and len(set(told)) < len(set(values)):
        return [quantity(value, channel, 1) for value in values]
    return told


def name(identifier: str) -> str:
    """Return an identifier in words: `learning_rate` is `learning rate`, `test_f1` is `test F1`."""
    return " ".join("F1" if part == "f1" else part for part in identifier.split("_"))


def balanced(words: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Return words broken into as few lines as fit the width, the longest as short as can be.

    For lines that end where a phrase does, the longest may be longer by a quarter of the width. Line breaks in the
    words stay. A single word wider than the width stands alone and overflows.
    """
    lines: list[str] = []
    for part in words.split("\n"):
        lines.extend(_phrased(_balance(part.split(), width, measure), width, measure))
    return lines


PHRASE = re.compile(r"(?!\(?[a-z]\.[a-z]\.).*[,;:.?!]")
"""A word after which a phrase ends; abbreviations such as e.g. are none."""
LONGER, SHORTEST = 0.25, 0.4
"""By how much of the width lines may grow to end with a phrase, and how much of the longest line each keeps."""


def _phrased(lines: list[str], width: float, measure: Callable[[str], float]) -> list[str]:
    """Return the same words in as many lines, as many of which as can be end where a phrase ends."""
    parts = " ".join(lines).split()
    if len(lines) == 1 or not any(PHRASE.fullmatch(part) for part in parts[:-1]):
        return lines
    longest = min(width, max(map(measure, lines)) + LONGER * width)

    def cost(start: int, end: int) -> tuple[int, float] | None:
        long = measure(" ".join(parts[start:end]))
        if not SHORTEST * longest <= long <= longest:
            return None
        return (0 if end == len(parts) or PHRASE.fullmatch(parts[end - 1]) else 1), (longest - long) ** 2

    # The cheapest way to set the first `end` words in so many lines, line by line.
    best: dict[int, tuple[int, float, list[str]]] = {0: (0, 0.0, [])}
    for _ in lines:
        ways: dict[int, tuple[int, float, list[str]]] = {}
        for start, (cut, slack, before) in best.items():
            for end in range(start + 1, len(parts) + 1):
                price = cost(start, end)
                if price is not None:
                    way = (cut + price[0], slack + price[1], [*before, " ".join(parts[start:end])])
                    ways[end] = min(ways.get(end, way), way)
        best = ways
    kept = sum(not PHRASE.fullmatch(line.split()[-1]) for line in lines[:-1])
    found = best.get(len(parts))
    return found[2] if found is not None and found[0] < kept else lines


def _balance(parts: list[str], width: float, measure: Callable[[str], float]) -> list[str]:
    fewest = _fill(parts, width, measure)
    if len(fewest) == 1:
        return fewest
    low, high = 0.0, width
    best = fewest
    for _ in range(12):
        middle = (low + high) / 2
        attempt = _fill(parts, middle, measure)
        if len(attempt) <= len(fewest) and max(map(measure, attempt), default=0) <= width:
            best, high = attempt, middle
        else:
            low = middle
    return best


def _fill(parts: Iterable[str], width: float, measure: Callable[[str], float]) -> list[str]:
    lines: list[str] = []
    for part in parts:
        if lines and measure(f"{lines[-1]} {part}") <= width:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    return lines
