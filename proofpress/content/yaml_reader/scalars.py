"""What an unquoted word of YAML means: nothing is ever silently turned into something else.

YAML 1.1 reads `no` as false, `1_000` as a thousand, `12:30` as 750 and `2026-11-23` as a date. Here a word is
nothing, true or false, a number as JSON writes it (or with a bare point or plus), or the text that it is.
"""

import math
import re
from string import ascii_letters

from proofpress.diagnostics import shortened

LETTERS = frozenset(ascii_letters)
NOTHING = {"", "~", "null", "Null", "NULL"}
TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
SWITCHES = {"y", "yes", "on"}, {"n", "no", "off"}

INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
NUMBER = re.compile(r"[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")

# Beyond this, whole numbers are no longer exact in JSON and in browsers.
LARGEST = 2**53

Scalar = None | bool | int | float | str


class AmbiguousScalar(ValueError):
    """A word whose meaning is not guessed. rule, message, hint: as in a Diagnostic."""

    def __init__(self, rule: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.rule, self.message, self.hint = rule, message, hint


def resolve(word: str) -> Scalar:
    """Return what an unquoted word means. Raises AmbiguousScalar for yes and no, and for numbers out of range.

    >>> resolve("1e-3"), resolve("2026-11-23"), resolve("007"), resolve("~")
    (0.001, '2026-11-23', '007', None)
    """
    if word in NOTHING:
        return None
    if word in TRUTH:
        return TRUTH[word]
    if word[0] in LETTERS:
        if len(word) <= 3 and word in (word.lower(), word.capitalize(), word.upper()):
            _refuse_switch(word)
        return word
    if INTEGER.fullmatch(word):
        return _integer(word)
    return _float(word) if NUMBER.fullmatch(word) else word


def _refuse_switch(word: str) -> None:
    for words, truth in zip(SWITCHES, ("true", "false"), strict=True):
        if word.lower() in words:
            raise AmbiguousScalar(
                "yes-or-no",
                f"'{word}' without quotes may mean a word or {truth}",
                f'write {truth}, or put the word in quotes: "{word}"',
            )


def _integer(word: str) -> int:
    if len(word) > 17 or abs(int(word)) > LARGEST:
        message = f"the number {shortened(word)} is too large to be held exactly"
        raise AmbiguousScalar("out-of-range", message, "write fewer digits")
    return int(word)


def _float(word: str) -> float:
    value = float(word)
    vanished = value == 0 and any(digit in "123456789" for digit in word.lower().partition("e")[0])
    if vanished or not math.isfinite(value):
        size = "small" if vanished else "large"
        raise AmbiguousScalar(
            "out-of-range", f"the number {shortened(word)} is too {size} to be held", "use another exponent"
        )
    return value
