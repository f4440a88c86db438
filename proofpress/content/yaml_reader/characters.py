"""Characters that have no business in a content file: invisible ones that change how it is read or shown."""

import re

from msgspec.structs import replace

from proofpress.diagnostics import Diagnostic, Location

# Controls but for tab and line ends; separators that editors show as nothing and YAML reads as line ends;
# marks that reverse the order in which text is shown (Boucher and Anderson 2021, arXiv:2111.00169);
# halves of surrogate pairs; byte order marks inside a file; and code points that are never characters.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
# In a message line ends have no business either.
INVISIBLE = re.compile(f"{FORBIDDEN.pattern}|[\n\r]")
REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
SHOWN = 10
LONGEST = 2000


def forbidden_characters(text: str, file: str) -> list[Diagnostic]:
    """Return a diagnostic for each forbidden character of a file's text, at most ten of them."""
    if not FORBIDDEN.search(text):
        return []
    found: list[Diagnostic] = []
    for number, line in enumerate(text.split("\n"), start=1):
        for match in FORBIDDEN.finditer(line):
            found.append(forbidden_character(match[0], Location(file, number, match.start() + 1)))
            if len(found) == SHOWN:
                return found
    return found


def forbidden_character(character: str, location: Location) -> Diagnostic:
    """Return the diagnostic of one forbidden character."""
    name = _code_point(character)
    if REORDERING.match(character):
        message = f"the character {name} changes the order in which the text around it is shown"
    else:
        message = f"the character {name} cannot be seen and is not allowed"
    return Diagnostic(location, "control-character", message, "remove it")


def visible(diagnostic: Diagnostic) -> Diagnostic:
    """Return a diagnostic, cut in length, with its forbidden characters written out so that no terminal obeys them."""

    def write_out(words: str) -> str:
        words = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
        return INVISIBLE.sub(lambda match: _code_point(match[0]), words)

    location = replace(diagnostic.location, file=write_out(diagnostic.location.file))
    message, hint = write_out(diagnostic.message), write_out(diagnostic.hint)
    return replace(diagnostic, location=location, message=message, hint=hint)


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


def not_utf8(error: UnicodeDecodeError, file: str) -> Diagnostic:
    """Return the diagnostic of bytes that are not UTF-8, at the line and column of the first one."""
    before = error.object[: error.start]
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8", errors="replace")) + 1
    location = Location(file, before.count(b"\n") + 1, column)
    message = f"the byte 0x{error.object[error.start]:02X} is not UTF-8 text"
    return Diagnostic(location, "not-utf-8", message, "save the file with the encoding UTF-8")
