"""A problem as the browser shows it: with the lines of the file around it.

marked: reads the file that a problem names.
"""

from pathlib import Path
from typing import Any

from proofpress.problems import Place, Problem

AROUND = 2
WIDEST = 400


def shown(problem: Problem) -> dict[str, Any]:
    """Return a problem in JSON's types: place, rule, words, and the excerpt, empty where there is none.

    Each line of the excerpt has its `number`, its `text` and, on the line of the problem, the `column` (else 0).
    """
    return {
        "place": str(problem.place),
        "rule": problem.rule,
        "says": problem.says,
        "mend": problem.mend,
        "excerpt": _excerpt(problem.place),
    }


def _excerpt(place: Place) -> list[dict[str, Any]]:
    if not place.line:
        return []
    try:
        lines = Path(place.file).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    first = max(place.line - AROUND, 1)
    last = min(place.line + AROUND, len(lines))
    return [
        {
            "number": number,
            "text": lines[number - 1][:WIDEST],
            "column": place.column if number == place.line else 0,
        }
        for number in range(first, last + 1)
    ]
