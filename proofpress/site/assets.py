"""Assets: style sheets joined into two, scripts and fonts, each with a digest of its content in its name.

Scripts are written as modules, and published as classic scripts: a browser that opens a page from disk runs no module.

The same content has the same name in every build; a changed file gets a new one, so caches may keep it for ever.
"""

import posixpath
import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from proofpress.cache.keys import digest_bytes
from proofpress.diagnostics import BuildError, Diagnostic
from proofpress.drawing.fonts.page import PageFont, own_page_font
from proofpress.drawing.theme import THEMES, Theme, css_variables
from proofpress.models import File
from proofpress.site.scripts import translate_script
from proofpress.site.templates import TemplateFolder

IMPORT = re.compile(r"""^import\s*(?:\{([^}]*)\}\s*from\s*)?(["'])(\.{1,2}/[\w./-]+)\2;?$""", re.MULTILINE)
TAG_IMPORT = re.compile(r"""^import \{ _ \} from "[^"]*/words\.js";\n""", re.MULTILINE)
"""The import of the tag of messages, which are translated where they stand."""
EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const|let) ([\w$]+))", re.MULTILINE)
OTHER_MODULE_WORD = re.compile(r"^(?:import|export)\b.*|\bimport\(.*|\bimport\.meta\b.*", re.MULTILINE)
"""What a module may say that cannot be written as a classic script."""
MODULES = "(globalThis.proofpress??={})"
"""What the modules of all scripts of a page are kept in, by name, so that none is run twice."""
COMMENT = re.compile(r"^\s*(?:/\*\*.*?\*/|//.*?)$\n?", re.MULTILINE | re.DOTALL)
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")
SPACE = re.compile(r"""("[^"]*"|'[^']*')|\s*([{};,>])\s*|(:)\s+|\s+""")
ICON, SCRIPT, WORDS = "icon.svg", "js/page.js", "js/words.js"
COLOURS = re.compile(r"@colours (light|dark);")
"""Where a style sheet wants the colours of a theme as variables."""
TYPEFACE = "@typeface;"
"""Where a style sheet wants the rules of the typeface."""
KEPT_MODULES = 256
"""How many modules are at hand as they were read: `serve` and the pages of a translation gather the same ones again."""
URL = re.compile(r"""url\(\s*["']?(?!data:|#)([^"')]+)["']?\s*\)""")


class Assets(Struct, frozen=True):
    """The assets as files of the site, and the path of each by its name in the folder.

    paths: `js/page.js` → `assets/page.1a2b3c4d.js`; all style sheets together are `site.css`, and those that a page for
    frames needs `frame.css`. style, icon: text of the first, without its fonts, and of the icon, for a page that must
    stand alone. fonts: the names
    of the typeface's files, which each page needs at once.
    """

    files: tuple[File, ...]
    paths: Mapping[str, str]
    style: str
    icon: str
    fonts: tuple[str, ...] = ()

    def length(self, name: str) -> int:
        """Return a length that the style sheet sets as a custom property, in CSS pixels or as a plain number.

        Raises KeyError if it sets none.
        """
        match = re.search(rf"{re.escape(name)}:(\d+)", self.style)
        if match is None:
            raise KeyError(f"no style sheet sets {name}")
        return int(match[1])


def gather_assets(
    folder: TemplateFolder, themes: Mapping[str, Theme] = THEMES, typeface: PageFont | None = None
) -> Assets:
    """Return the assets of a folder of templates, with the references between them made good.

    Style sheets that lie in `css/` itself are for every page, those in folders of it, such as `css/pages/`, for all but
    pages for frames. Both are joined in the order of their files' names. In them `url(fonts/…)` names an asset, and
    `@colours light;` stands for the variables with the colours of a theme, `@typeface;` for the rules of the typeface,
    the press's own if none is given. Scripts that no other script imports are published, each with all that it
    imports: `import {…} from "./other.js"`. Raises BuildError for a reference to nothing.
    """
    return _Bundler(folder, themes, typeface or own_page_font()).bundle()


