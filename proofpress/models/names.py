"""What may be the name of a comparison, a section, a figure, a statistic: the forms, and the names that are taken."""

import re

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST_NAME = 64
# Windows keeps these for devices, whatever ending a file of that name has.
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
# Names that other things in the output folder already have.
RESERVED_SLUGS = frozenset({"assets", "comparisons", "pages"})
# A language tag that names another page of a comparison: a translation lies in a folder of its language beside those.
RESERVED_LANGUAGES = frozenset({"lab"})


def is_kebab(name: str) -> bool:
    """Return whether a name is safe as an id, a file name and part of an address, as far as its letters go."""
    return len(name) <= LONGEST_NAME and KEBAB.fullmatch(name) is not None


def is_snake(name: str) -> bool:
    """Return whether a name can stand in `{{ … }}`, as far as its letters go."""
    return len(name) <= LONGEST_NAME and SNAKE.fullmatch(name) is not None
