"""The folders of templates, read once, and their templates filled in by jinja2, with escaping on.

Side effects: reads the folders of templates.
"""

import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup
from msgspec import Struct

from proofpress.cache.reading import is_input, read_input, require_all
from proofpress.diagnostics import BuildError, Diagnostic, Location, suggest
from proofpress.formatting import count, day, given
from proofpress.language import gettext, ngettext
from proofpress.language.reading import FOLDER
from proofpress.resources import TEMPLATES
from proofpress.site.compiled import CompiledTemplates

NO_ATTRIBUTE = re.compile(r"'(?:\w+\.)*(\w+) object' has no attribute '(\w+)'")
"""How jinja2 reports a missing attribute; the dotted path of a record means nothing to the author of a template."""


class TemplateFolder(Struct, frozen=True):
    """Template sources by name, and asset bytes by name (`css/10-tokens.css`).

    static: files that are published as they stand, by their path in the site, such as `CNAME`. path: the folder in
    which the author adds files. holders: the folder that each file was read from, as the author knows it.
    """

    sources: Mapping[str, str]
    assets: Mapping[str, bytes]
    static: Mapping[str, bytes]
    path: str
    holders: Mapping[str, str] = {}

    def shown(self, name: str) -> str:
        """Return a file of the folder as the author finds it."""
        return f"{self.holders.get(name, self.path)}/{name}"

    def location(self, name: str, line: int = 0) -> Location:
        """Return where a line of a template stands."""
        return Location(self.shown(name), line, 1 if line else 0)


def read_folders(folders: Sequence[Path], own: Path) -> TemplateFolder:
    """Return all that some folders of templates hold, as one: a file of a later folder takes the place of an earlier.

    Hidden files and what editors leave behind (`x.html~`) do not count. own: the folder in which the author adds files.
    Raises BuildError if a template is not UTF-8.
    """
    found: dict[str, tuple[bytes, str]] = {}
    for folder in folders:
        shown = _shown(folder)
        read = {name: (data, shown) for name, data in _read(folder)}
        require_all(folder, read.keys())
        found |= read
    sources: dict[str, str] = {}
    parts: dict[str, dict[str, bytes]] = {"assets": {}, "static": {}}
    holders = {name: shown for name, (_, shown) in found.items()}
    diagnostics: list[Diagnostic] = []
    for name, (data, shown) in sorted(found.items()):
        kind, _, rest = name.partition("/")
        if rest and kind in parts:
            parts[kind][rest] = data
            continue
        if rest and kind == FOLDER:
            # Catalogues, which `language` reads.
            continue
        try:
            sources[name] = TextIOWrapper(BytesIO(data), encoding="utf-8").read()
        except UnicodeDecodeError:
            location = Location(f"{shown}/{name}")
            diagnostics.append(Diagnostic(location, "encoding", "the template is not UTF-8", "save it as UTF-8"))
    if diagnostics:
        raise BuildError(diagnostics)
    return TemplateFolder(sources, parts["assets"], parts["static"], _shown(own), holders)


def _read(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file of a folder that counts."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and is_input(name):
            yield name, read_input(path) or b""


class Templates:
    """The templates of a folder, ready to be filled with view records."""

    def __init__(self, folder: TemplateFolder) -> None:
        self.folder = folder
        ours = frozenset(name for name in folder.sources if folder.holders.get(name) == _shown(TEMPLATES))
        self.environment = _environment(tuple(folder.sources.items()), ours)

    def fill(self, name: str, view: Mapping[str, Any]) -> bytes:
        """Return a page as bytes. Raises BuildError that names the line of the template at fault."""
        try:
            return self.environment.get_template(name).render(view).encode()
        except TemplateSyntaxError as error:
            raise self._error(error.name or name, error.lineno, "template-syntax", str(error.message)) from error
        except TemplateNotFound as error:
            missing = str(error.name)
            template, line = self._locate(error, name)
            location, message = self.folder.location(template, line), f"'{missing}' is not among the templates"
            hint = suggest(missing, self.folder.sources)
            raise BuildError([Diagnostic(location, "missing-template", message, hint)]) from error
        except Exception as error:
            template, line = self._locate(error, name)
            raise self._error(template, line, "template-error", str(error) or type(error).__name__) from error

    def _locate(self, error: Exception, name: str) -> tuple[str, int]:
        """Return the template and the line in which an error arose: jinja2 puts them in the traceback."""
        sources = {_code_file(source): source for source in self.folder.sources}
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in sources]
        return (sources[frames[-1].filename], frames[-1].lineno or 0) if frames else (name, 0)

    def _error(self, name: str, line: int, rule: str, message: str) -> BuildError:
        hint = "see docs/look.md for what a template may use"
        words = NO_ATTRIBUTE.sub(r"a \1 has no '\2'", " ".join(message.split()).rstrip("."))
        return BuildError([Diagnostic(self.folder.location(name, line), rule, words, hint)])


@lru_cache(maxsize=2)
def _environment(sources: tuple[tuple[str, str], ...], ours: frozenset[str]) -> Environment:
    """Return the environment in which templates are compiled. sources: the name of each, and its text.

    ours: names of those that come with the press.
    """
    by_name = {name: (text, _code_file(name), None) for name, text in sources}

    def load(name: str) -> tuple[str, str, None] | None:
        return by_name.get(name)

    environment = Environment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=CompiledTemplates(ours, __name__),
    )
    environment.filters["count_of"] = count
    environment.filters["day"] = day
    environment.filters["shown"] = given
    # A message with its values is called as one function; the values are escaped, the marks of the message are not.
    # The attribute is added by Jinja's extension, which its type hints do not tell.
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.globals.update({"_": _translate, "gettext": _translate, "ngettext": _translate_count})
    return environment


def _code_file(name: str) -> str:
    """Return what Python takes for the file of a compiled template: the same wherever the folder of templates lies."""
    return f"<template {name}>"


def _translate(message: str, /, **values: Any) -> Markup:
    return Markup(gettext(message)) % values


def _translate_count(one: str, many: str, number: int, /, **values: Any) -> Markup:
    return Markup(ngettext(one, many, number)) % values


def _shown(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
