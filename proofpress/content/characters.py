"""Characters that have no business in a content file: invisible ones that change how it is read or shown."""

import re

from msgspec.structs import replace

from proofpress.diagnostics import Diagnostic, Location

# Controls but for tab and line ends; separators that editors show as nothing and YAML reads as line ends;
# marks that reverse the order in which text is shown (Boucher and Anderson 2021, arXiv:2111.00169);
# halves of surrogate pairs; byte order marks inside a file; and code points that are never characters.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
SHOWN = 10
LONGEST = 2000


def strange_characters(text: str, file: str) -> list[Diagnostic]:
    """Return a problem for each forbidden character of a file's text, at most ten of them."""
    if not FORBIDDEN.search(text):
        return []
    found: list[Diagnostic] = []
    for number, line in enumerate(text.split("\n"), start=1):
        for match in FORBIDDEN.finditer(line):
            found.append(strange(match[0], Location(file, number, match.start() + 1)))
            if len(found) == SHOWN:
                return found
    return found


def strange(character: str, location: Location) -> Diagnostic:
    """Return the problem with one forbidden character."""
    name = f"U+{ord(character):04X}"
    if REORDERING.match(character):
        message = f"the character {name} changes the order in which the text around it is shown"
    else:
        message = f"the character {name} cannot be seen and is not allowed"
    return Diagnostic(location, "control-character", message, "remove it")


def visible(diagnostic: Diagnostic) -> Diagnostic:
    """Return a problem with the forbidden characters in it written out, so that no terminal obeys them; not endless."""

    def written(words: str) -> str:
        words = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
        return (
            FORBIDDEN.sub(lambda found: f"U+{ord(found[0]):04X}", words).replace("\n", "U+000A").replace("\r", "U+000D")
        )

    location = replace(diagnostic.location, file=written(diagnostic.location.file))
    return replace(diagnostic, location=location, message=written(diagnostic.message), hint=written(diagnostic.hint))


def not_utf8(error: UnicodeDecodeError, file: str) -> Diagnostic:
    """Return the problem with bytes that are not UTF-8, at the line and column of the first one."""
    before = error.object[: error.start]
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8", errors="replace")) + 1
    location = Location(file, before.count(b"\n") + 1, column)
    message = f"the byte 0x{error.object[error.start]:02X} is not UTF-8 text"
    return Diagnostic(location, "not-utf-8", message, "save the file with the encoding UTF-8")
