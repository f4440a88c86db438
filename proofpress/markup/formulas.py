r"""Formulas in LaTeX, between `$` signs or in `\( \)` and `\[ \]`, as MathML: browsers set it without a script.

A price is no formula: between single `$` signs a letter stands alone, or something that only formulas have.
"""

import re
from xml.etree import ElementTree

FORMULA = re.compile(
    r"""\\\((?P<round>.+?)\\\)
      | \\\[(?P<square>.+?)\\\]
      | (?<![\w$\\])\$\$(?=\S)(?P<block>[^$]+?)(?<=\S)\$\$(?![\w$])
      | (?<![\w$\\])\$(?=[^\s$])(?P<inline>[^$\n]*[\\^_={][^$\n]*|[^\W\d_]'*)(?<=\S)\$(?![\w$])""",
    re.VERBOSE | re.DOTALL,
)
"""A formula in a text; the group that matched holds its LaTeX."""
NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
ELEMENTS = frozenset(
    {
        "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "msub", "msup", "msubsup", "munder", "mover", "munderover",
        "mfrac", "msqrt", "mroot", "mtable", "mtr", "mtd", "mstyle", "mpadded", "mphantom", "menclose",
    }
)  # fmt: skip
ATTRIBUTES = frozenset({"display", "displaystyle", "stretchy", "fence", "form", "linethickness", "width"})
LONGEST = 1_000


class WrongFormula(ValueError):
    """LaTeX that is not set: what is wrong with it."""


def source_of(match: re.Match[str]) -> str:
    """Return the LaTeX of a match of FORMULA."""
    return next(group for group in match.groups() if group is not None)


def create_mathml(source: str, display: bool) -> str:
    """Return a formula as MathML. display: it stands on a line of its own.

    Raises WrongFormula for what the library does not know, and for what it would pass on as it is.
    """
    from latex2mathml.converter import convert

    if len(source) > LONGEST:
        raise WrongFormula(f"it is longer than {LONGEST:,} characters")
    bare = re.sub(r"\\[{}\\]", "", source)
    if bare.count("{") != bare.count("}"):
        raise WrongFormula("its braces do not match")
    try:
        root = ElementTree.fromstring(convert(source, display="block" if display else "inline"))
    except (ElementTree.ParseError, RecursionError):
        raise WrongFormula("it cannot be read") from None
    except Exception as error:
        # The library has a class for each mistake, without words: the name says it.
        name = type(error).__name__.removesuffix("Error")
        words = re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()
        raise WrongFormula(f"it has a mistake: {words}") from None
    for element in root.iter():
        element.tag = element.tag.removeprefix(NAMESPACE)
        if element.tag not in ELEMENTS:
            raise WrongFormula("it cannot be read")
        if (element.text or "").startswith("\\"):
            raise WrongFormula(f"'{element.text}' is no command that is known")
        for name in set(element.attrib) - ATTRIBUTES:
            del element.attrib[name]
    return ElementTree.tostring(root, encoding="unicode")
