"""`pages/*.md` → pages of words, each under the title that its first line says.

Side effects: reads the pages.
"""

import re
from collections.abc import Collection
from pathlib import Path

from proofpress.content.files import as_typed, list_files, read_text
from proofpress.content.names import check_kebab
from proofpress.content.own_pictures import read_pictures
from proofpress.diagnostics import Diagnostic, Location
from proofpress.models.names import RESERVED_SLUGS
from proofpress.models.own_pages import PAGE_SUFFIX, PAGES, OwnPage
from proofpress.models.text import Text

TITLE = re.compile(r"# +(\S.*?) *#* *(?:\n|$)")
HEADING = re.compile(r"^(?:```.*?^```|~~~.*?^~~~|(#{2,5}) )", re.MULTILINE | re.DOTALL)
VALUE = re.compile(r"\{\{")


def read_pages(folder: Path, slugs: Collection[str], diagnostics: list[Diagnostic]) -> tuple[OwnPage, ...]:
    """Return the pages of a content folder; what is wrong is noted. slugs: names that comparisons have."""
    names = list_files(folder / PAGES, PAGE_SUFFIX)
    found = [_read(folder, folder / PAGES / name, slugs, diagnostics) for name in names]
    return tuple(page for page in found if page)


def _read(folder: Path, path: Path, slugs: Collection[str], diagnostics: list[Diagnostic]) -> OwnPage | None:
    name, location = path.stem, Location(as_typed(path))
    check_kebab(name, location, diagnostics, RESERVED_SLUGS)
    if name in slugs:
        hint = "give the page another name"
        diagnostics.append(Diagnostic(location, "taken", f"a comparison is called '{name}' too", hint))
    source = read_text(folder, path, diagnostics)
    if source is None:
        return None
    source = source.replace("\r\n", "\n")
    match = TITLE.match(source)
    if match is None:
        message, hint = "the page has no title", "begin it with a line such as '# About this site'"
        diagnostics.append(Diagnostic(Location(location.file, 1, 1), "missing-title", message, hint))
        return None
    body = _demoted(source[match.end() :])
    first = source.count("\n", 0, match.end()) + 1
    text = Text(body, Location(location.file, first, 1), markup="blocks")
    for value in VALUE.finditer(body):
        message, hint = "a page beside the comparisons prints no value", "link to the comparison that has it"
        diagnostics.append(Diagnostic(text.locate(value.start()), "undefined-value", message, hint))
    return OwnPage(name, match[1], text, location, read_pictures([text], folder, folder / PAGES, diagnostics))


def _demoted(body: str) -> str:
    """Return a text whose `##` is `###`, with which headings begin in texts of ours; the page raises them again."""
    return HEADING.sub(lambda match: f"#{match[0]}" if match[1] else match[0], body)
