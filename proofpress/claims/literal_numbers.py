"""Numbers that an author typed into a text where a measured value, or `given`, should stand."""

import re
from collections.abc import Iterator
from html import unescape

from proofpress.markup.formulas import FORMULA

# What may hold digits: values, code, links and addresses, citations. Named groups are looked at again by `_blank`.
ALLOWED = re.compile(
    r"""\{\{.*?\}\}(?:[eE](?=[−+-]?\d))?  # {{ a value }}; were it a power of ten, that is typed
      | (?P<ticks>`+)(?P<code>.+?)(?P=ticks)  # code, unless it is nothing but a number
      | \]\(\s*[^)\s]*                     # the target of a link
      | \[@[^\]]*\]                        # a citation
      | <(?:https?|ftp)://[^<>\s]*>        # an address in angle brackets
      | <[^<>@\s]+@[^<>@\s]+>
      | https?://\S+                       # a bare address
      | (?P<character>&\#\w+;)             # a character by number, unless it is a digit
    """,
    re.VERBOSE | re.DOTALL,
)
FRACTIONS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞↉"
DIGIT = rf"[\d{FRACTIONS}]"
# Digits glued to a letter before them are part of a name: F1, X17, L2.
NUMBER = re.compile(rf"(?<![^\W\d_{FRACTIONS}])(?<!{DIGIT})(?<!\d[.,])[−-]?{DIGIT}(?:{DIGIT}|[.,])*(?<![.,])")
ANY_NUMBER = re.compile(rf"[−-]?{DIGIT}(?:{DIGIT}|[.,])*(?<![.,])")
ONLY_A_NUMBER = re.compile(rf"[−+-]?{DIGIT}(?:{DIGIT}|[.,\s])*%?")
SMALL = re.compile(r"(?<![\d.,])\d{1,2}(?![\d.,]*\d)")
BLOCK = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|$))+")
ITEM = re.compile(r"[ \t]*(?:[*+-]|\d+\.)[ \t]")
MARK = re.compile(r"^[ \t]*\d+\.(?=[ \t])", re.MULTILINE)


def literal_numbers(source: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and the digits of each number that is typed in a text.

    >>> list(literal_numbers("F1 is {{ f1 }} over `range(3)`, up 5.5% since 1999."))
    [(35, '5.5'), (46, '1999')]
    """
    if not re.search(DIGIT, source):
        return
    # Blanks of the same length keep every offset where it was.
    plain = FORMULA.sub(_without_small_numbers, BLOCK.sub(_without_marks, source))
    remaining = ALLOWED.sub(_blank, plain)
    for match in NUMBER.finditer(remaining):
        yield match.start(), match[0]


def numbers(words: str) -> list[str]:
    """Return all numbers in some words, those in names too.

    >>> numbers("57.2 points [−1, 1,797], F1.")
    ['57.2', '−1', '1,797', '1']
    """
    return ANY_NUMBER.findall(words)


def _blank(allowed: re.Match[str]) -> str:
    """Return blanks in place of what may hold digits; code or a character that is nothing but a number stays."""
    code, character = allowed["code"], allowed["character"]
    if code is not None and ONLY_A_NUMBER.fullmatch(code.strip()):
        return allowed[0]
    if character is not None and re.search(DIGIT, unescape(character)):
        return unescape(character).ljust(len(character))
    return " " * len(allowed[0])


def _without_small_numbers(formula: re.Match[str]) -> str:
    """Return a formula without its numbers of one or two digits: an exponent or a half is no result of anything."""
    return SMALL.sub(lambda number: " " * len(number[0]), formula[0])


def _without_marks(block: re.Match[str]) -> str:
    """Return a block of text; a list without the numbers of its items, which Markdown counts itself."""
    return MARK.sub(lambda mark: " " * len(mark[0]), block[0]) if ITEM.match(block[0]) else block[0]
