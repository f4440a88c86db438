"""Works that a text cites: `[@bergstra2012]`, or several in one pair of brackets, `[@bergstra2012; @cawley2010]`."""

import re

NAME = re.compile(r"@([^\]\s;]+)")
CITATION = re.compile(r"\[@[^\]\s;]+(?:\s*;\s*@[^\]\s;]+)*\](?!\()")
NEARLY = re.compile(r"\[(?=(?:[^\]\[]*[\s;,-])?@\w)[^\]\[]*\](?![(:])")
"""Brackets in which a work is named: those of a citation, and those that hold more than a citation may."""


def cited_ids(source: str) -> list[str]:
    """Return the ids of the works that a text cites, in its order.

    >>> cited_ids("As shown [@a2001; @b2002] and [@a2001].")
    ['a2001', 'b2002', 'a2001']
    """
    return [name for match in CITATION.finditer(source) for name in NAME.findall(match[0])]
