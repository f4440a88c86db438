"""The numbers of a comparison for other documents: JSON for programs, macros for TeX, variables for Quarto."""

import json
import re
from collections.abc import Mapping
from typing import Any

from proofpress.formatting import MINUS
from proofpress.models import Estimate

DIGITS = ("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
PARTS = ("text", "number", "interval", "low", "high", "runs", "seeds")
"""What is printed of a number: as in `{{ name }}`, `{{ name.number }}` and so on."""
SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "–": "--", "—": "---", MINUS: r"\ensuremath{-}",
    "×": r"\ensuremath{\times}", "\u00a0": "~", "\u202f": r"\,", "\u2009": r"\,", "…": r"\ldots{}",
}  # fmt: skip
FORMAT = 1


def print_parts(estimate: Estimate) -> dict[str, str]:
    """Return what prose prints of a number, part by part."""
    return {part: str(getattr(estimate, part)) for part in PARTS}


def write_json(slug: str, estimates: Mapping[str, Estimate]) -> bytes:
    """Return numbers with their intervals in full, and as prose prints them."""
    numbers = {
        name: {
            "value": each.value,
            "low": each.low,
            "high": each.high,
            "error": each.error,
            "level": each.level,
            "unit": each.unit,
            "statistic": each.kind,
            "experiments": list(each.experiments),
            "runs": each.runs,
            "splits": each.splits,
            "seeds": each.seeds,
            "number": each.number,
            "text": each.text,
            "interval": each.interval,
        }
        for name, each in estimates.items()
    }
    record = {"format": FORMAT, "comparison": slug, "numbers": numbers}
    return (json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def write_tex(slug: str, estimates: Mapping[str, Estimate]) -> bytes:
    r"""Return a macro for each number and each of its parts: `rate_gap` is `\RateGap`, `\RateGapInterval`, ….

    The names are letters alone, as TeX wants them: digits are written out. Of two names that would be one the second
    gets a letter more.
    """
    lines = [f"% Numbers of '{slug}', measured. \\input{{numbers.tex}}, then write \\Name{{}} in the text."]
    taken: set[str] = set()
    for name, estimate in estimates.items():
        for part, words in print_parts(estimate).items():
            macro = macro_name(name) + ("" if part == "text" else part.title())
            while macro in taken:
                macro += "X"
            taken.add(macro)
            lines.append(f"\\newcommand{{\\{macro}}}{{{escape_tex(words)}}}")
    return ("\n".join(lines) + "\n").encode()


def macro_name(name: str) -> str:
    """Return the name of a macro without its backslash.

    >>> macro_name("rate_gap"), macro_name("best_2_of_10")
    ('RateGap', 'BestTwoOfOneZero')
    """
    parts = (part[:1].upper() + part[1:] for part in name.split("_"))
    return re.sub(r"[0-9]", lambda digit: DIGITS[int(digit[0])], "".join(parts))


def escape_tex(words: str) -> str:
    """Return words as TeX prints them letter by letter."""
    return "".join(SPECIAL.get(letter, letter) for letter in words)


def write_variables(slug: str, estimates: Mapping[str, Estimate]) -> bytes:
    """Return numbers as Quarto's `_variables.yml`: `{{< var rate_gap.text >}}` prints one."""
    lines = [f"# Numbers of '{slug}', measured. In Quarto: {{{{< var NAME.text >}}}}"]
    for name, estimate in estimates.items():
        lines.append(f"{_quoted(name)}:")
        lines += [f"  {part}: {_quoted(words)}" for part, words in print_parts(estimate).items()]
    return ("\n".join(lines) + "\n").encode() if estimates else ("\n".join([*lines, "{}"]) + "\n").encode()


def _quoted(words: Any) -> str:
    """Return words as a double-quoted scalar: JSON's strings are YAML's."""
    return json.dumps(str(words), ensure_ascii=False)
