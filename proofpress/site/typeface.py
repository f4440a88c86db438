"""The font that site.yaml names, found among the assets and made into what pages and pictures are set in."""

from pathlib import Path

from msgspec.structs import replace

from proofpress.diagnostics import BuildError, Diagnostic
from proofpress.drawing.fonts.own import prepare
from proofpress.drawing.fonts.page import PageFont
from proofpress.models.look import FontFiles, Typeface
from proofpress.site.templates import TemplateFolder

SUFFIXES = (".ttf", ".otf", ".woff", ".woff2")


def own_typeface(
    font: str | FontFiles, folder: TemplateFolder, characters: str, kept: Path
) -> tuple[TemplateFolder, Typeface, PageFont]:
    """Return the assets without the font's own files and the press's, and the font for pictures and for pages.

    characters: all that the content has; the templates' are added. kept: where the pictures' files are kept.
    Raises BuildError for a font that is not there, or is none.
    """
    names = [font] if isinstance(font, str) else [name for name in (font.regular, font.bold) if name is not None]
    wrong = []
    for name in names:
        location = folder.location(f"assets/{name}")
        if name not in folder.assets:
            message, hint = f"the font '{name}' is not there", f"put it into {folder.path}/assets/"
            wrong.append(Diagnostic(location, "missing-asset", message, hint))
        elif not name.endswith(SUFFIXES):
            message = f"the font '{name}' is no font file"
            wrong.append(Diagnostic(location, "bad-font", message, f"save it as {', '.join(SUFFIXES)}"))
    if wrong:
        raise BuildError(wrong)
    data = [folder.assets[name] for name in names]
    try:
        texts = characters + "".join(sorted({*"".join(folder.sources.values())}))
        typeface, page_font = prepare(data[0], data[1] if len(data) > 1 else None, texts, kept)
    except ValueError as fault:
        message, hint = f"the font '{names[0]}' cannot be read: {fault}", "take a TrueType, OpenType or WOFF2 file"
        raise BuildError([Diagnostic(folder.location(f"assets/{names[0]}"), "bad-font", message, hint)]) from fault
    # A font is published as it is cut, never whole.
    others = {
        name: held
        for name, held in folder.assets.items()
        if name not in names and not name.startswith("fonts/proofpress-sans")
    }
    return replace(folder, assets=others), typeface, page_font
