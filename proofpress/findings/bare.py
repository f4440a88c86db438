"""Bare numbers: digits that an author typed where a measured value, or `given`, should stand."""

import re
from collections.abc import Iterator

# What may hold digits: values, code, links and addresses, citations, entities, numbered lists.
SPARED = re.compile(
    r"""\{\{.*?\}\}              # {{ a value }}
      | (`+).+?\1                # code
      | \]\([^)\s]*[^)]*\)       # the target of a link
      | \[@[^\]]*\]              # a citation
      | <[^<>\s]+>               # an address in angle brackets
      | https?://\S+             # a bare address
      | &\#\w+;                  # a character by number
      | ^[ \t]*\d+[.)](?=[ \t])  # the mark of a numbered list
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
# Digits glued to a letter before them are part of a name: F1, X17, L2.
NUMBER = re.compile(r"(?<![^\W\d_])(?<!\d)(?<!\d[.,])[−-]?\d[\d.,]*(?<![.,])")


def bare_numbers(source: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and the digits of each bare number in a text.

    >>> list(bare_numbers("F1 is {{ f1 }} over `range(3)`, up 5.5% since 1999."))
    [(35, '5.5'), (46, '1999')]
    """
    if not any(character.isdigit() for character in source):
        return
    # Blanks of the same length keep every offset where it was.
    open_text = SPARED.sub(lambda spared: " " * len(spared[0]), source)
    for found in NUMBER.finditer(open_text):
        yield found.start(), found[0]
