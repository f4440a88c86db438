"""Assets: style sheets joined into one, script modules and fonts, each with a digest of its content in its name.

The same content has the same name in every build; a changed file gets a new one, so caches may keep it for ever.
"""

import re
from collections.abc import Mapping

from msgspec import Struct

from proofpress.cache.keys import digest_bytes
from proofpress.diagnostics import BuildError, Diagnostic
from proofpress.drawing.theme import THEMES, Theme, css_variables
from proofpress.models import File
from proofpress.site.templates import TemplateFolder

IMPORT = re.compile(
    r"""((?:\b(?:import|export)\s*(?:[^"';]*?\bfrom\s*)?|\bimport\(\s*|\bnew URL\(\s*))(["'])\./([\w.-]+)\2"""
)
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")
SPACE = re.compile(r"""("[^"]*"|'[^']*')|\s*([{};,])\s*|(:)\s+|\s+""")
ICON, SCRIPT = "icon.svg", "js/page.js"
COLOURS = re.compile(r"@colours (light|dark);")
"""Where a style sheet wants the colours of a theme as variables."""
URL = re.compile(r"""url\(\s*["']?(?!data:|#)([^"')]+)["']?\s*\)""")


class Assets(Struct, frozen=True):
    """The assets as files of the site, and the path of each by its name in the folder.

    paths: `js/page.js` → `assets/page.1a2b3c4d.js`; all style sheets together are `site.css`. style, icon:
    text of that style sheet, without its fonts, and of the icon, for a page that must stand alone.
    """

    files: tuple[File, ...]
    paths: Mapping[str, str]
    style: str
    icon: str

    def length(self, name: str) -> int:
        """Return a length that the style sheet sets as a custom property, in CSS pixels or as a plain number.

        Raises KeyError if it sets none.
        """
        match = re.search(rf"{re.escape(name)}:(\d+)", self.style)
        if match is None:
            raise KeyError(f"no style sheet sets {name}")
        return int(match[1])


def gather_assets(folder: TemplateFolder, themes: Mapping[str, Theme] = THEMES) -> Assets:
    """Return the assets of a folder of templates, with the references between them made good.

    Style sheets `css/*.css` are joined in the order of their names. In them `url(fonts/…)` names an asset, and
    `@colours light;` stands for the variables with the colours of a theme; in scripts, `import … from "./other.js"` and
    `new URL("./other.js", import.meta.url)` name a file beside. Raises BuildError for a reference to nothing.
    """
    return _Bundler(folder, themes).bundle()


class _Bundler:
    """Adds assets one after the other, those that others refer to first: their names go into the others' text."""

    def __init__(self, folder: TemplateFolder, themes: Mapping[str, Theme]) -> None:
        self.folder, self.themes = folder, themes
        self.files: list[File] = []
        self.paths: dict[str, str] = {}
        self.unfinished: list[str] = []
        self.diagnostics: list[Diagnostic] = []

    def bundle(self) -> Assets:
        names = self.folder.assets
        for name in names:
            if name.endswith(".js"):
                self.add_script(name)
            elif not name.startswith("css/") and name not in self.paths:
                self.add(name, names[name])
        sheets = [name for name in names if name.startswith("css/") and name.endswith(".css")]
        style = "".join(self.read_sheet(name) for name in sorted(sheets))
        self.add("site.css", style.encode())
        for name in sorted({ICON, SCRIPT} - set(names)):
            message = "every page needs this file, and it is not there"
            self.diagnostics.append(Diagnostic(self.folder.location(f"assets/{name}"), "missing-asset", message))
        if self.diagnostics:
            raise BuildError(self.diagnostics)
        return Assets(tuple(self.files), self.paths, FONT_FACE.sub("", style), names[ICON].decode())

    def add(self, name: str, data: bytes) -> str:
        stem, dot, extension = name.rpartition("/")[2].rpartition(".")
        path = f"assets/{stem}.{digest_bytes(data)[:8]}.{extension}" if dot else f"assets/{extension}"
        self.files.append(File(path, data))
        self.paths[name] = path
        return path

    def add_script(self, name: str) -> str:
        if name in self.paths:
            return self.paths[name]
        self.unfinished.append(name)
        source = self.folder.assets[name].decode("utf-8")

        def renamed(match: re.Match[str]) -> str:
            head, mark, module = match.groups()
            other = f"{name.rpartition('/')[0]}/{module}"
            if other not in self.folder.assets or other in self.unfinished:
                self.report_missing(name, source, match.start(), other)
                return match[0]
            return f"{head}{mark}./{self.add_reference(other).removeprefix('assets/')}{mark}"

        text = IMPORT.sub(renamed, source)
        self.unfinished.pop()
        return self.add(name, text.encode())

    def add_reference(self, name: str) -> str:
        if name.endswith(".js"):
            return self.add_script(name)
        return self.paths.get(name) or self.add(name, self.folder.assets[name])

    def read_sheet(self, name: str) -> str:
        source = self.folder.assets[name].decode("utf-8")
        source = COLOURS.sub(lambda match: css_variables(self.themes[match[1]]), source)

        def renamed(match: re.Match[str]) -> str:
            other = match[1].strip()
            if other not in self.folder.assets:
                self.report_missing(name, source, match.start(), other)
                return match[0]
            return f'url("{self.add_reference(other).removeprefix("assets/")}")'

        return minify(URL.sub(renamed, source))

    def report_missing(self, name: str, source: str, at: int, other: str) -> None:
        location = self.folder.location(f"assets/{name}", source.count("\n", 0, at) + 1)
        message, hint = f"'{other}' is no asset, or leads back here", f"add {self.folder.path}/assets/{other}"
        self.diagnostics.append(Diagnostic(location, "missing-asset", message, hint))


def minify(style: str) -> str:
    """Return a style sheet without comments and without the spaces that mean nothing; strings stay as they are.

    >>> minify('a, b { color: red; }  /* why */\\n.c::after { content: "; {"; }')
    'a,b{color:red}.c::after{content:"; {"}'
    """
    bare = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    tight = SPACE.sub(lambda match: match[1] or match[2] or match[3] or " ", bare)
    return tight.replace(";}", "}").strip()
