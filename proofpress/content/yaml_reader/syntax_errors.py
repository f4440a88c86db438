"""What the YAML scanner says, in words that tell an author what to change."""

import re

import yaml

from proofpress.diagnostics import Diagnostic, Location

# Words of the scanner → what was found, what to do. The first that occurs in the scanner's sentence counts.
SENTENCES = (
    (
        "found unexpected end of stream",
        "a quote is opened here and never closed",
        "close it, or put the whole text in a block (|)",
    ),
    (
        "mapping values are not allowed",
        "a second ': ' stands here",
        "put text that contains ': ' in quotes, or check the indentation",
    ),
    (
        "block sequence entries are not allowed",
        "a list item '- ' stands where no list can begin",
        "begin the list on a line of its own",
    ),
    (
        "did not find expected ',' or ']'",
        "a list is opened with '[' here and not closed",
        "close it with ']', with ',' between its items",
    ),
    (
        "did not find expected ',' or '}'",
        "a mapping is opened with '{' here and not closed",
        "close it with '}', with ',' between its keys",
    ),
    (
        "did not find expected '-' indicator",
        "this line is no item of the list above it",
        "begin it with '- ', or change its indentation",
    ),
    (
        "did not find expected key",
        "this line belongs to nothing above it",
        "line it up with the keys it belongs to, and check the quotes before it",
    ),
    (
        "could not find expected ':'",
        "this is no 'key: value'",
        "add ': ' after the key, or check the indentation and the quotes",
    ),
    (
        "did not find expected node content",
        "a value is missing here",
        "write it, or put text with special signs in quotes",
    ),
    ("comment or line break", "nothing may follow the sign of a block (| or >)", "begin the text on the next line"),
    (
        "<document start>",
        "what stands here belongs to nothing before it",
        "check the indentation, and the brackets above",
    ),
    (
        "found undefined alias",
        "the alias here refers to an anchor that is not there",
        "write the value itself, or quote text that begins with '*'",
    ),
    ("second occurrence", "the anchor here has been given before", "give each anchor (&name) once"),
    ("but found another document", "a second document begins here", "remove the line '---'"),
    (
        "unknown escape character",
        "the backslash here begins no escape that YAML knows",
        "use single quotes, or write the backslash twice",
    ),
    ("invalid Unicode character", "the escape here stands for no character", "write the character itself"),
    (
        "found character that cannot start any token",
        "a value cannot begin with this character",
        "put the value in quotes",
    ),
)

BRACKETS = ("did not find expected ',' or",)
KEY = re.compile(r"\s*(- |[^\s#]+:(\s|$))")
TEXT_BEFORE_COMMENT = re.compile(r"""\s*(- )*([\w-]+:\s+)?[^\s"'\[{|>&*!#][^#]*?\s(?=#)""")

# For these, where the thing was opened helps more than where the scanner gave up.
OPENED = ("found unexpected end of stream", "did not find expected ',' or")


def describe_syntax_error(error: yaml.YAMLError, text: str, file: str) -> Diagnostic:
    """Return the diagnostic of the error that stopped the YAML scanner or parser, at its line and column."""
    sentence = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None)
    if any(words in sentence for words in OPENED):
        mark = getattr(error, "context_mark", None) or mark
    location = Location(file, mark.line + 1, mark.column + 1) if mark else Location(file, 1, 1)
    tab = _tab(text, location.line)
    if tab and "escape" not in sentence:
        return Diagnostic(Location(file, location.line, tab), "tab", "a tab cannot indent YAML", "indent with spaces")
    comment = _cutting_comment(sentence, text.split("\n"), location)
    if comment:
        return cut_off("a text", comment)
    for words, message, hint in SENTENCES:
        if words in sentence:
            return Diagnostic(location, "broken-yaml", message, hint)
    return Diagnostic(location, "broken-yaml", f"this is not YAML: {sentence}", "check the lines around it")


def cut_off(what: str, comment: Location) -> Diagnostic:
    """Return the diagnostic of a text that YAML ends where a comment begins."""
    message = f"{what} ends here, for '#' after a space begins a comment"
    hint = "put the text in quotes if '#' belongs to it, or the comment on a line of its own"
    return Diagnostic(comment, "comment-in-text", message, hint)


def _tab(text: str, line: int) -> int:
    """Return the column, from 1, of a tab in the indentation of a line, or 0."""
    lines = text.split("\n")
    content = lines[line - 1] if 0 < line <= len(lines) else ""
    indentation = content[: len(content) - len(content.lstrip(" \t-"))]
    return indentation.find("\t") + 1


def _cutting_comment(sentence: str, lines: list[str], location: Location) -> Location | None:
    """Return where a comment cut off the rest of a list or mapping in brackets, or a text that goes on below it."""
    number = location.line
    if any(words in sentence for words in BRACKETS):
        found = re.compile(r"""[^"']*?\s(?=#)""").match(lines[number - 1], location.column - 1)
    elif number > 1 and "did not find expected key" in sentence and not KEY.match(lines[number - 1]):
        number -= 1
        found = TEXT_BEFORE_COMMENT.match(lines[number - 1])
    else:
        return None
    return Location(location.file, number, found.end() + 1) if found else None
