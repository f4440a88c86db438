"""Lines of words, broken so that they are about equally long."""

import re
from collections.abc import Callable, Iterable


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

    def list_lines(start: int) -> list[tuple[int, int, float, str]]:
        """Return each line that may begin with a word: its end, whether it cuts a phrase, its slack squared, itself."""
        found = []
        for end in range(start + 1, len(parts) + 1):
            line = " ".join(parts[start:end])
            long = measure(line)
            if long > longest:
                break
            if long >= SHORTEST * longest:
                cuts = 0 if end == len(parts) or PHRASE.fullmatch(parts[end - 1]) else 1
                found.append((end, cuts, (longest - long) ** 2, line))
        return found

    # Measured once for each word that a line can begin with: a line holds few words, a text may hold hundreds.
    begun: dict[int, list[tuple[int, int, float, str]]] = {}
    # The cheapest way to set the first `end` words in so many lines, line by line.
    best: dict[int, tuple[int, float, list[str]]] = {0: (0, 0.0, [])}
    for _ in lines:
        ways: dict[int, tuple[int, float, list[str]]] = {}
        for start, (cut, slack, before) in best.items():
            if start not in begun:
                begun[start] = list_lines(start)
            for end, cuts, free, line in begun[start]:
                way = (cut + cuts, slack + free, [*before, line])
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
