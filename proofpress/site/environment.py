"""Templates filled in: jinja2 with escaping on and nothing undefined let through.

Side effects: keeps compiled templates beside their sources, where Python keeps its own.
"""

import os
import re
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.bccache import Bucket, BytecodeCache

from proofpress.diagnostics import BuildError, Diagnostic, suggest
from proofpress.site.folder import Folder

NO_ATTRIBUTE = re.compile(r"'(?:\w+\.)*(\w+) object' has no attribute '(\w+)'")
"""How jinja2 says it; the dotted path of a record means nothing to the author of a template."""


class _Compiled(BytecodeCache):
    """Keeps compiled templates in a folder; jinja2 believes them only for the same source and version of Python.

    To compile them takes longer than to fill them. A folder that cannot be used costs time, and nothing else.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a compiled template, if it is there and sound."""
        try:
            with open(self.folder / f"{bucket.key}.jinja", "rb") as file:
                bucket.load_bytecode(file)
        except (OSError, ValueError, EOFError, TypeError, UnpicklingError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a compiled template, whole or not at all."""
        # Always the same name: what a killed build leaves here, the next one takes up.
        temporary = self.folder / f".new-{bucket.key}"
        with suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            try:
                with open(temporary, "wb") as file:
                    bucket.write_bytecode(file)
                os.replace(temporary, self.folder / f"{bucket.key}.jinja")
            except OSError:
                temporary.unlink(missing_ok=True)


class Templates:
    """The templates of a folder, ready to be filled with view records."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.environment = Environment(
            loader=FunctionLoader(self._load), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
            bytecode_cache=_Compiled(folder.compiled) if folder.compiled else None,
        )  # fmt: skip

    def fill(self, name: str, view: Mapping[str, Any]) -> bytes:
        """Return a page as bytes. Raises Problems that name the line of the template at fault."""
        try:
            return self.environment.get_template(name).render(view).encode()
        except TemplateSyntaxError as error:
            raise self._diagnostic(error.name or name, error.lineno, "template-syntax", str(error.message)) from error
        except TemplateNotFound as error:
            missing = str(error.name)
            where, line = self._where(error, name)
            message = f"'{missing}' is not among the templates"
            diagnostic = Diagnostic(
                self.folder.location(where, line), "missing-template", message, suggest(missing, self.folder.sources)
            )
            raise BuildError([diagnostic]) from error
        except Exception as error:
            where, line = self._where(error, name)
            raise self._diagnostic(where, line, "template-error", str(error) or type(error).__name__) from error

    def _load(self, name: str) -> tuple[str, str, None] | None:
        source = self.folder.sources.get(name)
        return None if source is None else (source, self._shown(name), None)

    def _shown(self, name: str) -> str:
        return f"{self.folder.path}/{name}"

    def _where(self, error: Exception, name: str) -> tuple[str, int]:
        """Return the template and the line in which an error arose: jinja2 puts them in the traceback."""
        names = {self._shown(source): source for source in self.folder.sources}
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in names]
        return (names[frames[-1].filename], frames[-1].lineno or 0) if frames else (name, 0)

    def _diagnostic(self, name: str, line: int, rule: str, message: str) -> BuildError:
        hint = "see docs/authoring.md for what a template may use"
        words = NO_ATTRIBUTE.sub(r"a \1 has no '\2'", " ".join(message.split()).rstrip("."))
        return BuildError([Diagnostic(self.folder.location(name, line), rule, words, hint)])
