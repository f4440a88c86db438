"""Pictures in texts: `![what it shows](file.png)` names a file beside the text, which is published with its size.

Side effects: reads the files.
"""

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from proofpress.cache.reading import read_input
from proofpress.content.files import as_typed, is_inside
from proofpress.diagnostics import Diagnostic, one_of, shortened, suggest
from proofpress.drawing.picture_size import picture_size
from proofpress.markup.markdown import find_pictures
from proofpress.models import Text
from proofpress.models.limits import LONGEST_ALT
from proofpress.models.own_pages import LARGEST_PICTURE, PICTURE_SUFFIXES, OwnPicture

SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")
MAGIC = {
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".webp": b"RIFF",
}
"""What files of each kind begin with."""
SVG_HARM = frozenset({"script", "foreignObject", "iframe", "handler", "listener"})


def read_pictures(
    texts: Iterable[Text], root: Path, folder: Path, diagnostics: list[Diagnostic]
) -> dict[str, OwnPicture]:
    """Return the pictures that texts show, by the name of the file as written; what is wrong with one is noted.

    root: the content folder. folder: in which the files lie, or below it.
    """
    found: dict[str, OwnPicture] = {}
    for text in texts:
        for offset, alt, file in find_pictures(text):
            location = text.locate(offset)
            wrong = _check_words(text, alt)
            if wrong is None and file not in found:
                picture, wrong = _read(root, folder, file)
                if picture is not None:
                    found[file] = picture
            if wrong is not None:
                diagnostics.append(Diagnostic(location, *wrong))
    return found


def _check_words(text: Text, alt: str) -> tuple[str, str, str] | None:
    """Return rule, message and hint of what is wrong with the words of a picture and with its place."""
    if text.reads != "blocks":
        message = "a picture is not rendered in a text of one paragraph"
        return "unsupported-markup", message, "put it into 'runs', or into a page of words"
    if not alt:
        message = "a picture has no alternative text"
        return "missing-alt", message, "write what it shows, for people who do not see it: ![what it shows](file.png)"
    if len(alt) > LONGEST_ALT:
        message = f"an alternative text may have {LONGEST_ALT} characters and this one has {len(alt)}"
        return "too-long", message, "say what it is and what it shows; the rest belongs into the text"
    return None


def _read(root: Path, folder: Path, file: str) -> tuple[OwnPicture | None, tuple[str, str, str] | None]:
    """Return a picture, or rule, message and hint of why there is none."""
    shown, path = shortened(file, 60), folder / file
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", file):
        message = f"'{shown}' lies elsewhere: a page loads nothing from others"
        return None, ("picture-elsewhere", message, f"put a copy of it into {as_typed(folder)}/")
    if not file.lower().endswith(PICTURE_SUFFIXES):
        message = f"'{shown}' is not of a kind that texts show"
        return None, ("wrong-picture", message, f"save it as {one_of(PICTURE_SUFFIXES)}")
    if not SAFE.fullmatch(file):
        message = f"'{shown}' cannot be the name of a picture: it becomes part of an address"
        return None, (
            "unsafe-name",
            message,
            "use letters from A to Z, digits, '_', '-' and '.'",
        )
    try:
        if not is_inside(root, path):
            message = f"'{shown}' is a link that leads out of the content folder"
            return None, ("link-outside", message, "put a copy of the file here")
        data = read_input(path, LARGEST_PICTURE)
    except FileNotFoundError:
        near = sorted(each.name for each in path.parent.glob("*") if each.name.lower().endswith(PICTURE_SUFFIXES))
        hint = suggest(PurePosixPath(file).name, near) if near else f"put it into {as_typed(folder)}/"
        return None, ("missing-file", f"there is no picture '{shown}'", hint)
    except (OSError, RuntimeError):
        return None, ("unreadable", f"'{shown}' cannot be read", "check its permissions")
    if data is None:
        message = f"'{shown}' has more than {LARGEST_PICTURE:,} bytes"
        return None, ("too-large", message, "make it smaller: a picture 1,600 pixels wide is sharp on every page")
    kind = PurePosixPath(file).suffix.lower()
    size = picture_size(data) if kind == ".svg" or data.startswith(MAGIC[kind]) else None
    if size is None:
        message = f"'{shown}' is no {kind.removeprefix('.').upper()} with a size"
        hint = "give it a viewBox" if kind == ".svg" else "save it anew from the program that made it"
        return None, ("wrong-picture", message, hint)
    harm = find_harm(data) if kind == ".svg" else None
    if harm:
        message = f"'{shown}' holds {harm}, which a picture needs not"
        return None, ("unsafe-picture", message, "remove it, or save the picture as PNG")
    return OwnPicture(data, max(1, round(size[0])), max(1, round(size[1]))), None


def find_harm(svg: bytes) -> str | None:
    """Return what in an SVG could run, or load something from elsewhere, in words; None if there is nothing.

    A page shows it as an image, where nothing of that runs; but anybody can open the file by itself.
    """
    if b"\0" in svg:
        return "what is no UTF-8"
    if b"<!DOCTYPE" in svg or b"<!ENTITY" in svg:
        return "a document type"
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError:
        return "what is no XML"
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name in SVG_HARM:
            return f"the element '{name}'"
        for attribute, value in element.attrib.items():
            plain, words = attribute.rpartition("}")[2].lower(), re.sub(r"\s", "", value).lower()
            if plain.startswith("on"):
                return f"the attribute '{plain}'"
            if plain == "href" and not words.startswith(("#", "data:image/png", "data:image/jpeg")):
                return f"a link to '{shortened(value)}'"
        styles = " ".join([*element.attrib.values(), (element.text or "") if name == "style" else ""])
        if re.search(r"@import|url\(\s*[\"']?(?!#|data:font|data:image)", styles, re.IGNORECASE):
            return "a style that loads something"
    return None