class _Bundler:
    """Adds assets one after the other, those that others refer to first: their names go into the others' text."""

    def __init__(self, folder: TemplateFolder, themes: Mapping[str, Theme], typeface: PageFont) -> None:
        made = {face.name: face.data for face in typeface.faces if face.data}
        self.folder, self.themes, self.typeface = replace(folder, assets={**folder.assets, **made}), themes, typeface
        self.files: list[File] = []
        self.paths: dict[str, str] = {}
        self.diagnostics: list[Diagnostic] = []

    def bundle(self) -> Assets:
        names = self.folder.assets
        scripts = {name: self.read_script(name) for name in names if name.endswith(".js")}
        imported = {other for script in scripts.values() for other in script.imports}
        for name in names:
            if name.endswith(".js"):
                if name not in imported and name != WORDS:
                    self.add(name, _classic(name, scripts).encode())
            elif not name.startswith("css/") and name not in self.paths:
                self.add(name, names[name])
        sheets = [name for name in names if name.startswith("css/") and name.endswith(".css")]
        read = {
            name: self.read_sheet(name) for name in sorted(sheets, key=lambda name: (posixpath.basename(name), name))
        }
        style = "".join(read.values())
        self.add("site.css", style.encode())
        self.add("frame.css", "".join(sheet for name, sheet in read.items() if name.count("/") == 1).encode())
        for name in sorted({ICON, SCRIPT} - set(names)):
            message = "every page needs this file, and it is not there"
            self.diagnostics.append(Diagnostic(self.folder.location(f"assets/{name}"), "missing-asset", message))
        if self.diagnostics:
            raise BuildError(self.diagnostics)
        return Assets(tuple(self.files), self.paths, FONT_FACE.sub("", style), names[ICON].decode(), self.fonts(style))

    def fonts(self, style: str) -> tuple[str, ...]:
        """Return the files of the typeface that the style sheet loads: one of another folder may leave them out."""
        names = (face.name for face in self.typeface.faces if face.name in self.paths)
        return tuple(name for name in names if self.paths[name].removeprefix("assets/") in style)

    def add(self, name: str, data: bytes) -> str:
        stem, dot, extension = name.rpartition("/")[2].rpartition(".")
        path = f"assets/{stem}.{digest_bytes(data)[:8]}.{extension}" if dot else f"assets/{extension}"
        self.files.append(File(path, data))
        self.paths[name] = path
        return path

    def read_script(self, name: str) -> "_Script":
        source = self.folder.assets[name].decode("utf-8")
        module = _read_module(name, source)
        for other, at in module.imports:
            if other not in self.folder.assets:
                self.report_missing(name, source, at, other)
        for words in module.other_words:
            location = self.folder.location(f"assets/{name}", source.count("\n", 0, source.find(words)) + 1)
            message = f"'{words}' cannot be written as a classic script"
            hint = "import {names} from a file, and export functions, classes and constants where they are made"
            self.diagnostics.append(Diagnostic(location, "module-syntax", message, hint))
        imports = tuple(other for other, _ in module.imports if other in self.folder.assets)
        return _Script(imports, translate_script(module.body), module.exports)

    def add_reference(self, name: str) -> str:
        return self.paths.get(name) or self.add(name, self.folder.assets[name])

    def read_sheet(self, name: str) -> str:
        source = self.folder.assets[name].decode("utf-8")
        source = source.replace(TYPEFACE, self.typeface.style)
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
        message, hint = f"'{other}' is no asset", f"add {self.folder.path}/assets/{other}"
        self.diagnostics.append(Diagnostic(location, "missing-asset", message, hint))


class _Module(Struct, frozen=True):
    """A script module as written. imports: the assets that it imports, and at which letter; exports: its names.

    body: the rest, its messages not yet translated. other_words: what cannot be written as a classic script.
    """

    imports: tuple[tuple[str, int], ...]
    body: str
    exports: tuple[str, ...]
    other_words: tuple[str, ...]


class _Script(Struct, frozen=True):
    """A script module. imports: the assets that it imports; body: the rest, as a script; exports: its names."""

    imports: tuple[str, ...]
    body: str
    exports: tuple[str, ...]


@lru_cache(maxsize=KEPT_MODULES)
def _read_module(name: str, source: str) -> _Module:
    """Return what a module says. name: of the asset, to which its imports are relative."""

    def imported(match: re.Match[str]) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(name), match[3]))

    def taken(match: re.Match[str]) -> str:
        names = re.sub(r"\s+as\s+", ": ", match[1] or "").strip().rstrip(",")
        return f'const {{ {names} }} = modules["{imported(match)}"];' if names else ""

    imports = ((imported(match), match.start()) for match in IMPORT.finditer(source))
    body = EXPORT.sub("", IMPORT.sub(taken, TAG_IMPORT.sub("", source))).strip()
    return _Module(
        tuple((other, at) for other, at in imports if other != WORDS),
        body,
        tuple(EXPORT.findall(source)),
        tuple(match[0] for match in OTHER_MODULE_WORD.finditer(body)),
    )


def _classic(name: str, scripts: Mapping[str, _Script]) -> str:
    """Return a classic script that runs a module and, before it, all that it imports, none of them twice."""
    order: list[str] = []

    def visit(module: str, above: tuple[str, ...] = ()) -> None:
        if module in order or module in above:
            return
        for other in scripts[module].imports:
            visit(other, (*above, module))
        order.append(module)

    visit(name)
    parts = [
        f'modules["{module}"] ??= (() => {{\n{COMMENT.sub("", script.body)}\n'
        f"return {{ {', '.join(script.exports)} }};\n}})();\n"
        for module, script in ((each, scripts[each]) for each in order)
    ]
    return f'"use strict";(() => {{ const modules = {MODULES};\n{"".join(parts)}}})();\n'


@lru_cache(maxsize=64)
def minify(style: str) -> str:
    """Return a style sheet without comments and without the spaces that mean nothing; strings stay as they are.

    >>> minify('a, b > c { color: red; }  /* why */\\n.c::after { content: "; > {"; }')
    'a,b>c{color:red}.c::after{content:"; > {"}'
    """
    bare = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    tight = SPACE.sub(lambda match: match[1] or match[2] or match[3] or " ", bare)
    return tight.replace(";}", "}").strip()
