"""What MkDocs calls while it builds the documentation: pages from the code, pictures, links out of docs/.

Side effects: reads the documents at the root, content and the built site.
"""

import posixpath
import re
import sys
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
# MkDocs loads this file by its path.
sys.path.insert(0, str(ROOT))

from proofpress.drawing.theme import DARK, LIGHT, css_variables  # noqa: E402
from tools.docs import gallery, reference  # noqa: E402

ROOT_PAGES = {
    "CONTRIBUTING.md": "contributing.md",
    "ARCHITECTURE.md": "architecture.md",
    "CHANGELOG.md": "changelog.md",
}
"""Documents at the root of the checkout → the pages that they become."""
FOLDER_PAGES = {"docs/decisions": "decisions.md"}
"""Folders that a link may lead to → the pages that list what is in them."""
FONTS = ("proofpress-sans.woff2", "OFL.txt")
MARKER = re.compile(r"^<!-- generate: ([a-z ]+) -->$", re.MULTILINE)
ENTRY = re.compile(r"^## `([a-z_]+)`$", re.MULTILINE)
LINK = re.compile(r"(\]\()((?!https?:|mailto:|#|\?)[^)#\s]*)(#[^)\s]*)?(\))")
FENCE = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the documents at the root, the list of decisions, and the pictures of the gallery."""
    for document, page in ROOT_PAGES.items():
        files.append(File.generated(config, page, content=(ROOT / document).read_text(encoding="utf-8")))
    files.append(File.generated(config, "decisions.md", content=_decisions()))
    files.append(File.generated(config, "assets/colours.css", content=_colours()))
    for name in FONTS:
        font = ROOT / "templates" / "assets" / "fonts" / name
        files.append(File.generated(config, f"assets/{name}", abs_src_path=str(font)))
    for exhibit in _exhibits(config).values():
        for path in exhibit.files:
            name = f"{gallery.FOLDER}/{exhibit.name(path)}"
            files.append(File.generated(config, name, abs_src_path=str(path)))
    for *_, light, dark in gallery.sheets(ROOT / "content", _output(config)).values():
        for path in (light, dark):
            files.append(File.generated(config, f"{gallery.FOLDER}/{path.name}", abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Return the text of a page with what is generated for it, and with links that lead somewhere on the site."""
    home = _home(page)
    text = _without_code(lambda part: LINK.sub(lambda link: _link(link, home, page, config), part), markdown)
    text = MARKER.sub(lambda marker: _generated(marker[1], page, config), text)
    return _with_options(text, page, config)


def _generated(name: str, page: Page, config: MkDocsConfig) -> str:
    """Return the Markdown that a marker in a page stands for."""
    makers: dict[str, Any] = {
        "parts": reference.part_tables,
        "data sets": reference.data_set_table,
        "files": reference.file_tables,
        "commands": reference.command_tables,
        "charts": lambda: _gallery(config),
        "sheets": lambda: _sheets(config),
        "explorers": lambda: _explorers(config),
    }
    if name not in makers:
        raise PluginError(f"{page.file.src_uri}: nothing is generated for '{name}'; there are {', '.join(makers)}")
    made: str = makers[name]()
    return made


def _with_options(text: str, page: Page, config: MkDocsConfig) -> str:
    """Return the text of a page of kinds with a table of options at the end of each entry, and its picture."""
    kinds = reference.kinds_of(page.file.src_uri)
    if not kinds:
        return text
    first, *pieces = ENTRY.split(text)
    parts = [first]
    for name, entry in zip(pieces[::2], pieces[1::2], strict=True):
        picture = ""
        if page.file.src_uri == "charts.md":
            exhibit = _exhibits(config)[name]
            picture = f"\n{exhibit.picture()}\n\n[Its YAML, in the gallery](gallery.md#{name})\n"
        table = _indented(reference.option_table(kinds[name]))
        parts.append(f'## `{name}`\n{picture}{entry.rstrip()}\n\n??? info "Options of `{name}`"\n\n{table}\n\n')
    return "".join(parts)


