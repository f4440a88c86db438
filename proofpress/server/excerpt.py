"""A problem as the browser shows it: with the lines of the file around it.

Side effects: reads the file that a problem names.
"""

from pathlib import Path
from typing import Any

from proofpress.diagnostics import Diagnostic, Location

AROUND = 2
WIDEST = 400


def shown(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return a problem in JSON's types: place, rule, words, and the excerpt, empty where there is none.

    Each line of the excerpt has its `number`, its `text` and, on the line of the problem, the `column` (else 0).
    """
    return {
        "location": str(diagnostic.location),
        "rule": diagnostic.rule,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "excerpt": _excerpt(diagnostic.location),
    }


def _excerpt(location: Location) -> list[dict[str, Any]]:
    if not location.line:
        return []
    try:
        lines = Path(location.file).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    first = max(location.line - AROUND, 1)
    last = min(location.line + AROUND, len(lines))
    return [
        {
            "number": number,
            "text": lines[number - 1][:WIDEST],
            "column": location.column if number == location.line else 0,
        }
        for number in range(first, last + 1)
    ]
