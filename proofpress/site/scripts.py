"""Scripts as they are published: their messages translated, and data that a page loads as a script.

Messages are tagged templates, translated while the scripts are gathered, so that none is looked up: _`Run ${number}` is
the message `Run %(1)s`. In English the script is published as if the tag were not there.
"""

import base64
import posixpath
import re
from functools import lru_cache

from msgspec import Struct

from proofpress.language import gettext
from proofpress.models import File

TAGGED = re.compile(r"(?<![\w$`])_`")
VALUE = re.compile(r"%\((\d+)\)s")
KEPT_SCRIPTS = 256
"""Of how many scripts the messages are at hand: each is translated once for every language."""


class ScriptMessage(Struct, frozen=True):
    """A message in a script. start, end: of it, tag and all. values: the expressions that stand in it, as written."""

    id: str
    start: int
    end: int
    values: tuple[str, ...]


@lru_cache(maxsize=KEPT_SCRIPTS)
def find_messages(source: str) -> tuple[ScriptMessage, ...]:
    """Return the messages of a script, in order. Raises ValueError for one that does not end."""
    found: list[ScriptMessage] = []
    for match in TAGGED.finditer(source):
        text, values, at = "", [], match.end()
        while source[at] != "`":
            if source.startswith("${", at):
                end = _end_of_value(source, at + 2)
                values.append(source[at + 2 : end])
                text += f"%({len(values)})s"
                at = end + 1
            else:
                text += "%%" if source[at] == "%" else source[at]
                at += 1
        found.append(ScriptMessage(text if values else text.replace("%%", "%"), match.start(), at + 1, tuple(values)))
    return tuple(found)


def translate_script(source: str) -> str:
    """Return a script with its messages in the language in use, as plain templates, or strings where they hold none."""
    parts, done = [], 0
    for message in find_messages(source):
        parts += [source[done : message.start], _literal(message)]
        done = message.end
    return "".join([*parts, source[done:]])


def _literal(message: ScriptMessage) -> str:
    words = gettext(message.id).replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
    if not message.values:
        return f"`{words}`" if '"' in words else f'"{words}"'
    filled = VALUE.sub(lambda match: "${" + message.values[int(match[1]) - 1] + "}", words)
    return f"`{filled.replace('%%', '%')}`"


def _end_of_value(source: str, start: int) -> int:
    """Return where the expression ends that begins there; templates may stand in it."""
    depth, at = 0, start
    while at < len(source):
        if source[at] == "`":
            at += 1
            while source[at] != "`":
                at = _end_of_value(source, at + 2) + 1 if source.startswith("${", at) else at + 1
        elif source[at] == "{":
            depth += 1
        elif source[at] == "}":
            if not depth:
                return at
            depth -= 1
        at += 1
    raise ValueError("a value in a template does not end")


def as_script(path: str, data: bytes) -> File:
    """Return deflated bytes as a script that leaves them, in base 64, under the name of its file without `.js`."""
    name = posixpath.basename(path).removesuffix(".js")
    packed = base64.b64encode(data).decode()
    return File(path, f'(globalThis.proofpressData??={{}})["{name}"]="{packed}";\n'.encode())
