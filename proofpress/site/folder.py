"""The folder of templates, read once: sources of pages, and the assets that pages load.

Side effects: reads the folder of templates.
"""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from proofpress.diagnostics import BuildError, Diagnostic, Location

COMPILED = "__pycache__"
"""The folder, within that of the templates, for their compiled forms, as Python has it for its own."""


class Folder(Struct, frozen=True):
    """Template sources by name, asset bytes by name (`css/10-base.css`), and the folder as the author knows it.

    compiled: where compiled templates are kept, if anywhere.
    """

    path: str
    sources: Mapping[str, str]
    assets: Mapping[str, bytes]
    compiled: Path | None = None

    def location(self, name: str, line: int = 0) -> Location:
        """Return where a line of a template stands."""
        return Location(f"{self.path}/{name}", line, 1 if line else 0)


def read(templates: Path) -> Folder:
    """Return all that the folder of templates holds.

    Raises Problems where the folder is missing or a template is no UTF-8.
    """
    shown = _shown(templates)
    if not templates.is_dir():
        message = "there is no such folder of templates"
        raise BuildError([Diagnostic(Location(shown), "missing-folder", message, "name one with --templates")])
    sources: dict[str, str] = {}
    assets: dict[str, bytes] = {}
    diagnostics: list[Diagnostic] = []
    for path in sorted(templates.rglob("*")):
        name = path.relative_to(templates).as_posix()
        if not path.is_file() or any(part.startswith(".") or part == COMPILED for part in name.split("/")):
            continue
        if name.startswith("assets/"):
            assets[name.removeprefix("assets/")] = path.read_bytes()
            continue
        try:
            sources[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            location = Location(f"{shown}/{name}")
            diagnostics.append(Diagnostic(location, "encoding", "the template is not UTF-8", "save it as UTF-8"))
    if diagnostics:
        raise BuildError(diagnostics)
    return Folder(shown, sources, assets, templates / COMPILED)


def _shown(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
