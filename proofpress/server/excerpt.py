"""A problem as the browser shows it: with the lines of the file around it.

Side effects: reads the file that a problem names.
"""

from pathlib import Path
from typing import Any

from proofpress.diagnostics import Diagnostic, Location

LINES_AROUND = 2
LONGEST_LINE = 400


def as_json(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return a problem in JSON's types: location, rule, message, hint and excerpt.

    Each line of the excerpt has its `number`, its `text` and, on the line of the problem, the `column` (else 0). The
    excerpt is empty if the problem has no line or the file cannot be read.
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
    first = max(location.line - LINES_AROUND, 1)
    last = min(location.line + LINES_AROUND, len(lines))
    return [
        {
            "number": number,
            "text": lines[number - 1][:LONGEST_LINE],
            "column": location.column if number == location.line else 0,
        }
        for number in range(first, last + 1)
    ]
