"""The folder of templates, read once, and its templates filled in by jinja2, with escaping on.

Side effects: reads the folder of templates. Compiled templates are kept in memory alone: to compile all of them takes a
tenth of a second of processor time, which `serve` spends once, and no code is read from a file that is no template.
"""

import re
import traceback
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from msgspec import Struct

from proofpress.cache.reading import is_input, read_input, require_all
from proofpress.diagnostics import BuildError, Diagnostic, Location, suggest
from proofpress.formatting import count

NO_ATTRIBUTE = re.compile(r"'(?:\w+\.)*(\w+) object' has no attribute '(\w+)'")
"""How jinja2 reports a missing attribute; the dotted path of a record means nothing to the author of a template."""


class TemplateFolder(Struct, frozen=True):
    """Template sources by name, asset bytes by name (`css/10-tokens.css`), and the folder as the author knows it.

    static: files that are published as they stand, by their path in the site, such as `CNAME`.
    """

    path: str
    sources: Mapping[str, str]
    assets: Mapping[str, bytes]
    static: Mapping[str, bytes]

    def location(self, name: str, line: int = 0) -> Location:
        """Return where a line of a template stands."""
        return Location(f"{self.path}/{name}", line, 1 if line else 0)


def read_folder(templates: Path) -> TemplateFolder:
    """Return all that a folder of templates holds; hidden files and what editors leave behind (`x.html~`) do not count.

    Raises BuildError if the folder is missing or a template is not UTF-8.
    """
    shown = _shown(templates)
    if not templates.is_dir():
        message = "there is no such folder of templates"
        raise BuildError([Diagnostic(Location(shown), "missing-folder", message, "name one with --templates")])
    sources: dict[str, str] = {}
    assets: dict[str, bytes] = {}
    static: dict[str, bytes] = {}
    diagnostics: list[Diagnostic] = []
    names: set[str] = set()
    for path in sorted(templates.rglob("*")):
        name = path.relative_to(templates).as_posix()
        if not path.is_file() or not is_input(name):
            continue
        data = read_input(path) or b""
        names.add(name)
        if name.startswith(("assets/", "static/")):
            kind, _, rest = name.partition("/")
            (assets if kind == "assets" else static)[rest] = data
            continue
        try:
            sources[name] = TextIOWrapper(BytesIO(data), encoding="utf-8").read()
        except UnicodeDecodeError:
            location = Location(f"{shown}/{name}")
            diagnostics.append(Diagnostic(location, "encoding", "the template is not UTF-8", "save it as UTF-8"))
    require_all(templates, names)
    if diagnostics:
        raise BuildError(diagnostics)
    return TemplateFolder(shown, sources, assets, static)


class Templates:
    """The templates of a folder, ready to be filled with view records."""

    def __init__(self, folder: TemplateFolder) -> None:
        self.folder = folder
        self.environment = _environment(folder.path, tuple(folder.sources.items()))

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
        names = {f"{self.folder.path}/{source}": source for source in self.folder.sources}
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in names]
        return (names[frames[-1].filename], frames[-1].lineno or 0) if frames else (name, 0)

    def _error(self, name: str, line: int, rule: str, message: str) -> BuildError:
        hint = "see docs/authoring.md for what a template may use"
        words = NO_ATTRIBUTE.sub(r"a \1 has no '\2'", " ".join(message.split()).rstrip("."))
        return BuildError([Diagnostic(self.folder.location(name, line), rule, words, hint)])


@lru_cache(maxsize=2)
def _environment(folder: str, sources: tuple[tuple[str, str], ...]) -> Environment:
    """Return the environment in which templates of these names and texts are compiled, each under its path."""
    by_name = dict(sources)

    def load(name: str) -> tuple[str, str, None] | None:
        return (by_name[name], f"{folder}/{name}", None) if name in by_name else None

    environment = Environment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["count_of"] = count
    return environment


def _shown(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