def _gallery(config: MkDocsConfig) -> str:
    parts = []
    for kind, exhibit in _exhibits(config).items():
        summary = reference.all_kinds().charts[kind].summary
        source = _indented(f"```yaml\n{exhibit.source}\n```")
        parts.append(
            f"### `{kind}`\n\n{summary[0].upper()}{summary[1:].removesuffix('.')}. [Its options](charts.md#{kind})\n\n"
            f"{exhibit.picture()}\n\n"
            f'<a href="../../{exhibit.link}">{exhibit.title}</a>\n\n'
            f'??? example "The YAML of this picture"\n\n{source}\n'
        )
    return "\n".join(parts)


def _sheets(config: MkDocsConfig) -> str:
    return "\n\n".join(
        f"### {title}\n\n{says}\n\n"
        + "\n".join(
            gallery.show(f"../{gallery.FOLDER}/", path, scheme, f"{title} of the first comparison")
            for scheme, path in (("light", light), ("dark", dark))
        )
        for title, says, light, dark in gallery.sheets(ROOT / "content", _output(config)).values()
    )


def _explorers(config: MkDocsConfig) -> str:
    found = gallery.explorer_links(ROOT / "content", _output(config))
    return reference.table(
        ("What", "Kind"), [(f'<a href="../../{link}">{title}</a>', f"`{kind}`") for title, kind, link in found]
    )


def _decisions() -> str:
    """Return the page that lists the decisions, by number."""
    lines = []
    for path in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md")):
        title = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        lines.append(f"- [{title}](decisions/{path.name})")
    return "# Decisions\n\nChoices that were hard to make: context, options, outcome, consequences.\n\n" + "\n".join(
        lines
    )


def _colours() -> str:
    """Return the colours of the press as variables of the two themes."""
    schemes = {"default": LIGHT, "slate": DARK}
    return "".join(f"[data-md-color-scheme={name}] {{ {css_variables(theme)} }}\n" for name, theme in schemes.items())


def _exhibits(config: MkDocsConfig) -> dict[str, gallery.Exhibit]:
    """Return the pictures of the gallery, read once for a build."""
    if "exhibits" not in config.extra:
        try:
            config.extra["exhibits"] = gallery.exhibits(ROOT / "content", _output(config))
        except FileNotFoundError as error:
            raise PluginError(str(error)) from error
    found: dict[str, gallery.Exhibit] = config.extra["exhibits"]
    return found


def _output(config: MkDocsConfig) -> Path:
    return ROOT / str(config.extra["built_site"])


def _home(page: Page) -> str:
    """Return the folder of the document behind a page, from the root of the checkout."""
    if page.file.src_uri in ROOT_PAGES.values() or page.file.src_uri in FOLDER_PAGES.values():
        return "" if page.file.src_uri in ROOT_PAGES.values() else "docs"
    return posixpath.dirname(f"docs/{page.file.src_uri}")


def _link(link: re.Match[str], home: str, page: Page, config: MkDocsConfig) -> str:
    """Return a link of a document as one of the page: to another page, or to the file in the repository."""
    before, address, anchor, after = link[1], link[2], link[3] or "", link[4]
    target = posixpath.normpath(posixpath.join(home, address)) if address else ""
    if not target:
        return link[0]
    if target in ROOT_PAGES or target in FOLDER_PAGES or target.startswith("docs/"):
        inside = ROOT_PAGES.get(target) or FOLDER_PAGES.get(target) or target.removeprefix("docs/")
        return f"{before}{posixpath.relpath(inside, posixpath.dirname(page.file.src_uri) or '.')}{anchor}{after}"
    if not (ROOT / target).exists():
        return link[0]
    return f"{before}{config.extra['repository']}/blob/main/{target}{anchor}{after}"


def _without_code(change: Any, text: str) -> str:
    """Return a text in which everything outside fenced code is changed."""
    return "".join(part if part.startswith("```") else change(part) for part in FENCE.split(text))


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else line for line in text.splitlines())
